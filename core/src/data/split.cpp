#include "data/split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "math/random.hpp"

namespace glassbox::data {
namespace {

int share_of(double share, int rows, int most) { return std::clamp(static_cast<int>(std::ceil(share * rows)), 0, most); }

std::vector<int> as_they_stand(int rows) {
  std::vector<int> order(rows);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

/// Test rows first, blind rows last.
std::vector<int> drawing_order(const Experiment& experiment, int rows) {
  if (experiment.split == "numpy") return math::numpy_permutation(experiment.splitseed, rows);
  if (experiment.split == "random") return math::Random{experiment.splitseed, math::Purpose::split}.permutation(rows);
  return as_they_stand(rows);
}

/// Rows of the test and of the blind part.
std::pair<int, int> part_rows(const Experiment& experiment, int rows) {
  const int test = share_of(experiment.test, rows, rows - 1);
  return {test, share_of(experiment.blind, rows, rows - 1 - test)};
}

}  // namespace

int training_rows(const Experiment& experiment, int rows) {
  const auto [test, blind] = part_rows(experiment, rows);
  return rows - test - blind;
}

std::vector<Part> assign_parts(const Experiment& experiment, int rows) {
  const auto [test, blind] = part_rows(experiment, rows);
  const int first_test = experiment.split == "last" ? rows - blind - test : 0;
  const std::vector<int> order = drawing_order(experiment, rows);
  std::vector<Part> part(rows, Part::train);
  for (int i = 0; i < test; ++i) part[order[first_test + i]] = Part::test;
  for (int i = 0; i < blind; ++i) part[order[rows - 1 - i]] = Part::blind;
  return part;
}

std::vector<int> part_order(const Experiment& experiment, int rows) {
  return experiment.split == "numpy" ? drawing_order(experiment, rows) : as_they_stand(rows);
}

}  // namespace glassbox::data

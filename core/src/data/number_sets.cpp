#include <array>
#include <utility>

#include "data/generators.hpp"
#include "math/functions.hpp"

namespace glassbox::data {
namespace {

using Truth = std::optional<double> (*)(std::span<const double> x);

/// Rows spread evenly at random over the plane or the line; noise is added to the target, in units of its half range 1.
Dataset number_rows(const Experiment& experiment, std::vector<std::string> columns, Truth truth) {
  Dataset dataset = empty_dataset(experiment.n, std::move(columns), -kPlane, kPlane);
  dataset.classes = false;
  for (int row = 0; row < dataset.rows; ++row) {
    const RowDraws draws{experiment.dataseed, row};
    for (int column = 0; column < dataset.columns; ++column) {
      dataset.x[column * dataset.rows + row] = draws.uniform(static_cast<std::uint32_t>(column), -kPlane, kPlane);
    }
    const std::array<double, 2> point = {dataset.x[row], dataset.columns > 1 ? dataset.x[dataset.rows + row] : 0};
    dataset.target[row] = *truth(point) + experiment.noise * draws.noise(0);
  }
  return dataset;
}

struct Bump {
  double x1, x2, height;
};
constexpr Bump kBumps[] = {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}};

}  // namespace

std::optional<double> truth_of_plane(std::span<const double> x) { return (x[0] + x[1]) / (2 * kPlane); }
std::optional<double> truth_of_bumps(std::span<const double> x) {
  double height = 0;
  for (const Bump& bump : kBumps) {
    const double d1 = x[0] - bump.x1, d2 = x[1] - bump.x2;
    height += bump.height * math::exp_of(-(d1 * d1 + d2 * d2) / 2);
  }
  return height;
}
std::optional<double> truth_of_line(std::span<const double> x) { return 0.15 * x[0] + 0.1; }
std::optional<double> truth_of_square(std::span<const double> x) { return 2 * x[0] * x[0] / (kPlane * kPlane) - 1; }
std::optional<double> truth_of_sine(std::span<const double> x) { return math::sin_of(x[0]); }

Result<Dataset> make_plane(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1, kX2}, truth_of_plane), {}};
}
Result<Dataset> make_bumps(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1, kX2}, truth_of_bumps), {}};
}
Result<Dataset> make_line(const Experiment& experiment, const Tables&) { return {number_rows(experiment, {kX1}, truth_of_line), {}}; }
Result<Dataset> make_square(const Experiment& experiment, const Tables&) { return {number_rows(experiment, {kX1}, truth_of_square), {}}; }
Result<Dataset> make_sine(const Experiment& experiment, const Tables&) { return {number_rows(experiment, {kX1}, truth_of_sine), {}}; }

}  // namespace glassbox::data

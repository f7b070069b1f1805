#include <algorithm>
#include <cmath>
#include <utility>

#include "data/generators.hpp"
#include "glassbox/number.hpp"

namespace glassbox::data {
namespace {

Problem rows_problem(std::string value, std::string allowed) { return {"out-of-range", "rows", std::move(value), std::move(allowed), ""}; }

/// Nothing where every target is the number of a class, 0 to kMaxUnits - 1.
std::vector<Problem> check_classes(std::span<const double> targets) {
  for (const double target : targets) {
    if (target >= 0 && target < kMaxUnits && target == std::floor(target)) continue;
    return {rows_problem(write_number(target), "class numbers 0 to " + std::to_string(kMaxUnits - 1))};
  }
  return {};
}

}  // namespace

Result<Dataset> make_own_rows(const Experiment& experiment, const Tables&) {
  const OwnRows& own = experiment.rows;
  const std::size_t rows = own.target.size(), columns = own.names.size();
  if (rows == 0) return Result<Dataset>::failure({"empty-data", "rows", "", "", ""});
  if (rows > static_cast<std::size_t>(kMaxOwnRows)) {
    return Result<Dataset>::failure(rows_problem(std::to_string(rows) + " rows", "1 to " + std::to_string(kMaxOwnRows) + " rows"));
  }
  if (columns == 0 || columns > static_cast<std::size_t>(kMaxOwnColumns) || own.x.size() != rows * columns) {
    return Result<Dataset>::failure(
        rows_problem(std::to_string(columns) + " inputs", "1 to " + std::to_string(kMaxOwnColumns) + " inputs, each in every row"));
  }
  Dataset dataset = empty_dataset(static_cast<int>(rows), own.names, -kPlane, kPlane);
  dataset.classes = own.classes;
  dataset.target = own.target;
  for (int row = 0; row < dataset.rows; ++row) {
    for (int column = 0; column < dataset.columns; ++column) {
      dataset.x[column * dataset.rows + row] = own.x[row * dataset.columns + column];
    }
  }
  if (!own.packed) fit_domain(dataset);
  if (!own.classes) return {std::move(dataset), {}};

  std::vector<Problem> problems = check_classes(own.target);
  if (!problems.empty()) return {{}, std::move(problems)};
  const int classes = std::max(2, 1 + static_cast<int>(*std::max_element(own.target.begin(), own.target.end())));
  for (int label = 0; label < classes; ++label) dataset.class_names.push_back(std::to_string(label));
  return {std::move(dataset), {}};
}

}  // namespace glassbox::data

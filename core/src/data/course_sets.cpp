#include <algorithm>
#include <cmath>
#include <utility>

#include "data/generators.hpp"

namespace glassbox::data {
namespace {

struct LabelledPoint {
  double x1, x2;
  int label;
};

Dataset typed_points(std::span<const LabelledPoint> points, std::vector<std::string> class_names, double low, double high) {
  Dataset dataset = empty_dataset(static_cast<int>(points.size()), {kX1, kX2}, low, high);
  dataset.class_names = std::move(class_names);
  for (int row = 0; row < dataset.rows; ++row) {
    dataset.x[row] = points[row].x1;
    dataset.x[dataset.rows + row] = points[row].x2;
    dataset.target[row] = points[row].label;
  }
  return dataset;
}

}  // namespace

Result<Dataset> make_xor4(const Experiment&, const Tables&) {
  static constexpr LabelledPoint kPoints[] = {{-1, -1, 0}, {-1, 1, 1}, {1, -1, 1}, {1, 1, 0}};
  return {typed_points(kPoints, {"o", "+"}, -2, 2), {}};
}

Result<Dataset> make_table4(const Experiment&, const Tables&) {
  static constexpr LabelledPoint kPoints[] = {{0.3, 0.6, 1}, {0.5, 0.1, 0}, {0.9, 0.9, 0}, {0.4, 0.5, 1}};
  return {typed_points(kPoints, {"0", "1"}, 0, 1), {}};
}

Result<Dataset> make_mortgage(const Experiment& experiment, const Tables&) {
  // numpy factors a covariance A by its singular values and so samples (AᵀA)^½ whatever A's symmetry. For A = [[6, 3], [-6, 8]] that is
  // [[138, -30], [-30, 139]] / √277; its Cholesky factor stands below.
  constexpr double kDomain = 20;
  const double root = std::sqrt(277.0);
  const double l11 = std::sqrt(138 / root), l21 = -30 / root / l11, l22 = std::sqrt(139 / root - l21 * l21);
  const double good_deviation = std::sqrt(6.0);
  Dataset dataset = empty_dataset(experiment.n, {"years", "salary"}, 0, kDomain);
  dataset.class_names = {"defaulted", "paid back"};
  for (int row = 0; row < dataset.rows; ++row) {
    const RowDraws draws{experiment.dataseed, row};
    const double z1 = draws.normal(0), z2 = draws.normal(1);
    const bool good = row % 2 == 1;
    const double years = good ? 10 + good_deviation * z1 : std::abs(6 + l11 * z1);
    const double salary = good ? 10 + good_deviation * z2 : std::abs(8 + (l21 * z1 + l22 * z2));
    dataset.x[row] = years;
    dataset.x[dataset.rows + row] = salary;
    dataset.target[row] = good;
    dataset.low[0] = std::min(dataset.low[0], std::floor(years));
    dataset.low[1] = std::min(dataset.low[1], std::floor(salary));
    dataset.high[0] = std::max(dataset.high[0], std::ceil(years));
    dataset.high[1] = std::max(dataset.high[1], std::ceil(salary));
  }
  return {std::move(dataset), {}};
}

}  // namespace glassbox::data

#include <utility>

#include "data/generators.hpp"
#include "math/functions.hpp"

namespace glassbox::data {
namespace {

/// Rows spread evenly at random over the plane or the line; noise is added to the target, in units of its half range 1.
template <class Truth>
Dataset number_rows(const Experiment& experiment, std::vector<std::string> columns, Truth truth) {
  Dataset dataset = empty_dataset(experiment.n, std::move(columns), -kPlane, kPlane);
  dataset.classes = false;
  for (int row = 0; row < dataset.rows; ++row) {
    const RowDraws draws{experiment.dataseed, row};
    for (int column = 0; column < dataset.columns; ++column) {
      dataset.x[column * dataset.rows + row] = draws.uniform(static_cast<std::uint32_t>(column), -kPlane, kPlane);
    }
    const double x1 = dataset.x[row];
    const double x2 = dataset.columns > 1 ? dataset.x[dataset.rows + row] : 0;
    dataset.target[row] = truth(x1, x2) + experiment.noise * draws.noise(0);
  }
  return dataset;
}

struct Bump {
  double x1, x2, height;
};
constexpr Bump kBumps[] = {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}};

}  // namespace

Result<Dataset> make_plane(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1, kX2}, [](double x1, double x2) { return (x1 + x2) / (2 * kPlane); }), {}};
}

Result<Dataset> make_bumps(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1, kX2},
                      [](double x1, double x2) {
                        double height = 0;
                        for (const Bump& bump : kBumps) {
                          const double d1 = x1 - bump.x1, d2 = x2 - bump.x2;
                          height += bump.height * math::exp_of(-(d1 * d1 + d2 * d2) / 2);
                        }
                        return height;
                      }),
          {}};
}

Result<Dataset> make_line(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1}, [](double x, double) { return 0.15 * x + 0.1; }), {}};
}

Result<Dataset> make_square(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1}, [](double x, double) { return 2 * x * x / (kPlane * kPlane) - 1; }), {}};
}

Result<Dataset> make_sine(const Experiment& experiment, const Tables&) {
  return {number_rows(experiment, {kX1}, [](double x, double) { return math::sin_of(x); }), {}};
}

}  // namespace glassbox::data

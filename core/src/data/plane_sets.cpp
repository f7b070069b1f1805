#include <cmath>
#include <utility>

#include "data/generators.hpp"
#include "math/functions.hpp"

namespace glassbox::data {
namespace {

struct Point {
  double x1 = 0, x2 = 0;
};

Point polar(double radius, double angle) { return {radius * math::cos_of(angle), radius * math::sin_of(angle)}; }

/// Rows whose classes take turns. `place(draws, label)` is the position without noise; noise moves it by normal steps of noise · unit.
template <class Place>
Dataset class_points(const Experiment& experiment, std::vector<std::string> class_names, double noise_unit, Place place) {
  Dataset dataset = empty_dataset(experiment.n, {kX1, kX2}, -kPlane, kPlane);
  const int classes = static_cast<int>(class_names.size());
  dataset.class_names = std::move(class_names);
  for (int row = 0; row < dataset.rows; ++row) {
    const RowDraws draws{experiment.dataseed, row};
    const int label = row % classes;
    const Point point = place(draws, label);
    const double step = experiment.noise * noise_unit;
    dataset.x[row] = point.x1 + step * draws.noise(0);
    dataset.x[dataset.rows + row] = point.x2 + step * draws.noise(1);
    dataset.target[row] = label;
  }
  return dataset;
}

/// Spreads successive numbers evenly over [0, 1) from a start drawn with the seed; a longer sequence begins with the shorter one.
double evenly(std::uint32_t seed, int number) {
  constexpr double kGoldenFraction = 0.61803398874989485;
  constexpr std::uint32_t kStart = 7;
  const double value = RowDraws{seed, 0}.uniform(kStart, 0, 1) + number * kGoldenFraction;
  return value - std::floor(value);
}

Dataset spiral_arms(const Experiment& experiment, int arms) {
  constexpr double kRadius = 5, kTurns = 1.75, kInnermost = 0.05;
  std::vector<std::string> names;
  for (int arm = 1; arm <= arms; ++arm) names.push_back("arm " + std::to_string(arm));
  return class_points(experiment, names, kRadius / (kTurns * arms), [arms](const RowDraws& draws, int arm) {
    const double along = kInnermost + (1 - kInnermost) * evenly(draws.seed, draws.row / arms);
    return polar(kRadius * along, 2 * kPi * (kTurns * along + static_cast<double>(arm) / arms));
  });
}

}  // namespace

Result<Dataset> make_circle(const Experiment& experiment, const Tables&) {
  constexpr double kInner = 2.5, kRingFrom = 3.5, kRingTo = 5;
  return {class_points(experiment, {"ring", "disc"}, kInner,
                       [](const RowDraws& draws, int label) {
                         const double radius = label == 1 ? draws.uniform(0, 0, kInner) : draws.uniform(0, kRingFrom, kRingTo);
                         return polar(radius, draws.uniform(1, 0, 2 * kPi));
                       }),
          {}};
}

Result<Dataset> make_xor(const Experiment& experiment, const Tables&) {
  constexpr double kGap = 0.3, kSide = 5;
  return {class_points(experiment, {"same sign", "different signs"}, kSide / 2,
                       [](const RowDraws& draws, int label) {
                         const double sign1 = draws.row / 2 % 2 == 0 ? 1 : -1;
                         const double sign2 = label == 0 ? sign1 : -sign1;
                         return Point{sign1 * (kGap + draws.uniform(0, 0, kSide)), sign2 * (kGap + draws.uniform(1, 0, kSide))};
                       }),
          {}};
}

Result<Dataset> make_gauss(const Experiment& experiment, const Tables&) {
  // A normal cloud of unit deviation, cut off at 3.5 so that no point leaves the plane.
  constexpr double kCentre = 2, kCutOff = 3.5;
  const double kept = 1 - math::exp_of(-kCutOff * kCutOff / 2);
  return {class_points(experiment, {"lower left", "upper right"}, 2 * kCentre,
                       [kept](const RowDraws& draws, int label) {
                         const double centre = label == 1 ? kCentre : -kCentre;
                         const double radius = std::sqrt(-2 * math::log_of(1 - draws.uniform(0, 0, kept)));
                         const Point offset = polar(radius, draws.uniform(1, 0, 2 * kPi));
                         return Point{centre + offset.x1, centre + offset.x2};
                       }),
          {}};
}

Result<Dataset> make_spiral(const Experiment& experiment, const Tables&) { return {spiral_arms(experiment, 2), {}}; }

Result<Dataset> make_spiral3(const Experiment& experiment, const Tables&) { return {spiral_arms(experiment, 3), {}}; }

Result<Dataset> make_moons(const Experiment& experiment, const Tables&) {
  // Two half circles of one radius; each tip lies inside the other's opening, their common centre at the origin.
  constexpr double kRadius = 3;
  return {class_points(
              experiment, {"upper moon", "lower moon"}, kRadius,
              [](const RowDraws& draws, int label) {
                const Point arc = polar(kRadius, kPi * evenly(draws.seed, draws.row / 2));
                return label == 0 ? Point{arc.x1 - kRadius / 2, arc.x2 - kRadius / 4} : Point{kRadius / 2 - arc.x1, kRadius / 4 - arc.x2};
              }),
          {}};
}

}  // namespace glassbox::data

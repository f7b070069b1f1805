#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/registry.hpp"
#include "math/random.hpp"

namespace glassbox::data {

inline constexpr double kPi = 3.14159265358979323846;
/// The half width of the plane on which points are drawn.
inline constexpr double kPlane = 6;
inline constexpr const char* kX1 = "x₁";
inline constexpr const char* kX2 = "x₂";

/// The random numbers of one row. Each is a function of seed, purpose, row, coordinate and attempt alone: neither more noise nor more
/// rows move it.
struct RowDraws {
  std::uint32_t seed = 0;
  int row = 0;
  std::uint64_t attempt = 0;

  double uniform(std::uint32_t coordinate, double low, double high) const {
    return of(math::Purpose::data, coordinate).uniform(static_cast<std::uint32_t>(row), low, high);
  }
  double normal(std::uint32_t coordinate) const { return of(math::Purpose::data, coordinate).normal(static_cast<std::uint32_t>(row)); }
  /// Standard normal, independent of all draws above.
  double noise(std::uint32_t coordinate) const { return of(math::Purpose::noise, coordinate).normal(static_cast<std::uint32_t>(row)); }

 private:
  math::Random of(math::Purpose purpose, std::uint32_t coordinate) const { return {seed, purpose, coordinate, attempt}; }
};

/// A Dataset with room for its rows, all values 0 and the same domain for every column.
Dataset empty_dataset(int rows, std::vector<std::string> column_names, double low, double high);
/// The domain that holds every value of every column, with a margin of a tenth of its span on either side.
void fit_domain(Dataset& dataset);

// Two inputs, classes (plane_sets.cpp).
Result<Dataset> make_circle(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_xor(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_gauss(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_spiral(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_spiral3(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_moons(const Experiment& experiment, const Tables& tables);

// One or two inputs, numbers (number_sets.cpp).
Result<Dataset> make_plane(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_bumps(const Experiment& experiment, const Tables& tables);
/// What the rows of these sets have as targets, before noise: SetRow::truth.
std::optional<double> truth_of_plane(std::span<const double> x);
std::optional<double> truth_of_bumps(std::span<const double> x);
std::optional<double> truth_of_line(std::span<const double> x);
std::optional<double> truth_of_square(std::span<const double> x);
std::optional<double> truth_of_sine(std::span<const double> x);
/// Nothing where a wave is post-critical, or the angle is none from 0 to 90 degrees.
std::optional<double> truth_of_reflectivity(std::span<const double> x);

Result<Dataset> make_line(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_square(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_sine(const Experiment& experiment, const Tables& tables);

// Small sets of the course (course_sets.cpp).
Result<Dataset> make_xor4(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_table4(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_mortgage(const Experiment& experiment, const Tables& tables);

// Random rocks (reflectivity.cpp).
Result<Dataset> make_reflectivity(const Experiment& experiment, const Tables& tables);

// Shipped tables (shipped_tables.cpp).
Result<Dataset> make_digits(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_parity(const Experiment& experiment, const Tables& tables);
Result<Dataset> make_measured(const Experiment& experiment, const Tables& tables);

// The experiment's own rows (own_rows.cpp).
Result<Dataset> make_own_rows(const Experiment& experiment, const Tables& tables);

}  // namespace glassbox::data

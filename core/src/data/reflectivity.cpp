#include <cmath>
#include <utility>

#include "data/generators.hpp"
#include "data/zoeppritz.hpp"

namespace glassbox::data {
namespace {

/// A range of rocks and angles: speeds in m/s, angles in degrees.
struct Setting {
  double vp_low, vp_high;
  double angle_low, angle_high;
  std::uint64_t first_attempt;  ///< keeps the draws of the settings apart
};
constexpr Setting kKnown = {2000, 4000, 0.1, 20, 0};
constexpr Setting kDeeper = {3000, 6000, 30, 40, 1ull << 32};

/// A rock near the mudrock line of Castagna (1985) and Gardner's density rule (1974), each with its own scatter.
Rock random_rock(const RowDraws& draws, std::uint32_t first, const Setting& setting) {
  const double vp = draws.uniform(first, setting.vp_low, setting.vp_high);
  const double vs = (vp - 1360) / 1.16 * draws.uniform(first + 1, 0.8, 1.2);
  const double rho = 310 * std::sqrt(std::sqrt(vp)) * draws.uniform(first + 2, 0.95, 1.05);
  return {vp, vs, rho};
}

/// Writes one row; returns how often it had to be drawn again because it was post-critical.
int fill_row(Dataset& dataset, std::uint32_t seed, int row, int draw_row, const Setting& setting) {
  for (int redrawn = 0;; ++redrawn) {
    const RowDraws draws{seed, draw_row, setting.first_attempt + static_cast<std::uint64_t>(redrawn)};
    const Rock upper = random_rock(draws, 0, setting);
    const Rock lower = random_rock(draws, 3, setting);
    const double angle = draws.uniform(6, setting.angle_low, setting.angle_high);
    const std::optional<double> amplitude = reflected_pp(upper, lower, angle);
    if (!amplitude) continue;
    const double values[] = {upper.vp, upper.vs, upper.rho, lower.vp, lower.vs, lower.rho, angle};
    for (int column = 0; column < dataset.columns; ++column) dataset.x[column * dataset.rows + row] = values[column];
    dataset.target[row] = *amplitude;
    return redrawn;
  }
}

}  // namespace

std::optional<double> truth_of_reflectivity(std::span<const double> x) {
  return x[6] >= 0 && x[6] < 90 ? reflected_pp({x[0], x[1], x[2]}, {x[3], x[4], x[5]}, x[6]) : std::nullopt;
}

Result<Dataset> make_reflectivity(const Experiment& experiment, const Tables&) {
  const int deeper = find_set("reflectivity")->own_blind_rows;
  Dataset dataset = empty_dataset(experiment.n + deeper, {"Vp₁", "Vs₁", "ρ₁", "Vp₂", "Vs₂", "ρ₂", "θ"}, 0, 0);
  dataset.classes = false;
  for (int row = 0; row < experiment.n; ++row) dataset.redrawn += fill_row(dataset, experiment.dataseed, row, row, kKnown);
  for (int i = 0; i < deeper; ++i) dataset.redrawn += fill_row(dataset, experiment.dataseed, experiment.n + i, i, kDeeper);
  fit_domain(dataset);
  return {std::move(dataset), {}};
}

}  // namespace glassbox::data

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/snapshot.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox::golden {

/// One training run by PyTorch: tests/fixtures/pytorch_trajectories.txt.
struct Trajectory {
  std::string name;
  std::string experiment;
  std::vector<double> loss;     ///< over the training set, after each step
  std::vector<double> weights;  ///< at the end, canonical order
  double penalty = 0;           ///< at the end
};
std::vector<Trajectory> read_trajectories();

/// name → numbers, from tests/fixtures.
using References = std::map<std::string, std::vector<double>>;
References read_references(const char* file);
References read_course();

/// The trainer of a text; the test fails, naming every problem, when the text is refused.
Trainer trainer_of(std::string_view text);

/// The numbers of the snapshot entry with this role and layer; the test fails when there is none.
std::vector<double> numbers_of(const Snapshot& snapshot, std::string_view role, int layer);
/// All entries with role W or b (or d_W, d_b with prefix "d_", …), in their order: the canonical order of parameters.
std::vector<double> parameters_of(const Snapshot& snapshot, std::string_view prefix = "");
Snapshot snapshot_of(Trainer& trainer, std::uint32_t mask, std::vector<double> trace = {});

/// |value - reference| in units in the last place of the reference.
double ulps(double value, double reference);
/// |value - reference| / max(|reference|, floor).
double relative(double value, double reference, double floor = 0);

}  // namespace glassbox::golden

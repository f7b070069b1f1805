#include <algorithm>

#include "catch.hpp"
#include "golden/golden.hpp"

namespace glassbox::golden {

TEST_CASE("whole training runs in double precision follow PyTorch step by step", "[golden]") {
  const std::vector<Trajectory> trajectories = read_trajectories();
  REQUIRE(trajectories.size() >= 43);
  for (const Trajectory& expected : trajectories) {
    SECTION(expected.name) {
      Trainer trainer = trainer_of(expected.experiment);
      REQUIRE(expected.loss.size() == 200);
      double worst = 0;
      std::size_t worst_step = 0;
      for (std::size_t i = 0; i < expected.loss.size(); ++i) {
        trainer.advance(static_cast<std::int64_t>(i + 1));
        REQUIRE(trainer.step() == static_cast<std::int64_t>(i + 1));
        const double error = relative(trainer.measure().part[0].loss, expected.loss[i]);
        if (!(error <= worst)) {
          worst = error;
          worst_step = i + 1;
        }
      }
      INFO("worst loss at step " << worst_step);
      CHECK(worst <= 1e-10);
      CHECK(relative(trainer.measure().penalty, expected.penalty, 1e-12) <= 1e-10);

      const Snapshot snapshot = snapshot_of(trainer, kPartParameters);
      const std::vector<double> weights = parameters_of(snapshot);
      REQUIRE(weights.size() == expected.weights.size());
      double worst_weight = 0;
      for (std::size_t i = 0; i < weights.size(); ++i)
        worst_weight = std::max(worst_weight, relative(weights[i], expected.weights[i], 1e-3));
      CHECK(worst_weight <= 1e-9);
    }
  }
}

TEST_CASE("measuring after every step does not change where a run ends", "[golden]") {
  for (const Trajectory& expected : read_trajectories()) {
    INFO(expected.name);
    Trainer measured = trainer_of(expected.experiment), silent = trainer_of(expected.experiment);
    for (int step = 1; step <= 40; ++step) {
      measured.advance(step);
      measured.measure();
    }
    silent.advance(40);
    CHECK(measured.weights_hash() == silent.weights_hash());
  }
}

}  // namespace glassbox::golden

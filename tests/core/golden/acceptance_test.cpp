#include "catch.hpp"
#include "golden/golden.hpp"

namespace glassbox::golden {
namespace {

/// A score at the final epoch, averaged over seeds 1 … count; each seed has its own weights, order of rows and split.
struct Mean {
  double train = 0, test = 0, blind = 0;
};
Mean mean_over_seeds(const std::string& recipe, int count, double PartMetrics::*score) {
  Mean mean;
  for (int seed = 1; seed <= count; ++seed) {
    const std::string number = std::to_string(seed);
    Trainer trainer = trainer_of(recipe + "&split=random:" + number + "&seed=" + number);
    trainer.advance(kMaxStep);
    REQUIRE(trainer.state() == RunState::finished);
    const Metrics& metrics = trainer.measure();
    mean.train += metrics.part[0].*score / count;
    mean.test += metrics.part[1].*score / count;
    mean.blind += metrics.part[2].*score / count;
  }
  return mean;
}

}  // namespace

TEST_CASE("digits 64-32-10 with Adam read at least 96.8 % of unseen digits at the final epoch", "[acceptance]") {
  const Mean accuracy =
      mean_over_seeds("data=digits&test=0.2&net=32:tanh&opt=adam&lr=0.01&batch=32&epochs=40&eval=0", 10, &PartMetrics::accuracy);
  CHECK(accuracy.test >= 0.968);
}

TEST_CASE("digits with convolution, pooling, convolution and a dense layer read at least 98.3 % of unseen digits", "[acceptance]") {
  const Mean accuracy = mean_over_seeds(
      "data=digits&test=0.2&net=conv:8x3p1:relu,pool:2,conv:32x3p1:relu,64:relu&opt=adam&lr=0.003&batch=32&epochs=40&eval=0", 5,
      &PartMetrics::accuracy);
  CHECK(accuracy.test >= 0.983);
}

TEST_CASE("reflectivity 7-300-1, one row at a time, explains 95 % of unseen rocks and fails on deeper ones", "[acceptance]") {
  const std::string recipe =
      "data=reflectivity&n=500&test=0.2&net=300:sigmoid&loss=halfmse&opt=sgd&lr=0.001&batch=1&init=normal:0.1&epochs=100&eval=0";
  const Trainer trainer = trainer_of(recipe);
  CHECK(trainer.prepared().train.size() == 400);
  CHECK(summarize(trainer.experiment()).parameters == 2701);
  const Mean r2 = mean_over_seeds(recipe, 5, &PartMetrics::r2);
  CHECK(r2.test >= 0.95);
  CHECK(r2.blind <= r2.test - 0.2);
}

}  // namespace glassbox::golden

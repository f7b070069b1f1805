#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

bool all_finite(std::span<const float> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](float number) { return std::isfinite(number); });
}

}  // namespace

TEST_CASE("a run with a huge learning rate stops at the failing step and names the operation", "[training]") {
  for (const char* text : {"data=sine&net=8:relu,8:relu&opt=sgd&epochs=0", "data=sine&net=8:tanh,8:tanh&opt=momentum&epochs=0",
                           "data=square&net=4:softplus&opt=nesterov&epochs=0"}) {
    INFO(text);
    Experiment experiment = experiment_of(text);
    experiment.lr = 1e6;
    const auto trainer = unchecked_trainer<float>(experiment);
    trainer->advance(1000, nullptr);
    REQUIRE(trainer->state() == RunState::diverged);
    CHECK(trainer->at_rest());
    const Divergence& divergence = trainer->divergence();
    CHECK(divergence.step == trainer->step() + 1);
    CHECK(divergence.step < 50);
    CHECK_FALSE(divergence.operation.empty());
    CHECK_FALSE(std::isfinite(divergence.value));
    CHECK_FALSE(divergence.terms.empty());
    CHECK(divergence.terms.size() <= 4);
    CHECK(divergence.more >= 0);
    const std::vector<double> losses = trainer->recent_losses();
    CHECK(losses.size() == static_cast<std::size_t>(divergence.step));
    CHECK_FALSE(losses.back() <= losses.front());
    CHECK(all_finite(trainer->parameters()));

    // The weights are those after the last good step: a run that stops there has the same.
    const auto stopped = unchecked_trainer<float>(experiment);
    stopped->advance(trainer->step(), nullptr);
    CHECK(stopped->state() == RunState::ready);
    CHECK(stopped->weights_hash() == trainer->weights_hash());
    const auto before = trainer->weights_hash();
    trainer->advance(2000, nullptr);
    CHECK(trainer->weights_hash() == before);
  }
}

TEST_CASE("an input sum that overflows is named with its layer, unit and largest factors", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=2:linear&out=linear&loss=mse&opt=sgd&epochs=0&eval=0");
  experiment.w = {1, 1, 3e38, 0, 2, 5, 3e38};
  const auto trainer = unchecked_trainer<float>(experiment);
  trainer->advance(1, nullptr);
  REQUIRE(trainer->state() == RunState::diverged);
  const Divergence& divergence = trainer->divergence();
  CHECK(divergence.step == 1);
  CHECK(divergence.layer == 1);
  CHECK(divergence.unit == 0);
  CHECK(divergence.operation == "input sum z = Σ w x + b");
  REQUIRE(divergence.terms.size() == 3);  // two products and the bias
  CHECK(divergence.more == 0);
  double sum = 0;
  for (const DivergenceTerm& term : divergence.terms) sum += std::isnan(term.factor) ? term.value : term.value * term.factor;
  CHECK(sum > std::numeric_limits<float>::max());
  CHECK(sum * divergence.value > 0);
  CHECK(divergence.terms[0].name == "input 1");
  CHECK(divergence.terms[0].value == Approx(3e38));
  CHECK(divergence.terms[0].factor == 2);
  CHECK(divergence.terms[1].name == "bias");
  CHECK(divergence.terms[1].value == Approx(3e38));
  CHECK(divergence.terms[2].name == "input 2");
  CHECK(divergence.terms[2].factor == 5);
}

TEST_CASE("a running variance that overflows is named, although what it scales stays finite", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=1:linear,bn&out=linear&loss=mse&opt=sgd&epochs=0&eval=0");
  experiment.w = {1e25, 0, 1, 0, 1, 0};
  const auto trainer = unchecked_trainer<float>(experiment);
  const auto before = trainer->weights_hash();
  trainer->advance(1, nullptr);
  REQUIRE(trainer->state() == RunState::diverged);
  CHECK(trainer->divergence().layer == 1);
  CHECK(trainer->divergence().unit == 0);
  CHECK(trainer->divergence().operation == "running variance");
  CHECK(trainer->divergence().terms[0].value > 1e24);
  CHECK(trainer->weights_hash() == before);
}

TEST_CASE("a number that overflows in a named layer is named with what the layer computes", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=1:linear,bn&out=linear&loss=mse&opt=sgd&epochs=0&eval=0");
  experiment.w = {1, 0, 3e38, 3e38, 0, 0};
  const auto trainer = unchecked_trainer<float>(experiment);
  trainer->advance(1, nullptr);
  REQUIRE(trainer->state() == RunState::diverged);
  CHECK(trainer->divergence().layer == 1);
  CHECK(trainer->divergence().operation == "batch norm");
}

TEST_CASE("a squared error that overflows is named as the loss", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=&out=linear&loss=mse&opt=sgd&epochs=0&eval=0");
  experiment.w = {0, 1e25};
  const auto trainer = unchecked_trainer<float>(experiment);
  trainer->advance(1, nullptr);
  REQUIRE(trainer->state() == RunState::diverged);
  CHECK(trainer->divergence().layer == -1);
  CHECK(trainer->divergence().operation == "loss");
  CHECK(trainer->divergence().terms[0].value == Approx(1e25));
}

TEST_CASE("an update that overflows names its layer and unit", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=&out=linear&loss=mse&opt=sgd&epochs=0&eval=0");
  experiment.w = {0, 1e15};
  experiment.lr = 1e30;
  const auto trainer = unchecked_trainer<float>(experiment);
  trainer->advance(1, nullptr);
  REQUIRE(trainer->state() == RunState::diverged);
  CHECK(trainer->divergence().layer == 0);
  CHECK(trainer->divergence().unit == 0);
  CHECK(trainer->divergence().operation == "update");
  CHECK(trainer->divergence().terms[0].value == Approx(1e30));
  CHECK(trainer->parameters()[1] == 1e15f);
}

}  // namespace glassbox::training

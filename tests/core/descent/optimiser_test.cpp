#include "descent/optimiser.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "catch.hpp"

namespace glassbox::descent {
namespace {

using network::Arena;

struct Descent {
  explicit Descent(std::string_view name, const OptimiserSettings& settings = {}) : optimiser(make_optimiser<double>(name, settings, 2)) {}
  bool step(double first, double second) {
    gradients.data()[0] = first;
    gradients.data()[1] = second;
    const bool finite = optimiser->update(0.1, 0.9, parameters, gradients, next);
    std::swap(parameters, next);
    return finite;
  }

  std::unique_ptr<Optimiser<double>> optimiser;
  Arena<double> parameters{2}, gradients{2}, next{2};
};

}  // namespace

TEST_CASE("the first step of Adam is lr g / (|g| + eps)", "[descent]") {
  const double eps = 1e-8;
  for (const double g : {1e-9, 1e-8, 3e-4, 0.7, 250.0}) {
    Descent adam("adam", {.eps = eps});
    REQUIRE(adam.step(g, -g));
    const double expected = 0.1 * g / (g + eps);
    CHECK(std::abs(adam.parameters.data()[0] + expected) <= 1e-14 * expected);
    CHECK(std::abs(adam.parameters.data()[1] - expected) <= 1e-14 * expected);
  }
}

TEST_CASE("Adam under a constant gradient keeps the size of its first step", "[descent]") {
  Descent adam("adam");
  for (int step = 0; step < 50; ++step) adam.step(0.5, 2.0);
  CHECK(adam.parameters.data()[0] == Approx(-50 * 0.1 * 0.5 / (0.5 + 1e-8)).epsilon(1e-12));
  CHECK(adam.parameters.data()[1] == Approx(-50 * 0.1 * 2.0 / (2.0 + 1e-8)).epsilon(1e-12));
}

TEST_CASE("plain descent, momentum and Nesterov follow their closed forms", "[descent]") {
  // Under a constant gradient g the velocity after t steps is g (1 - mom^t) / (1 - mom).
  Descent plain("sgd"), momentum("momentum"), nesterov("nesterov");
  double heavy = 0, ahead = 0;
  for (int t = 1; t <= 20; ++t) {
    plain.step(2, -1);
    momentum.step(2, -1);
    nesterov.step(2, -1);
    const double velocity = 2 * (1 - std::pow(0.9, t)) / 0.1;
    heavy -= 0.1 * velocity;
    ahead -= 0.1 * (2 + 0.9 * velocity);
    CHECK(plain.parameters.data()[0] == Approx(-0.2 * t).epsilon(1e-13));
    CHECK(momentum.parameters.data()[0] == Approx(heavy).epsilon(1e-13));
    CHECK(nesterov.parameters.data()[0] == Approx(ahead).epsilon(1e-13));
    CHECK(nesterov.parameters.data()[1] == Approx(-ahead / 2).epsilon(1e-13));
  }
}

TEST_CASE("AdaGrad under a constant gradient takes steps of lr / √t", "[descent]") {
  Descent run("adagrad", {.eps = 1e-10});
  double expected = 0;
  for (int t = 1; t <= 30; ++t) {
    REQUIRE(run.step(3, -0.5));
    expected -= 0.1 / std::sqrt(t);
    CHECK(run.parameters.data()[0] == Approx(expected).epsilon(1e-9));
    CHECK(run.parameters.data()[1] == Approx(-expected).epsilon(1e-9));
  }
}

TEST_CASE("RMSProp under a constant gradient g has the mean square g² (1 - α^t)", "[descent]") {
  Descent run("rmsprop", {.alpha = 0.9, .eps = 1e-16});
  double expected = 0;
  for (int t = 1; t <= 30; ++t) {
    REQUIRE(run.step(3, -0.5));
    expected -= 0.1 / std::sqrt(1 - std::pow(0.9, t));
    CHECK(run.parameters.data()[0] == Approx(expected).epsilon(1e-12));
    CHECK(run.parameters.data()[1] == Approx(-expected).epsilon(1e-12));
  }
}

TEST_CASE("AdamW without a gradient shrinks weights by lr times the decay, and Adam leaves them", "[descent]") {
  Descent decaying("adamw", {.decay = 0.2}), plain("adam");
  decaying.parameters.data()[0] = plain.parameters.data()[0] = 4;
  for (int t = 1; t <= 10; ++t) {
    decaying.step(0, 0);
    plain.step(0, 0);
    CHECK(decaying.parameters.data()[0] == Approx(4 * std::pow(1 - 0.1 * 0.2, t)).epsilon(1e-13));
    CHECK(plain.parameters.data()[0] == 4);
  }
}

TEST_CASE("AMSGrad is Adam until its mean square falls, then keeps dividing by the largest", "[descent]") {
  Descent adam("adam"), amsgrad("amsgrad");
  for (int t = 0; t < 5; ++t) {
    adam.step(2, 2);
    amsgrad.step(2, 2);
  }
  CHECK(adam.parameters.data()[0] == amsgrad.parameters.data()[0]);
  const double largest = amsgrad.optimiser->moments()[1].data()[0];
  for (int t = 0; t < 200; ++t) {
    adam.step(0.01, 0.01);
    amsgrad.step(0.01, 0.01);
    CHECK(amsgrad.optimiser->moments()[2].data()[0] >= largest);
  }
  CHECK(amsgrad.optimiser->moments()[2].data()[0] > amsgrad.optimiser->moments()[1].data()[0]);
  CHECK(amsgrad.parameters.data()[0] > adam.parameters.data()[0]);
}

TEST_CASE("finite parameters whose sum is not finite are no divergence", "[descent]") {
  constexpr double kLarge = std::numeric_limits<double>::max();
  for (const OptimiserChoice& choice : optimisers()) {
    CAPTURE(choice.name);
    Descent run(choice.name);
    run.parameters = Arena<double>(40);
    run.gradients = Arena<double>(40);
    run.next = Arena<double>(40);
    run.optimiser = make_optimiser<double>(choice.name, {.decay = 0}, 40);
    std::fill_n(run.parameters.data(), 40, kLarge);
    CHECK(run.step(0, 0));
    CHECK(run.parameters.data()[39] == kLarge);
    run.parameters.data()[39] = std::numeric_limits<double>::infinity();
    CHECK_FALSE(run.step(0, 0));
  }
}

TEST_CASE("an update that is not finite is reported by every optimiser", "[descent]") {
  for (const OptimiserChoice& choice : optimisers()) {
    const std::string name(choice.name);
    INFO(name);
    Descent fine(name), infinite(name), not_a_number(name);
    CHECK(fine.step(1, 2));
    CHECK_FALSE(infinite.step(1, std::numeric_limits<double>::infinity()));
    CHECK_FALSE(not_a_number.step(std::numeric_limits<double>::quiet_NaN(), 1));
  }
}

TEST_CASE("gradients and moments below the stated thresholds count as zero", "[descent]") {
  auto optimiser = make_optimiser<float>("momentum", {}, 1);
  network::Arena<float> parameters(1), gradients(1), next(1);
  gradients.data()[0] = 0x1p-59f;
  optimiser->update(1, 0.5, parameters, gradients, next);
  CHECK(next.data()[0] == 0);
  gradients.data()[0] = 0x1p-58f;
  optimiser->update(1, 0.5, parameters, gradients, next);
  CHECK(next.data()[0] == -0x1p-58f);
  gradients.data()[0] = 0;
  for (int step = 0; step < 42; ++step) optimiser->update(1, 0.5, parameters, gradients, next);
  CHECK(optimiser->moments()[0].data()[0] == 0x1p-100f);
  optimiser->update(1, 0.5, parameters, gradients, next);
  CHECK(optimiser->moments()[0].data()[0] == 0);
}

}  // namespace glassbox::descent

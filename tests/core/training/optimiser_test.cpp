#include "training/optimiser.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

namespace glassbox::training {
namespace {

using network::Arena;

struct Descent {
  explicit Descent(const char* name, const AdamSettings& adam = {}) : optimiser(make_optimiser<double>(name, adam, 2)) {}
  bool step(double first, double second) {
    gradients.data()[0] = first;
    gradients.data()[1] = second;
    const bool finite = optimiser->update(settings, parameters, gradients, next);
    std::swap(parameters, next);
    return finite;
  }

  LiveSettings settings{0.1, 0.9, 0, 0, 0};
  std::unique_ptr<Optimiser<double>> optimiser;
  Arena<double> parameters{2}, gradients{2}, next{2};
};

}  // namespace

TEST_CASE("the first step of Adam is lr g / (|g| + eps)", "[training]") {
  const double eps = 1e-8;
  for (const double g : {1e-9, 1e-8, 3e-4, 0.7, 250.0}) {
    Descent adam("adam", {0.9, 0.999, eps});
    REQUIRE(adam.step(g, -g));
    const double expected = 0.1 * g / (g + eps);
    CHECK(std::abs(adam.parameters.data()[0] + expected) <= 1e-14 * expected);
    CHECK(std::abs(adam.parameters.data()[1] - expected) <= 1e-14 * expected);
  }
}

TEST_CASE("Adam under a constant gradient keeps the size of its first step", "[training]") {
  Descent adam("adam", {0.9, 0.999, 1e-8});
  for (int step = 0; step < 50; ++step) adam.step(0.5, 2.0);
  CHECK(adam.parameters.data()[0] == Approx(-50 * 0.1 * 0.5 / (0.5 + 1e-8)).epsilon(1e-12));
  CHECK(adam.parameters.data()[1] == Approx(-50 * 0.1 * 2.0 / (2.0 + 1e-8)).epsilon(1e-12));
}

TEST_CASE("plain descent, momentum and Nesterov follow their closed forms", "[training]") {
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

TEST_CASE("an update that is not finite is reported by every optimiser", "[training]") {
  for (const char* name : {"sgd", "momentum", "nesterov", "adam"}) {
    INFO(name);
    Descent fine(name), infinite(name), not_a_number(name);
    CHECK(fine.step(1, 2));
    CHECK_FALSE(infinite.step(1, std::numeric_limits<double>::infinity()));
    CHECK_FALSE(not_a_number.step(std::numeric_limits<double>::quiet_NaN(), 1));
  }
}

TEST_CASE("gradients and moments below the stated thresholds count as zero", "[training]") {
  auto optimiser = make_optimiser<float>("momentum", {}, 1);
  network::Arena<float> parameters(1), gradients(1), next(1);
  gradients.data()[0] = 0x1p-59f;
  optimiser->update({1, 0.5, 0, 0, 0}, parameters, gradients, next);
  CHECK(next.data()[0] == 0);
  gradients.data()[0] = 0x1p-58f;
  optimiser->update({1, 0.5, 0, 0, 0}, parameters, gradients, next);
  CHECK(next.data()[0] == -0x1p-58f);
  gradients.data()[0] = 0;
  for (int step = 0; step < 42; ++step) optimiser->update({1, 0.5, 0, 0, 0}, parameters, gradients, next);
  CHECK(optimiser->moments()[0].data()[0] == 0x1p-100f);
  optimiser->update({1, 0.5, 0, 0, 0}, parameters, gradients, next);
  CHECK(optimiser->moments()[0].data()[0] == 0);
}

}  // namespace glassbox::training

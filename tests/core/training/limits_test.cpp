#include "training/limits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

template <class S>
network::Arena<S> arena_of(const std::vector<S>& numbers) {
  network::Arena<S> arena(numbers.size());
  std::copy(numbers.begin(), numbers.end(), arena.data());
  return arena;
}

template <class S>
std::vector<S> numbers_of(const network::Arena<S>& arena) {
  return {arena.span().begin(), arena.span().end()};
}

template <class S>
std::vector<S> clipped(const std::vector<S>& gradient, double clipnorm, double clipvalue) {
  Experiment experiment;
  experiment.clipnorm = clipnorm;
  experiment.clipvalue = clipvalue;
  const network::Arena<S> arena = arena_of<S>(gradient);
  REQUIRE(clip_gradients(experiment, arena));
  return numbers_of<S>(arena);
}

/// ‖w‖ of the weights into each unit.
std::vector<double> norms(const TrainerOf<double>& run) {
  std::vector<double> all;
  for (const network::Layer& layer : run.network().layers()) {
    for (int row = 0; row < layer.rows; ++row) {
      double squares = 0;
      for (int column = 0; column < layer.columns; ++column) {
        const double weight = run.parameters()[layer.first_weight + static_cast<std::size_t>(row) * layer.columns + column];
        squares += weight * weight;
      }
      all.push_back(std::sqrt(squares));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a gradient longer than clipnorm keeps its direction and gets that length", "[limits]") {
  const std::vector<double> short_one = clipped<double>({3, -4, 12, 0, 0}, 6.5, 0);
  const double share = 6.5 / (13 + 1e-6);
  CHECK(short_one == std::vector<double>{3 * share, -4 * share, 12 * share, 0, 0});
  CHECK(clipped<double>({3, -4, 12}, 13.1, 0) == std::vector<double>{3, -4, 12});
  CHECK(clipped<float>({3, -4, 12}, 13.1, 0) == std::vector<float>{3, -4, 12});
}

TEST_CASE("the gradient's length is the root of four sums, entry i in sum i mod 4", "[limits]") {
  // 1 + 2^-54 is 1: beside the 1 small squares are lost one by one, in a sum of their own they are kept.
  const auto first_of = [](std::size_t place) {
    std::vector<double> gradient(256);
    gradient[0] = 1;
    for (std::size_t i = 4 + place; i < gradient.size(); i += 4) gradient[i] = 0x1p-27;
    return clipped<double>(gradient, 0.5, 0)[0];
  };
  const double kept = 0.5 / (std::sqrt(1 + 63 * 0x1p-54) + 1e-6);
  CHECK(first_of(0) == 0.5 / (1 + 1e-6));
  for (const std::size_t place : {1, 2, 3}) CHECK(first_of(place) == kept);
  CHECK(kept != 0.5 / (1 + 1e-6));
}

TEST_CASE("clipvalue cuts each entry, before the norm is taken", "[limits]") {
  CHECK(clipped<double>({3, -4, 0.1, -0.2}, 0, 0.5) == std::vector<double>{0.5, -0.5, 0.1, -0.2});
  const double share = 1 / (2 + 1e-6);  // of (1, -1, 1, 1)
  CHECK(clipped<double>({3, -4, 1, 7}, 1, 1) == std::vector<double>{share, -share, share, share});
}

TEST_CASE("a gradient that is not finite is refused and left as it is, whatever the limits", "[limits]") {
  for (const float bad : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), std::nanf("")}) {
    Experiment experiment;
    experiment.clipnorm = experiment.clipvalue = 0.5;
    const network::Arena<float> gradient = arena_of<float>({3, bad, 1});
    CHECK_FALSE(clip_gradients(experiment, gradient));
    CHECK(gradient.data()[0] == 3);
  }
}

TEST_CASE("limits that are never reached leave every bit of a run as it is", "[limits]") {
  for (const char* text : {"data=spiral&net=8:tanh,8:relu&epochs=0", "data=xor&net=4:tanh&opt=momentum&batch=7&precision=64&epochs=0"}) {
    Trainer plain = trainer_of(text), limited = trainer_of(std::string(text) + "&clipnorm=1000&clipvalue=1000&maxnorm=1000");
    plain.advance(200);
    limited.advance(200);
    CHECK(plain.weights_hash() == limited.weights_hash());
  }
}

TEST_CASE("under maxnorm no unit's incoming weights grow longer, and biases go free", "[limits]") {
  Experiment experiment = experiment_of("data=moons&net=8:tanh,6:relu&opt=sgd&lr=0.5&maxnorm=0.6&precision=64&epochs=0");
  const auto run = unchecked_trainer<double>(experiment);
  std::size_t at_the_limit = 0;
  for (int step = 1; step <= 300; ++step) {
    run->advance(step, nullptr);
    for (const double norm : norms(*run)) {
      REQUIRE(norm <= 0.6);
      at_the_limit += norm > 0.6 - 1e-6;
    }
  }
  CHECK(at_the_limit > 300);
  const auto& output = run->network().layers().back();
  experiment.maxnorm = 1e-3;
  const auto tight = unchecked_trainer<double>(experiment);
  tight->advance(300, nullptr);
  CHECK(std::abs(tight->parameters()[output.first_bias]) > 1e-3);
}

TEST_CASE("a run that explodes with long steps learns once its gradient is clipped", "[limits]") {
  const std::string text = "data=sine&net=20:relu,20:relu&opt=sgd&lr=0.5&epochs=100";
  Trainer wild = trainer_of(text), clipped = trainer_of(text + "&clipnorm=1");
  wild.advance(1'000);
  clipped.advance(1'000);
  CHECK(wild.state() == RunState::diverged);
  REQUIRE(clipped.state() == RunState::finished);
  CHECK(clipped.latest().part[0].r2 > 0.7);
}

TEST_CASE("limits are numbers from 0 to 1000", "[limits]") {
  for (const char* key : {"clipnorm", "clipvalue", "maxnorm"}) {
    for (const char* bad : {"-1", "1001", "x"}) CHECK(parse(std::string(key) + "=" + bad).problems.size() == 1);
    CHECK(format(experiment_of(std::string(key) + "=0")) == format(Experiment()));
    CHECK(format(experiment_of(std::string(key) + "=0.5")).find(std::string(key) + "=0.5") != std::string::npos);
  }
}

}  // namespace glassbox::training

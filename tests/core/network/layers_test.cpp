#include "network/layers.hpp"

#include <cmath>

#include "catch.hpp"
#include "network/layer_problem.hpp"
#include "network/spoiled.hpp"

namespace glassbox::network {
namespace {

constexpr double kTolerance = 1e-6;

LayerSpec named(const char* name, std::vector<double> numbers = {}) {
  LayerSpec spec;
  spec.kind = LayerSpec::Kind::named;
  spec.name = name;
  spec.numbers = std::move(numbers);
  return spec;
}

LayerSpec dense(int units, const char* activation = "tanh") { return {LayerSpec::Kind::dense, units, activation, {}}; }

/// The layer before, inside and behind a residual block.
LayerProblem problem(const LayerSpec& layer, int rows, Mode mode) {
  Experiment experiment;
  experiment.net = {layer, dense(4), layer, {LayerSpec::Kind::residual, 0, "", {dense(3), layer, dense(4, "linear")}}};
  experiment.out = "tanh";
  return {experiment, {1, 1, 3}, rows, mode, 1e-3};
}

/// The layers whose scale and shift, if any, are as many as their units: those this file checks on flat shapes.
std::vector<LayerSpec> flat_layers() { return {named("drop", {0.4}), named("bn", {0.1, 0.3}), named("ln", {0.1}), named("smax")}; }

}  // namespace

TEST_CASE("every named layer has the gradient of its value, in training and in evaluation, and leaves padding rows at zero", "[layers]") {
  for (const LayerSpec& layer : flat_layers()) {
    for (const int rows : {2, 7, 32}) {
      for (const Mode mode : {Mode::train, Mode::evaluate}) {
        LayerProblem checked = problem(layer, rows, mode);
        INFO(layer.name << ", " << rows << " rows, " << (mode == Mode::train ? "training" : "evaluation"));
        CHECK(checked.worst_error() <= kTolerance);
        CHECK(checked.padding_gradient() == 0);
      }
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in every part of every named layer", "[layers]") {
  for (const LayerSpec& layer : flat_layers()) {
    for (const Mode mode : {Mode::train, Mode::evaluate}) {
      LayerProblem clean = problem(layer, 7, mode);
      for (std::size_t place = 0; place < clean.operations().size(); ++place) {
        const Operation<double>& operation = *clean.operations()[place];
        if (operation.name() != layer.name) continue;
        INFO(layer.name << ", operation " << place << (mode == Mode::train ? ", training" : ", evaluation"));
        const auto seen = [&](Spoiled::Spoil how) {
          LayerProblem spoiled = problem(layer, 7, mode);
          spoil(spoiled.operations()[place], std::move(how));
          return spoiled.worst_error() > kTolerance;
        };
        if (clean.buffers().gradient(operation.in()).data != nullptr) CHECK(seen(negated(operation.in())));
        if (operation.parameter_count() == 0) continue;
        const std::size_t first = operation.first_parameter(), end = first + operation.parameter_count(), shift = (first + end) / 2;
        CHECK(seen(flipped(first, shift)));
        CHECK(seen(flipped(shift, end)));
      }
    }
  }
}

namespace {

/// Ones sent through a dropout layer.
struct Dropped {
  static constexpr int kUnits = 5, kRows = 203;

  Dropped(double rate, std::uint32_t seed, std::uint64_t step, int first_row = 0, Mode mode = Mode::train)
      : panels({{kUnits, 0, false}, {kUnits, 1, false}, {kUnits, 2, false}}, kRows, GradientPanels::none) {
    const LayerSpec spec = named("drop", {rate});
    const LayerPlan plan = plan_layer(spec, {1, 1, kUnits});
    std::fill_n(panels.input().data, scalars(panels.input()), 1.0);
    find_layer("drop")
        ->make_double({spec, plan, {1, 1, kUnits}, 0, 1, 2})
        ->forward({panels, nullptr, nullptr, nullptr, mode, step, first_row, seed});
  }
  double at(int row, int unit) const { return panels.value(1).column(unit)[row]; }
  Buffers<double> panels;
};

}  // namespace

TEST_CASE("dropout switches off its share of the units and scales the rest so that the mean stays", "[layers]") {
  for (const double rate : {0.1, 0.5, 0.9}) {
    int off = 0, total = 0;
    for (std::uint64_t step = 0; step < 200; ++step) {
      const Dropped dropped(rate, 3, step);
      for (int row = 0; row < Dropped::kRows; ++row) {
        for (int unit = 0; unit < Dropped::kUnits; ++unit, ++total) {
          if (dropped.at(row, unit) == 0) {
            ++off;
          } else {
            REQUIRE(dropped.at(row, unit) == 1 / (1 - rate));
          }
        }
      }
    }
    INFO(rate);
    CHECK(std::abs(off - rate * total) <= 4 * std::sqrt(rate * (1 - rate) * total));
  }
}

TEST_CASE("dropout masks depend on seed, step, row and unit alone", "[layers]") {
  const auto differing = [](const Dropped& a, const Dropped& b, int shift) {
    int count = 0;
    for (int row = shift; row < Dropped::kRows; ++row) {
      for (int unit = 0; unit < Dropped::kUnits; ++unit) count += a.at(row, unit) != b.at(row - shift, unit);
    }
    return count;
  };
  const Dropped first(0.5, 1, 0);
  CHECK(differing(first, Dropped(0.5, 1, 0), 0) == 0);
  CHECK(differing(first, Dropped(0.5, 1, 0, 100), 100) == 0);
  const int all = Dropped::kRows * Dropped::kUnits;
  CHECK(std::abs(differing(first, Dropped(0.5, 2, 0), 0) - all / 2) < 4 * std::sqrt(all / 4.0));
  CHECK(std::abs(differing(first, Dropped(0.5, 1, 1), 0) - all / 2) < 4 * std::sqrt(all / 4.0));
}

TEST_CASE("dropout is off at evaluation and with a rate of 0", "[layers]") {
  const Dropped evaluated(0.5, 1, 0, 0, Mode::evaluate), harmless(0, 1, 0);
  for (int row = 0; row < Dropped::kRows; ++row) {
    for (int unit = 0; unit < Dropped::kUnits; ++unit) REQUIRE((evaluated.at(row, unit) == 1 && harmless.at(row, unit) == 1));
  }
}

}  // namespace glassbox::network

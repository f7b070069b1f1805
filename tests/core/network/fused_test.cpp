#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "catch.hpp"
#include "math/panels.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"
#include "network/registry.hpp"

namespace glassbox::network {
namespace {

/// A float network with numbers in its parameters, inputs and starting gradient, run forward.
struct Run {
  Run(std::vector<LayerSpec> net, int rows, int outputs = 1, const char* out = "linear")
      : network(
            [&] {
              Experiment experiment;
              experiment.net = std::move(net);
              experiment.out = out;
              return experiment;
            }(),
            3, outputs),
        buffers(network.make_buffers(rows, GradientPanels::training)),
        parameters(network.parameter_count()),
        pass{buffers, parameters.data(), nullptr, nullptr, Mode::train} {
    const std::vector<float> drawn = numbers<float>(parameters.size(), 1);
    std::copy(drawn.begin(), drawn.end(), parameters.data());
    buffers.set_rows(rows);
    fill(buffers.input(), 2);
    network.forward(pass);
    fill(buffers.gradient(network.answers()), 3);
  }

  static void fill(math::Panel<float> panel, std::uint32_t layer) {
    const std::vector<float> drawn = numbers<float>(static_cast<std::size_t>(panel.rows) * panel.units, layer);
    for (int unit = 0; unit < panel.units; ++unit) {
      for (int n = 0; n < panel.stride; ++n) panel.column(unit)[n] = n < panel.rows ? drawn[unit * panel.rows + n] : 0.0f;
    }
  }
  /// Of all slots.
  std::vector<float> values() const {
    std::vector<float> all;
    for (const auto& operation : network.operations()) {
      const math::Panel<float> panel = buffers.value(operation->out());
      for (int unit = 0; unit < panel.units; ++unit) all.insert(all.end(), panel.column(unit), panel.column(unit) + panel.rows);
    }
    return all;
  }
  /// The gradient of the parameters as the list of operations gives it.
  std::vector<float> by_list() const {
    std::vector<float> gradients(parameters.size());
    for (std::size_t i = network.operations().size(); i-- > 0;) network.operations()[i]->backward(pass, gradients.data());
    return gradients;
  }

  Network<float> network;
  Buffers<float> buffers;
  Arena<float> parameters;
  Pass<float> pass;
};

LayerSpec dense(int units, std::string_view activation) { return {LayerSpec::Kind::dense, units, std::string(activation), {}}; }

/// What backward leaves in an arena of which every number was `start`.
std::vector<float> gradients_of(Run& run, float start, bool whole_step) {
  const Arena<float> gradients(run.parameters.size());
  std::fill_n(gradients.data(), gradients.size(), start);
  run.pass.whole_step = whole_step;
  run.network.backward(run.pass, false, gradients.data());
  return {gradients.data(), gradients.data() + gradients.size()};
}

}  // namespace

TEST_CASE("backward through one output and the activation before it in one go has the bits of the list of operations", "[network]") {
  for (const ActivationChoice& activation : activations()) {
    for (const int rows : {1, 2, 4, 7, 20, 33}) {
      CAPTURE(activation.name, rows);
      Run run({dense(6, "tanh"), dense(9, activation.name)}, rows);
      const auto& operations = run.network.operations();  // so that it is no chain
      const std::vector<float> expected = run.by_list();
      std::vector<float> gradients(expected.size());
      run.network.backward(run.pass, false, gradients.data());
      CHECK(same_bits(gradients, expected));
      const bool fused = activation.name == "sigmoid" || activation.name == "relu";
      CHECK(operations[4]->backward_with(*operations[3], run.pass, gradients.data()) == fused);
    }
  }
}

TEST_CASE("dense layers with their activations in one go have the bits of the list of operations", "[network]") {
  for (const ActivationChoice& activation : activations()) {
    for (const int rows : {1, 4, 5, 8, 9, 10, 11, 12, 13, 20, 32, 33, 64, 65}) {
      for (const auto& [outputs, out] : {std::pair(1, "linear"), std::pair(2, "linear"), std::pair(1, "tanh"), std::pair(3, "tanh")}) {
        CAPTURE(activation.name, rows, outputs, out);
        const std::vector<LayerSpec> net = {dense(1, activation.name), dense(5, "tanh"), dense(8, activation.name)};
        Run chain(net, rows, outputs, out), list(net, rows, outputs, out);
        list.network.operations();  // so that it is no chain
        list.network.forward(list.pass);
        CHECK(same_bits(chain.values(), list.values()));
        CHECK(same_bits(gradients_of(chain, 0, false), list.by_list()));
      }
    }
  }
}

TEST_CASE("a chain adds its gradients to those of other chunks, or writes those of a whole step", "[network]") {
  for (const auto& net : {std::vector{dense(3, "tanh")}, std::vector{dense(6, "step"), dense(4, "relu")}}) {
    for (const int rows : {5, 10, 29, 64}) {
      CAPTURE(net.size(), rows);
      Run chain(net, rows);
      REQUIRE(chain.network.chained(rows));
      REQUIRE(chain.network.writes_gradients());
      const std::vector<float> expected = chain.by_list();
      std::vector<float> sums = expected;
      for (float& sum : sums) sum += 0.5F;
      CHECK(same_bits(gradients_of(chain, 0.5F, false), sums));
      CHECK(same_bits(gradients_of(chain, std::numeric_limits<float>::quiet_NaN(), true), expected));
    }
  }
}

TEST_CASE("a network of many parameters, of wide layers or in many rows is no chain", "[network]") {
  CHECK_FALSE(Run({dense(17, "tanh")}, 10).network.chained(10));
  CHECK_FALSE(Run(std::vector(9, dense(16, "tanh")), 10).network.chained(10));
  CHECK(Run(std::vector(7, dense(16, "tanh")), 10).network.chained(10));
  CHECK_FALSE(Run({dense(16, "tanh")}, 10).network.chained(65));
}

TEST_CASE("a chain whose loss starts at the logits goes back from there", "[network]") {
  for (const char* activation : {"relu", "tanh"}) {
    for (const char* out : {"linear", "tanh"}) {
      CAPTURE(activation, out);
      Run chain({dense(7, activation)}, 10, 2, out), list({dense(7, activation)}, 10, 2, out);
      auto& operations = list.network.operations();
      for (Run* run : {&chain, &list}) Run::fill(run->buffers.gradient(run->network.logits()), 4);
      std::vector<float> gradients(chain.parameters.size()), expected(gradients.size());
      chain.network.backward(chain.pass, true, gradients.data());
      for (std::size_t i = operations.size() - 1; i-- > 0;) operations[i]->backward(list.pass, expected.data());
      CHECK(same_bits(gradients, expected));
    }
  }
}

TEST_CASE("what is put in an operation's place runs, in a chain too", "[network]") {
  Run run({dense(4, "tanh")}, 10);
  run.network.operations()[1] = make_activation<float>("relu", run.network.operations()[1]->in(), run.network.operations()[1]->out());
  run.network.forward(run.pass);
  Run other({dense(4, "relu")}, 10);
  CHECK(same_bits(run.values(), other.values()));
}

TEST_CASE("what a row gives does not depend on the rows beside it", "[network]") {
  for (const ActivationChoice& activation : activations()) {
    CAPTURE(activation.name);
    constexpr int kRows = 33;
    Run many({dense(9, activation.name)}, kRows), one({dense(9, activation.name)}, 1);
    const std::vector<float> all = many.values();
    for (int row = 0; row < kRows; ++row) {
      const math::Panel<float> x = one.buffers.input();
      for (int unit = 0; unit < x.units; ++unit) std::fill_n(x.column(unit), x.stride, many.buffers.input().column(unit)[row]);
      one.network.forward(one.pass);
      std::vector<float> expected;
      for (std::size_t unit = 0; unit < all.size() / kRows; ++unit) expected.push_back(all[unit * kRows + static_cast<std::size_t>(row)]);
      CHECK(same_bits(one.values(), expected));
    }
  }
}

TEST_CASE("several outputs, residual blocks and layers without units of their own go back by the list", "[network]") {
  const LayerSpec residual{LayerSpec::Kind::residual, 0, "", {dense(4, "relu")}};
  for (const int rows : {1, 5, 12}) {
    CAPTURE(rows);
    Run run({dense(4, "tanh"), residual, {LayerSpec::Kind::activation, 0, "sine", {}}}, rows);
    const std::vector<float> expected = run.by_list();
    std::vector<float> gradients(expected.size());
    run.network.backward(run.pass, false, gradients.data());
    CHECK(same_bits(gradients, expected));
  }
}

TEST_CASE("the gradient of a whole step does not depend on what stood in its place", "[network]") {
  for (const int rows : {1, 3, 10, 70}) {
    for (const int units : {1, 3, 4, 5, 8, 11, 20}) {
      CAPTURE(rows, units);
      Run run({dense(units, "sigmoid"), dense(units, "relu")}, rows);
      REQUIRE(run.network.writes_gradients());
      const std::vector<float> expected = run.by_list();
      CHECK(same_bits(gradients_of(run, std::numeric_limits<float>::quiet_NaN(), true), expected));
    }
  }
}

TEST_CASE("layers that add their gradients up say so", "[network]") {
  Experiment experiment;
  experiment.net = {dense(4, "relu"), {LayerSpec::Kind::named, 0, "", {}}};
  experiment.net[1].name = "ln";
  experiment.net[1].numbers = {1e-5};
  CHECK_FALSE(Network<float>(experiment, 3, 1).writes_gradients());
}

TEMPLATE_TEST_CASE("a loss gives its gradient and its value together as it gives them one by one", "[fused]", float, double) {
  constexpr int kRows = 10, kStride = math::padded(kRows), kOutputs = 2;
  const Arena<TestType> block(5 * kStride * kOutputs);
  const auto panel = [&](int place) { return math::Panel<TestType>{block.data() + place * kStride * kOutputs, kRows, kStride, kOutputs}; };
  const std::vector<TestType> drawn = numbers<TestType>(3 * kStride * kOutputs, 1);
  std::copy(drawn.begin(), drawn.end(), block.data());
  for (const LossChoice& choice : losses()) {
    for (const auto& weights : {std::vector<double>{}, std::vector<double>{3, 0.4}}) {
      CAPTURE(choice.name, weights.size());
      const auto loss = make_loss<TestType>(choice.name, weights);
      const TestType value = loss->value(panel(0), panel(1), panel(2));
      loss->gradient(panel(0), panel(1), panel(2), TestType(0.1), panel(3));
      CHECK(loss->gradient_and_value(panel(0), panel(1), panel(2), TestType(0.1), panel(4)) == value);
      CHECK(std::equal(panel(3).data, panel(4).data, panel(4).data));
    }
  }
}

}  // namespace glassbox::network

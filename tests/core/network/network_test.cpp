#include "network/network.hpp"

#include <cmath>

#include "catch.hpp"
#include "math/panels.hpp"
#include "network/initialisers.hpp"
#include "network/loss.hpp"
#include "network/registry.hpp"
#include "network/softmax.hpp"

namespace glassbox::network {
namespace {

LayerSpec dense(int units, const char* activation) { return {LayerSpec::Kind::dense, units, activation, {}}; }

Experiment experiment_of(std::vector<LayerSpec> net, const char* out = "linear") {
  Experiment experiment;
  experiment.net = std::move(net);
  experiment.out = out;
  return experiment;
}

double activated(std::string_view name, double z) {
  const std::vector<Slot> slots = {{1, 0, true}, {1, 1, true}};
  const Buffers<double> buffers(slots, 1, GradientPanels::none);
  buffers.value(0).column(0)[0] = z;
  make_activation<double>(name, 0, 1)->forward({buffers});
  return buffers.value(1).column(0)[0];
}

std::vector<double> softmax_of(std::vector<double> logits) {
  const int units = static_cast<int>(logits.size());
  const std::vector<Slot> slots = {{units, 0, true}, {units, 1, true}};
  const Buffers<double> buffers(slots, 1, GradientPanels::none);
  for (int k = 0; k < units; ++k) buffers.value(0).column(k)[0] = logits[k];
  make_softmax<double>(0, 1)->forward({buffers});
  for (int k = 0; k < units; ++k) logits[k] = buffers.value(1).column(k)[0];
  return logits;
}

double loss_of(std::string_view name, std::vector<double> z, std::vector<double> a, std::vector<double> y) {
  const int units = static_cast<int>(z.size());
  const Arena<double> arena(static_cast<std::size_t>(12 * units));
  math::Panel<double> panels[3];
  const std::vector<double>* sources[3] = {&z, &a, &y};
  for (int p = 0; p < 3; ++p) {
    panels[p] = {arena.data() + 4 * units * p, 1, 4, units};
    for (int k = 0; k < units; ++k) panels[p].column(k)[0] = (*sources[p])[k];
  }
  return make_loss<double>(name)->value(panels[0], panels[1], panels[2]);
}

std::vector<float> initial_weights(const Experiment& experiment, int inputs) {
  const Network<float> network(experiment, inputs, 1);
  std::vector<float> parameters(network.parameter_count());
  network.initialise(experiment, parameters);
  return parameters;
}

}  // namespace

TEST_CASE("a network compiles to layers, parameters and operations", "[network]") {
  const LayerSpec residual{LayerSpec::Kind::residual, 0, "", {dense(4, "relu")}};
  const Network<float> network(experiment_of({dense(4, "tanh"), {LayerSpec::Kind::activation, 0, "sine", {}}, residual}), 3, 1);
  CHECK(network.parameter_count() == 16 + 20 + 5);
  REQUIRE(network.layers().size() == 5);
  CHECK(network.layers()[1].kind == LayerSpec::Kind::activation);
  CHECK(network.layers()[3].kind == LayerSpec::Kind::residual);
  CHECK(network.layers()[4].first_weight == 36);
  CHECK(network.layers()[4].first_bias == 40);
  std::string names;
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    names += std::string(network.operations()[i]->name()) + std::to_string(network.layer_of(i)) + " ";
  }
  CHECK(names == "dense0 activation0 activation1 save3 dense2 activation2 add3 dense4 activation4 ");
}

TEST_CASE("parameters are found by layer, tensor and indices, and by nothing else", "[network]") {
  const Network<float> network(experiment_of({dense(4, "tanh"), {LayerSpec::Kind::activation, 0, "sine", {}}, dense(2, "relu")}), 3, 1);
  CHECK(network.parameter_index("0.w.0.0") == 0u);
  CHECK(network.parameter_index("0.w.3.2") == 11u);
  CHECK(network.parameter_index("0.b.1") == 13u);
  CHECK(network.parameter_index("2.w.1.3") == 23u);
  CHECK(network.parameter_index("3.b.0") == 28u);
  for (const char* wrong : {"", "0", "0.w", "0.w.", "0.w.0", "0.w.4.0", "0.w.0.3", "0.b.4", "0.b.0.0", "1.w.0.0", "4.b.0", "-1.b.0",
                            "0.w.0.0.", "0.w.0.0x", "0.w.00.0", "0.v.0.0", "99999999999.b.0", "0.b.99999999999"}) {
    INFO(wrong);
    CHECK_FALSE(network.parameter_index(wrong));
  }
}

TEST_CASE("an evaluated batch equals its rows one by one, to the last bit", "[network]") {
  const Experiment experiment = experiment_of({dense(5, "tanh"), {LayerSpec::Kind::residual, 0, "", {dense(5, "gelu")}}}, "sigmoid");
  const Network<float> network(experiment, 2, 1);
  std::vector<float> parameters(network.parameter_count());
  network.initialise(experiment, parameters);
  Buffers<float> batch = network.make_buffers(9, GradientPanels::none), single = network.make_buffers(1, GradientPanels::none);
  for (int row = 0; row < 12; ++row) {
    for (int i = 0; i < 2; ++i) batch.input().column(i)[row] = 0.3f * static_cast<float>(row - 5 * i);
  }
  network.forward({batch, parameters.data()});
  for (int row = 0; row < 9; ++row) {
    for (int lane = 0; lane < 4; ++lane) {
      for (int i = 0; i < 2; ++i) single.input().column(i)[lane] = batch.input().column(i)[row];
    }
    network.forward({single, parameters.data()});
    CHECK(single.value(network.answers()).column(0)[0] == batch.value(network.answers()).column(0)[row]);
  }
}

TEST_CASE("resizing one layer leaves the draws of the others alone", "[network]") {
  const auto narrow = initial_weights(experiment_of({dense(3, "tanh"), dense(4, "tanh"), dense(5, "tanh")}), 2);
  const auto wide = initial_weights(experiment_of({dense(3, "tanh"), dense(4, "tanh"), dense(6, "tanh")}), 2);
  for (int i = 0; i < 9 + 16; ++i) CHECK(narrow[i] == wide[i]);
  CHECK(narrow[25] / std::sqrt(6.0 / 9) == Approx(wide[25] / std::sqrt(6.0 / 10)).epsilon(1e-6));
}

TEST_CASE("every initialiser has its own spread and zero biases", "[network]") {
  struct Expected {
    const char* name;
    double deviation;
  };
  const int inputs = 300, units = 100;
  const double n = inputs, o = units, a = 0.25;
  for (const Expected& expected :
       {Expected{"xavier-uniform", std::sqrt(2 / (n + o))}, Expected{"xavier-normal", std::sqrt(2 / (n + o))},
        Expected{"he-uniform", std::sqrt(2 / n)}, Expected{"he-normal", std::sqrt(2 / n)}, Expected{"lecun-uniform", std::sqrt(1 / n)},
        Expected{"lecun-normal", std::sqrt(1 / n)}, Expected{"uniform", a / std::sqrt(3.0)}, Expected{"normal", a}, Expected{"zeros", 0}}) {
    INFO(expected.name);
    std::vector<double> weights(static_cast<std::size_t>(inputs) * units);
    draw_weights(expected.name, a, 1, 0, inputs, units, weights);
    double sum = 0, squares = 0, largest = 0;
    for (const double w : weights) {
      sum += w;
      squares += w * w;
      largest = std::max(largest, std::abs(w));
    }
    const double count = static_cast<double>(weights.size());
    CHECK(std::sqrt(squares / count) == Approx(expected.deviation).epsilon(0.02));
    CHECK(std::abs(sum / count) <= 4 * expected.deviation / std::sqrt(count));
    const bool bounded = std::string_view(expected.name).find("uniform") != std::string_view::npos;
    if (bounded) CHECK(largest <= expected.deviation * std::sqrt(3.0));
  }
  const auto parameters = initial_weights(experiment_of({dense(3, "tanh")}), 2);
  for (int i = 6; i < 9; ++i) CHECK(parameters[i] == 0);
}

TEST_CASE("activations have their textbook values", "[network]") {
  CHECK(activated("linear", -1.5) == -1.5);
  CHECK(activated("sigmoid", 2) == Approx(0.88079707797788243).epsilon(1e-15));
  CHECK(activated("tanh", 0.5) == Approx(0.46211715726000976).epsilon(1e-15));
  CHECK(activated("relu", -2) == 0);
  CHECK(activated("relu", 2) == 2);
  CHECK(activated("lrelu", -2) == -0.02);
  CHECK(activated("elu", -1) == Approx(-0.63212055882855768).epsilon(1e-15));
  CHECK(activated("softplus", 0) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(activated("silu", 1) == Approx(0.73105857863000488).epsilon(1e-15));
  CHECK(activated("gelu", 1) == Approx(0.84134474606854295).epsilon(1e-15));
  CHECK(activated("gelu", -1) == Approx(-0.15865525393145705).epsilon(1e-14));
  CHECK(activated("sine", 1) == Approx(0.84147098480789651).epsilon(1e-15));
  CHECK(activated("step", 0) == 0);
  CHECK(activated("step", 0.1) == 1);
  CHECK(make_activation<double>("unknown", 0, 1) == nullptr);
}

TEST_CASE("softmax does not change when a constant is added and survives logits of ±1000", "[network]") {
  const auto plain = softmax_of({1, 2, 3}), shifted = softmax_of({1001, 1002, 1003});
  CHECK(plain[0] == Approx(0.09003057317038046).epsilon(1e-15));
  CHECK(plain[2] == Approx(0.66524095577482184).epsilon(1e-15));
  CHECK(plain == shifted);
  const auto extreme = softmax_of({1000, -1000, 0});
  CHECK(extreme[0] == 1);
  CHECK(extreme[1] == Approx(std::exp(-40.0)).epsilon(1e-14));
}

TEST_CASE("losses have their textbook values and keep the digits of confident answers", "[network]") {
  CHECK(loss_of("mse", {0, 0}, {1, 3}, {0, 1}) == 2.5);
  CHECK(loss_of("halfmse", {0, 0}, {1, 3}, {0, 1}) == 1.25);
  CHECK(loss_of("mae", {0, 0}, {1, -3}, {0, 1}) == 2.5);
  CHECK(loss_of("huber", {0, 0}, {0.5, 4}, {0, 1}) == 1.3125);
  CHECK(loss_of("bce", {0}, {0.5}, {1}) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(loss_of("bce", {30}, {1}, {1}) == Approx(9.3576229688397368e-14).epsilon(1e-14));
  CHECK(loss_of("bce", {-800}, {0}, {1}) == 800);
  CHECK(loss_of("ce", {1, 2, 3}, {0, 0, 0}, {0, 0, 1}) == Approx(0.40760596444438030).epsilon(1e-15));
  CHECK(loss_of("ce", {30, 0}, {0, 0}, {1, 0}) == Approx(9.3576229688397368e-14).epsilon(1e-14));
  CHECK(loss_of("ce", {5, 5}, {0, 0}, {1, 0}) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(make_loss<float>("unknown") == nullptr);
}

TEST_CASE("losses refuse outputs and targets they do not fit, with a reason", "[network]") {
  const auto accepts = [](std::string_view name, std::string_view output, int classes) {
    for (const LossChoice& loss : losses()) {
      if (loss.name != name) continue;
      std::string_view reason;
      const bool accepted = loss.accepts(output, classes > 0, classes, reason);
      CHECK(accepted == reason.empty());
      return accepted;
    }
    FAIL("no such loss");
    return false;
  };
  CHECK(accepts("bce", "sigmoid", 2));
  CHECK_FALSE(accepts("bce", "linear", 2));
  CHECK_FALSE(accepts("bce", "sigmoid", 0));
  CHECK_FALSE(accepts("bce", "sigmoid", 3));
  CHECK(accepts("ce", "softmax", 2));
  CHECK(accepts("ce", "softmax", 10));
  CHECK_FALSE(accepts("ce", "linear", 10));
  CHECK_FALSE(accepts("ce", "softmax", 0));
  CHECK(accepts("mse", "linear", 0));
  CHECK(accepts("halfmse", "tanh", 2));
  CHECK(accepts("mse", "softmax", 3));
  CHECK_FALSE(accepts("mse", "softmax", 0));
  CHECK_FALSE(accepts("mae", "sigmoid", 3));
}

TEST_CASE("A row alone takes kernels of its own and gives the bits it gives among others", "[network]") {
  constexpr int kInputs = 3;
  for (const ActivationChoice& choice : activations()) {
    for (const int units : {1, 7, 131}) {
      const std::string name(choice.name);
      INFO(name << " of " << units << " units");
      const Experiment experiment = experiment_of({dense(units, name.c_str()), dense(6, name.c_str())});
      const Network<float> network(experiment, kInputs, 2);
      std::vector<float> parameters(network.parameter_count());
      network.initialise(experiment, parameters);
      const Buffers<float> alone = network.make_buffers(1, GradientPanels::none), among = network.make_buffers(5, GradientPanels::none);
      for (int i = 0; i < kInputs; ++i) {
        for (int row = 0; row < 8; ++row) among.input().column(i)[row] = 0.5F * static_cast<float>(i + row) - 1;
        for (int lane = 0; lane < math::kLanes; ++lane) alone.input().column(i)[lane] = among.input().column(i)[2];
      }
      network.forward({alone, parameters.data()});
      network.forward({among, parameters.data()});
      for (const Layer& layer : network.layers()) {
        for (int unit = 0; unit < layer.units; ++unit) CHECK(alone.value(layer.a).column(unit)[0] == among.value(layer.a).column(unit)[2]);
      }
    }
  }
}

TEST_CASE("cross-entropy of many rows is the sum of the rows' own in the stated order, to the last bit", "[network]") {
  constexpr int kRows = 45, kClasses = 10;
  const std::vector<float> drawn = numbers<float>(kRows * kClasses, 1);
  for (const char* name : {"ce", "kl"}) {
    CAPTURE(name);
    const auto loss = make_loss<float>(name);
    Buffer<float> z(kRows, kClasses, 48, 2), y(kRows, kClasses, 48, 3);
    Buffer<float> one_z(1, kClasses, 4, 4), one_y(1, kClasses, 4, 5);
    float lanes[math::kLanes] = {};
    for (int row = 0; row < kRows; ++row) {
      for (int k = 0; k < kClasses; ++k) {
        // From far apart, where differences are cut at -40, to close together
        one_z.panel.column(k)[0] = z.panel.column(k)[row] = drawn[row * kClasses + k] * static_cast<float>(kRows - row);
        one_y.panel.column(k)[0] = y.panel.column(k)[row] = row % 3 == 0 ? 0.1f : static_cast<float>(k == row % kClasses);
      }
      lanes[row % math::kLanes] += loss->value(one_z.read(), one_z.read(), one_y.read());
    }
    CHECK(loss->value(z.read(), z.read(), y.read()) == (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]));
  }
}

TEST_CASE("powers of logits below the largest have the bits of the exponential", "[network]") {
  for (double x = kLowestLogit<double>; x <= 0; x += 0.00093) {
    const float difference = static_cast<float>(x);
    if (exp_of_difference<float>(math::broadcast(difference))[0] != math::exp_of(difference)) FAIL("another power of " << difference);
  }
  CHECK(exp_of_difference<float>(math::broadcast(0.0f))[1] == 1);
  CHECK(std::isnan(exp_of_difference<float>(math::broadcast(std::nanf("")))[2]));
}

}  // namespace glassbox::network

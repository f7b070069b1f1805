#include "network/row_descent.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "catch.hpp"
#include "descent/optimiser.hpp"
#include "math/panels.hpp"
#include "network/registry.hpp"

namespace glassbox::network {
namespace {

Network<float> network_of(int inputs, int units, std::string_view activation, const std::string& out, int outputs = 1) {
  Experiment experiment;
  experiment.net = {{LayerSpec::Kind::dense, units, std::string(activation), {}}};
  experiment.out = out;
  return Network<float>(experiment, inputs, outputs);
}

/// The same steps by the list of operations and by RowDescent.
struct Both {
  Both(int inputs, int units, std::string_view activation, const std::string& out)
      : network(network_of(inputs, units, activation, out)),
        rows(RowDescent::of(network)),
        rule(descent::make_optimiser<float>("sgd", {}, network.parameter_count())),
        buffers(network.make_buffers(1, GradientPanels::training)),
        parameters(network.parameter_count()),
        next(network.parameter_count()),
        gradients(network.parameter_count()),
        pass{buffers, parameters.data(), nullptr, nullptr, Mode::train} {
    const std::vector<float> drawn = numbers<float>(parameters.size(), 1);
    std::copy(drawn.begin(), drawn.end(), parameters.data());
  }

  void set_input(const std::vector<float>& x) {
    for (int i = 0; i < network.inputs(); ++i) std::fill_n(buffers.input().column(i), math::kLanes, x[static_cast<std::size_t>(i)]);
  }
  void set_gradient(bool at_logits, float d) {
    const math::Panel<float> panel = buffers.gradient(at_logits ? network.logits() : network.answers());
    std::fill_n(panel.data, panel.stride, 0.0F);
    *panel.data = d;
  }
  float answer() const { return *buffers.value(network.answers()).data; }

  /// Whether the list's step leaves the numbers finite; parameters are then what it made, and `next` what they were.
  bool step_by_list(bool at_logits, float d, float rate) {
    for (const auto& operation : std::as_const(network).operations()) operation->forward(pass);
    listed = answer();
    set_gradient(at_logits, d);
    gradients.clear();
    for (std::size_t i = at_logits ? 3 : 4; i-- > 0;) std::as_const(network).operations()[i]->backward(pass, gradients.data());
    const bool finite = rule->update(rate, 0, parameters, gradients, next);
    std::swap(parameters, next);
    pass.parameters = parameters.data();
    return finite;
  }
  bool step_by_row(bool at_logits, float d, float rate) {
    rows->forward(pass);
    by_row = answer();
    set_gradient(at_logits, d);
    return rows->descend(pass, at_logits, rate);
  }
  void check_same() const {
    const Arena<float> present(parameters.size()), before(parameters.size());
    rows->give(present.data(), before.data());
    const auto all = [](const Arena<float>& numbers) { return std::vector<float>(numbers.span().begin(), numbers.span().end()); };
    CHECK(same_bits(all(present), all(parameters)));
    CHECK(same_bits(all(before), all(next)));
    CHECK(same_bits<float>({by_row}, {listed}));
  }

  Network<float> network;
  std::unique_ptr<RowDescent> rows;
  std::unique_ptr<descent::Optimiser<float>> rule;
  Buffers<float> buffers;
  Arena<float> parameters, next, gradients;
  Pass<float> pass;
  float listed = 0, by_row = 0;
};

constexpr float kInfinity = std::numeric_limits<float>::infinity(), kTiny = std::numeric_limits<float>::denorm_min();

}  // namespace

TEST_CASE("steps of one row have the bits of the list of operations and of plain descent", "[network][row]") {
  for (const ActivationChoice& activation : activations()) {
    for (const int units : {1, 4, 15, 16, 17, 31, 64, 65, 130, 300}) {
      for (const int inputs : {1, 2, 7, 20}) {
        const bool at_logits = units % 2 == 0;
        CAPTURE(activation.name, units, inputs);
        Both both(inputs, units, activation.name, units % 3 == 1 ? "tanh" : "linear");
        REQUIRE(both.rows->take(both.parameters.data()));
        for (int step = 0; step < 4; ++step) {
          std::vector<float> x = numbers<float>(static_cast<std::size_t>(inputs), static_cast<std::uint32_t>(step) + 2);
          if (step == 1) x.front() = 0;
          if (step == 2) x.back() = 1e-17F;
          both.set_input(x);
          const float d = step == 3 ? -1e-16F : 0.5F - static_cast<float>(step);
          REQUIRE(both.step_by_row(at_logits, d, 0.3F));
          REQUIRE(both.step_by_list(at_logits, d, 0.3F));
          both.check_same();
        }
      }
    }
  }
}

TEST_CASE("zeros of either sign and denormals go through steps of one row as through the list", "[network][row]") {
  for (const float odd : {0.0F, -0.0F, kTiny, -kTiny, 1e-40F}) {
    for (const float d : {0.0F, -0.0F, kTiny, 0x1p-58F, -0x1.1p-57F, 2.0F}) {
      for (const char* activation : {"sigmoid", "relu", "linear", "step"}) {
        CAPTURE(odd, d, activation);
        Both both(6, 21, activation, "linear");
        for (std::size_t i = 0; i < both.parameters.size(); i += 3) both.parameters.data()[i] = odd;
        both.parameters.data()[both.parameters.size() - 1] = odd;
        REQUIRE(both.rows->take(both.parameters.data()));
        for (const auto& x :
             {std::vector{odd, 1.0F, odd, -1.0F, 0.5F, 2.0F}, std::vector(6, odd), std::vector{0.0F, -0.0F, 1.0F, kTiny, 3.0F, -2.0F}}) {
          both.set_input(x);
          REQUIRE(both.step_by_row(true, d, 0.25F));
          REQUIRE(both.step_by_list(true, d, 0.25F));
          both.check_same();
        }
      }
    }
  }
}

TEST_CASE("a step of one row that may not be finite is not taken", "[network][row]") {
  const float largest = std::numeric_limits<float>::max(), nan = std::numeric_limits<float>::quiet_NaN();
  struct Case {
    float input, d, rate, weight;
  };
  for (const auto& [input, d, rate, weight] :
       {Case{kInfinity, 1, 0.1F, 1}, Case{nan, 1, 0.1F, 1}, Case{kInfinity, 0, 0.1F, 1}, Case{1, kInfinity, 0.1F, 1}, Case{1, nan, 0.1F, 1},
        Case{1, 1e30F, 1e30F, 1}, Case{1e20F, 1e20F, 0.1F, 1}, Case{1, -largest, 1, largest}, Case{largest, 1, largest, 1}}) {
    for (const char* activation : {"relu", "linear", "sigmoid", "sine"}) {
      CAPTURE(input, d, rate, weight, activation);
      Both both(5, 19, activation, "linear");
      both.parameters.data()[114] = weight;  // the output's first
      REQUIRE(both.rows->take(both.parameters.data()));
      std::vector<float> x(5, 0.5F);
      x[1] = input;
      both.set_input(x);
      const bool taken = both.step_by_row(true, d, rate);
      const bool finite = both.step_by_list(true, d, rate);
      CHECK((!taken || finite));
      if (taken) {
        both.check_same();
        continue;
      }
      const Arena<float> present(both.parameters.size()), before(present.size());
      both.rows->give(present.data(), before.data());
      CHECK(std::equal(present.data(), present.data() + present.size(), both.next.data()));
    }
  }
  Both both(5, 19, "relu", "linear");
  CHECK(both.rows->take(both.parameters.data()));
  for (const std::size_t place : {std::size_t{0}, std::size_t{18}, std::size_t{100}, both.parameters.size() - 1}) {
    for (const float odd : {kInfinity, -kInfinity, nan}) {
      const float kept = std::exchange(both.parameters.data()[place], odd);
      CHECK_FALSE(both.rows->take(both.parameters.data()));
      both.parameters.data()[place] = kept;
    }
  }
}

TEST_CASE("only one dense layer before a single output takes steps of one row apart from the list", "[network][row]") {
  CHECK(RowDescent::of(network_of(3, 8, "tanh", "sigmoid")) != nullptr);
  CHECK(RowDescent::of(network_of(3, 8, "tanh", "softmax", 2)) == nullptr);
  CHECK(RowDescent::of(network_of(3, 8, "tanh", "linear", 2)) == nullptr);
  Experiment experiment;
  experiment.net = {{LayerSpec::Kind::dense, 3, "tanh", {}}, {LayerSpec::Kind::dense, 3, "tanh", {}}};
  CHECK(RowDescent::of(Network<float>(experiment, 3, 1)) == nullptr);
  experiment.net = {};
  CHECK(RowDescent::of(Network<float>(experiment, 3, 1)) == nullptr);
  Network<float> wrapped = network_of(3, 8, "tanh", "sigmoid");
  wrapped.operations();
  CHECK(RowDescent::of(wrapped) == nullptr);
}

}  // namespace glassbox::network

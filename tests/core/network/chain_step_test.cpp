#include "network/chain_step.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "catch.hpp"
#include "descent/optimiser.hpp"
#include "math/panels.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"
#include "network/registry.hpp"

namespace glassbox::network {
namespace {

Network<float> network_of(const std::vector<int>& sizes, const std::string& activation, const std::string& out) {
  Experiment experiment;
  experiment.net.clear();
  for (std::size_t i = 1; i + 1 < sizes.size(); ++i) experiment.net.push_back({LayerSpec::Kind::dense, sizes[i], activation, {}});
  experiment.out = out;
  return Network<float>(experiment, sizes.front(), sizes.back());
}

/// The same steps by the list of operations, the loss and the optimiser, and in one function.
struct Both {
  Both(const std::vector<int>& sizes, int rows, std::string_view loss_name)
      : network(network_of(sizes, "tanh", "tanh")),
        loss(make_loss<float>(loss_name)),
        rule(descent::make_optimiser<float>("sgd", {}, network.parameter_count())),
        buffers(network.make_buffers(rows, GradientPanels::training)),
        listed(network.make_buffers(rows, GradientPanels::training)),
        parameters(network.parameter_count()),
        next(network.parameter_count()),
        expected(network.parameter_count()),
        gradients(network.parameter_count()),
        width(network.inputs() + network.outputs()),
        table(numbers<float>(static_cast<std::size_t>(kRows) * width + math::kLanes, 2)) {
    const std::vector<float> drawn = numbers<float>(parameters.size(), 1);
    std::copy(drawn.begin(), drawn.end(), parameters.data());
    for (int n = 0; n < rows; ++n) batch.push_back((7 * n + 3) % kRows);
    buffers.set_rows(rows);
    listed.set_rows(rows);
  }

  float by_list(float scale, float rate) {
    const math::Panel<float> examples = listed.examples();
    for (int unit = 0; unit < width; ++unit) {
      for (int n = 0; n < examples.stride; ++n) {
        const int row = batch[static_cast<std::size_t>(std::min(n, examples.rows - 1))];
        examples.column(unit)[n] = table[static_cast<std::size_t>(row) * width + unit];
      }
    }
    const Pass<float> pass{listed, parameters.data(), nullptr, nullptr, Mode::train};
    const auto& operations = std::as_const(network).operations();
    for (const auto& operation : operations) operation->forward(pass);
    const float value = loss->gradient_and_value(listed.value(network.logits()), listed.value(network.answers()), listed.targets(), scale,
                                                 listed.gradient(network.answers()));
    gradients.clear();
    for (std::size_t i = operations.size(); i-- > 0;) operations[i]->backward(pass, gradients.data());
    finite = rule->update(rate, 0, parameters, gradients, expected);
    return value;
  }
  float in_one(float scale, float rate) {
    const Chain& chain = network.chain();
    ChainStep step = chain.begin_steps(buffers);
    step.table = table.data();
    step.rows = batch.data();
    step.squares = loss->squares();
    step.scale = scale;
    step.rate = rate;
    step.parameters = parameters.data();
    step.next = next.data();
    const float value = chain.take_step(step);
    chain.end_steps(step);
    return value;
  }
  /// One step further, from the parameters of the last.
  void check_step(float scale, float rate) {
    const float value = by_list(scale, rate);
    REQUIRE(finite);
    CHECK(same_bits<float>({in_one(scale, rate)}, {value}));
    CHECK(std::all_of(next.data() + next.size(), next.data() + next.padded_size(), [](float padding) { return padding == 0; }));
    CHECK(same_bits(std::vector(next.span().begin(), next.span().end()), std::vector(expected.span().begin(), expected.span().end())));
    std::swap(parameters, next);
  }

  static constexpr int kRows = 23;
  Network<float> network;
  std::unique_ptr<Loss<float>> loss;
  std::unique_ptr<descent::Optimiser<float>> rule;
  Buffers<float> buffers, listed;
  Arena<float> parameters, next, expected, gradients;
  int width;
  std::vector<float> table;
  std::vector<int> batch;
  bool finite = true;
};

}  // namespace

TEST_CASE("a step of a chain in one function has the bits of the list of operations, the loss and plain descent", "[network][chain]") {
  for (const auto& sizes : {std::vector{2, 4, 2, 1}, {1, 1}, {3, 5, 2}, {6, 3, 1, 4}, {7, 8, 8, 1}, {2, 16, 3}, {12, 7, 5}}) {
    for (const int rows : {9, 10}) {
      for (const char* loss : {"mse", "halfmse"}) {
        CAPTURE(sizes, rows, loss);
        Both both(sizes, rows, loss);
        REQUIRE(both.network.chain().takes_steps(rows));
        for (const float rate : {0.3F, 0.03F, 2.0F}) both.check_step(1 / static_cast<float>(rows), rate);
        both.check_step(0x1p-57F, 1.0F);  // most gradients are tiny
        both.check_step(1, 0.1F);
      }
    }
  }
}

TEST_CASE("a step of a chain leaves room for sums as it found it", "[network][chain]") {
  Both both({3, 5, 2}, 10, "mse");
  both.in_one(1, 0.1F);
  CHECK(std::all_of(both.buffers.sums(), both.buffers.sums() + both.network.parameter_count() * math::kLanes,
                    [](float sum) { return sum == 0; }));
}

TEST_CASE("the loss of a step of a chain is not finite where the next parameters are not", "[network][chain]") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNaN = std::numeric_limits<float>::quiet_NaN();
  for (const std::size_t place : {std::size_t{0}, std::size_t{9}, std::size_t{14}, std::size_t{21}}) {
    for (const float odd : {kNaN, kInfinity, -kInfinity}) {
      CAPTURE(place, odd);
      Both both({2, 4, 2, 1}, 10, "halfmse");
      both.parameters.data()[place] = odd;
      CHECK_FALSE(std::isfinite(both.in_one(0.1F, 0.1F)));
    }
  }
  Both both({2, 4, 2, 1}, 10, "halfmse");
  CHECK_FALSE(std::isfinite(both.in_one(1e30F, 1e30F)));
  both.table[3] = kNaN;
  CHECK_FALSE(std::isfinite(both.in_one(0.1F, 0.1F)));
}

TEST_CASE("steps of a chain are for nine or ten rows and tanh throughout", "[network][chain]") {
  for (const int rows : {1, 5, 8, 11, 12, 13, 22}) CHECK_FALSE(network_of({2, 4, 1}, "tanh", "tanh").chain().takes_steps(rows));
  CHECK(network_of({2, 4, 1}, "tanh", "tanh").chain().takes_steps(10));
  CHECK_FALSE(network_of({2, 4, 1}, "relu", "tanh").chain().takes_steps(10));
  CHECK_FALSE(network_of({2, 4, 1}, "tanh", "sigmoid").chain().takes_steps(10));
  CHECK_FALSE(network_of({2, 4, 1}, "sigmoid", "sigmoid").chain().takes_steps(10));
  CHECK_FALSE(network_of({2, 40, 1}, "tanh", "tanh").chain().takes_steps(10));
  Network<float> wrapped = network_of({2, 4, 1}, "tanh", "tanh");
  wrapped.operations();
  CHECK_FALSE(wrapped.chain().takes_steps(10));
}

TEST_CASE("only squared distances without class weights are squares, and those have their value and slope", "[network][chain]") {
  const Arena<float> numbers(4 * math::kLanes);
  const auto panel = [&](int place) { return math::Panel<float>{numbers.data() + place * math::kLanes, 1, math::kLanes, 1}; };
  const float answer = 0.7F, target = -0.4F, error = answer - target;
  *panel(1).data = answer;
  *panel(2).data = target;
  for (const LossChoice& choice : losses()) {
    const bool squares = choice.name == "mse" || choice.name == "halfmse";
    CAPTURE(choice.name);
    CHECK(make_loss<float>(choice.name, std::vector<double>{1, 2})->squares().value == 0);
    const auto loss = make_loss<float>(choice.name);
    const loss::Squares<float> factors = loss->squares();
    REQUIRE((factors.value != 0) == squares);
    if (!squares) continue;
    CHECK(loss->gradient_and_value(panel(0), panel(1), panel(2), 1, panel(3)) == factors.value * (error * error));
    CHECK(*panel(3).data == factors.slope * error);
    CHECK(factors.slope == 2 * factors.value);  // the slope of v e² is 2 v e
  }
}

}  // namespace glassbox::network

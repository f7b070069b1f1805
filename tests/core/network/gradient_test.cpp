#include <cmath>

#include "catch.hpp"
#include "network/gradient_check.hpp"
#include "network/registry.hpp"
#include "network/spoiled.hpp"

namespace glassbox::network {
namespace {

constexpr double kTolerance = 1e-6;

class SpoiledLoss final : public Loss<double> {
 public:
  explicit SpoiledLoss(std::unique_ptr<Loss<double>> inner) : inner_(std::move(inner)) {}
  bool on_logits() const override { return inner_->on_logits(); }
  loss::Constant constant() const override { return inner_->constant(); }
  double value(const math::Panel<const double>& z, const math::Panel<const double>& a, const math::Panel<const double>& y) const override {
    return inner_->value(z, a, y);
  }
  void gradient(const math::Panel<const double>& z, const math::Panel<const double>& a, const math::Panel<const double>& y, double scale,
                const math::Panel<double>& d) const override {
    inner_->gradient(z, a, y, -scale, d);
  }

 private:
  std::unique_ptr<Loss<double>> inner_;
};

/// Its slope knows nothing of the weights that its value has.
class HalfWeighted final : public Loss<double> {
 public:
  HalfWeighted(std::string_view name, std::span<const double> weights)
      : weighted_(make_loss<double>(name, weights)), plain_(make_loss<double>(name)) {}
  bool on_logits() const override { return plain_->on_logits(); }
  loss::Constant constant() const override { return plain_->constant(); }
  double value(const math::Panel<const double>& z, const math::Panel<const double>& a, const math::Panel<const double>& y) const override {
    return weighted_->value(z, a, y);
  }
  void gradient(const math::Panel<const double>& z, const math::Panel<const double>& a, const math::Panel<const double>& y, double scale,
                const math::Panel<double>& d) const override {
    plain_->gradient(z, a, y, scale, d);
  }

 private:
  std::unique_ptr<Loss<double>> weighted_, plain_;
};

/// The operations of GradientProblem's network.
enum Place : std::size_t {
  first_dense,
  first_activation,
  activation_layer,
  save,
  block_dense,
  block_activation,
  add,
  output_dense,
  output
};

const std::vector<int> kRows = {1, 7, 32};

}  // namespace

TEST_CASE("every layer, activation, output and loss has the gradient of its value", "[gradient]") {
  const auto pairs = accepted_pairs();
  REQUIRE(pairs.size() >= 20);
  int checked = 0, trainable = 0;
  for (const ActivationChoice& activation : activations()) {
    if (!activation.trainable) continue;
    ++trainable;
    for (GradientCase pair : pairs) {
      for (const int rows : kRows) {
        pair.activation = activation.name;
        pair.rows = rows;
        pair.reduce = rows == 7 ? "sum" : "mean";
        GradientProblem problem(pair);
        INFO(pair.text());
        REQUIRE(problem.distance_to_kinks() >= kKinkMargin);
        REQUIRE(problem.worst_error() <= kTolerance);
        ++checked;
      }
    }
  }
  CHECK(trainable >= 10);
  CHECK(checked == trainable * static_cast<int>(pairs.size()) * 3);
}

TEST_CASE("every loss with class weights has the gradient of its value, and weights left out of the slope are seen", "[gradient]") {
  int checked = 0;
  for (GradientCase pair : accepted_pairs()) {
    if (!pair.classes) continue;
    const std::vector<double> weights = {3, 0.4, 1.7};
    const std::span<const double> of_classes(weights.data(), static_cast<std::size_t>(pair.class_count));
    for (const int rows : kRows) {
      pair.rows = rows;
      GradientProblem problem(pair), faulty(pair);
      INFO(pair.text());
      problem.loss() = make_loss<double>(pair.loss, of_classes);
      CHECK(problem.worst_error() <= kTolerance);
      faulty.loss() = std::make_unique<HalfWeighted>(pair.loss, of_classes);
      CHECK(faulty.worst_error() > kTolerance);
      ++checked;
    }
  }
  CHECK(checked >= 3 * 14);
}

TEST_CASE("the gradient check sees a flipped sign in the slope of every activation", "[gradient]") {
  for (const ActivationChoice& activation : activations()) {
    if (!activation.trainable) continue;
    for (const int rows : kRows) {
      for (const Place place : {first_activation, activation_layer, block_activation}) {
        GradientCase checked;
        checked.activation = activation.name;
        checked.rows = rows;
        GradientProblem problem(checked);
        const int in = problem.operations()[place]->in();
        REQUIRE(problem.operations()[place]->name() == "activation");
        spoil(problem.operations()[place], negated(in));
        INFO(checked.text() << ", operation " << place);
        CHECK(problem.worst_error() > kTolerance);
      }
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in every output and every loss", "[gradient]") {
  for (GradientCase pair : accepted_pairs()) {
    for (const int rows : kRows) {
      pair.rows = rows;
      INFO(pair.text());
      GradientProblem problem(pair);
      problem.loss() = std::make_unique<SpoiledLoss>(std::move(problem.loss()));
      CHECK(problem.worst_error() > kTolerance);
      if (problem.loss()->on_logits()) continue;
      GradientProblem flipped_output(pair);
      const int in = flipped_output.operations()[output]->in();
      spoil(flipped_output.operations()[output], negated(in));
      CHECK(flipped_output.worst_error() > kTolerance);
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in each part of a dense layer", "[gradient]") {
  for (const int rows : kRows) {
    for (const Place place : {first_dense, block_dense, output_dense}) {
      GradientCase checked;
      checked.rows = rows;
      GradientProblem clean(checked);
      const Operation<double>& dense = *clean.operations()[place];
      REQUIRE(dense.name() == "dense");
      const int in = dense.in(), units = clean.buffers().value(dense.out()).units;
      const std::size_t first = dense.first_parameter(), end = first + dense.parameter_count(), bias = end - units;
      INFO(checked.text() << ", operation " << place);
      GradientProblem weights(checked), biases(checked), input(checked);
      spoil(weights.operations()[place], flipped(first, bias));
      CHECK(weights.worst_error() > kTolerance);
      spoil(biases.operations()[place], flipped(bias, end));
      CHECK(biases.worst_error() > kTolerance);
      if (place == first_dense) continue;
      spoil(input.operations()[place], negated(in));
      CHECK(input.worst_error() > kTolerance);
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign on either way through a residual block", "[gradient]") {
  for (const int rows : kRows) {
    GradientCase checked;
    checked.rows = rows;
    GradientProblem through_block(checked), past_block(checked);
    REQUIRE(through_block.operations()[add]->name() == "add");
    REQUIRE(through_block.operations()[save]->name() == "save");
    const int block = through_block.operations()[add]->in(), sum = through_block.operations()[add]->out();
    const int start = through_block.operations()[save]->in();
    spoil(through_block.operations()[add], negated(block));
    CHECK(through_block.worst_error() > kTolerance);
    spoil(past_block.operations()[save], [start, sum](const auto& buffers, auto*, auto*) {
      const auto d_start = buffers.gradient(start), d_sum = buffers.gradient(sum);
      for (std::size_t i = 0; i < scalars(d_start); ++i) d_start.data[i] -= 2 * d_sum.data[i];
    });
    CHECK(past_block.worst_error() > kTolerance);
  }
}

}  // namespace glassbox::network

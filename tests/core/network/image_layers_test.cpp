#include <cmath>
#include <random>

#include "catch.hpp"
#include "experiment/layers_text.hpp"
#include "glassbox/trainer.hpp"
#include "network/layers.hpp"
#include "network/network.hpp"

namespace glassbox::network {
namespace {

constexpr double kTolerance = 1e-6;

Experiment experiment_of(const std::string& net) {
  experiment::Problems problems;
  Experiment experiment;
  experiment.net = experiment::read_layers(net, "net", problems);
  experiment.out = "tanh";
  REQUIRE(problems.empty());
  return experiment;
}

/// A network in training on random images of 6 × 7 pixels and two channels; the loss is a weighted sum of squares of its two answers.
class Problem {
 public:
  Problem(const std::string& net, int rows)
      : network_(experiment_of(net), Shape{6, 7, 2}, 2),
        panels_(network_.make_buffers(rows, GradientPanels::training)),
        parameters_(network_.parameter_count()),
        statistics_(network_.statistic_count(), 0.5),
        next_statistics_(network_.statistic_count()) {
    for (double& parameter : parameters_) parameter = draw();
    const auto x = panels_.input();
    for (std::size_t i = 0; i < scalars(x); ++i) x.data[i] = 2 * draw();
  }

  double loss(const std::vector<double>& parameters) {
    network_.forward(pass(parameters));
    const auto a = panels_.value(network_.answers());
    double sum = 0;
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.rows; ++row) sum += (1 + 0.3 * row - 0.7 * k) * a.column(k)[row] * a.column(k)[row];
    }
    return sum;
  }

  std::vector<double> analytic() {
    loss(parameters_);
    const auto a = panels_.value(network_.answers()), d = panels_.gradient(network_.answers());
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.stride; ++row) d.column(k)[row] = row < a.rows ? 2 * (1 + 0.3 * row - 0.7 * k) * a.column(k)[row] : 0;
    }
    std::vector<double> gradient(parameters_.size(), 0);
    network_.backward(pass(parameters_), false, gradient.data());
    return gradient;
  }

  /// The largest |analytic - numeric| / max(|a|, |n|, 1e-3 ‖g‖∞), by the four-point stencil.
  double worst_error() {
    constexpr double h = 1e-4;
    const std::vector<double> gradient = analytic();
    double largest = 0, worst = 0;
    for (const double g : gradient) largest = std::max(largest, std::abs(g));
    std::vector<double> moved = parameters_;
    for (std::size_t i = 0; i < moved.size(); ++i) {
      const auto at = [&](double offset) {
        moved[i] = parameters_[i] + offset;
        return loss(moved);
      };
      const double numeric = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h);
      moved[i] = parameters_[i];
      const double size = std::max({std::abs(gradient[i]), std::abs(numeric), 1e-3 * largest});
      worst = std::max(worst, std::abs(gradient[i] - numeric) / size);
    }
    return worst;
  }

  std::vector<OperationPointer<double>>& operations() { return network_.operations(); }
  const Buffers<double>& panels() const { return panels_; }

 private:
  Pass<double> pass(const std::vector<double>& parameters) {
    return {panels_, parameters.data(), statistics_.data(), next_statistics_.data(), Mode::train};
  }
  double draw() { return generator_() / 2147483648.0 - 1; }

  Network<double> network_;
  Buffers<double> panels_;
  std::vector<double> parameters_, statistics_, next_statistics_;
  std::mt19937 generator_{20240607};
};

/// Runs another operation and negates the gradient of its input, or of one of its parameters.
class Flipped final : public Operation<double> {
 public:
  Flipped(OperationPointer<double> inner, int parameter)
      : Operation<double>(inner->in(), inner->out(), inner->first_parameter(), inner->parameter_count()),
        inner_(std::move(inner)),
        parameter_(parameter) {}
  std::string_view name() const override { return inner_->name(); }
  void forward(const Pass<double>& pass) const override { inner_->forward(pass); }
  void backward(const Pass<double>& pass, double* d_parameters) const override {
    inner_->backward(pass, d_parameters);
    if (parameter_ >= 0) {
      d_parameters[first_parameter() + parameter_] *= -1;
      return;
    }
    const auto d = pass.panels.gradient(in());
    for (std::size_t i = 0; i < scalars(d); ++i) d.data[i] *= -1;
  }

 private:
  OperationPointer<double> inner_;
  int parameter_;  ///< -1: the input
};

constexpr const char* kNets[] = {"conv:3x3:tanh,pool:2,flatten,4:tanh",
                                 "conv:3x3s2p1:sigmoid,conv:2x2:tanh",
                                 "conv:2x1:tanh,avgpool:3,conv:3x2p1:tanh,5:tanh",
                                 "pool:2,conv:2x3s3p2:tanh,flatten",
                                 "conv:4x3p1:tanh,res(conv:4x3p1:tanh),avgpool:2",
                                 "bn,conv:3x3:tanh,bn:0.01,pool:2,res(conv:3x1:tanh,bn)",
                                 "ln,conv:3x3:tanh,smax,pool:2,res(conv:3x1:tanh,ln:0.01)"};

}  // namespace

TEST_CASE("convolution, pooling and flatten have the gradients of their values", "[layers][images]") {
  for (const char* net : kNets) {
    for (const int rows : {1, 3, 8}) {
      INFO(net << ", " << rows << " rows");
      CHECK(Problem(net, rows).worst_error() <= kTolerance);
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in every weight and behind every layer on images", "[layers][images]") {
  for (const char* net : kNets) {
    Problem clean(net, 3);
    for (std::size_t place = 0; place < clean.operations().size(); ++place) {
      const Operation<double>& operation = *clean.operations()[place];
      if (find_layer(operation.name()) == nullptr) continue;
      INFO(net << ", " << operation.name() << " at " << place);
      const auto spoiled = [&](int parameter) {
        Problem problem(net, 3);
        auto& wrapped = problem.operations()[place];
        wrapped = std::make_unique<Flipped>(std::move(wrapped), parameter);
        return problem.worst_error() > kTolerance;
      };
      if (const auto d_x = clean.panels().gradient(operation.in()); d_x.data != nullptr) CHECK(spoiled(-1));
      for (int parameter = 0; parameter < static_cast<int>(operation.parameter_count()); ++parameter) CHECK(spoiled(parameter));
    }
  }
}

namespace {

std::string problem_of(const std::string& net, const std::string& data = "digits") {
  const auto read = parse("data=" + data + "&net=" + net);
  return read.ok() ? "" : describe(read.problems.front());
}
bool holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("layers on images follow the shape through the network", "[layers][images]") {
  const Summary summary = summarize(parse("data=digits&net=conv:8x3p1:relu,pool:2,conv:16x3s2:relu,flatten,32:relu").value);
  REQUIRE(summary.layers.size() == 6);
  CHECK(summary.layers[0].shape == Shape{8, 8, 8});
  CHECK(summary.layers[0].parameters == 8 * 9 + 8);
  CHECK(summary.layers[1].shape == Shape{4, 4, 8});
  CHECK(summary.layers[2].shape == Shape{1, 1, 16});
  CHECK(summary.layers[2].parameters == 16 * 8 * 9 + 16);
  CHECK(summary.layers[3].parameters == 0);
  CHECK(summary.layers[4].inputs == 16);
}

TEST_CASE("layers on images say where they stand wrongly and what would fit", "[layers][images]") {
  CHECK(problem_of("conv:8x3:relu,pool:2,conv:16x3:relu,32:relu").empty());
  CHECK(holds(problem_of("conv:8x3:relu", "iris"), "needs an image"));
  CHECK(holds(problem_of("8:relu,pool:2"), "needs an image"));
  CHECK(holds(problem_of("conv:8x3:relu,pool:4,conv:8x3:relu"), "needs an image"));
  const std::string kernel = problem_of("conv:8x3:relu,pool:2,conv:8x5:relu");
  CHECK(holds(kernel, "a height of 3 pixels"));
  CHECK(holds(kernel, "a kernel up to 3 or a padding from 1"));
  CHECK(holds(problem_of("conv:8x3p3:relu"), "a padding up to 2"));
  CHECK(holds(problem_of("conv:8x3:relu,pool:7"), "a size up to 6"));
  CHECK(!problem_of("conv:65x3:relu").empty());
  CHECK(!problem_of("conv:8:relu").empty());
  CHECK(!problem_of("conv:8x3").empty());
}

TEST_CASE("the stride and padding of a convolution are written where they are not 1 and 0", "[layers][images]") {
  for (const char* net : {"conv:8x3:relu", "conv:8x3s2:relu", "conv:8x3p1:relu", "conv:8x3s2p1:relu,pool:2,flatten", "avgpool:2"}) {
    const auto read = parse(std::string("data=digits&net=") + net);
    REQUIRE(read.ok());
    CHECK(experiment::write_layers(read.value.net) == net);
  }
  CHECK(experiment::write_layers(parse("data=digits&net=conv:8x3s1p0:relu").value.net) == "conv:8x3:relu");
}

TEST_CASE("a weight of a convolution is edited by its channel and its place in the window", "[layers][images]") {
  CHECK(parse("data=digits&net=conv:8x3:relu&edits=5:0.w.7.8=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu&edits=5:0.w.8.0=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu&edits=5:0.w.0.9=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu,pool:2&edits=5:1.w.0.0=0.25").ok());
}

}  // namespace glassbox::network

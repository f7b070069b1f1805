#include "network/layers.hpp"

#include <cmath>
#include <functional>
#include <random>

#include "catch.hpp"
#include "network/network.hpp"

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

/// A small network with the layer before, inside and behind a residual block, on fixed random rows, in training or evaluation. The loss is
/// a weighted sum of squares of the answers.
class Problem {
 public:
  Problem(const LayerSpec& layer, int rows, Mode mode)
      : network_(experiment_of(layer), 3, 2),
        panels_(network_.make_buffers(rows, GradientPanels::training)),
        parameters_(network_.parameter_count()),
        statistics_(network_.statistic_count()),
        next_statistics_(network_.statistic_count()),
        mode_(mode) {
    for (double& parameter : parameters_) parameter = draw();
    network_.start_statistics(statistics_);
    const auto x = panels_.input();
    for (std::size_t i = 0; i < scalars(x); ++i) x.data[i] = 2 * draw();
  }

  double loss(const std::vector<double>& parameters) {
    network_.forward(pass(parameters));
    const auto a = panels_.value(network_.answers());
    double sum = 0;
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.rows; ++row) sum += weight(row, k) * a.column(k)[row] * a.column(k)[row];
    }
    return sum;
  }

  std::vector<double> analytic() {
    loss(parameters_);
    const auto a = panels_.value(network_.answers()), d = panels_.gradient(network_.answers());
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.stride; ++row) d.column(k)[row] = row < a.rows ? 2 * weight(row, k) * a.column(k)[row] : 0;
    }
    std::vector<double> gradient(parameters_.size(), 0);
    network_.backward(pass(parameters_), false, gradient.data());
    return gradient;
  }

  /// The largest |analytic - numeric| / max(|a|, |n|, 1e-3 ‖g‖∞), by the four-point stencil.
  double worst_error() {
    constexpr double h = 1e-3;
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

  /// Gradients of what comes out of an operation, in rows beyond the last.
  double padding_gradient() {
    analytic();
    double sum = 0;
    for (const auto& operation : network_.operations()) {
      const auto d = panels_.gradient(operation->in());
      for (int unit = 0; d.data != nullptr && unit < d.units; ++unit) {
        for (int row = d.rows; row < d.stride; ++row) sum += std::abs(d.column(unit)[row]);
      }
    }
    return sum;
  }

  std::vector<OperationPointer<double>>& operations() { return network_.operations(); }
  const Buffers<double>& panels() const { return panels_; }
  std::vector<double>& parameters() { return parameters_; }

 private:
  static Experiment experiment_of(const LayerSpec& layer) {
    Experiment experiment;
    experiment.net = {layer, dense(4), layer, {LayerSpec::Kind::residual, 0, "", {dense(3), layer, dense(4, "linear")}}};
    experiment.out = "tanh";
    return experiment;
  }
  Pass<double> pass(const std::vector<double>& parameters) {
    return {panels_, parameters.data(), statistics_.data(), next_statistics_.data(), mode_, 3, 0, 7};
  }
  double draw() { return generator_() / 2147483648.0 - 1; }
  static double weight(int row, int unit) { return 1 + 0.3 * row - 0.7 * unit; }

  Network<double> network_;
  Buffers<double> panels_;
  std::vector<double> parameters_, statistics_, next_statistics_;
  Mode mode_;
  std::mt19937 generator_{20240607};
};

/// Runs another operation and negates what it gave back: the gradient of its input, or its own share of W or of b.
class Flipped final : public Operation<double> {
 public:
  enum class Part { input, weights, biases };
  Flipped(OperationPointer<double> inner, Part part)
      : Operation<double>(inner->in(), inner->out(), inner->first_parameter(), inner->parameter_count()),
        inner_(std::move(inner)),
        part_(part) {}
  std::string_view name() const override { return inner_->name(); }
  void forward(const Pass<double>& pass) const override { inner_->forward(pass); }
  void backward(const Pass<double>& pass, double* d_parameters) const override {
    const std::size_t first = first_parameter(), half = parameter_count() / 2;
    const std::vector<double> before(d_parameters + first, d_parameters + first + 2 * half);
    inner_->backward(pass, d_parameters);
    if (part_ == Part::input) {
      const auto d = pass.panels.gradient(in());
      for (std::size_t i = 0; i < scalars(d); ++i) d.data[i] = -d.data[i];
      return;
    }
    const std::size_t from = part_ == Part::weights ? 0 : half;
    for (std::size_t i = from; i < from + half; ++i) d_parameters[first + i] = 2 * before[i] - d_parameters[first + i];
  }

 private:
  OperationPointer<double> inner_;
  Part part_;
};

/// The layers whose scale and shift, if any, are as many as their units: those this file checks on flat shapes.
std::vector<LayerSpec> flat_layers() { return {named("drop", {0.4}), named("bn", {0.1, 0.3}), named("ln", {0.1}), named("smax")}; }

void flip(Problem& problem, std::size_t place, Flipped::Part part) {
  auto& operation = problem.operations()[place];
  operation = std::make_unique<Flipped>(std::move(operation), part);
}

}  // namespace

TEST_CASE("every named layer has the gradient of its value, in training and in evaluation, and leaves padding rows at zero", "[layers]") {
  for (const LayerSpec& layer : flat_layers()) {
    for (const int rows : {2, 7, 32}) {
      for (const Mode mode : {Mode::train, Mode::evaluate}) {
        Problem problem(layer, rows, mode);
        INFO(layer.name << ", " << rows << " rows, " << (mode == Mode::train ? "training" : "evaluation"));
        CHECK(problem.worst_error() <= kTolerance);
        CHECK(problem.padding_gradient() == 0);
      }
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in every part of every named layer", "[layers]") {
  for (const LayerSpec& layer : flat_layers()) {
    for (const Mode mode : {Mode::train, Mode::evaluate}) {
      const Problem clean(layer, 7, mode);
      for (std::size_t place = 0; place < Problem(layer, 7, mode).operations().size(); ++place) {
        Problem problem(layer, 7, mode);
        const Operation<double>& operation = *problem.operations()[place];
        if (operation.name() != layer.name) continue;
        INFO(layer.name << ", operation " << place << (mode == Mode::train ? ", training" : ", evaluation"));
        const bool trained = operation.parameter_count() > 0, gives_back = clean.panels().gradient(operation.in()).data != nullptr;
        for (const auto part : {Flipped::Part::input, Flipped::Part::weights, Flipped::Part::biases}) {
          if (part == Flipped::Part::input ? !gives_back : !trained) continue;
          Problem spoiled(layer, 7, mode);
          flip(spoiled, place, part);
          CHECK(spoiled.worst_error() > kTolerance);
        }
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

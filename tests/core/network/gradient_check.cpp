#include "network/gradient_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "network/registry.hpp"

namespace glassbox::network {
namespace {

Experiment experiment_of(const GradientCase& checked) {
  const LayerSpec dense{LayerSpec::Kind::dense, GradientProblem::kUnits, checked.activation, {}};
  const LayerSpec activation{LayerSpec::Kind::activation, 0, checked.activation, {}};
  const LayerSpec residual{LayerSpec::Kind::residual, 0, "", {dense}};
  Experiment experiment;
  experiment.net = {dense, activation, residual};
  experiment.out = checked.out;
  experiment.loss = checked.loss;
  experiment.reduce = checked.reduce;
  return experiment;
}

double uniform(std::mt19937& generator, double low, double high) { return low + (high - low) * (generator() / 4294967296.0); }

bool hinge(const std::string& loss) { return loss == "hinge" || loss == "sqhinge"; }

}  // namespace

std::vector<double> numeric_gradient(const std::vector<double>& parameters, double h,
                                     const std::function<double(const std::vector<double>&)>& loss) {
  std::vector<double> gradient(parameters.size());
  std::vector<double> moved = parameters;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const auto at = [&](double offset) {
      moved[i] = parameters[i] + offset;
      return loss(moved);
    };
    gradient[i] = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h);
    moved[i] = parameters[i];
  }
  return gradient;
}

double worst_error(const std::vector<double>& analytic, const std::vector<double>& numeric) {
  double largest = 0, worst = 0;
  for (const double g : analytic) largest = std::max(largest, std::abs(g));
  for (std::size_t i = 0; i < analytic.size(); ++i) {
    const double size = std::max({std::abs(analytic[i]), std::abs(numeric[i]), 1e-3 * largest});
    worst = std::max(worst, std::abs(analytic[i] - numeric[i]) / size);
  }
  return worst;
}

std::string GradientCase::text() const {
  const std::string target = classes ? std::to_string(class_count) + " classes" : std::to_string(numbers) + " numbers";
  return activation + ", " + out + ", " + loss + ", " + reduce + ", " + target + ", " + std::to_string(rows) + " rows";
}

GradientProblem::GradientProblem(const GradientCase& checked)
    : case_(checked),
      network_(experiment_of(checked), kInputs, checked.outputs()),
      loss_(make_loss<double>(checked.loss)),
      buffers_(network_.make_buffers(checked.rows, GradientPanels::training)),
      targets_(static_cast<std::size_t>(math::padded(checked.rows)) * checked.outputs()),
      y_{targets_.data(), checked.rows, math::padded(checked.rows), checked.outputs()},
      parameters_(network_.parameter_count()) {
  for (double& parameter : parameters_) parameter = uniform(generator_, -0.9, 0.9);
  const math::Panel<double> x = buffers_.input();
  std::fill_n(x.data, scalars(x), 0.25);
  for (int row = 0; row < case_.rows; ++row) {
    do {
      draw_row(row);
    } while (row_distance(row) < kKinkMargin);
  }
}

void GradientProblem::draw_row(int row) {
  for (int i = 0; i < kInputs; ++i) buffers_.input().column(i)[row] = uniform(generator_, -1.5, 1.5);
  draw_target(row);
  forward(parameters_.data());
}

void GradientProblem::draw_target(int row) {
  if (!case_.classes) {
    for (int k = 0; k < case_.numbers; ++k) y_.column(k)[row] = uniform(generator_, -2, 2);
    return;
  }
  const int truth = static_cast<int>(generator_() % static_cast<unsigned>(case_.class_count));
  if (case_.out != "softmax") {
    y_.column(0)[row] = case_.out == "tanh" || hinge(case_.loss) ? 2 * truth - 1 : truth;
    return;
  }
  const double spread = case_.loss == "kl" ? 0.3 : 0;  // smoothed targets: their entropy must not reach the gradient
  for (int k = 0; k < case_.class_count; ++k) y_.column(k)[row] = (1 - spread) * (k == truth) + spread / case_.class_count;
}

void GradientProblem::forward(const double* parameters) { network_.forward({buffers_, parameters}); }

double GradientProblem::row_distance(int row) {
  double distance = std::numeric_limits<double>::infinity();
  // Where an activation has a kink, it is at 0.
  for (std::size_t l = 0; l + 1 < network_.layers().size(); ++l) {
    const Layer& layer = network_.layers()[l];
    if (layer.kind == LayerSpec::Kind::residual) continue;
    for (int unit = 0; unit < layer.units; ++unit) distance = std::min(distance, std::abs(buffers_.value(layer.z).column(unit)[row]));
  }
  for (int k = 0; k < case_.outputs(); ++k) {
    const double error = std::abs(buffers_.value(network_.answers()).column(k)[row] - y_.column(k)[row]);
    // at targets of ±1, |a - y| is the distance of y a from the margin
    if (case_.loss == "mae" || hinge(case_.loss)) distance = std::min(distance, error);
    if (case_.loss == "huber") distance = std::min(distance, std::abs(error - 1));
  }
  return distance;
}

double GradientProblem::distance_to_kinks() {
  forward(parameters_.data());
  double distance = std::numeric_limits<double>::infinity();
  for (int row = 0; row < case_.rows; ++row) distance = std::min(distance, row_distance(row));
  return distance;
}

double GradientProblem::loss_at(const std::vector<double>& parameters) {
  forward(parameters.data());
  const double sum = loss_->value(buffers_.value(network_.logits()), buffers_.value(network_.answers()), y_);
  return case_.reduce == "mean" ? sum / case_.rows : sum;
}

std::vector<double> GradientProblem::analytic_gradient() {
  forward(parameters_.data());
  std::vector<double> gradient(parameters_.size(), 0);
  const bool on_logits = loss_->on_logits();
  loss_->gradient(buffers_.value(network_.logits()), buffers_.value(network_.answers()), y_, case_.reduce == "mean" ? 1.0 / case_.rows : 1,
                  buffers_.gradient(on_logits ? network_.logits() : network_.answers()));
  network_.backward({buffers_, parameters_.data()}, on_logits, gradient.data());
  return gradient;
}

double GradientProblem::worst_error() {
  return network::worst_error(analytic_gradient(),
                              numeric_gradient(parameters_, kStencil, [this](const auto& moved) { return loss_at(moved); }));
}

std::vector<GradientCase> accepted_pairs() {
  std::vector<GradientCase> pairs;
  for (const Choice& output : outputs()) {
    for (const LossChoice& loss : losses()) {
      for (const int classes : {0, 2, 3}) {
        std::string_view reason;
        if (!loss.accepts(output.name, classes > 0, classes, reason)) continue;
        GradientCase pair;
        pair.out = output.name;
        pair.loss = loss.name;
        pair.classes = classes > 0;
        pair.class_count = classes;
        pairs.push_back(pair);
        pair.numbers = 3;
        if (classes == 0) pairs.push_back(pair);
      }
    }
  }
  return pairs;
}

}  // namespace glassbox::network

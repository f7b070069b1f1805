#include "network/layer_problem.hpp"

#include <cmath>

#include "network/gradient_check.hpp"

namespace glassbox::network {
namespace {

double weight(int row, int unit) { return 1 + 0.3 * row - 0.7 * unit; }

}  // namespace

LayerProblem::LayerProblem(const Experiment& experiment, Shape inputs, int rows, Mode mode, double stencil)
    : network_(experiment, inputs, 2),
      buffers_(network_.make_buffers(rows, GradientPanels::training)),
      parameters_(network_.parameter_count()),
      statistics_(network_.statistic_count()),
      next_statistics_(network_.statistic_count()),
      mode_(mode),
      stencil_(stencil) {
  for (double& parameter : parameters_) parameter = draw();
  network_.start_statistics(statistics_);
  const auto x = buffers_.input();
  for (std::size_t i = 0; i < scalars(x); ++i) x.data[i] = 2 * draw();
}

Pass<double> LayerProblem::pass(const std::vector<double>& parameters) {
  return {buffers_, parameters.data(), statistics_.data(), next_statistics_.data(), mode_, 3, 0, 7};
}

double LayerProblem::loss(const std::vector<double>& parameters) {
  network_.forward(pass(parameters));
  const auto a = buffers_.value(network_.answers());
  double sum = 0;
  for (int k = 0; k < a.units; ++k) {
    for (int row = 0; row < a.rows; ++row) sum += weight(row, k) * a.column(k)[row] * a.column(k)[row];
  }
  return sum;
}

std::vector<double> LayerProblem::analytic_gradient() {
  loss(parameters_);
  const auto a = buffers_.value(network_.answers()), d = buffers_.gradient(network_.answers());
  for (int k = 0; k < a.units; ++k) {
    for (int row = 0; row < a.stride; ++row) d.column(k)[row] = row < a.rows ? 2 * weight(row, k) * a.column(k)[row] : 0;
  }
  std::vector<double> gradient(parameters_.size(), 0);
  network_.backward(pass(parameters_), false, gradient.data());
  return gradient;
}

double LayerProblem::worst_error() {
  return network::worst_error(analytic_gradient(),
                              numeric_gradient(parameters_, stencil_, [this](const auto& moved) { return loss(moved); }));
}

double LayerProblem::padding_gradient() {
  analytic_gradient();
  double sum = 0;
  for (const auto& operation : network_.operations()) {
    const auto d = buffers_.gradient(operation->in());
    for (int unit = 0; d.data != nullptr && unit < d.units; ++unit) {
      for (int row = d.rows; row < d.stride; ++row) sum += std::abs(d.column(unit)[row]);
    }
  }
  return sum;
}

}  // namespace glassbox::network

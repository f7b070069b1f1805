#pragma once

#include <random>
#include <vector>

#include "network/network.hpp"

namespace glassbox::network {

/// A network with two answers on fixed random rows, in training or evaluation. The loss is a weighted sum of the answers' squares.
class LayerProblem {
 public:
  /// `stencil`: h of the gradient check's four-point stencil.
  LayerProblem(const Experiment& experiment, Shape inputs, int rows, Mode mode, double stencil);

  double loss(const std::vector<double>& parameters);
  std::vector<double> analytic_gradient();
  double worst_error();
  /// Sum of the gradients' sizes in rows beyond the last.
  double padding_gradient();

  std::vector<OperationPointer<double>>& operations() { return network_.operations(); }
  const Buffers<double>& buffers() const { return buffers_; }

 private:
  Pass<double> pass(const std::vector<double>& parameters);
  double draw() { return generator_() / 2147483648.0 - 1; }

  Network<double> network_;
  Buffers<double> buffers_;
  std::vector<double> parameters_, statistics_, next_statistics_;
  Mode mode_;
  double stencil_;
  std::mt19937 generator_{20240607};
};

}  // namespace glassbox::network

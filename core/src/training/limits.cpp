#include "training/limits.hpp"

#include <algorithm>
#include <cmath>

namespace glassbox::training {

bool limits_steps(const Experiment& experiment) { return experiment.clipnorm > 0 || experiment.clipvalue > 0 || experiment.maxnorm > 0; }

template <class S>
bool clip_gradients(const Experiment& experiment, const network::Arena<S>& gradients) {
  double unlike_itself = 0;
  for (const S g : gradients.span()) unlike_itself += g - g;
  if (unlike_itself != 0) return false;
  if (experiment.clipvalue > 0) {
    const S most = static_cast<S>(experiment.clipvalue);
    for (S& g : gradients.span()) g = std::clamp(g, -most, most);
  }
  if (experiment.clipnorm > 0) {
    double squares[math::kLanes] = {};
    for (std::size_t i = 0; i < gradients.padded_size(); ++i) {
      const double g = gradients.data()[i];
      squares[i % math::kLanes] += g * g;
    }
    const double norm = std::sqrt((squares[0] + squares[2]) + (squares[1] + squares[3]));
    const double share = experiment.clipnorm / (norm + 1e-6);
    if (share < 1) {
      for (S& g : gradients.span()) g *= static_cast<S>(share);
    }
  }
  return true;
}

template <class S>
void limit_weights(const network::Network<S>& network, double maxnorm, S* parameters) {
  if (maxnorm == 0) return;
  for (const network::Layer& layer : network.layers()) {
    if (!layer.drawn) continue;
    for (int row = 0; row < layer.rows; ++row) {
      const std::span w(parameters + layer.first_weight + static_cast<std::size_t>(row) * layer.columns,
                        static_cast<std::size_t>(layer.columns));
      double squares = 0;
      for (const double weight : w) squares += weight * weight;
      const double norm = std::sqrt(squares);
      if (norm <= maxnorm) continue;
      for (S& weight : w) weight *= static_cast<S>(maxnorm / (norm + 1e-7));
    }
  }
}

template bool clip_gradients<float>(const Experiment&, const network::Arena<float>&);
template bool clip_gradients<double>(const Experiment&, const network::Arena<double>&);
template void limit_weights<float>(const network::Network<float>&, double, float*);
template void limit_weights<double>(const network::Network<double>&, double, double*);

}  // namespace glassbox::training

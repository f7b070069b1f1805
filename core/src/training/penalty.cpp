#include "training/penalty.hpp"

#include <cmath>

namespace glassbox::training {

template <class S>
double penalty(const network::Network<S>& network, const S* parameters, double l1, double l2) {
  double absolute = 0, squared = 0;
  for (const network::Layer& layer : network.layers()) {
    if (!layer.drawn) continue;
    const S* w = parameters + layer.first_weight;
    for (std::size_t i = 0; i < layer.weight_count(); ++i) {
      const double weight = w[i];
      absolute += std::abs(weight);
      squared += weight * weight;
    }
  }
  return l1 * absolute + l2 * (0.5 * squared);
}

template <class S>
void add_penalty_gradient(const network::Network<S>& network, const S* parameters, double l1, double l2, S* gradients) {
  if (l1 == 0 && l2 == 0) return;
  const S pull = static_cast<S>(l1), decay = static_cast<S>(l2);
  for (const network::Layer& layer : network.layers()) {
    if (!layer.drawn) continue;
    const S* w = parameters + layer.first_weight;
    S* d_w = gradients + layer.first_weight;
    for (std::size_t i = 0; i < layer.weight_count(); ++i) {
      const S sign = static_cast<S>((w[i] > S(0)) - (w[i] < S(0)));
      d_w[i] += pull * sign + decay * w[i];
    }
  }
}

template double penalty<float>(const network::Network<float>&, const float*, double, double);
template double penalty<double>(const network::Network<double>&, const double*, double, double);
template void add_penalty_gradient<float>(const network::Network<float>&, const float*, double, double, float*);
template void add_penalty_gradient<double>(const network::Network<double>&, const double*, double, double, double*);

}  // namespace glassbox::training

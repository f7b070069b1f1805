#pragma once

#include "network/network.hpp"

namespace glassbox::training {

/// The penalty l1 · Σ|w| + l2 · ½ Σ w² over the weights; biases go free.
template <class S>
double penalty(const network::Network<S>& network, const S* parameters, double l1, double l2);
/// Adds its slope, l1 sign(w) + l2 w, to the gradients.
template <class S>
void add_penalty_gradient(const network::Network<S>& network, const S* parameters, double l1, double l2, S* gradients);

}  // namespace glassbox::training

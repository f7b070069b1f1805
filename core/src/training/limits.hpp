#pragma once

#include "network/network.hpp"

namespace glassbox::training {

/// Whether the experiment sets a limit to its steps: clipnorm, clipvalue or maxnorm, each off at 0.
bool limits_steps(const Experiment& experiment);
/// As PyTorch's clip_grad_value_, then its clip_grad_norm_: each entry is cut to [-clipvalue, clipvalue]; then all are multiplied by
/// clipnorm / (‖g‖ + 1e-6) where that is below 1. ‖g‖ is the root of four sums of squares in double, entry i in sum i mod 4, front to
/// back, added as (s0 + s2) + (s1 + s3). False, and nothing changed, when an entry is not finite: clipping must not hide it.
template <class S>
bool clip_gradients(const Experiment& experiment, const network::Arena<S>& gradients);
/// As torch.renorm: the weights w into a unit (a row of W, without its bias) are multiplied by maxnorm / (‖w‖ + 1e-7) where ‖w‖ is above
/// maxnorm. The squares are added in double, front to back. Off at 0.
template <class S>
void limit_weights(const network::Network<S>& network, double maxnorm, S* parameters);

}  // namespace glassbox::training

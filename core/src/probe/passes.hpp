#pragma once

#include <functional>
#include <span>

#include "glassbox/dataset.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// Sends raw points through the network of a run as it now is, in evaluation, at most 256 at a time, and hands each batch's buffers to
/// `seen` with the number of its first point. `raw` holds `columns` numbers a point. With `gradients`, every slot also holds ∂(first
/// output's logit)/∂(slot).
template <class S>
void forward_points(const training::TrainerOf<S>& run, std::span<const double> raw, int columns, bool gradients,
                    const std::function<void(const network::Buffers<S>&, int first)>& seen);

}  // namespace glassbox::probe

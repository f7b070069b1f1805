#pragma once

#include <optional>

#include "descent/optimiser.hpp"
#include "glassbox/trainer.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"
#include "training/live_settings.hpp"

namespace glassbox::training {

/// Runs one loaded chunk again, operation by operation, forward, loss and backward, and names the first number that is not finite.
template <class S>
std::optional<Divergence> find_in_chunk(const network::Network<S>& network, const network::Loss<S>& loss, const network::Pass<S>& pass,
                                        math::Panel<const S> targets, S scale, S* gradients);

/// Looks through an update that failed: gradients with penalties first, then new parameters and moments.
template <class S>
std::optional<Divergence> find_in_update(const network::Network<S>& network, const descent::Optimiser<S>& optimiser,
                                         const LiveSettings& settings, const network::Arena<S>& parameters,
                                         const network::Arena<S>& gradients, const network::Arena<S>& next);

}  // namespace glassbox::training

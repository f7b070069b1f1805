#pragma once

#include <span>

#include "network/network.hpp"
#include "network/registry.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// What a probe reads of a trainer of scalar S; valid until the trainer is next advanced.
template <class S>
const training::TrainerOf<S>& inside(const Trainer& trainer) {
  return static_cast<const training::TrainerOf<S>&>(trainer.implementation());
}

}  // namespace glassbox::probe

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "glassbox/trainer.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::training {

/// The experiment of a text; the test fails when the text is refused.
Experiment experiment_of(std::string_view text);
Trainer trainer_of(std::string_view text);
/// Without the validator, for what an experiment text may not say.
template <class S>
std::unique_ptr<TrainerOf<S>> unchecked_trainer(const Experiment& experiment);

/// Experiments that differ in everything that has a state: optimisers, orders, batches, scalars, edits.
const std::vector<std::string>& varied_experiments();

}  // namespace glassbox::training

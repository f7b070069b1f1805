#pragma once

#include <span>

#include "glassbox/dataset.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::training {

/// What the losses of rows are divided by where they are averaged, as PyTorch does: the sum of their classes' weights, in the order given;
/// without weights their number.
double total_weight(const Experiment& experiment, const Dataset& dataset, std::span<const int> rows);

}  // namespace glassbox::training

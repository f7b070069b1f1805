#pragma once

#include <span>

#include "glassbox/dataset.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::training {

/// The sum of the rows' classes' weights, in the order given, where classes have some.
double total_class_weight(const Experiment& experiment, const Dataset& dataset, std::span<const int> rows);

/// What the losses of rows are divided by where they are averaged, as PyTorch does: total_class_weight(), or their
/// number where classes have no weights.
inline double total_weight(const Experiment& experiment, const Dataset& dataset, std::span<const int> rows) {
  return experiment.classw.empty() ? static_cast<double>(rows.size()) : total_class_weight(experiment, dataset, rows);
}

}  // namespace glassbox::training

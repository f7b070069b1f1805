#pragma once

#include <vector>

#include "glassbox/dataset.hpp"

namespace glassbox::data {

/// The parts of `rows` rows. As in scikit-learn, the test part has ceil(share · rows) rows and `numpy` gives it the first rows of the
/// permutation; the blind part, counted the same way, takes the last. `last` cuts the rows as they stand: train, test, blind. At least
/// one row stays in training.
std::vector<Part> assign_parts(const Experiment& experiment, int rows);

/// The rows that assign_parts() leaves in training.
int training_rows(const Experiment& experiment, int rows);

/// The order in which the rows enter their parts: numpy's permutation for `numpy`, as they stand otherwise.
std::vector<int> part_order(const Experiment& experiment, int rows);

}  // namespace glassbox::data

#pragma once

#include "glassbox/checks.hpp"
#include "probe/recording.hpp"

namespace glassbox::checks {

/// Compares the update of one recorded step, which was taken in double. `part`: of the epoch's rows, used before the step.
UpdateCheck compare_update(const Experiment& experiment, const probe::Recording& record, double part);

}  // namespace glassbox::checks

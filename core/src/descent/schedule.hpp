#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "glassbox/experiment.hpp"
#include "network/registry.hpp"

namespace glassbox::descent {

/// One schedule as the field table and the page see it, and which settings it uses.
struct ScheduleChoice : network::Choice {
  bool factor = false, every = false, slowing = false;
  bool needs_length = false;  ///< it ends with the run, so the run must have an end
};
std::span<const ScheduleChoice> schedules();
/// nullptr for an unknown name.
const ScheduleChoice* find_schedule(std::string_view name);

/// Where a step stands in its run, before it is taken.
struct Moment {
  std::int64_t step = 0;   ///< steps taken
  std::int64_t epoch = 0;  ///< whole epochs completed
  double part = 0;         ///< of the present epoch's training rows already used, 0 to 1
};

/// Whether rate_share() is 1 throughout.
bool is_constant(const Experiment& experiment);

/// What the learning rate is multiplied by in the step at `moment`: warm-up times schedule. 1 for a constant schedule without warm-up.
double rate_share(const Experiment& experiment, const Moment& moment);

}  // namespace glassbox::descent

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// One part of the work of training and of looking at it.
struct ProfilePart {
  std::string name;                ///< "data", "forward", "loss", "backward", "update", "metrics", "probes": pictures, 60 a second
  double seconds = 0;              ///< a step; of metrics and probes, the share that falls on one step
  std::int64_t multiply_adds = 0;  ///< of weights with values, a step: what training needs, nothing twice
  /// Of parameters, values and gradients read or written a step, each operand of an operation once; of probes, what pictures hold.
  std::int64_t bytes = 0;
};

/// What a step of an experiment costs on this machine, in this build.
struct Profile {
  std::vector<ProfilePart> parts;  ///< in the order of a step
  int rows = 0;                    ///< of a whole batch
  std::int64_t parameters = 0;
  double seconds = 0;  ///< a whole step, trained as a run trains, with its share of the metrics, without pictures
  double peak = 0;     ///< multiply-adds a second that this build reaches with its operands in registers

  double samples_per_second() const { return seconds > 0 ? rows / seconds : 0; }
  /// Needed multiply-adds a second, as a share of the peak.
  double share_of_peak() const;
};

/// Trains and measures; the trainer is used up by it. `now` gives seconds, as finely as it can: the core has no clock. Each part is
/// repeated for at least `budget` seconds. Where the run diverges while it is measured, the parts are still measured at its last weights.
Profile profile(Trainer trainer, const std::function<double()>& now, double budget);

/// {rows, parameters, samplesPerSecond, stepSeconds, peak, shareOfPeak, parts:[{name, seconds, share, multiplyAdds, bytes,
/// shareOfPeak}]}; a part's share is that of the parts' time.
std::string profile_json(const Profile& profile);

}  // namespace glassbox

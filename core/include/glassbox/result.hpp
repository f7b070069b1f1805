#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "glassbox/json.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox {

/// The step that a run goes to when nobody says: where its text opens, or its end; nothing for a run that has neither and never stops.
std::optional<std::int64_t> last_step(const Trainer& trainer);

/// Members "train", "test" and "blind" for the parts that have rows: {rows, loss, accuracy, cost, r2}, those that were measured.
void write_parts(JsonWriter& json, const Metrics& metrics);
/// Member "stopped" of a run that stopped by itself: {by, epoch, bestEpoch, restored, value}.
void write_stop(JsonWriter& json, const Stop& stop);

/// A run as it stands: {experiment, step, epoch, diverged, stopped, train, test, blind, hash}. Measures all parts.
std::string result_json(Trainer& trainer);

}  // namespace glassbox

#pragma once

#include <string_view>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

inline constexpr std::string_view kEmptyData = "empty-data";
inline constexpr std::int64_t kMaxBytes = 256 * 1024 * 1024;

/// The first key whose value needs a part that this build leaves out; empty for none.
std::string_view missing_part(const Experiment& experiment);

/// Nothing else is judged where a part is missing.
void validate_all(const Experiment& experiment, Problems& problems);

}  // namespace glassbox::experiment

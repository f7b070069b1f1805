#pragma once

#include "glassbox/whole.hpp"

namespace glassbox::math {

inline constexpr bool kDouble = kWhole;     ///< whether this build trains in double precision
inline constexpr bool kAllLayers = kWhole;  ///< whether it has the layers for images, and those that normalise

}  // namespace glassbox::math

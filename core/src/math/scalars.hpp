#pragma once

#include "glassbox/whole.hpp"

namespace glassbox::math {

inline constexpr bool kDouble = kWhole;      ///< whether this build trains in double precision
inline constexpr bool kSingleRows = kWhole;  ///< whether it has kernels of their own for batches of one row
inline constexpr bool kAllLayers = kWhole;   ///< whether it has others than dense ones and separate activations

}  // namespace glassbox::math

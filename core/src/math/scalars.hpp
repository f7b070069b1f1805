#pragma once

namespace glassbox::math {

/// Whether this build trains in double precision. All do but the module that a page loads first, see wasm/CMakeLists.txt.
#ifdef GLASSBOX_SINGLE
inline constexpr bool kDouble = false;
#else
inline constexpr bool kDouble = true;
#endif

}  // namespace glassbox::math

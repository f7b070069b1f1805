#pragma once

#include <type_traits>

namespace glassbox::math {

/// std::bit_cast, which Emscripten 3.1.6's library lacks.
template <class To, class From>
constexpr To bits_as(From from) {
  static_assert(sizeof(To) == sizeof(From) && std::is_trivially_copyable_v<To> && std::is_trivially_copyable_v<From>);
  return __builtin_bit_cast(To, from);
}

}  // namespace glassbox::math

#pragma once

#include <cstdint>
#include <limits>

#include "math/lanes.hpp"

namespace glassbox::math {

/// The bits of four lanes as unsigned numbers, whose arithmetic wraps.
template <class S>
struct LaneBitsOf;
template <>
struct LaneBitsOf<float> {
  using type = std::uint32_t __attribute__((vector_size(16)));
};
template <>
struct LaneBitsOf<double> {
  using type = std::uint64_t __attribute__((vector_size(32)));
};
template <class S>
using LaneBits = typename LaneBitsOf<S>::type;

template <class S>
struct Format;
template <>
struct Format<float> {
  using Word = std::uint32_t;
  static constexpr int kMantissaBits = 23;
  static constexpr Word kOne = 0x3f800000u;
  static constexpr Word kSign = 0x80000000u;
  static constexpr Word kSquareRootOfHalf = 0x3f3504f3u;
};
template <>
struct Format<double> {
  using Word = std::uint64_t;
  static constexpr int kMantissaBits = 52;
  static constexpr Word kOne = 0x3ff0000000000000u;
  static constexpr Word kSign = 0x8000000000000000u;
  static constexpr Word kSquareRootOfHalf = 0x3fe6a09e667f3bcdu;
};

template <class S>
[[gnu::always_inline]] inline LaneBits<S> bits_of(Lanes<S> x) {
  return reinterpret_cast<LaneBits<S>>(x);
}
template <class S>
[[gnu::always_inline]] inline Lanes<S> lanes_of(LaneBits<S> bits) {
  return reinterpret_cast<Lanes<S>>(bits);
}

/// Adding it to a number of magnitude below 2^(kMantissaBits - 2) rounds the number to a whole one, ties to even, and leaves that one in
/// the low bits of the sum. No conversion to an integer is involved, so that every input is well defined.
template <class S>
inline constexpr S kRounder = S(3) * S(std::uint64_t{1} << (Format<S>::kMantissaBits - 1));

/// 2^k for the whole number k left in `rounded` by kRounder; k must be a normal exponent, and is anything for NaN.
template <class S>
[[gnu::always_inline]] inline Lanes<S> power_of_two(Lanes<S> rounded) {
  return lanes_of<S>((bits_of<S>(rounded) << Format<S>::kMantissaBits) + Format<S>::kOne);
}

/// a where a > b, else b: so b where one of them is NaN. The engines' own instruction for this takes one cycle where their min and max,
/// which order zeros and NaN, take seven; compilers only find the latter by themselves.
template <class S>
[[gnu::always_inline]] inline Lanes<S> larger(Lanes<S> a, Lanes<S> b) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(S) == 4) return __builtin_wasm_pmax_f32x4(b, a);
#endif
  return a > b ? a : b;
}
/// a where a < b, else b
template <class S>
[[gnu::always_inline]] inline Lanes<S> smaller(Lanes<S> a, Lanes<S> b) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(S) == 4) return __builtin_wasm_pmin_f32x4(b, a);
#endif
  return a < b ? a : b;
}

/// x within [low, high]; NaN stays NaN.
template <class S>
[[gnu::always_inline]] inline Lanes<S> clamp(Lanes<S> x, S low, S high) {
  return smaller<S>(broadcast(high), larger<S>(broadcast(low), x));
}

/// The magnitude of the first with the sign of the second; the first must not be negative.
template <class S>
[[gnu::always_inline]] inline Lanes<S> with_sign(Lanes<S> magnitude, Lanes<S> sign) {
  return lanes_of<S>(bits_of<S>(magnitude) | (bits_of<S>(sign) & Format<S>::kSign));
}

/// c0 + x (c1 + x (c2 + …)), unrolled.
template <class S>
[[gnu::always_inline]] inline Lanes<S> polynomial(Lanes<S>, S last) {
  return broadcast(last);
}
template <class S, class... Rest>
[[gnu::always_inline]] inline Lanes<S> polynomial(Lanes<S> x, S first, S second, Rest... rest) {
  return polynomial<S>(x, second, rest...) * x + broadcast(first);
}
/// c0 - x (c1 - x (c2 - …)): the same at -x, to the last bit.
template <class S>
[[gnu::always_inline]] inline Lanes<S> alternating_polynomial(Lanes<S>, S last) {
  return broadcast(last);
}
template <class S, class... Rest>
[[gnu::always_inline]] inline Lanes<S> alternating_polynomial(Lanes<S> x, S first, S second, Rest... rest) {
  return broadcast(first) - alternating_polynomial<S>(x, second, rest...) * x;
}

/// a + b = sum + error, exactly.
template <class S>
struct ExactSum {
  Lanes<S> sum, error;
};
template <class S>
[[gnu::always_inline]] inline ExactSum<S> exact_sum(Lanes<S> a, Lanes<S> b) {
  const Lanes<S> sum = a + b;
  const Lanes<S> b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

}  // namespace glassbox::math

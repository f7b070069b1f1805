#pragma once

#include "math/coefficients.hpp"

/// The functions built on the exponential and the logarithm: one text for float and double. functions.hpp says where they are inlined.
namespace glassbox::math::inlined {

/// x = k ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite); `rounded` carries k, see kRounder.
template <class S>
struct ExpReduction {
  Lanes<S> rounded, remainder;
};
template <class S>
[[gnu::always_inline]] inline ExpReduction<S> reduce_exp(Lanes<S> x) {
  const Lanes<S> rounded = x * Fit<S>::kInverseLn2 + kRounder<S>;
  const Lanes<S> k = rounded - kRounder<S>;
  return {rounded, (x - k * Fit<S>::kLn2High) - k * Fit<S>::kLn2Low};
}

/// e^r - 1 for a remainder
template <class S>
[[gnu::always_inline]] inline Lanes<S> expm1_of_remainder(Lanes<S> r) {
  return r + r * r * Fit<S>::exp(r);
}

/// exp where neither x nor the result leaves the normal numbers by far; NaN stays NaN.
template <class S>
[[gnu::always_inline]] inline Lanes<S> exp_within(Lanes<S> x) {
  const ExpReduction<S> reduced = reduce_exp<S>(x);
  return (expm1_of_remainder<S>(reduced.remainder) + S(1)) * power_of_two<S>(reduced.rounded);
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> exp(Lanes<S> x) {
  const Lanes<S> infinity = broadcast(std::numeric_limits<S>::infinity());
  const ExpReduction<S> reduced = reduce_exp<S>(clamp<S>(x, Fit<S>::kExpLowest, Fit<S>::kExpHighest));
  const Lanes<S> near_1 = expm1_of_remainder<S>(reduced.remainder) + S(1);
  // 2^128 is no float, but near_1 is below 1 there: the exponents are added instead.
  Lanes<S> result = lanes_of<S>(bits_of<S>(near_1) + (bits_of<S>(reduced.rounded) << Format<S>::kMantissaBits));
  result = select<S>(x > Fit<S>::kExpHighest, infinity, result);
  result = select<S>(x < Fit<S>::kExpLowest, broadcast(S(0)), result);
  return select<S>(x == x, result, x);
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> expm1(Lanes<S> x) {
  const ExpReduction<S> reduced = reduce_exp<S>(clamp<S>(x, Fit<S>::kExpm1Lowest, Fit<S>::kExpHighest + S(0.2)));
  // Half of 2^k (e^r - 1) + (2^k - 1): 2^k itself may be too large. Past kExpHighest the doubling gives infinity.
  const Lanes<S> half_power = power_of_two<S>(reduced.rounded - S(1));
  return (expm1_of_remainder<S>(reduced.remainder) * half_power + (half_power - S(0.5))) * S(2);
}

/// u = 2^exponent (1 + fraction) with √½ ≤ 1 + fraction < √2, for normal positive u.
template <class S>
struct LogReduction {
  Lanes<S> exponent, fraction;
};
template <class S>
[[gnu::always_inline]] inline LogReduction<S> reduce_log(Lanes<S> u) {
  using F = Format<S>;
  constexpr typename F::Word mantissa = (typename F::Word{1} << F::kMantissaBits) - 1;
  constexpr S two_to_mantissa_bits = S(std::uint64_t{1} << F::kMantissaBits);
  constexpr S bias = S(F::kOne >> F::kMantissaBits);
  const LaneBits<S> shifted = bits_of<S>(u) + (F::kOne - F::kSquareRootOfHalf);
  // A whole number in the low bits of 2^kMantissaBits, then the subtraction, converts it exactly.
  const LaneBits<S> exponent = (shifted >> F::kMantissaBits) | bits_of<S>(broadcast(two_to_mantissa_bits));
  return {lanes_of<S>(exponent) - (two_to_mantissa_bits + bias), lanes_of<S>((shifted & mantissa) + F::kSquareRootOfHalf) - S(1)};
}

/// log(u) + tail, where the tail is small beside u; u may be anything.
template <class S>
[[gnu::always_inline]] inline Lanes<S> log_with_tail(Lanes<S> u, Lanes<S> tail) {
  using Limits = std::numeric_limits<S>;
  const LogReduction<S> reduced = reduce_log<S>(u);
  const Lanes<S> k = reduced.exponent, f = reduced.fraction;
  const Lanes<S> s = f / (f + S(2));
  const Lanes<S> z = s * s;
  const Lanes<S> half_square = f * f * S(0.5);
  // log(1 + f) = f - (f²/2 - s (f²/2 + z q(z)))
  const Lanes<S> small = s * (half_square + z * Fit<S>::log(z)) + (k * Fit<S>::kLn2Low + tail);
  const Lanes<S> result = k * Fit<S>::kLn2High - ((half_square - small) - f);
  const Lanes<S> below_0 = select<S>(u > -Limits::min(), broadcast(-Limits::infinity()), broadcast(Limits::quiet_NaN()));
  const Lanes<S> edge = select<S>(u < Limits::min(), below_0, u);
  return select<S>((u >= Limits::min()) & (u <= Limits::max()), result, edge);
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> log(Lanes<S> x) {
  return log_with_tail<S>(x, broadcast(S(0)));
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> log1p(Lanes<S> x) {
  const ExactSum<S> u = exact_sum<S>(broadcast(S(1)), x);
  return log_with_tail<S>(u.sum, u.error / u.sum);
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> softplus(Lanes<S> x) {
  const Lanes<S> zero = broadcast(S(0));
  const Lanes<S> lowest = broadcast(Fit<S>::kExpLowest + 1);
  const Lanes<S> minus = -abs<S>(x);
  const Lanes<S> e = exp_within<S>(larger<S>(lowest, minus));
  // log(1 + e) = 2 atanh(s)
  const Lanes<S> s = e / (e + S(2));
  const Lanes<S> z = s * s;
  const Lanes<S> log_of_1_and_e = s * S(2) + s * (z * Fit<S>::log_of_1_to_2(z));
  return select<S>(x < lowest, zero, max<S>(x, zero) + log_of_1_and_e);
}

}  // namespace glassbox::math::inlined

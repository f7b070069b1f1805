#pragma once

#include "math/coefficients.hpp"
#include "math/functions_exponential.hpp"

/// The functions with values in [-1, 1]. functions.hpp says where they are inlined.
namespace glassbox::math::inlined {

template <class S>
Lanes<S> tanh(Lanes<S> x);
template <class S>
Lanes<S> sigmoid(Lanes<S> x);
template <class S>
Lanes<S> erf(Lanes<S> x);

/// tanh(2 artanh(a / b)) = 2 t / (1 + t²) for t = a / b: near 1 it forgives errors of t, and it takes one division.
[[gnu::always_inline]] inline Lanes<float> doubled(Lanes<float> a, Lanes<float> b) {
  return clamp<float>((a + a) * b / (a * a + b * b), -1.0f, 1.0f);
}

template <>
[[gnu::always_inline]] inline Lanes<float> tanh<float>(Lanes<float> x) {
  const Lanes<float> y = clamp<float>(x, -Fit<float>::kTanhHighest, Fit<float>::kTanhHighest);
  const Lanes<float> z = y * y;
  return doubled(y * Fit<float>::half_tanh_over(z), Fit<float>::half_tanh_under(z));
}

template <>
[[gnu::always_inline]] inline Lanes<double> tanh<double>(Lanes<double> x) {
  const Lanes<double> e = expm1<double>(abs<double>(x) * 2.0);
  const Lanes<double> size = e / (e + 2.0);
  return with_sign<double>(select<double>(e > 1e18, broadcast(1.0), size), x);
}

/// exp_within(-x), to the last bit: turning a sign takes an engine three instructions.
[[gnu::always_inline]] inline Lanes<float> exp_of_minus_within(Lanes<float> x) {
  using F = Fit<float>;
  const Lanes<float> rounded = x * -F::kInverseLn2 + kRounder<float>;
  const Lanes<float> k = rounded - kRounder<float>;
  const Lanes<float> r = (x + k * F::kLn2High) + k * F::kLn2Low;  // minus the remainder
  return ((r * r * F::exp_of_minus(r) - r) + 1.0f) * power_of_two<float>(rounded);
}

/// Where its inverse would be denormal or e^-x overflows, the result is 0, whatever came out.
template <>
[[gnu::always_inline]] inline Lanes<float> sigmoid<float>(Lanes<float> x) {
  const Lanes<float> e = exp_of_minus_within(smaller<float>(broadcast(-Fit<float>::kExpLowest), x));
  return zero_where<float>(x < Fit<float>::kExpLowest, 1.0f / (e + 1.0f));
}

/// 1 - a b, exact but for roundings of the small result: the factors are split into halves whose products are exact (Dekker 1971), by
/// masking, so that no factor is too large.
[[gnu::always_inline]] inline Lanes<double> remainder_from_1(Lanes<double> a, Lanes<double> b) {
  constexpr std::uint64_t upper_half = ~((std::uint64_t{1} << 27) - 1);
  const Lanes<double> a_high = lanes_of<double>(bits_of<double>(a) & upper_half), a_low = a - a_high;
  const Lanes<double> b_high = lanes_of<double>(bits_of<double>(b) & upper_half), b_low = b - b_high;
  return (((1.0 - a_high * b_high) - a_high * b_low) - a_low * b_high) - a_low * b_low;
}

/// 1 / (1 + e^-x) with 1 + e^-x as a sum of two numbers and one Newton step: a sum of such activations cancels to few digits.
template <>
[[gnu::always_inline]] inline Lanes<double> sigmoid<double>(Lanes<double> x) {
  const Lanes<double> one = broadcast(1.0);
  const Lanes<double> y = clamp<double>(-x, Fit<double>::kExpLowest, -Fit<double>::kExpLowest);
  const Lanes<double> rounded = y * Fit<double>::kInverseLn2 + kRounder<double>;
  const Lanes<double> k = rounded - kRounder<double>;
  const ExactSum<double> r = exact_sum<double>(y - k * Fit<double>::kLn2High, -(k * Fit<double>::kLn2Low));
  const ExactSum<double> linear = exact_sum<double>(one, r.sum);
  const ExactSum<double> near_1 = exact_sum<double>(linear.sum, r.sum * r.sum * Fit<double>::exp(r.sum));
  const Lanes<double> power = power_of_two<double>(rounded);
  const ExactSum<double> under = exact_sum<double>(one, near_1.sum * power);
  const Lanes<double> under_tail = under.error + (near_1.error + linear.error + r.error) * power;
  const Lanes<double> quotient = 1.0 / under.sum;
  const Lanes<double> nearer = quotient + quotient * (remainder_from_1(quotient, under.sum) - quotient * under_tail);
  return select<double>(x < Fit<double>::kExpLowest, broadcast(0.0), nearer);
}

template <>
[[gnu::always_inline]] inline Lanes<float> erf<float>(Lanes<float> x) {
  const Lanes<float> y = clamp<float>(x, -Fit<float>::kErfHighest, Fit<float>::kErfHighest);
  const Lanes<float> z = y * y;
  return doubled(y * Fit<float>::half_erf_over(z), Fit<float>::half_erf_under(z));
}

template <>
[[gnu::always_inline]] inline Lanes<double> erf<double>(Lanes<double> x) {
  const Lanes<double> near_0 = x * Fit<double>::erf_near_0(x * x);
  const Lanes<double> a = clamp<double>(abs<double>(x), 1.0, Fit<double>::kErfHighest);
  const Lanes<double> rest = exp_within<double>(-(a * a)) * Fit<double>::erfcx_over(a) / Fit<double>::erfcx_under(a);
  return select<double>(abs<double>(x) > 1.0, with_sign<double>(1.0 - rest, x), near_0);
}

/// x = k π/2 + remainder + tail, |remainder| ≤ π/4 as long as |x| is below 1e9; beyond, the remainder is wrong but still bounded.
struct AngleReduction {
  LaneBits<double> quadrant;  ///< k, of which the two low bits count
  Lanes<double> remainder, tail;
};
[[gnu::always_inline]] inline AngleReduction reduce_angle(Lanes<double> x) {
  constexpr double bound = 0.8;
  const Lanes<double> rounded = x * Fit<double>::kTwoOverPi + kRounder<double>;
  const Lanes<double> k = rounded - kRounder<double>;
  const auto& part = Fit<double>::kHalfPi;
  const Lanes<double> first = (x - k * part[0]) - k * part[1];
  const ExactSum<double> third = exact_sum<double>(first, -(k * part[2]));
  const ExactSum<double> fourth = exact_sum<double>(third.sum, -(k * part[3]));
  const Lanes<double> low = (third.error + fourth.error) - k * part[4];
  const Lanes<double> remainder = fourth.sum + low;
  const Lanes<double> tail = (fourth.sum - remainder) + low;
  return {bits_of<double>(rounded), clamp<double>(remainder, -bound, bound),
          select<double>(abs<double>(remainder) <= bound, tail, broadcast(0.0))};
}

/// sin of the angle `quarter_turns` quarters of a turn further
template <class S>
Lanes<S> sin_after(Lanes<S> x, unsigned quarter_turns);

template <>
[[gnu::always_inline]] inline Lanes<double> sin_after<double>(Lanes<double> x, unsigned quarter_turns) {
  const AngleReduction reduced = reduce_angle(x);
  const LaneBits<double> quadrant = reduced.quadrant + std::uint64_t{quarter_turns};
  const Lanes<double> r = reduced.remainder, tail = reduced.tail;
  const Lanes<double> z = r * r, half = z * 0.5;
  const Lanes<double> sine = r + ((r * z * Fit<double>::sin(z) - half * tail) + tail);
  const Lanes<double> near_1 = 1.0 - half;
  const Lanes<double> cosine = near_1 + (((1.0 - near_1) - half) + (z * z * Fit<double>::cos(z) - r * tail));
  const LaneMask<double> odd = reinterpret_cast<LaneMask<double>>(-(quadrant & 1));
  return lanes_of<double>(bits_of<double>(select<double>(odd, cosine, sine)) ^ ((quadrant & 2) << 62));
}

template <>
[[gnu::always_inline]] inline Lanes<float> sin_after<float>(Lanes<float> x, unsigned quarter_turns) {
  const AngleReduction reduced = reduce_angle(__builtin_convertvector(x, Lanes<double>));
  const LaneBits<float> quadrant = __builtin_convertvector(reduced.quadrant, LaneBits<float>) + quarter_turns;
  const Lanes<float> r = __builtin_convertvector(reduced.remainder, Lanes<float>);
  const Lanes<float> z = r * r;
  const Lanes<float> sine = r + r * z * Fit<float>::sin(z);
  const Lanes<float> cosine = (1.0f - z * 0.5f) + z * z * Fit<float>::cos(z);
  const LaneMask<float> odd = reinterpret_cast<LaneMask<float>>(-(quadrant & 1));
  return lanes_of<float>(bits_of<float>(select<float>(odd, cosine, sine)) ^ ((quadrant & 2) << 30));
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> sin(Lanes<S> x) {
  return sin_after<S>(x, 0);
}
template <class S>
[[gnu::always_inline]] inline Lanes<S> cos(Lanes<S> x) {
  return sin_after<S>(x, 1);
}

}  // namespace glassbox::math::inlined

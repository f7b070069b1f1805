#pragma once

#include "math/lane_bits.hpp"

namespace glassbox::math {

/// The only elementary functions of the program. Four lanes at a time, no table look-ups, no branches on values, the same bits in every
/// compiler. For float and double. Bounds in ulp are tested against 50-digit references (tests/fixtures). Those of float
/// are inline: they are called in hot loops. Those of double are not: exactness is what it is for, and the page downloads every copy.
/// They are called with the scalar named, `exp<float>(x)`.
template <class S>
Lanes<S> exp(Lanes<S> x);  ///< overflow gives inf, underflow below the smallest normal gives 0, NaN stays NaN
template <class S>
Lanes<S> expm1(Lanes<S> x);
template <class S>
Lanes<S> log(Lanes<S> x);  ///< log(0) = -inf, of negatives NaN; denormals count as 0
template <class S>
Lanes<S> log1p(Lanes<S> x);  ///< log1p(-1) = -inf, below NaN
template <class S>
Lanes<S> tanh(Lanes<S> x);
template <class S>
Lanes<S> sigmoid(Lanes<S> x);  ///< 0 where it is below the smallest normal
template <class S>
Lanes<S> softplus(Lanes<S> x);  ///< log(1 + e^x) without overflow; 0 where it is near the smallest normal
template <class S>
Lanes<S> erf(Lanes<S> x);
template <class S>
Lanes<S> sin(Lanes<S> x);  ///< accurate for |x| up to 1e4 (float) and 1e9 (double); beyond that still in [-1, 1]
template <class S>
Lanes<S> cos(Lanes<S> x);
template <class S>
Lanes<S> abs(Lanes<S> x);
template <class S>
Lanes<S> max(Lanes<S> a, Lanes<S> b);  ///< a where a > b, else b
template <class S>
Lanes<S> min(Lanes<S> a, Lanes<S> b);  ///< a where a < b, else b

/// The same function of one number (lane 0 of the above): never a different result.
template <class S>
S exp_of(S x);
template <class S>
S log_of(S x);
template <class S>
S tanh_of(S x);
template <class S>
S sigmoid_of(S x);
template <class S>
S softplus_of(S x);
template <class S>
S erf_of(S x);
template <class S>
S sin_of(S x);
template <class S>
S cos_of(S x);

/// Gradients and moments smaller than this in magnitude are set to zero, on every build: wasm cannot flush denormals, which cost up to 7×.
template <class S>
constexpr S tiny_gradient();  ///< 2^-58 for float, 2^-480 for double: its square is still normal
template <class S>
constexpr S tiny_moment();  ///< 2^-100 for float, 2^-900 for double
template <class S>
Lanes<S> flush(Lanes<S> x, S threshold);  ///< NaN stays NaN

template <class S>
[[gnu::always_inline]] inline Lanes<S> abs(Lanes<S> x) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(S) == 4) return __builtin_wasm_abs_f32x4(x);  // engines make a mask anew at each use, in three instructions
#endif
  return lanes_of<S>(bits_of<S>(x) & ~Format<S>::kSign);
}
template <class S>
[[gnu::always_inline]] inline Lanes<S> max(Lanes<S> a, Lanes<S> b) {
  return larger<S>(a, b);
}
template <class S>
[[gnu::always_inline]] inline Lanes<S> min(Lanes<S> a, Lanes<S> b) {
  return smaller<S>(a, b);
}

template <>
constexpr float tiny_gradient<float>() {
  return 0x1p-58f;
}
template <>
constexpr double tiny_gradient<double>() {
  return 0x1p-480;
}
template <>
constexpr float tiny_moment<float>() {
  return 0x1p-100f;
}
template <>
constexpr double tiny_moment<double>() {
  return 0x1p-900;
}
template <class S>
[[gnu::always_inline]] inline Lanes<S> flush(Lanes<S> x, S threshold) {
  return zero_where<S>(abs<S>(x) < threshold, x);
}

}  // namespace glassbox::math

#include "math/functions_bounded.hpp"
#include "math/functions_exponential.hpp"

namespace glassbox::math {

template <>
[[gnu::always_inline]] inline Lanes<float> exp<float>(Lanes<float> x) {
  return inlined::exp<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> expm1<float>(Lanes<float> x) {
  return inlined::expm1<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> log<float>(Lanes<float> x) {
  return inlined::log<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> log1p<float>(Lanes<float> x) {
  return inlined::log1p<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> tanh<float>(Lanes<float> x) {
  return inlined::tanh<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> sigmoid<float>(Lanes<float> x) {
  return inlined::sigmoid<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> softplus<float>(Lanes<float> x) {
  return inlined::softplus<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> erf<float>(Lanes<float> x) {
  return inlined::erf<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> sin<float>(Lanes<float> x) {
  return inlined::sin<float>(x);
}
template <>
[[gnu::always_inline]] inline Lanes<float> cos<float>(Lanes<float> x) {
  return inlined::cos<float>(x);
}
template <>
Lanes<double> exp<double>(Lanes<double> x);
template <>
Lanes<double> expm1<double>(Lanes<double> x);
template <>
Lanes<double> log<double>(Lanes<double> x);
template <>
Lanes<double> log1p<double>(Lanes<double> x);
template <>
Lanes<double> tanh<double>(Lanes<double> x);
template <>
Lanes<double> sigmoid<double>(Lanes<double> x);
template <>
Lanes<double> softplus<double>(Lanes<double> x);
template <>
Lanes<double> erf<double>(Lanes<double> x);
template <>
Lanes<double> sin<double>(Lanes<double> x);
template <>
Lanes<double> cos<double>(Lanes<double> x);

}  // namespace glassbox::math

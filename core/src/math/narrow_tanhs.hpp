#pragma once

#include "math/functions_bounded.hpp"
#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

/// take(k, tanh of x[k]), every bit as tanh() has it.
/// In two goes: the operations of a tanh wait for each other, and a processor that meets all of one before the next has less to do
/// meanwhile.
template <int kCount, class Take>
[[gnu::always_inline]] inline void for_tanhs(const Lanes<float> (&x)[kCount], Take take) {
  using F = Fit<float>;
  Lanes<float> squares[kCount], over[kCount];
  unroll<kCount>([&](auto k) __attribute__((always_inline)) {
    const Lanes<float> y = clamp<float>(x[k], -F::kTanhHighest, F::kTanhHighest);
    squares[k] = y * y;
    over[k] = in_turn(y * F::half_tanh_over(squares[k]));
  });
  unroll<kCount>([&](auto k) __attribute__((always_inline)) { take(k, inlined::doubled(over[k], F::half_tanh_under(squares[k]))); });
}

/// a = tanh x for the three groups of lanes of one or two units, a as in each_place(). The third has two rows: those of two units share
/// one, and what stands behind them is undefined.
template <class Groups>
[[gnu::always_inline]] inline void tanhs(const Groups& x, int stride, float* a) {
  if constexpr (std::extent_v<Groups> == 2) {
    const Lanes<float> five[] = {__builtin_shufflevector(x[0][2], x[1][2], 0, 1, 4, 5), x[0][0], x[0][1], x[1][0], x[1][1]};
    for_tanhs(
        five, [&](auto k, Lanes<float> tanh) __attribute__((always_inline)) {
          if constexpr (k > 0) {
            store(a + (k - 1) / 2 * stride + (k - 1) % 2 * kLanes, tanh);
          } else {
            store(a + 2 * kLanes, Lanes<float>(__builtin_shufflevector(tanh, tanh, 0, 1, 0, 1)));
            store(a + stride + 2 * kLanes, Lanes<float>(__builtin_shufflevector(tanh, tanh, 2, 3, 2, 3)));
          }
        });
  } else {
    unroll<3>([&](auto g) __attribute__((always_inline)) { store(a + g * kLanes, inlined::tanh<float>(x[0][g])); });
  }
}

}  // namespace glassbox::math::narrow

#pragma once

#include "math/functions_bounded.hpp"
#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

/// a = tanh x for the groups of lanes of some units, a as in each_place(); every bit as tanh() has it.
/// In two goes: the operations of a tanh wait for each other, and a processor that meets all of one before the next has less to do
/// meanwhile.
template <class Groups>
[[gnu::always_inline]] inline void tanhs(const Groups& x, int stride, float* a) {
  using F = Fit<float>;
  constexpr int kUnits = std::extent_v<Groups>, kCount = std::extent_v<Groups, 1>;
  Lanes<float> squares[kUnits][kCount], over[kUnits][kCount];
  each(x, [&](auto k, auto g) {
    const Lanes<float> y = clamp<float>(x[k][g], -F::kTanhHighest, F::kTanhHighest);
    squares[k][g] = y * y;
    over[k][g] = in_turn(y * F::half_tanh_over(squares[k][g]));
  });
  const auto finish = [&](auto k, auto g, float* to) { store(to, inlined::doubled(over[k][g], F::half_tanh_under(squares[k][g]))); };
  each_place(x, stride, finish, a);
}

}  // namespace glassbox::math::narrow

#pragma once

#include "math/functions_bounded.hpp"
#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

/// a = tanh x for the groups of lanes of some units, a as in each_place(); every bit as tanh() has it.
/// In two goes, between which memory stands so that compilers keep their order: the operations of a tanh wait for each other, and a
/// processor that meets all of one before the next has less to do meanwhile.
template <class Groups>
[[gnu::always_inline]] inline void tanhs(const Groups& x, int stride, float* a) {
  using F = Fit<float>;
  const auto within = [&](auto k, auto g) { return clamp<float>(x[k][g], -F::kTanhHighest, F::kTanhHighest); };
  const auto over = [&](auto k, auto g, float* to) {
    const Lanes<float> y = within(k, g);
    store(to, y * F::half_tanh_over(y * y));
  };
  const auto finish = [&](auto k, auto g, float* at) {
    const Lanes<float> y = within(k, g);
    store(at, inlined::doubled(load(at), F::half_tanh_under(y * y)));
  };
  each_place(x, stride, over, a);
  asm volatile("" ::: "memory");
  each_place(x, stride, finish, a);
}

}  // namespace glassbox::math::narrow

#pragma once

#include <type_traits>
#include <utility>

namespace glassbox::math {

/// body(0), …, body(kCount - 1) with constant arguments, so that arrays they index stay in registers.
template <int kCount, class Body>
[[gnu::always_inline]] inline void unroll(Body body) {
  [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) { (body(std::integral_constant<int, k>{}), ...); }
  (std::make_integer_sequence<int, kCount>{});
}

/// Calls body(constant block, start) for blocks of kBlock, then for the rest in one smaller block.
template <int kBlock, class Body>
[[gnu::always_inline]] inline void for_blocks(int count, Body body) {
  int start = 0;
  for (; start + kBlock <= count; start += kBlock) body(std::integral_constant<int, kBlock>{}, start);
  unroll<kBlock - 1>([&](auto smaller) {
    if (count - start == smaller + 1) body(std::integral_constant<int, smaller + 1>{}, start);
  });
}

/// Calls body(constant block, start) for as many blocks of the first size as there are from `start` to `count`, then of the next, the last
/// of which is 1.
template <int kBlock, int... kSmaller, class Body>
[[gnu::always_inline]] inline void for_blocks_of(int count, Body body, int start = 0) {
  for (; start + kBlock <= count; start += kBlock) body(std::integral_constant<int, kBlock>{}, start);
  if constexpr (kBlock > 1) for_blocks_of<kSmaller...>(count, body, start);
}

}  // namespace glassbox::math

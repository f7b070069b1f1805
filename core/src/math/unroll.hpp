#pragma once

#include <type_traits>
#include <utility>

namespace glassbox::math {

/// body(0), …, body(kCount - 1) with constant arguments, so that arrays they index stay in registers.
template <int kCount, class Body>
[[gnu::always_inline]] inline void unroll(Body body) {
  [&]<int... k>(std::integer_sequence<int, k...>) { (body(std::integral_constant<int, k>{}), ...); }
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

/// Calls body(constant block, start) for blocks of kBlock, then one by one: less code where rests are rare.
template <int kBlock, class Body>
[[gnu::always_inline]] inline void for_blocks_and_ones(int count, Body body) {
  int start = 0;
  for (; start + kBlock <= count; start += kBlock) body(std::integral_constant<int, kBlock>{}, start);
  if constexpr (kBlock > 1) {
    for (; start < count; ++start) body(std::integral_constant<int, 1>{}, start);
  }
}

}  // namespace glassbox::math

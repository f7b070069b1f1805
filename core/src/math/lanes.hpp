#pragma once

#include <cmath>
#include <cstring>

namespace glassbox::math {

/// Four lanes of a scalar: one SSE or wasm SIMD register for float, two for double. The number of lanes never depends on the machine,
/// so that the order of every sum is the same everywhere.
inline constexpr int kLanes = 4;

template <class S>
struct LanesOf;
template <>
struct LanesOf<float> {
  using type = float __attribute__((vector_size(16)));
  using mask = int __attribute__((vector_size(16)));
};
template <>
struct LanesOf<double> {
  using type = double __attribute__((vector_size(32)));
  using mask = long long __attribute__((vector_size(32)));
};
template <class S>
using Lanes = typename LanesOf<S>::type;
template <class S>
using LaneMask = typename LanesOf<S>::mask;

template <class S>
inline Lanes<S> broadcast(S value) {
  return Lanes<S>{value, value, value, value};
}

/// `source` must be aligned to the lanes' size.
template <class S>
inline Lanes<S> load(const S* source) {
  return *reinterpret_cast<const Lanes<S>*>(source);
}
template <class S>
inline void store(S* target, Lanes<S> value) {
  *reinterpret_cast<Lanes<S>*>(target) = value;
}
/// No alignment needed.
template <class S>
inline Lanes<S> load_unaligned(const S* source) {
  Lanes<S> value;
  std::memcpy(&value, source, sizeof value);
  return value;
}

/// mask ? yes : no, lane by lane; mask lanes are 0 or all ones.
template <class S>
inline Lanes<S> select(LaneMask<S> mask, Lanes<S> yes, Lanes<S> no) {
  return reinterpret_cast<Lanes<S>>((reinterpret_cast<LaneMask<S>>(yes) & mask) | (reinterpret_cast<LaneMask<S>>(no) & ~mask));
}

/// The value itself, of which clang no longer knows how it came about: where it would make a slower instruction of two fast ones, such as
/// a select of a comparison and a mask. Only speed is at stake: clang 19, which fails where it meets lanes in an asm, sees it all.
template <class T>
[[gnu::always_inline]] inline T opaque(T value) {
#if defined(__wasm_simd128__) && __clang_major__ < 19
  if constexpr (sizeof value == 16) asm("" : "+r"(value));
#endif
  return value;
}

/// As opaque(), and such values are formed in the order in which they are asked for, where clang would form each next to its use.
template <class T>
[[gnu::always_inline]] inline T in_turn(T value) {
#if defined(__wasm_simd128__) && __clang_major__ < 19
  asm volatile("" : "+r"(value));
#endif
  return value;
}

/// mask ? value : 0 and mask ? 0 : value, in one instruction where select() takes three.
template <class S>
inline Lanes<S> keep_where(LaneMask<S> mask, Lanes<S> value) {
  return reinterpret_cast<Lanes<S>>(reinterpret_cast<LaneMask<S>>(value) & opaque(mask));
}
template <class S>
inline Lanes<S> zero_where(LaneMask<S> mask, Lanes<S> value) {
  return reinterpret_cast<Lanes<S>>(reinterpret_cast<LaneMask<S>>(value) & ~opaque(mask));
}

/// Whether some lane of the mask is all ones.
template <class Mask>
inline bool any(Mask mask) {
#ifdef __wasm_simd128__
  if constexpr (sizeof mask == 16) return __builtin_wasm_any_true_v128(mask);
#endif
  return (mask[0] | mask[1] | mask[2] | mask[3]) != 0;
}

/// The one horizontal sum: (lane0 + lane2) + (lane1 + lane3).
template <class S>
inline S sum_of_lanes(Lanes<S> value) {
  return (value[0] + value[2]) + (value[1] + value[3]);
}

/// The four sums of lanes at once: each in the order of sum_of_lanes().
template <class S>
[[gnu::always_inline]] inline Lanes<S> sums_of_lanes(const Lanes<S> (&a)[4]) {
  const Lanes<S> first = __builtin_shufflevector(a[0], a[1], 0, 1, 4, 5) + __builtin_shufflevector(a[0], a[1], 2, 3, 6, 7);
  const Lanes<S> second = __builtin_shufflevector(a[2], a[3], 0, 1, 4, 5) + __builtin_shufflevector(a[2], a[3], 2, 3, 6, 7);
  return __builtin_shufflevector(first, second, 0, 2, 4, 6) + __builtin_shufflevector(first, second, 1, 3, 5, 7);
}

/// Rows become columns: row[k][l] and row[l][k] change places.
template <class S>
[[gnu::always_inline]] inline void transpose(Lanes<S> (&row)[4]) {
  // Opaque, since clang would ask for less where not all columns are used, of which engines make shuffles of single bytes.
  const Lanes<S> low01 = opaque(Lanes<S>(__builtin_shufflevector(row[0], row[1], 0, 4, 1, 5)));
  const Lanes<S> low23 = opaque(Lanes<S>(__builtin_shufflevector(row[2], row[3], 0, 4, 1, 5)));
  const Lanes<S> high01 = opaque(Lanes<S>(__builtin_shufflevector(row[0], row[1], 2, 6, 3, 7)));
  const Lanes<S> high23 = opaque(Lanes<S>(__builtin_shufflevector(row[2], row[3], 2, 6, 3, 7)));
  row[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

template <class S>
inline Lanes<S> square_root(Lanes<S> value) {
  return Lanes<S>{std::sqrt(value[0]), std::sqrt(value[1]), std::sqrt(value[2]), std::sqrt(value[3])};
}

inline constexpr int padded(int count) { return (count + kLanes - 1) / kLanes * kLanes; }

}  // namespace glassbox::math

#pragma once

#include <cstddef>

#include "math/lanes.hpp"
#include "math/unroll.hpp"

namespace glassbox::math {

/// The first `count` numbers of four rows, at most four of each, to as many columns of `stride` from `columns` on. Whole lanes are read of
/// every row; `columns` must be aligned to them.
template <class S>
[[gnu::always_inline]] inline void store_as_columns(const S* const (&rows)[kLanes], int count, S* columns, std::ptrdiff_t stride) {
  Lanes<S> column[kLanes];
  unroll<kLanes>([&](auto k) __attribute__((always_inline)) { column[k] = load_unaligned(rows[k]); });
  transpose<S>(column);
  unroll<kLanes>([&](auto k) __attribute__((always_inline)) {
    if (k < count) store(columns + k * stride, column[k]);
  });
}

}  // namespace glassbox::math

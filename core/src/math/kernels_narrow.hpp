#pragma once

#include <cstddef>

#include "math/lanes.hpp"
#include "math/unroll.hpp"

/// The dense kernels for narrow layers, where what surrounds a sum costs as much as the sum: no panels, and rows in blocks that a batch
/// of ten fills. Columns of `stride` rows as in Panel, at least kFewestRows of them. Every sum has the order that kernels.hpp states.
namespace glassbox::math::narrow {

inline constexpr int kFewestRows = 5;

/// y[n,u] = start[u] + Σ_j w[u · across + j · along] · x[n,j] for j < terms, j ascending; start is zero where it is nullptr.
struct Sums {
  const float* w;
  std::ptrdiff_t across, along;
  const float* start;
  int terms, units;
};

/// Calls body(count, first) with constant counts of groups of lanes, three or two, from row `first` on.
template <class Body>
[[gnu::always_inline]] inline void for_groups(int stride, Body body) {
  for (int row = 0; row < stride;) {
    const int left = (stride - row) / kLanes;
    if (left == 4 || left == 2) {
      body(std::integral_constant<int, 2>{}, row);
      row += 2 * kLanes;
    } else {
      body(std::integral_constant<int, 3>{}, row);
      row += 3 * kLanes;
    }
  }
}

void sums_of_columns(const Sums& sums, const float* x, int stride, float* y);

/// The same, but calls write(n + u · stride, four rows of y from n on).
template <class Write>
[[gnu::always_inline]] inline void for_sums_of_columns(const Sums& sums, const float* x, int stride, Write write) {
  for_groups(stride, [&](auto count, int row) {
    for_blocks<2>(sums.units, [&](auto units, int u) {
      constexpr int kUnits = units, kCount = count;
      const float* w = sums.w + u * sums.across;
      const float* column = x + row;
      Lanes<float> sum[kUnits][kCount];
      unroll<kUnits>([&](auto k) {
        const Lanes<float> start = broadcast(sums.start != nullptr ? sums.start[u + k] : 0.0F);
        unroll<kCount>([&](auto g) { sum[k][g] = start; });
      });
      for (int j = sums.terms; j > 0; --j, w += sums.along, column += stride) {
        Lanes<float> value[kCount];
        unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
        unroll<kUnits>([&](auto k) {
          const Lanes<float> weight = broadcast(w[k * sums.across]);
          unroll<kCount>([&](auto g) { sum[k][g] += weight * value[g]; });
        });
      }
      unroll<kUnits>([&](auto k) {
        unroll<kCount>([&](auto g) { write(static_cast<std::ptrdiff_t>(u + k) * stride + row + g * kLanes, sum[k][g]); });
      });
    });
  });
}

/// The lanes whose sum is the gradient of a layer's parameters: four for each of its weights, then of its biases. d_z as in kernels.hpp.
void parameter_lanes(const float* x, int inputs, const float* d_z, int units, int stride, float* lanes);

/// target[i] = sum_of_lanes(lanes of i) for i < count, or the sum of both. The target must be aligned to whole lanes.
void sum_parameter_lanes(const float* lanes, float* target, std::size_t count, bool add);

}  // namespace glassbox::math::narrow

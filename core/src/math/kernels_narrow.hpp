#pragma once

#include <cstddef>

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
void sums_of_columns(const Sums& sums, const float* x, float* y, int stride);

}  // namespace glassbox::math::narrow

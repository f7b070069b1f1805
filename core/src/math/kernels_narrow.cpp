#include "math/kernels_narrow.hpp"

#include "math/lanes.hpp"
#include "math/unroll.hpp"

namespace glassbox::math::narrow {
namespace {

using Index = std::ptrdiff_t;

/// y for kUnits units from `u` and kCount groups of lanes
template <int kUnits, int kCount>
[[gnu::always_inline]] inline void block(const Sums& sums, const float* x, float* y, Index stride, int u) {
  const float* w = sums.w + u * sums.across;
  Lanes<float> sum[kUnits][kCount];
  unroll<kUnits>([&](auto k) {
    const Lanes<float> start = broadcast(sums.start != nullptr ? sums.start[u + k] : 0.0F);
    unroll<kCount>([&](auto g) { sum[k][g] = start; });
  });
  for (int j = sums.terms; j > 0; --j, w += sums.along, x += stride) {
    Lanes<float> value[kCount];
    unroll<kCount>([&](auto g) { value[g] = load(x + g * kLanes); });
    unroll<kUnits>([&](auto k) {
      const Lanes<float> weight = broadcast(w[k * sums.across]);
      unroll<kCount>([&](auto g) { sum[k][g] += weight * value[g]; });
    });
  }
  unroll<kUnits>([&](auto k) { unroll<kCount>([&](auto g) { store(y + (u + k) * stride + g * kLanes, sum[k][g]); }); });
}

template <int kCount>
[[gnu::noinline]] void groups(const Sums& sums, const float* x, float* y, Index stride) {
  for_blocks<2>(sums.units, [&](auto units, int u) { block<units, kCount>(sums, x, y, stride, u); });
}

}  // namespace

void sums_of_columns(const Sums& sums, const float* x, float* y, int stride) {
  for (int left = stride / kLanes; left > 0;) {
    const int count = left == 4 || left == 2 ? 2 : 3;
    (count == 3 ? groups<3> : groups<2>)(sums, x, y, stride);
    x += count * kLanes;
    y += count * kLanes;
    left -= count;
  }
}

}  // namespace glassbox::math::narrow

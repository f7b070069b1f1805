#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

void sums_of_columns(const Sums& sums, int stride, float* y) {
  for_groups(stride, [&](auto count, int row) {
    for_sums_of_columns<count>(sums, stride, row, [&](const auto& sum, int unit) {
      each(sum, [&](auto k, auto g) { store(y + row + place(unit + k, g, stride), sum[k][g]); });
    });
  });
}

void ParameterLanes::add_all(const float* d_z) const {
  for_groups(stride_, [&](auto count, int row) {
    for_blocks<2>(units_, [&](auto units, int unit) {
      constexpr int kUnits = units, kCount = count;
      Lanes<float> gradient[kUnits][kCount];
      each(gradient, [&](auto k, auto g) { gradient[k][g] = load(d_z + row + place(unit + k, g, stride_)); });
      add(gradient, unit, row);
    });
  });
}

void take_parameter_lanes(float* lanes, float* target, std::size_t count, bool add) {
  const Lanes<float> zero = broadcast(0.0F);
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes, lanes += kLanes * kLanes) {
    Lanes<float> sum[kLanes];
    unroll<kLanes>([&](auto k) {
      sum[k] = load(lanes + k * kLanes);
      store(lanes + k * kLanes, zero);
    });
    const Lanes<float> total = sums_of_lanes<float>(sum);
    store(target + i, total + (add ? load(target + i) : zero));  // to 0, -0 is added too
  }
  for (; i < count; ++i, lanes += kLanes) {
    target[i] = sum_of_lanes<float>(load(lanes)) + (add ? target[i] : 0.0F);
    store(lanes, zero);
  }
}

}  // namespace glassbox::math::narrow

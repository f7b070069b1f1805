#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

void sums_of_columns(const Sums& sums, const float* x, int stride, float* y) {
  for_sums_of_columns(sums, x, stride, [&](std::ptrdiff_t place, Lanes<float> sum) { store(y + place, sum); });
}

void parameter_lanes(const float* x, int inputs, const float* d_z, int units, int stride, float* lanes) {
  const std::ptrdiff_t across = static_cast<std::ptrdiff_t>(inputs) * kLanes;
  for_groups(stride, [&](auto count, int row) {
    constexpr int kCount = count;
    float* biases = lanes + units * across;
    const auto add = [&](float* target, const auto& terms) {
      Lanes<float> sum = row == 0 ? broadcast(0.0F) : load(target);
      unroll<kCount>([&](auto g) { sum += terms[g]; });
      store(target, sum);
    };
    for_blocks<2>(units, [&](auto block, int u) {
      constexpr int kUnits = block;
      Lanes<float> gradient[kUnits][kCount];
      unroll<kUnits>([&](auto k) {
        unroll<kCount>([&](auto g) { gradient[k][g] = load(d_z + static_cast<std::ptrdiff_t>(u + k) * stride + row + g * kLanes); });
      });
      float* target = lanes + u * across;
      const float* column = x + row;
      for (int i = inputs; i > 0; --i, target += kLanes, column += stride) {
        Lanes<float> value[kCount];
        unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
        unroll<kUnits>([&](auto k) {
          Lanes<float> product[kCount];
          unroll<kCount>([&](auto g) { product[g] = value[g] * gradient[k][g]; });
          add(target + k * across, product);
        });
      }
      unroll<kUnits>([&](auto k) { add(biases + (u + k) * kLanes, gradient[k]); });
    });
  });
}

void sum_parameter_lanes(const float* lanes, float* target, std::size_t count, bool add) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes, lanes += kLanes * kLanes) {
    Lanes<float> sum[kLanes];
    unroll<kLanes>([&](auto k) { sum[k] = load(lanes + k * kLanes); });
    const Lanes<float> total = sums_of_lanes<float>(sum);
    store(target + i, total + (add ? load(target + i) : broadcast(0.0F)));  // to 0, -0 is added too
  }
  for (; i < count; ++i, lanes += kLanes) target[i] = sum_of_lanes<float>(load(lanes)) + (add ? target[i] : 0.0F);
}

}  // namespace glassbox::math::narrow

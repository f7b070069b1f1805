#include "math/kernels_narrow.hpp"

namespace glassbox::math::narrow {

void sums_of_columns(const Sums& sums, int stride, float* y) {
  for_groups(stride, [&](auto count, int row) {
    for_sums_of_columns<count>(sums, stride, row,
                               [&](const auto& sum, int unit) { store_columns(sum, stride, y + place(unit, row, stride)); });
  });
}

void ParameterLanes::add_all(const float* d_z) const {
  for_groups_or_all(stride_, [&](auto count, int row, auto all) {
    const float* column = d_z + row;
    for (int unit = 0; unit < units_; ++unit, column += stride_) {
      Lanes<float> gradient[1][count];
      load_columns(column, stride_, gradient);
      add<all>(gradient, unit, row);
    }
  });
}

void take_parameter_lanes(float* lanes, float* target, std::size_t count, bool add) {
  for (std::size_t i = 0; i < count; i += kLanes, lanes += kLanes * kLanes) {
    Lanes<float> sum[kLanes];
    unroll<kLanes>([&](auto k) {
      sum[k] = load(lanes + k * kLanes);
      store(lanes + k * kLanes, broadcast(0.0F));
    });
    store(target + i, sums_of_lanes<float>(sum) + (add ? load(target + i) : broadcast(0.0F)));  // to 0, -0 is added too
  }
}

}  // namespace glassbox::math::narrow

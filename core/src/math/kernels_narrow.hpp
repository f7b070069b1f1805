#pragma once

#include <cstddef>
#include <type_traits>

#include "math/lanes.hpp"
#include "math/unroll.hpp"

/// The dense kernels for narrow layers, where what surrounds a sum costs as much as the sum: no panels, and rows in blocks that a batch
/// of ten fills. Columns of `stride` rows as in Panel, at least kFewestRows of them. Every sum has the order that kernels.hpp states.
namespace glassbox::math::narrow {

inline constexpr int kFewestRows = 5;

/// y[n,u] = start[u] + Σ_j w[u · across + j · along] · x[n,j] for j < terms, j ascending; start is zero where it is nullptr.
struct Sums {
  const float *x, *w;
  std::ptrdiff_t across, along;
  const float* start;
  int terms, units;
};

/// The stride of nine to twelve rows, such as the usual batch of ten: three groups of lanes, which kernels take at once.
inline constexpr int kOneBlock = 3 * kLanes;
/// Whether so many rows leave half of the third group empty.
constexpr bool half_empty(int rows) { return rows == kOneBlock - 2 || rows == kOneBlock - 3; }

/// Calls body(count, first) with constant counts of groups of lanes, three or two, from row `first` on.
template <class Body>
[[gnu::always_inline]] inline void for_groups(int stride, Body body) {
  int row = 0;
  do {
    const int left = (stride - row) / kLanes;
    if (left == 4 || left == 2) {
      body(std::integral_constant<int, 2>{}, row);
      row += 2 * kLanes;
    } else {
      body(std::integral_constant<int, 3>{}, row);
      row += 3 * kLanes;
    }
  } while (row < stride);
}

/// The same with body(count, first, whether they are all), the last being constant too.
template <class Body>
[[gnu::always_inline]] inline void for_groups_or_all(int stride, Body body) {
  if (stride == kOneBlock) {
    body(std::integral_constant<int, 3>{}, 0, std::true_type{});
  } else {
    for_groups(stride, [&](auto count, int row) { body(count, row, std::false_type{}); });
  }
}

/// Where a row of a unit lies in columns of `stride` rows.
inline std::ptrdiff_t place(int unit, int row, int stride) { return static_cast<std::ptrdiff_t>(unit) * stride + row; }

/// visit(k, g) for all places of an array of units and groups of lanes.
template <class Groups, class Visit>
[[gnu::always_inline]] inline void each(const Groups&, Visit visit) {
  unroll<std::extent_v<Groups>>([&](auto k) { unroll<std::extent_v<Groups, 1>>([&](auto g) { visit(k, g); }); });
}

/// visit(k, g, where unit k has that group of lanes in each of some columns of `stride` rows), given where unit 0 has its first.
template <class Groups, class Visit, class... Columns>
[[gnu::always_inline]] inline void each_place(const Groups&, int stride, Visit visit, Columns*... columns) {
  unroll<std::extent_v<Groups>>([&](auto k) {
    [&](auto*... column) {  // each a pointer to which constants are added, so that no load needs an instruction for its address
      unroll<std::extent_v<Groups, 1>>([&](auto g) { visit(k, g, column + g * kLanes...); });
    }(columns + static_cast<std::ptrdiff_t>(k) * stride...);
  });
}

/// As for each_place().
template <class Groups>
[[gnu::always_inline]] inline void load_columns(const float* columns, int stride, Groups& groups) {
  each_place(
      groups, stride, [&](auto k, auto g, const float* from) { groups[k][g] = load(from); }, columns);
}
template <class Groups>
[[gnu::always_inline]] inline void store_columns(const Groups& groups, int stride, float* columns) {
  each_place(
      groups, stride, [&](auto k, auto g, float* to) { store(to, groups[k][g]); }, columns);
}

void sums_of_columns(const Sums& sums, int stride, float* y);

/// The same for kCount groups of lanes from `row` on, but calls write(sums [units][groups of lanes], first unit).
template <int kCount, class Write>
[[gnu::always_inline]] inline void for_sums_of_columns(const Sums& sums, int stride, int row, Write write) {
  for_blocks<2>(sums.units, [&](auto units, int u) {
    constexpr int kUnits = units;
    const float* w = sums.w + u * sums.across;
    const float* column = sums.x + row;
    Lanes<float> sum[kUnits][kCount];
    each(sum, [&](auto k, auto g) { sum[k][g] = broadcast(sums.start != nullptr ? sums.start[u + k] : 0.0F); });
    for (int j = sums.terms; j > 0; --j, w += sums.along, column += stride) {
      Lanes<float> value[kCount];
      unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
      each(sum, [&](auto k, auto g) { sum[k][g] += broadcast(w[k * sums.across]) * value[g]; });
    }
    write(sum, u);
  });
}

/// Adds up the lanes whose sum is the gradient of a layer's parameters: four for each of its weights, then of its biases.
class ParameterLanes {
 public:
  /// x: the layer's inputs; lanes: where to add.
  ParameterLanes(const float* x, int inputs, int units, int stride, float* lanes)
      : x_(x), inputs_(inputs), units_(units), stride_(stride), lanes_(lanes) {}

  /// What d_z [units][groups of lanes] adds, from `unit` and `row` on; kAll: these are all rows, and what stood in the lanes does not
  /// count.
  template <bool kAll, class Groups>
  [[gnu::always_inline]] void add(const Groups& d_z, int unit, int row) const {
    constexpr int kUnits = std::extent_v<Groups>, kCount = std::extent_v<Groups, 1>;
    const std::ptrdiff_t across = static_cast<std::ptrdiff_t>(inputs_) * kLanes;
    float* target = lanes_ + unit * across;
    const float* column = x_ + row;
    for (int i = inputs_; i > 0; --i, target += kLanes, column += stride_) {
      Lanes<float> value[kCount];
      unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
      unroll<kUnits>([&](auto k) {
        Lanes<float> sum = value[0] * d_z[k][0];
        if constexpr (!kAll) sum = load(target + k * across) + sum;
        unroll<kCount - 1>([&](auto g) { sum += value[g + 1] * d_z[k][g + 1]; });
        store(target + k * across, sum);
      });
    }
    target = lanes_ + units_ * across + unit * kLanes;
    unroll<kUnits>([&](auto k) {
      Lanes<float> sum = d_z[k][0];
      if constexpr (!kAll) sum = load(target + k * kLanes) + sum;
      unroll<kCount - 1>([&](auto g) { sum += d_z[k][g + 1]; });
      store(target + k * kLanes, sum);
    });
  }
  /// What all of d_z adds, columns as x.
  void add_all(const float* d_z) const;

 private:
  const float* x_;
  int inputs_, units_, stride_;
  float* lanes_;
};

/// target[i] = sum_of_lanes(lanes of i) for i < count, or the sum of both; the lanes are zero then. Whole lanes are read and written, so
/// that behind `count` both must have them; the target must be aligned to them.
void take_parameter_lanes(float* lanes, float* target, std::size_t count, bool add);

}  // namespace glassbox::math::narrow

#include "math/kernels.hpp"

#include <cstddef>

#include "math/kernels_single.hpp"
#include "math/scalars.hpp"
#include "math/unroll.hpp"

namespace glassbox::math {
namespace {

using Index = std::ptrdiff_t;

/// A page trains in float: its blocks fill the registers, and one row has kernels of its own. The kernels for double are small instead.
template <class S>
inline constexpr bool kFast = sizeof(S) == 4;
/// How many units a block holds, and how many groups of lanes beside `units` of them: a sum waits for its last addition, so a few units
/// take many groups.
template <class S>
inline constexpr int kUnits = kFast<S> ? 4 : 2;
template <class S>
inline constexpr int groups_beside(int units) {
  return kFast<S> ? (units == 1 ? 8 : units == 2 ? 4 : 2) : 1;
}

template <class S>
int groups_of(const Panel<S>& panel) {
  return padded(panel.rows) / kLanes;
}

/// z for kOutputs units from `o` and kCount groups of lanes from row `n`
template <int kOutputs, int kCount, class S>
[[gnu::always_inline]] inline void forward_block(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int o, int n) {
  const Index inputs = x.units;
  const S* weights = w + o * inputs;
  const S* column = x.data + n;
  Lanes<S> sum[kOutputs][kCount];
  unroll<kOutputs>([&](auto j) { unroll<kCount>([&](auto g) { sum[j][g] = broadcast(b[o + j]); }); });
  for (Index i = 0; i < inputs; ++i, column += x.stride) {
    Lanes<S> value[kCount];
    unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
    unroll<kOutputs>([&](auto j) {
      const Lanes<S> weight = broadcast(weights[j * inputs + i]);
      unroll<kCount>([&](auto g) { sum[j][g] += weight * value[g]; });
    });
  }
  unroll<kOutputs>([&](auto j) { unroll<kCount>([&](auto g) { store(z.column(o + j) + n + g * kLanes, sum[j][g]); }); });
}

/// z for all units and kCount groups of lanes from row `n`, where x has kInputs units, which stay in registers
template <int kInputs, int kCount, class S>
[[gnu::always_inline]] inline void forward_narrow(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int n) {
  Lanes<S> value[kInputs][kCount];
  unroll<kInputs>([&](auto i) { unroll<kCount>([&](auto g) { value[i][g] = load(x.column(i) + n + g * kLanes); }); });
  S* column = z.data + n;
  for (int o = 0; o < z.units; ++o, w += kInputs, column += z.stride) {
    Lanes<S> sum[kCount];
    unroll<kCount>([&](auto g) { sum[g] = broadcast(b[o]); });
    unroll<kInputs>([&](auto i) {
      const Lanes<S> weight = broadcast(w[i.value]);
      unroll<kCount>([&](auto g) { sum[g] += weight * value[i][g]; });
    });
    unroll<kCount>([&](auto g) { store(column + g * kLanes, sum[g]); });
  }
}

/// The same for all rows, kGroups groups of lanes at a time
template <int kInputs, int kGroups, class S>
[[gnu::always_inline]] inline void forward_narrow(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  for_blocks<kGroups>(groups_of(x), [&](auto count, int group) { forward_narrow<kInputs, count>(x, w, b, z, group * kLanes); });
}

/// d_x for kInputs units from `i` and kCount groups of lanes from row `n`
template <int kInputs, int kCount, class S>
[[gnu::always_inline]] inline void backward_block(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x, int i, int n) {
  const Index inputs = d_x.units;
  const S* weights = w + i;
  const S* column = d_z.data + n;
  Lanes<S> sum[kInputs][kCount];
  unroll<kInputs>([&](auto j) { unroll<kCount>([&](auto g) { sum[j][g] = weights[j] * load(column + g * kLanes); }); });
  for (int o = 1; o < d_z.units; ++o) {
    weights += inputs;
    column += d_z.stride;
    Lanes<S> value[kCount];
    unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
    unroll<kInputs>([&](auto j) {
      const Lanes<S> weight = broadcast(weights[j]);
      unroll<kCount>([&](auto g) { sum[j][g] += weight * value[g]; });
    });
  }
  unroll<kInputs>([&](auto j) { unroll<kCount>([&](auto g) { store(d_x.column(i + j) + n + g * kLanes, sum[j][g]); }); });
}

/// target[0 … kCount) += the sums of lanes, or onto zeros; where they fill vectors, four at a time
template <int kCount, class S>
[[gnu::always_inline]] inline void add_sums_of_lanes(const Lanes<S> (&sum)[kCount], S* target, bool add) {
  constexpr int kWhole = kFast<S> ? kCount / kLanes * kLanes : 0;
  unroll<kWhole / kLanes>([&](auto k) {
    constexpr int kFirst = k * kLanes;
    const Lanes<S> four[kLanes] = {sum[kFirst], sum[kFirst + 1], sum[kFirst + 2], sum[kFirst + 3]};
    const Lanes<S> total = (add ? load_unaligned(target + kFirst) : broadcast(S(0))) + sums_of_lanes<S>(four);
    std::memcpy(target + kFirst, &total, sizeof total);
  });
  unroll<kCount - kWhole>([&](auto k) { target[kWhole + k] = (add ? target[kWhole + k] : S(0)) + sum_of_lanes<S>(sum[kWhole + k]); });
}

/// d_w for kOutputs units from `o` and kInputs units from `i`
template <int kOutputs, int kInputs, class S>
[[gnu::noinline]] void parameters_block(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, int o, int i, bool add) {
  const S* x_columns = x.column(i);
  const S* d_z_columns = d_z.column(o);
  Lanes<S> sum[kOutputs * kInputs] = {};
  for (int n = 0; n < x.rows; n += kLanes) {
    Lanes<S> gradient[kOutputs];
    unroll<kOutputs>([&](auto j) { gradient[j] = load(d_z_columns + static_cast<Index>(j) * d_z.stride + n); });
    unroll<kInputs>([&](auto k) {
      const Lanes<S> value = load(x_columns + static_cast<Index>(k) * x.stride + n);
      unroll<kOutputs>([&](auto j) { sum[j * kInputs + k] += value * gradient[j]; });
    });
  }
  S* target = d_w + static_cast<Index>(o) * x.units + i;
  if (kInputs < kLanes && kInputs == x.units) return add_sums_of_lanes<kOutputs * kInputs, S>(sum, target, add);
  unroll<kOutputs>([&](auto j) {
    Lanes<S> row[kInputs];
    unroll<kInputs>([&](auto k) { row[k] = sum[j * kInputs + k]; });
    add_sums_of_lanes<kInputs, S>(row, target + j * static_cast<Index>(x.units), add);
  });
}

template <int kOutputs, class S>
[[gnu::noinline]] void biases_block(const Panel<const S>& d_z, S* d_b, int o, bool add) {
  Lanes<S> sum[kOutputs] = {};
  for (int n = 0; n < d_z.rows; n += kLanes) unroll<kOutputs>([&](auto j) { sum[j] += load(d_z.column(o + j) + n); });
  add_sums_of_lanes<kOutputs, S>(sum, d_b + o, add);
}

}  // namespace

template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  if constexpr (kFast<S>) {
    if (kSingleRows && x.rows == 1) return single::dense_forward(x, w, b, z);
    if (x.units == 2) return forward_narrow<2, 3>(x, w, b, z);
    if (x.units == 4) return forward_narrow<4, 2>(x, w, b, z);
  }
  for_blocks<2>(z.units, [&](auto outputs, int o) {
    for_blocks<groups_beside<S>(outputs)>(groups_of(x),
                                          [&](auto count, int group) { forward_block<outputs, count>(x, w, b, z, o, group * kLanes); });
  });
}

template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x) {
  if constexpr (kFast<S>) {
    if (kSingleRows && d_z.rows == 1) return single::dense_backward_input(d_z, w, d_x);
  }
  for_blocks<kUnits<S>>(d_x.units, [&](auto inputs, int i) {
    for_blocks<groups_beside<S>(kUnits<S>)>(groups_of(d_x),
                                            [&](auto count, int group) { backward_block<inputs, count>(d_z, w, d_x, i, group * kLanes); });
  });
}

template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b, bool add) {
  if constexpr (kFast<S>) {
    if (kSingleRows && x.rows == 1) return single::dense_backward_parameters(x, d_z, d_w, d_b, add);
  }
  constexpr int kInputs = kUnits<S>;
  const int whole = x.units / kInputs * kInputs;
  for_blocks<kUnits<S> / 2>(d_z.units, [&](auto outputs, int o) {
    for (int i = 0; i < whole; i += kInputs) parameters_block<outputs, kInputs>(x, d_z, d_w, o, i, add);
  });
  unroll<kInputs - 1>([&](auto smaller) {
    if (x.units - whole != smaller + 1) return;
    for_blocks_and_ones<kUnits<S>>(d_z.units,
                                   [&](auto outputs, int o) { parameters_block<outputs, smaller + 1>(x, d_z, d_w, o, whole, add); });
  });
  for_blocks_and_ones<kUnits<S>>(d_z.units, [&](auto outputs, int o) { biases_block<outputs>(d_z, d_b, o, add); });
}

template void dense_forward(const Panel<const float>&, const float*, const float*, const Panel<float>&);
template void dense_forward(const Panel<const double>&, const double*, const double*, const Panel<double>&);
template void dense_backward_input(const Panel<const float>&, const float*, const Panel<float>&);
template void dense_backward_input(const Panel<const double>&, const double*, const Panel<double>&);
template void dense_backward_parameters(const Panel<const float>&, const Panel<const float>&, float*, float*, bool);
template void dense_backward_parameters(const Panel<const double>&, const Panel<const double>&, double*, double*, bool);

}  // namespace glassbox::math

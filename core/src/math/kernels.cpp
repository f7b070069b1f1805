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
/// How many units a block holds.
template <class S>
inline constexpr int kUnits = kFast<S> ? 4 : 2;

/// Calls body(constant count, first) for groups of lanes beside kBeside units: a sum waits for its last addition, so a few units take many
/// groups.
template <class S, int kBeside, class Body>
[[gnu::always_inline]] inline void for_groups_beside(int groups, Body body) {
  if constexpr (!kFast<S>) {
    for_blocks_of<1>(groups, body);
  } else if constexpr (kBeside == 1) {
    for_blocks_of<8, 5, 3, 1>(groups, body);
  } else if constexpr (kBeside == 2) {
    for_blocks_of<4, 3, 1>(groups, body);
  } else {
    for_blocks_of<2, 1>(groups, body);
  }
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

/// z for all units where x has kInputs units, which stay in registers, kGroups groups of lanes at a time
template <int kInputs, int... kGroups, class S>
[[gnu::always_inline]] inline void forward_narrow(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  const Index stride = z.stride, units = z.units;  // locals, which nothing stored can change
  for_blocks_of<kGroups...>(groups_of(x), [&](auto count, int group) {
    const Index row = static_cast<Index>(group) * kLanes;
    Lanes<S> value[kInputs][count];
    unroll<kInputs>([&](auto i) { unroll<count>([&](auto g) { value[i][g] = load(x.column(i) + row + g * kLanes); }); });
    const S* weights = w;
    S* column = z.data + row;
    for (Index o = 0; o < units; ++o, weights += kInputs, column += stride) {
      Lanes<S> sum[count];
      unroll<count>([&](auto g) { sum[g] = broadcast(b[o]); });
      unroll<kInputs>([&](auto i) {
        const Lanes<S> weight = broadcast(weights[i.value]);
        unroll<count>([&](auto g) { sum[g] += weight * value[i][g]; });
      });
      unroll<count>([&](auto g) { store(column + g * kLanes, sum[g]); });
    }
  });
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

/// target[0 … kCount) += the sums of lanes, or onto zeros; where they fill vectors, four at a time. Sums that begin with their first
/// product come to -0 where they would come to 0 from zero, and 0 is added to them.
template <int kCount, class S>
[[gnu::always_inline]] inline void add_sums_of_lanes(const Lanes<S> (&sum)[kCount], S* target, bool add) {
  constexpr int kWhole = kFast<S> ? kCount / kLanes * kLanes : 0;
  unroll<kWhole / kLanes>([&](auto k) {
    constexpr int kFirst = k * kLanes;
    const Lanes<S> four[kLanes] = {sum[kFirst], sum[kFirst + 1], sum[kFirst + 2], sum[kFirst + 3]};
    Lanes<S> total = broadcast(S(0)) + sums_of_lanes<S>(four);
    if (add) total += load_unaligned(target + kFirst);
    std::memcpy(target + kFirst, &total, sizeof total);
  });
  unroll<kCount - kWhole>([&](auto k) {
    const S total = S(0) + sum_of_lanes<S>(sum[kWhole + k]);
    target[kWhole + k] = add ? target[kWhole + k] + total : total;
  });
}

/// d_w for all units, kOutputs at a time, and the inputs from `first` to before `end`, kInputs at a time; with kBiases d_b too
template <int kOutputs, int kInputs, bool kBiases, class S>
[[gnu::noinline]] void parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b, int first, int end, bool add) {
  const int rows = x.rows;  // locals, which nothing stored can change
  const Index inputs = x.units, x_stride = x.stride, d_z_stride = d_z.stride;
  const S *x_data = x.data, *d_z_data = d_z.data;
  for_blocks_of<kOutputs, 1>(d_z.units, [&](auto outputs, int o) {
    for (Index i = first; i < end; i += kInputs) {
      const S *x_columns = x_data + i * x_stride, *d_z_columns = d_z_data + o * d_z_stride;
      Lanes<S> sum[outputs * kInputs], bias[outputs];
      const auto take = [&](int n, auto begins) __attribute__((always_inline)) {
        Lanes<S> value[kInputs];
        unroll<kInputs>([&](auto k) { value[k] = load(x_columns + k * x_stride + n); });
        unroll<outputs>([&](auto j) {
          const Lanes<S> gradient = load(d_z_columns + j * d_z_stride + n);
          unroll<kInputs>([&](auto k) {
            const Lanes<S> product = value[k] * gradient;
            sum[j * kInputs + k] = begins ? product : sum[j * kInputs + k] + product;
          });
          if (kBiases) bias[j] = begins ? gradient : bias[j] + gradient;
        });
      };
      take(0, std::true_type{});
      for (int n = kLanes; n < rows; n += kLanes) take(n, std::false_type{});
      if (kBiases && i == first) add_sums_of_lanes<outputs, S>(bias, d_b + o, add);
      S* target = d_w + o * inputs + i;
      if (kInputs < kLanes && kInputs == inputs) {
        add_sums_of_lanes<outputs * kInputs, S>(sum, target, add);
        continue;
      }
      unroll<outputs>([&](auto j) {
        Lanes<S> row[kInputs];
        unroll<kInputs>([&](auto k) { row[k] = sum[j * kInputs + k]; });
        add_sums_of_lanes<kInputs, S>(row, target + j * inputs, add);
      });
    }
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
    if (x.units == 2) return forward_narrow<2, 5, 3, 1>(x, w, b, z);
    if (x.units == 4) return forward_narrow<4, 2, 1>(x, w, b, z);
  }
  for_blocks<2>(z.units, [&](auto outputs, int o) {
    for_groups_beside<S, outputs>(groups_of(x),
                                  [&](auto count, int group) { forward_block<outputs, count>(x, w, b, z, o, group * kLanes); });
  });
}

template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x) {
  if constexpr (kFast<S>) {
    if (kSingleRows && d_z.rows == 1) return single::dense_backward_input(d_z, w, d_x);
  }
  for_blocks_of<kUnits<S>, 1>(d_x.units, [&](auto inputs, int i) {
    for_groups_beside<S, kUnits<S>>(groups_of(d_x),
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
  if (whole > 0) parameters<kInputs / 2, kInputs, false>(x, d_z, d_w, d_b, 0, whole, add);
  if (whole == x.units) {
    for_blocks_of<kUnits<S>, 1>(d_z.units, [&](auto outputs, int o) { biases_block<outputs>(d_z, d_b, o, add); });
  }
  if (kInputs > 2 && x.units - whole == 2) {
    parameters<kUnits<S>, 2, true>(x, d_z, d_w, d_b, whole, x.units, add);
  } else if (x.units > whole) {
    parameters<kUnits<S>, 1, true>(x, d_z, d_w, d_b, whole, x.units, add);
  }
}

template void dense_forward(const Panel<const float>&, const float*, const float*, const Panel<float>&);
template void dense_forward(const Panel<const double>&, const double*, const double*, const Panel<double>&);
template void dense_backward_input(const Panel<const float>&, const float*, const Panel<float>&);
template void dense_backward_input(const Panel<const double>&, const double*, const Panel<double>&);
template void dense_backward_parameters(const Panel<const float>&, const Panel<const float>&, float*, float*, bool);
template void dense_backward_parameters(const Panel<const double>&, const Panel<const double>&, double*, double*, bool);

}  // namespace glassbox::math

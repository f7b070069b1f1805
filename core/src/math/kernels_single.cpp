#include "math/kernels_single.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "math/lanes.hpp"
#include "math/unroll.hpp"

namespace glassbox::math::single {
namespace {

using Index = std::ptrdiff_t;

/// Four neighbours of a panel of one row, from `unit` on.
template <class S>
[[gnu::always_inline]] inline Lanes<S> four_units(const Panel<const S>& panel, int unit) {
  const S* first = panel.column(unit);
  if (panel.stride == 1) return load_unaligned(first);
  return Lanes<S>{first[0], first[panel.stride], first[2 * panel.stride], first[3 * panel.stride]};
}

/// Writes them, with zeros or with the value itself in padding rows.
template <bool kRepeated, class S>
[[gnu::always_inline]] inline void store_four_units(const Panel<S>& panel, int unit, Lanes<S> value) {
  if (panel.stride == 1) {
    std::memcpy(panel.column(unit), &value, sizeof value);
  } else {
    unroll<kLanes>([&](auto k) { store(panel.column(unit + k), kRepeated ? broadcast(value[k.value]) : Lanes<S>{value[k.value]}); });
  }
}

template <bool kRepeated, class S>
[[gnu::always_inline]] inline void store_unit(const Panel<S>& panel, int unit, S value) {
  if (panel.stride == 1) {
    *panel.column(unit) = value;
  } else {
    store(panel.column(unit), kRepeated ? broadcast(value) : Lanes<S>{value});
  }
}

/// Calls body(constant blocks, start) for blocks of whole lanes; the last ones overlap those before. For counts of kLanes at least.
template <class Body>
[[gnu::always_inline]] inline void for_overlapping_lanes(int count, Body body) {
  const auto cover = [&](auto blocks) {
    constexpr int kStep = blocks * kLanes;
    for (int start = 0; start + kStep < count; start += kStep) body(blocks, start);
    body(blocks, count - kStep);
  };
  if (count >= 2 * kLanes) {
    cover(std::integral_constant<int, 2>{});
  } else {
    cover(std::integral_constant<int, 1>{});
  }
}

/// z for kBlocks times four units from `o`, a unit in each lane; x has kLanes units at least. The columns that are left over come with
/// some done before.
template <int kBlocks, class S>
[[gnu::always_inline]] inline void forward_block(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int o) {
  const Index inputs = x.units, stride = x.stride, whole = inputs / kLanes * kLanes;
  const S* weights = w + o * inputs;
  Lanes<S> sum[kBlocks];
  unroll<kBlocks>([&](auto j) { sum[j] = load_unaligned(b + o + j * kLanes); });
  const auto add_columns = [&](Index i, Index first) {
    unroll<kBlocks>([&](auto j) {
      Lanes<S> weight[kLanes];
      unroll<kLanes>([&](auto k) { weight[k] = load_unaligned(weights + (j * kLanes + k) * inputs + i); });
      transpose<S>(weight);
      unroll<kLanes>([&](auto k) {
        if (k >= first) sum[j] += weight[k] * x.data[(i + k) * stride];
      });
    });
  };
  for (Index i = 0; i < whole; i += kLanes) add_columns(i, 0);
  if (whole < inputs) add_columns(inputs - kLanes, whole + kLanes - inputs);
  unroll<kBlocks>([&](auto j) { store_four_units<true>(z, o + j * kLanes, sum[j]); });
}

/// The same for kCount units of any fan-in
template <int kCount, class S>
[[gnu::always_inline]] inline void forward_few(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int o) {
  const Index inputs = x.units, stride = x.stride;
  const S* weights = w + o * inputs;
  S sum[kCount];
  unroll<kCount>([&](auto j) { sum[j] = b[o + j]; });
  for (Index i = 0; i < inputs; ++i) unroll<kCount>([&](auto j) { sum[j] += weights[j * inputs + i] * x.data[i * stride]; });
  unroll<kCount>([&](auto j) { store_unit<true>(z, o + j, sum[j]); });
}

/// Calls body(constant inputs) for more inputs than kLanes, but at most twice as many: they stay in registers, and every place of a weight
/// within four units is a constant. False, and nothing done, for others.
template <class Body>
[[gnu::always_inline]] inline bool for_narrow(int inputs, Body body) {
  unroll<kLanes>([&](auto k) {
    if (inputs == kLanes + 1 + k) body(std::integral_constant<int, kLanes + 1 + k>{});
  });
  return inputs > kLanes && inputs <= 2 * kLanes;
}

/// Calls body(start) for fours of units; the last ones overlap those before. For kLanes units at least.
template <class Body>
[[gnu::always_inline]] inline void for_overlapping_fours(int units, Body body) {
  int o = 0;
  for (int left = units; left > 0; left -= kLanes, o = std::min(o + kLanes, units - kLanes)) body(o);
}

/// z for all units; z has kLanes units at least. The last columns of weights overlap those before.
template <int kInputs, class S>
[[gnu::noinline]] void forward_narrow(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  constexpr int kAgain = 2 * kLanes - kInputs;
  Lanes<S> value[kInputs];
  unroll<kInputs>([&](auto i) { value[i] = broadcast(*x.column(i)); });
  for_overlapping_fours(z.units, [&](int o) {
    const S* weights = w + o * kInputs;
    Lanes<S> sum = load_unaligned(b + o), weight[kLanes];
    unroll<kLanes>([&](auto k) { weight[k] = load_unaligned(weights + k * kInputs); });
    transpose<S>(weight);
    unroll<kLanes>([&](auto k) { sum += weight[k] * value[k]; });
    unroll<kLanes>([&](auto k) { weight[k] = load_unaligned(weights + (k + 1) * kInputs - kLanes); });
    transpose<S>(weight);
    unroll<kLanes - kAgain>([&](auto k) { sum += weight[kAgain + k] * value[kLanes + k]; });
    store_four_units<true>(z, o, sum);
  });
}

/// d_x for kBlocks times four units from `i`, a unit in each lane
template <int kBlocks, class S>
[[gnu::always_inline]] inline void backward_block(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x, int i) {
  const S* weights = w + i;
  const S* gradient = d_z.data;
  Lanes<S> sum[kBlocks];
  unroll<kBlocks>([&](auto j) { sum[j] = load_unaligned(weights + j * kLanes) * *gradient; });
  for (int o = 1; o < d_z.units; ++o) {
    weights += d_x.units;
    gradient += d_z.stride;
    unroll<kBlocks>([&](auto j) { sum[j] += load_unaligned(weights + j * kLanes) * *gradient; });
  }
  unroll<kBlocks>([&](auto j) { store_four_units<false>(d_x, i + j * kLanes, sum[j]); });
}

// The sum of lanes adds zeros to the one product, which turns -0 into 0: so does adding S(0) below.

/// d_w for kBlocks times four inputs from `i`, an input in each lane. The last four start at `last`, where they may overlap others: both
/// write the same, so all of a row is read before any is written.
template <int kBlocks, class S>
[[gnu::always_inline]] inline void parameters_block(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, int i, int last, bool add) {
  Lanes<S> value[kBlocks];
  const auto place = [&](int j) { return j == kBlocks - 1 ? last : i + j * kLanes; };
  unroll<kBlocks>([&](auto j) { value[j] = four_units(x, place(j)); });
  S* row = d_w;
  for (int o = 0; o < d_z.units; ++o, row += x.units) {
    const Lanes<S> gradient = broadcast(*d_z.column(o));
    Lanes<S> total[kBlocks];
    unroll<kBlocks>([&](auto j) { total[j] = value[j] * gradient + S(0); });
    if (add) unroll<kBlocks>([&](auto j) { total[j] += load_unaligned(row + place(j)); });
    unroll<kBlocks>([&](auto j) { std::memcpy(row + place(j), &total[j], sizeof total[j]); });
  }
}

}  // namespace

template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  if (x.units >= kLanes && z.units >= kLanes) {
    if (for_narrow(x.units, [&](auto inputs) { forward_narrow<inputs>(x, w, b, z); })) return;
    return for_overlapping_lanes(z.units, [&](auto blocks, int o) { forward_block<blocks>(x, w, b, z, o); });
  }
  for_blocks<kLanes>(z.units, [&](auto count, int o) { forward_few<count>(x, w, b, z, o); });
}

template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x) {
  if (d_x.units >= kLanes) {
    return for_overlapping_lanes(d_x.units, [&](auto blocks, int i) { backward_block<blocks>(d_z, w, d_x, i); });
  }
  for (int i = 0; i < d_x.units; ++i) {
    S sum = w[i] * *d_z.data;
    for (int o = 1; o < d_z.units; ++o) sum += w[static_cast<Index>(o) * d_x.units + i] * *d_z.column(o);
    store_unit<false>(d_x, i, sum);
  }
}

template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b, bool add) {
  if (x.units >= kLanes) {
    const int whole = x.units / kLanes;
    for_blocks<3>(whole, [&](auto blocks, int start) {
      const int first = start * kLanes;
      if (start + blocks == whole && x.units % kLanes > 0) {
        parameters_block<blocks + 1>(x, d_z, d_w, first, x.units - kLanes, add);
      } else {
        parameters_block<blocks>(x, d_z, d_w, first, first + (blocks - 1) * kLanes, add);
      }
    });
  } else {
    for (int o = 0; o < d_z.units; ++o) {
      for (int i = 0; i < x.units; ++i) {
        S& target = d_w[static_cast<Index>(o) * x.units + i];
        target = (*x.column(i) * *d_z.column(o) + S(0)) + (add ? target : S(0));
      }
    }
  }
  int o = 0;
  for (; o + kLanes <= d_z.units; o += kLanes) {
    Lanes<S> total = four_units(d_z, o) + S(0);
    if (add) total += load_unaligned(d_b + o);
    std::memcpy(d_b + o, &total, sizeof total);
  }
  for (; o < d_z.units; ++o) d_b[o] = (*d_z.column(o) + S(0)) + (add ? d_b[o] : S(0));
}

template void dense_forward(const Panel<const float>&, const float*, const float*, const Panel<float>&);
template void dense_backward_input(const Panel<const float>&, const float*, const Panel<float>&);
template void dense_backward_parameters(const Panel<const float>&, const Panel<const float>&, float*, float*, bool);

}  // namespace glassbox::math::single

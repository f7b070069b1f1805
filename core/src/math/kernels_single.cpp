#include "math/kernels_single.hpp"

#include <cstddef>

#include "math/unroll.hpp"

namespace glassbox::math::single {
namespace {

using Index = std::ptrdiff_t;

/// Calls body(constant count) for the units that are left over when lanes are filled.
template <class Body>
[[gnu::always_inline]] inline void for_rest(int units, Body body) {
  unroll<kLanes - 1>([&](auto smaller) {
    if (units % kLanes == smaller + 1) body(std::integral_constant<int, smaller + 1>{});
  });
}

/// Rows become columns: row[k][l] and row[l][k] change places.
template <class S>
[[gnu::always_inline]] inline void transpose(Lanes<S> (&row)[4]) {
  const Lanes<S> low01 = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5), high01 = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const Lanes<S> low23 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5), high23 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  row[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

/// z for kBlocks times four units from `o`, a unit in each lane
template <int kBlocks, class S>
[[gnu::always_inline]] inline void forward_block(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int o) {
  const Index inputs = x.units;
  const S* weights = w + o * inputs;
  const S* value = x.data;
  Lanes<S> sum[kBlocks];
  unroll<kBlocks>([&](auto j) { sum[j] = load_unaligned(b + o + j * kLanes); });
  Index i = 0;
  for (; i + kLanes <= inputs; i += kLanes) {
    unroll<kBlocks>([&](auto j) {
      Lanes<S> weight[kLanes];
      unroll<kLanes>([&](auto k) { weight[k] = load_unaligned(weights + (j * kLanes + k) * inputs + i); });
      transpose<S>(weight);
      unroll<kLanes>([&](auto k) { sum[j] += weight[k] * value[k * static_cast<Index>(x.stride)]; });
    });
    value += kLanes * static_cast<Index>(x.stride);
  }
  for (; i < inputs; ++i, value += x.stride) {
    unroll<kBlocks>([&](auto j) {
      const S* column = weights + j * kLanes * inputs + i;
      sum[j] += Lanes<S>{column[0], column[inputs], column[2 * inputs], column[3 * inputs]} * *value;
    });
  }
  unroll<kBlocks * kLanes>([&](auto k) { store(z.column(o + k), broadcast(sum[k / kLanes][k % kLanes])); });
}

/// The same for kCount units that fill no lanes; likewise below
template <int kCount, class S>
[[gnu::always_inline]] inline void forward_rest(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z, int o) {
  const Index inputs = x.units, stride = x.stride;
  const S* weights = w + o * inputs;
  const S* value = x.data;
  S sum[kCount];
  unroll<kCount>([&](auto j) { sum[j] = b[o + j]; });
  const auto add = [&](auto count) {
    unroll<count>([&](auto k) { unroll<kCount>([&](auto j) { sum[j] += weights[j * inputs + k] * value[k * stride]; }); });
    weights += count;
    value += count * stride;
  };
  Index i = 0;
  for (; i + kLanes <= inputs; i += kLanes) add(std::integral_constant<int, kLanes>{});
  for (; i < inputs; ++i) add(std::integral_constant<int, 1>{});
  unroll<kCount>([&](auto j) { store(z.column(o + j), broadcast(sum[j])); });
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
  unroll<kBlocks * kLanes>([&](auto k) { store(d_x.column(i + k), Lanes<S>{sum[k / kLanes][k % kLanes]}); });
}

template <int kCount, class S>
[[gnu::always_inline]] inline void backward_rest(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x, int i) {
  const S* weights = w + i;
  const S* gradient = d_z.data;
  S sum[kCount];
  unroll<kCount>([&](auto j) { sum[j] = weights[j] * *gradient; });
  for (int o = 1; o < d_z.units; ++o) {
    weights += d_x.units;
    gradient += d_z.stride;
    unroll<kCount>([&](auto j) { sum[j] += weights[j] * *gradient; });
  }
  unroll<kCount>([&](auto j) { store(d_x.column(i + j), Lanes<S>{sum[j]}); });
}

// The sum of lanes adds zeros to the one product, which turns -0 into 0: so does adding S(0) below.

/// d_w for kBlocks times four inputs from `i`, an input in each lane
template <int kBlocks, class S>
[[gnu::always_inline]] inline void parameters_block(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, int i) {
  Lanes<S> value[kBlocks];
  unroll<kBlocks>([&](auto j) {
    const int unit = i + j * kLanes;
    value[j] = Lanes<S>{x.column(unit)[0], x.column(unit + 1)[0], x.column(unit + 2)[0], x.column(unit + 3)[0]};
  });
  const S* gradient = d_z.data;
  S* target = d_w + i;
  for (int o = 0; o < d_z.units; ++o, gradient += d_z.stride, target += x.units) {
    unroll<kBlocks>([&](auto j) {
      const Lanes<S> total = load_unaligned(target + j * kLanes) + (value[j] * *gradient + S(0));
      std::memcpy(target + j * kLanes, &total, sizeof total);
    });
  }
}

template <int kCount, class S>
[[gnu::always_inline]] inline void parameters_rest(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, int i) {
  S value[kCount];
  unroll<kCount>([&](auto j) { value[j] = x.column(i + j)[0]; });
  const S* gradient = d_z.data;
  S* target = d_w + i;
  for (int o = 0; o < d_z.units; ++o, gradient += d_z.stride, target += x.units) {
    unroll<kCount>([&](auto j) { target[j] += value[j] * *gradient + S(0); });
  }
}

}  // namespace

template <class S>
void dense_forward(Panel<const S> x, const S* w, const S* b, Panel<S> z) {
  const int whole = z.units / kLanes;
  for_blocks_and_ones<2>(whole, [&](auto blocks, int start) { forward_block<blocks>(x, w, b, z, start * kLanes); });
  for_rest(z.units, [&](auto count) { forward_rest<count>(x, w, b, z, whole * kLanes); });
}

template <class S>
void dense_backward_input(Panel<const S> d_z, const S* w, Panel<S> d_x) {
  const int whole = d_x.units / kLanes;
  for_blocks_and_ones<4>(whole, [&](auto blocks, int start) { backward_block<blocks>(d_z, w, d_x, start * kLanes); });
  for_rest(d_x.units, [&](auto count) { backward_rest<count>(d_z, w, d_x, whole * kLanes); });
}

template <class S>
void dense_backward_parameters(Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b) {
  const int whole = x.units / kLanes;
  for_blocks_and_ones<4>(whole, [&](auto blocks, int start) { parameters_block<blocks>(x, d_z, d_w, start * kLanes); });
  for_rest(x.units, [&](auto count) { parameters_rest<count>(x, d_z, d_w, whole * kLanes); });
  for (int o = 0; o < d_z.units; ++o) d_b[o] += d_z.column(o)[0] + S(0);
}

template void dense_forward(Panel<const float>, const float*, const float*, Panel<float>);
template void dense_backward_input(Panel<const float>, const float*, Panel<float>);
template void dense_backward_parameters(Panel<const float>, Panel<const float>, float*, float*);

}  // namespace glassbox::math::single

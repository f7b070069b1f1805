#include "math/kernels_single.hpp"

#include <algorithm>
#include <cstddef>

#include "math/unroll.hpp"

namespace glassbox::math::single {
namespace {

using Index = std::ptrdiff_t;

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

}  // namespace

template <class S>
void dense_forward(Panel<const S> x, const S* w, const S* b, Panel<S> z) {
  const int whole = z.units / kLanes;
  for_blocks<2>(whole, [&](auto blocks, int start) { forward_block<blocks>(x, w, b, z, start * kLanes); });
  for (int o = whole * kLanes; o < z.units; ++o) {
    const S* weights = w + static_cast<Index>(o) * x.units;
    S sum = b[o];
    for (int i = 0; i < x.units; ++i) sum += weights[i] * x.column(i)[0];
    store(z.column(o), broadcast(sum));
  }
}

template <class S>
void dense_backward_input(Panel<const S> d_z, const S* w, Panel<S> d_x) {
  const int whole = d_x.units / kLanes;
  for_blocks<4>(whole, [&](auto blocks, int start) { backward_block<blocks>(d_z, w, d_x, start * kLanes); });
  for (int i = whole * kLanes; i < d_x.units; ++i) {
    S sum = w[i] * d_z.data[0];
    for (int o = 1; o < d_z.units; ++o) sum += w[static_cast<Index>(o) * d_x.units + i] * d_z.column(o)[0];
    store(d_x.column(i), Lanes<S>{sum});
  }
}

template <class S>
void dense_backward_parameters(Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b) {
  // The sum of lanes adds zeros to the one product: that turns -0 into 0, as adding S(0) does here.
  constexpr int kTile = 64;
  alignas(32) S values[kTile];
  for (int start = 0; start < x.units; start += kTile) {
    const int count = std::min(kTile, x.units - start);
    for (int i = 0; i < count; ++i) values[i] = x.column(start + i)[0];
    const S* gradient = d_z.data;
    S* target = d_w + start;
    for (int o = 0; o < d_z.units; ++o, gradient += d_z.stride, target += x.units) {
      const Lanes<S> gradients = broadcast(*gradient);
      int i = 0;
      for (; i + kLanes <= count; i += kLanes) {
        const Lanes<S> total = load_unaligned(target + i) + (load(values + i) * gradients + S(0));
        std::memcpy(target + i, &total, sizeof total);
      }
      for (; i < count; ++i) target[i] += values[i] * *gradient + S(0);
    }
  }
  for (int o = 0; o < d_z.units; ++o) d_b[o] += d_z.column(o)[0] + S(0);
}

template void dense_forward(Panel<const float>, const float*, const float*, Panel<float>);
template void dense_forward(Panel<const double>, const double*, const double*, Panel<double>);
template void dense_backward_input(Panel<const float>, const float*, Panel<float>);
template void dense_backward_input(Panel<const double>, const double*, Panel<double>);
template void dense_backward_parameters(Panel<const float>, Panel<const float>, float*, float*);
template void dense_backward_parameters(Panel<const double>, Panel<const double>, double*, double*);

}  // namespace glassbox::math::single

#include "math/kernels_row.hpp"

#include <algorithm>
#include <cmath>

#include "math/finite_sum.hpp"
#include "math/functions.hpp"
#include "math/unroll.hpp"

namespace glassbox::math::row {
namespace {

using Four = Lanes<float>;

constexpr int kGroups = kBlock / kLanes;

/// z of a block of units, of which `from` is the first one's place in a column
[[gnu::always_inline]] inline void sums_of_block(const Layout& layout, const float* from, const float* x, float* z) {
  Four sum[kGroups];
  const float* biases = from + layout.biases();
  unroll<kGroups>([&](auto g) { sum[g] = load(biases + g * kLanes); });
  for (int i = 0; i < layout.inputs; ++i, from += layout.width) {
    const Four value = broadcast(x[i]);
    unroll<kGroups>([&](auto g) { sum[g] += load(from + g * kLanes) * value; });
  }
  unroll<kGroups>([&](auto g) { store(z + g * kLanes, sum[g]); });
}

/// The step of a block of units in all columns; without kFlush no gradient is tiny.
template <bool kFlush>
[[gnu::always_inline]] inline void descend_block(const Layout& layout, const float* from, const float* x, const Four (&arriving)[kGroups],
                                                 float rate, float* to) {
  for (int i = 0; i <= layout.inputs; ++i, from += layout.width, to += layout.width) {
    const Four value = broadcast(x[i]);
    unroll<kGroups>([&](auto g) {
      const Four gradient = value * arriving[g];
      store(to + g * kLanes, load(from + g * kLanes) - rate * (kFlush ? flush<float>(gradient, tiny_gradient<float>()) : gradient));
    });
  }
}

}  // namespace

// The additions of the output wait for each other: those of a stretch of units are between the sums of the next, which do not wait.
float forward(const Layout& layout, const float* parameters, const float* x, Values values, const Units& units) {
  constexpr int kStretch = 4 * kBlock;
  alignas(sizeof(Four)) float terms[kStretch];
  const float* weights = parameters + layout.output_weights();
  float output = parameters[layout.output_bias()];
  const float* left = terms;
  const float* last = terms;
  for (int first = 0; first < layout.width; first += kStretch) {
    const int end = std::min(first + kStretch, layout.width);
    for (int start = first; start < end; start += kBlock) {
      const int unit = std::min(start, layout.width - kBlock);
      sums_of_block(layout, parameters + unit, x, units.z + unit);
      if (left == last) continue;
      unroll<kBlock>([&](auto k) { output += left[k.value]; });
      left += kBlock;
    }
    for (; left < last; ++left) output += *left;
    values(units.z + first, units.a + first, static_cast<std::size_t>(end - first));
    const int count = std::min(end, layout.units) - first;
    std::fill(units.a + first + count, units.a + end, 0.0F);
    for (int unit = first; unit < end; unit += kLanes) store(terms + unit - first, load(units.a + unit) * load(weights + unit));
    left = terms;
    last = terms + count;
  }
  for (; left < last; ++left) output += *left;
  return output;
}

bool descend(const Layout& layout, const float* parameters, const float* x, Slopes slopes, const Units& units, float d, float rate,
             float* next) {
  // A finite number stays finite when less than half the unit in the last place of the largest float is subtracted.
  constexpr float kHarmless = 0x1p100F;
  float smallest_input = 1, scale = 0;
  for (int i = 0; i <= layout.inputs; ++i) {
    smallest_input = std::min(smallest_input, std::abs(x[i]));
    scale += std::abs(x[i]);
  }
  scale *= std::max(rate, 1.0F);
  if (!(scale < kHarmless)) return false;
  const Four least = broadcast(2 * tiny_gradient<float>() / smallest_input);  // twice, since products are rounded
  const Four most = broadcast(kHarmless / scale);

  const int width = layout.width;  // locals, which nothing stored can change
  const float *const a = units.a, *const d_z = units.d_z;
  float* const d_a = units.d_a;
  FiniteSum<float> sum;
  const float* weights = parameters + layout.output_weights();
  float* next_weights = next + layout.output_weights();
  const Four output = broadcast(d);
  for (int unit = 0; unit < width; unit += kLanes) {
    const Four weight = load(weights + unit);
    store(d_a + unit, weight * output);
    const Four moved = weight - rate * flush<float>(load(a + unit) * output, tiny_gradient<float>());
    store(next_weights + unit, moved);
    sum.see(moved);
  }
  const Four bias = broadcast(parameters[layout.output_bias()]) - rate * flush<float>(output, tiny_gradient<float>());
  next[layout.output_bias()] = bias[0];
  sum.see(bias);
  slopes(units.z, a, d_a, units.d_z, static_cast<std::size_t>(width));

  Four sizes = broadcast(0.0F);
  for (int start = 0; start < width; start += kBlock) {
    const int unit = std::min(start, width - kBlock);
    Four arriving[kGroups], smallest = most;
    unroll<kGroups>([&](auto g) {
      arriving[g] = load(d_z + unit + g * kLanes);
      const Four size = abs<float>(arriving[g]);
      smallest = smaller<float>(smallest, size);
      sizes += size;
    });
    if (any(smallest < least)) {
      descend_block<true>(layout, parameters + unit, x, arriving, rate, next + unit);
    } else {
      descend_block<false>(layout, parameters + unit, x, arriving, rate, next + unit);
    }
  }
  return sum.finite() && !any(~(sizes <= most));
}

}  // namespace glassbox::math::row

#pragma once

#include <algorithm>
#include <cstddef>

#include "math/columns.hpp"
#include "math/finite_sum.hpp"
#include "math/functions.hpp"
#include "network/chain.hpp"
#include "network/losses.hpp"

/// A step of plain descent on a chain in one function: from the rows of a table to the next parameters, where the way from one part of a
/// step to the next costs as much as the parts. Every bit is as the list of operations, the loss and the optimiser have it; gradients are
/// left nowhere.
namespace glassbox::network {

struct ChainStep {
  const Link *first = nullptr, *end = nullptr;  ///< all links of the chain
  math::Panel<float> examples;                  ///< of as many rows as Chain::takes_steps() allows
  float* lanes = nullptr;                       ///< Buffers::sums(), which are not zero afterwards
  std::size_t count = 0;                        ///< of parameters

  const float* table = nullptr;  ///< row-major: the inputs of a row, then its targets; whole lanes can be read behind the last
  const int* rows = nullptr;     ///< those of the batch
  loss::Squares<float> squares;
  float scale = 0, rate = 0;  ///< of the loss's gradient, as in Loss, and of learning
  const float* parameters = nullptr;
  float* next = nullptr;  ///< parameters
};

namespace chain_step {

using math::kLanes;
using math::Lanes;
using math::load;
using math::store;

inline constexpr int kStride = math::narrow::kOneBlock, kGroups = kStride / kLanes;

[[gnu::always_inline]] inline void gather(const ChainStep& step) {
  const int last = step.examples.rows - 1, units = step.examples.units;
  for (int first = 0; first < units; first += kLanes) {
    float* const columns = step.examples.data + first * kStride;
    for (int g = 0; g < kGroups; ++g) {
      const float* four[kLanes];
      math::unroll<kLanes>([&](auto k) __attribute__((always_inline)) {
        const int row = step.rows[std::min(g * kLanes + k, last)];
        four[k] = step.table + static_cast<std::ptrdiff_t>(row) * units + first;
      });
      math::store_as_columns<float>(four, units - first, columns + g * kLanes, kStride);
    }
  }
}

/// The gradient of the answers; the loss.
[[gnu::always_inline]] inline float go_back_from_loss(const ChainStep& step, const Link& output) {
  const math::LaneMask<float> all = {-1, -1, -1, -1}, some = {-1, step.examples.rows % kLanes > 1 ? -1 : 0, 0, 0};
  const float* targets = step.first->x + step.first->inputs * kStride;
  const float share = step.scale / static_cast<float>(output.units);
  Lanes<float> loss = math::broadcast(0.0F);
  for (int unit = 0; unit < output.units; ++unit) {
    math::unroll<kGroups>([&](auto g) __attribute__((always_inline)) {
      const std::ptrdiff_t place = math::narrow::place(unit, g * kLanes, kStride);
      const Lanes<float> error = load(output.a + place) - load(targets + place);
      const math::LaneMask<float> counting = g + 1 < kGroups ? all : some;
      loss += math::keep_where<float>(counting, step.squares.value_of(error));
      const Lanes<float> slope = math::keep_where<float>(counting, share * step.squares.slope_of(error));
      store(output.d_a + place, math::flush<float>(slope, math::tiny_gradient<float>()));
    });
  }
  return math::sum_of_lanes<float>(loss) / static_cast<float>(output.units);
}

/// Whether the next parameters are finite, from the lanes of the gradients of the present ones; perhaps not where they are huge.
[[gnu::always_inline]] inline bool descend(const ChainStep& step) {
  const float *from = step.parameters, *lanes = step.lanes;
  float* to = step.next;
  math::FiniteSum<float> sum;
  for (std::size_t i = 0; i < step.count; i += kLanes, lanes += kLanes * kLanes) {
    Lanes<float> four[kLanes];
    math::unroll<kLanes>([&](auto k) __attribute__((always_inline)) { four[k] = load(lanes + k * kLanes); });
    const Lanes<float> gradient = math::sums_of_lanes<float>(four) + math::broadcast(0.0F);
    const Lanes<float> p = load(from + i) - step.rate * math::flush<float>(gradient, math::tiny_gradient<float>());
    store(to + i, p);
    sum.see(p);
  }
  return sum.finite();
}

}  // namespace chain_step

}  // namespace glassbox::network

#pragma once

#include "math/functions.hpp"
#include "math/panel.hpp"

namespace glassbox::network {

/// Logits further than this below the largest count as this far: e^-40 is nothing beside 1, and smaller terms would be denormal.
template <class S>
inline constexpr S kLowestLogit = S(-40);

/// The largest logit of each of four rows, from `row` on.
template <class S>
math::Lanes<S> largest_logit(math::Panel<const S> z, int row) {
  math::Lanes<S> largest = math::load(z.column(0) + row);
  for (int k = 1; k < z.units; ++k) {
    const math::Lanes<S> other = math::load(z.column(k) + row);
    largest = math::select<S>(other > largest, other, largest);
  }
  return largest;
}

/// z_k - largest, clamped from below; NaN stays NaN.
template <class S>
math::Lanes<S> logit_difference(math::Panel<const S> z, int k, int row, math::Lanes<S> largest) {
  const math::Lanes<S> difference = math::load(z.column(k) + row) - largest;
  return math::select<S>(difference < kLowestLogit<S>, math::broadcast(kLowestLogit<S>), difference);
}

}  // namespace glassbox::network

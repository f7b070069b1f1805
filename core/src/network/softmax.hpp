#pragma once

#include <type_traits>

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
    largest = math::max<S>(math::load(z.column(k) + row), largest);
  }
  return largest;
}

/// z_k - largest, clamped from below; NaN stays NaN.
template <class S>
math::Lanes<S> logit_difference(math::Panel<const S> z, int k, int row, math::Lanes<S> largest) {
  return math::max<S>(math::broadcast(kLowestLogit<S>), math::load(z.column(k) + row) - largest);
}

/// e^difference, from kLowestLogit to 0, or NaN: the bits of math::exp, whose care for the largest and smallest results is not needed.
template <class S>
math::Lanes<S> exp_of_difference(math::Lanes<S> difference) {
  if constexpr (std::is_same_v<S, float>) {
    return math::inlined::exp_within<S>(difference);
  } else {
    return math::exp<S>(difference);
  }
}

}  // namespace glassbox::network

#pragma once

#include "math/lanes.hpp"

namespace glassbox::math {

/// Adds up numbers, in two sums by turns, so that none waits for the one before: while those are finite, all numbers were.
template <class S>
class FiniteSum {
 public:
  void see(Lanes<S> x) {
    const Lanes<S> next = sum_ + x;
    sum_ = other_;
    other_ = next;
  }
  bool finite() const { return sum_of_lanes<S>((sum_ - sum_) + (other_ - other_)) == S(0); }

 private:
  Lanes<S> sum_ = broadcast(S(0)), other_ = broadcast(S(0));
};

}  // namespace glassbox::math

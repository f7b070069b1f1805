#pragma once

#include "network/losses.hpp"

/// Binary cross-entropy of a probability a = σ(z) whose logarithms are kept finite, as programs do that know the probability alone: what
/// `logclip` names. Each has the slope of its own value with respect to z, 0 where that value is constant. Double precision only: in single
/// precision no number lies between 1 - 1e-15 and 1. Adding one is adding a struct and its name to the list at the end.
namespace glassbox::network::loss {

/// p = a kept within [1e-15, 1 - 1e-15], then the logarithms: scikit-learn's log_loss before its version 1.3.
template <class S>
struct ClippedProbability {
  static constexpr Choice kChoice{"eps", "p clipped",
                                  "The probability is kept 1e-15 away from 0 and 1, as scikit-learn's log_loss did for years."};
  static constexpr Formula kFormula{"-{y} · ln p - (1 - {y}) · ln(1 - p) with p = {a} kept in 10^[-15] … 1 - 10^[-15]", "{a} - {y}"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = true;
  static constexpr S kLow = S(1e-15), kHigh = S(1) - S(1e-15);
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> p = select<S>(a < kLow, broadcast(kLow), select<S>(a > kHigh, broadcast(kHigh), a));
    return -(y * math::log<S>(p)) - (S(1) - y) * math::log<S>(S(1) - p);
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    return select<S>(a < kLow, broadcast(S(0)), select<S>(a > kHigh, broadcast(S(0)), a - y));
  }
};

/// 1e-15 added to p where it is 0 and to 1 - p everywhere: the function that the course writes out (4.6).
template <class S>
struct AddedToProbability {
  static constexpr Choice kChoice{"add", "1e-15 added",
                                  "Inside the logarithms 1e-15 is added: to p where it is 0, and to 1 - p everywhere."};
  static constexpr Formula kFormula{"-{y} · ln {a} - (1 - {y}) · ln(1 + 10^[-15] - {a}), with 10^[-15] for {a} = 0", "{a} - {y}"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = true;
  static constexpr S kAdded = S(1e-15), kOne = S(1) + S(1e-15);
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> p = select<S>(a == S(0), broadcast(kAdded), a);
    return -(y * math::log<S>(p)) - (S(1) - y) * math::log<S>(kOne - p);
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> of_zeros = (S(1) - y) * (a * (S(1) - a) / (kOne - a));
    return of_zeros - select<S>(a == S(0), broadcast(S(0)), y * (S(1) - a));
  }
};

/// Logarithms count -100 at least: PyTorch's BCELoss.
template <class S>
struct ClampedLogarithm {
  static constexpr Choice kChoice{"floor", "ln from -100 up", "Each logarithm counts -100 at least, as in PyTorch's BCELoss."};
  static constexpr Formula kFormula{"-{y} · max(ln {a}, -100) - (1 - {y}) · max(ln(1 - {a}), -100)", "{a} - {y}"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = true;
  static constexpr S kLeast = S(-100);
  static Lanes<S> clamped(Lanes<S> p) {
    const Lanes<S> logarithm = math::log<S>(p);
    return select<S>(logarithm < kLeast, broadcast(kLeast), logarithm);  // NaN stays NaN
  }
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) { return -(y * clamped(a)) - (S(1) - y) * clamped(S(1) - a); }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> of_ones = select<S>(math::log<S>(a) < kLeast, broadcast(S(0)), y * (a - S(1)));
    return of_ones + select<S>(math::log<S>(S(1) - a) < kLeast, broadcast(S(0)), (S(1) - y) * a);
  }
};

using Clipped = List<ClippedProbability, AddedToProbability, ClampedLogarithm>;

}  // namespace glassbox::network::loss

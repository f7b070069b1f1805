#pragma once

#include "math/functions.hpp"
#include "network/registry.hpp"

/// Every loss that is a sum over single outputs stands here: its row for people, its value and its slope for one output, given logit z,
/// answer a and target y. Adding one is adding a struct and its name to the list at the end. Softmax cross-entropy, which couples the
/// outputs of a row, has its row here and its sums in loss.cpp.
namespace glassbox::network::loss {

using math::broadcast;
using math::Lanes;
using math::select;

/// The constant answer that such a loss likes best: what the base rate is measured with.
enum class Constant { mean, median };

/// Distances between answer and target fit every output whose answers can be compared with its targets.
inline bool accepts_distance(std::string_view output, bool classes, int class_count, std::string_view& reason) {
  if (!classes && output == "softmax") {
    reason = "softmax answers with shares of classes, but the target is a number";
    return false;
  }
  if (classes && class_count != 2 && output != "softmax") {
    reason = "one output unit cannot tell more than two classes apart: use softmax";
    return false;
  }
  return true;
}

inline bool accepts_bce(std::string_view output, bool classes, int class_count, std::string_view& reason) {
  if (!classes) {
    reason = "binary cross-entropy compares classes, but the target is a number";
  } else if (class_count != 2) {
    reason = "binary cross-entropy is for exactly two classes: use softmax with ce";
  } else if (output != "sigmoid") {
    reason = "binary cross-entropy needs a probability between 0 and 1: use the sigmoid output";
  } else {
    return true;
  }
  return false;
}

inline bool accepts_ce(std::string_view output, bool classes, int, std::string_view& reason) {
  if (!classes) {
    reason = "cross-entropy compares classes, but the target is a number";
  } else if (output != "softmax") {
    reason = "cross-entropy needs shares that add up to 1: use the softmax output";
  } else {
    return true;
  }
  return false;
}

inline bool accepts_hinge(std::string_view output, bool classes, int class_count, std::string_view& reason) {
  if (!classes) {
    reason = "hinge losses part classes, but the target is a number";
  } else if (class_count != 2) {
    reason = "hinge losses are for exactly two classes: use softmax with ce";
  } else if (output != "linear" && output != "tanh") {
    reason = "hinge losses need an answer on both sides of 0: use the linear or tanh output";
  } else {
    return true;
  }
  return false;
}

/// Of a loss whose value is value · (a - y)² and whose slope is slope · (a - y), formed in this order; zero for others.
template <class S>
struct Squares {
  S value = 0, slope = 0;

  Lanes<S> value_of(Lanes<S> error) const { return value * (error * error); }
  Lanes<S> slope_of(Lanes<S> error) const { return slope * error; }
};

/// (a - y)²
template <class S>
struct SquaredError {
  static constexpr LossChoice kChoice{{"mse", "Mean squared error", "(a - y)^2, averaged over the outputs"}, true, true, accepts_distance};
  static constexpr Formula kFormula{"({a} - {y})^[2]", "2 · ({a} - {y})"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = false;
  static constexpr Squares<S> kSquares{1, 2};
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) { return kSquares.value_of(a - y); }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) { return kSquares.slope_of(a - y); }
};

/// (a - y)² / 2
template <class S>
struct HalfSquaredError {
  static constexpr LossChoice kChoice{
      {"halfmse", "Half squared error", "(a - y)^2 / 2, averaged over the outputs"}, true, true, accepts_distance};
  static constexpr Formula kFormula{"({a} - {y})^[2] / 2", "{a} - {y}"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = false;
  static constexpr Squares<S> kSquares{S(0.5), 1};
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) { return kSquares.value_of(a - y); }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) { return kSquares.slope_of(a - y); }
};

/// |a - y|
template <class S>
struct AbsoluteError {
  static constexpr LossChoice kChoice{{"mae", "Mean absolute error", "|a - y|, averaged over the outputs"}, true, true, accepts_distance};
  static constexpr Formula kFormula{"|{a} - {y}|", "sign({a} - {y})"};
  static constexpr Constant kConstant = Constant::median;
  static constexpr bool kOnLogits = false;
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) { return math::abs<S>(a - y); }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    return select<S>(a > y, broadcast(S(1)), select<S>(a < y, broadcast(S(-1)), broadcast(S(0))));
  }
};

/// (a - y)² / 2 up to a distance of 1, |a - y| - 1/2 beyond
template <class S>
struct Huber {
  static constexpr LossChoice kChoice{
      {"huber", "Huber", "(a - y)^2 / 2 up to a distance of 1, |a - y| - 1/2 beyond, averaged over the outputs"},
      true,
      true,
      accepts_distance};
  static constexpr Formula kFormula{"({a} - {y})^[2] / 2 up to a distance of 1, else |{a} - {y}| - 1/2", "{a} - {y}, between -1 and 1"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = false;
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> distance = math::abs<S>(a - y);
    return select<S>(distance > S(1), distance - S(0.5), S(0.5) * (distance * distance));
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> e = a - y;
    return select<S>(e > S(1), broadcast(S(1)), select<S>(e < S(-1), broadcast(S(-1)), e));
  }
};

/// -y ln σ(z) - (1 - y) ln(1 - σ(z)) = ln(1 + e^z) - y z
template <class S>
struct BinaryCrossEntropy {
  static constexpr LossChoice kChoice{
      {"bce", "Binary cross-entropy", "-y ln a - (1 - y) ln(1 - a), worked out on the logit"}, true, false, accepts_bce};
  static constexpr Formula kFormula{"-{y} · ln {a} - (1 - {y}) · ln(1 - {a})", "{a} - {y}"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = true;
  /// softplus(-z) for y = 1 and softplus(z) for y = 0, so that a confident right answer keeps its digits.
  static Lanes<S> value(Lanes<S> z, Lanes<S>, Lanes<S> y) {
    const Lanes<S> wrong = select<S>(y > S(0.5), -z, z);
    const Lanes<S> share = select<S>(y > S(0.5), S(1) - y, y);
    return math::softplus<S>(wrong) - share * wrong;
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) { return a - y; }
};

/// max(0, 1 - y a), y = ±1
template <class S>
struct Hinge {
  static constexpr LossChoice kChoice{
      {"hinge", "Hinge", "max(0, 1 - y a) for y = -1 or 1: right answers beyond the margin of 1 count nothing"},
      true,
      false,
      accepts_hinge,
      true};
  static constexpr Formula kFormula{"max(0, 1 - {y} · {a})", "-{y} if {y} · {a} < 1, else 0"};
  static constexpr Constant kConstant = Constant::median;
  static constexpr bool kOnLogits = false;
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> missing = S(1) - y * a;
    return select<S>(missing <= S(0), broadcast(S(0)), missing);  // NaN stays NaN
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) { return select<S>(y * a < S(1), -y, broadcast(S(0))); }
};

/// max(0, 1 - y a)², y = ±1
template <class S>
struct SquaredHinge {
  static constexpr LossChoice kChoice{
      {"sqhinge", "Squared hinge", "max(0, 1 - y a)^2 for y = -1 or 1: far misses weigh more"}, true, false, accepts_hinge, true};
  static constexpr Formula kFormula{"max(0, 1 - {y} · {a})^[2]", "-2 · {y} · max(0, 1 - {y} · {a})"};
  static constexpr Constant kConstant = Constant::mean;
  static constexpr bool kOnLogits = false;
  static Lanes<S> value(Lanes<S>, Lanes<S> a, Lanes<S> y) {
    const Lanes<S> missing = Hinge<S>::value(a, a, y);
    return missing * missing;
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a, Lanes<S> y) { return S(-2) * (y * Hinge<S>::value(a, a, y)); }
};

inline constexpr LossChoice kCrossEntropy{
    {"ce", "Cross-entropy", "-Σ y ln a over the classes, worked out on the logits"}, true, false, accepts_ce};

/// Σ y ln(y / a): cross-entropy less the entropy of the targets themselves.
inline constexpr LossChoice kDivergence{{"kl", "Kullback-Leibler divergence",
                                         "Σ y ln(y / a) over the classes: cross-entropy less the targets' own entropy, so 0 is reached. "
                                         "The same as ce where targets are 0 and 1"},
                                        true,
                                        false,
                                        accepts_ce};

template <template <class> class... Functions>
struct List {};

using ByOutput = List<SquaredError, HalfSquaredError, AbsoluteError, Huber, BinaryCrossEntropy, Hinge, SquaredHinge>;
/// Those this build can run.
using ByOutputHere = std::conditional_t<kWhole, ByOutput, List<SquaredError, HalfSquaredError, BinaryCrossEntropy>>;

template <template <class> class... Losses>
constexpr bool any_median(List<Losses...>) {
  return ((Losses<float>::kConstant == Constant::median) || ...);
}
inline constexpr bool kMedianHere = any_median(ByOutputHere{});  ///< whether the best constant of one of them is a median

}  // namespace glassbox::network::loss

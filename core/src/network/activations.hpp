#pragma once

#include <cstddef>

#include "math/functions.hpp"
#include "math/narrow_tanhs.hpp"
#include "math/sigmoids.hpp"
#include "network/registry.hpp"

/// Every activation stands here: its row for people, its value a = f(z), its slope f'(z) given z and a, and both as they are written.
/// Adding one is adding a struct and its name to the list at the end. f must map finite z to finite a; slopes at a kink take the left side.
/// values() is value() of many numbers of float, where that is faster than four at a time.
/// kWide says that layers of it are often wide: Operation::backward_outer and four values at once are then worth their bytes; kNarrow,
/// that they are often narrow: the links of a chain in one go are, and a ChainStep. Its narrow_values() is value() of the sums of one or
/// two units in three groups of lanes, the last half empty, to columns.
namespace glassbox::network::activation {

using math::broadcast;
using math::Lanes;
using math::select;

template <class S>
struct Linear {
  static constexpr ActivationChoice kChoice{
      {"linear", "Linear", "f(z) = z: layers of it collapse into one"}, true, 0, 0, Flat::nowhere, true};
  static constexpr Formula kFormula{"{z}", "1"};
  static Lanes<S> value(Lanes<S> z) { return z; }
  static Lanes<S> slope(Lanes<S>, Lanes<S>) { return broadcast(S(1)); }
};

template <class S>
struct Sigmoid {
  static constexpr ActivationChoice kChoice{{"sigmoid", "Sigmoid", "f(z) = 1 / (1 + e^-z), from 0 to 1"}, true, 0, 1, Flat::near_ends};
  static constexpr Formula kFormula{"1 / (1 + e^[-{z}])", "{a} · (1 - {a})"};
  static constexpr bool kWide = true;
  static Lanes<S> value(Lanes<S> z) { return math::sigmoid<S>(z); }
  static void values(const float* z, float* a, std::size_t count) { math::sigmoids(z, a, count); }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a) { return a * (S(1) - a); }
};

template <class S>
struct Tanh {
  static constexpr ActivationChoice kChoice{
      {"tanh", "Tanh", "f(z) = (e^z - e^-z) / (e^z + e^-z), from -1 to 1"}, true, -1, 1, Flat::near_ends, true};
  static constexpr Formula kFormula{"(e^[{z}] - e^[-{z}]) / (e^[{z}] + e^[-{z}])", "1 - {a} · {a}"};
  static constexpr bool kNarrow = true;
  static Lanes<S> value(Lanes<S> z) { return math::tanh<S>(z); }
  static void values(const float* z, float* a, std::size_t count) { math::tanhs(z, a, count); }
  template <class Groups>
  [[gnu::always_inline]] static void narrow_values(const Groups& z, int stride, float* a) {
    math::narrow::tanhs(z, stride, a);
  }
  static Lanes<S> slope(Lanes<S>, Lanes<S> a) { return S(1) - a * a; }
};

template <class S>
struct Relu {
  static constexpr ActivationChoice kChoice{{"relu", "ReLU", "f(z) = z where z > 0, else 0"}, true, 0, 0, Flat::at_zero};
  static constexpr Formula kFormula{"max(0, {z})", "1 if {z} > 0, else 0"};
  static constexpr bool kWide = true;
  static Lanes<S> value(Lanes<S> z) { return math::keep_where<S>(z > S(0), z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) { return math::keep_where<S>(z > S(0), broadcast(S(1))); }
};

template <class S>
struct LeakyRelu {
  static constexpr ActivationChoice kChoice{{"lrelu", "Leaky ReLU", "f(z) = z where z > 0, else 0.01 z"}};
  static constexpr Formula kFormula{"{z} if {z} > 0, else 0.01 · {z}", "1 if {z} > 0, else 0.01"};
  static Lanes<S> value(Lanes<S> z) { return select<S>(z > S(0), z, S(0.01) * z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) { return select<S>(z > S(0), broadcast(S(1)), broadcast(S(0.01))); }
};

template <class S>
struct Elu {
  static constexpr ActivationChoice kChoice{{"elu", "ELU", "f(z) = z where z > 0, else e^z - 1"}};
  static constexpr Formula kFormula{"{z} if {z} > 0, else e^[{z}] - 1", "1 if {z} > 0, else {a} + 1"};
  static Lanes<S> value(Lanes<S> z) { return select<S>(z > S(0), z, math::expm1<S>(math::min<S>(z, broadcast(S(0))))); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S> a) { return select<S>(z > S(0), broadcast(S(1)), a + S(1)); }
};

template <class S>
struct Softplus {
  static constexpr ActivationChoice kChoice{{"softplus", "Softplus", "f(z) = ln(1 + e^z), a smooth ReLU"}};
  static constexpr Formula kFormula{"ln(1 + e^[{z}])", "1 / (1 + e^[-{z}])"};
  static Lanes<S> value(Lanes<S> z) { return math::softplus<S>(z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) { return math::sigmoid<S>(z); }
};

template <class S>
struct Silu {
  static constexpr ActivationChoice kChoice{{"silu", "SiLU", "f(z) = z / (1 + e^-z), also called Swish"}};
  static constexpr Formula kFormula{"{z} / (1 + e^[-{z}])", "σ({z}) · (1 + {z} · (1 - σ({z})))"};
  static Lanes<S> value(Lanes<S> z) { return z * math::sigmoid<S>(z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) {
    const Lanes<S> s = math::sigmoid<S>(z);
    return s * (S(1) + z * (S(1) - s));
  }
};

template <class S>
struct Gelu {
  static constexpr ActivationChoice kChoice{{"gelu", "GELU", "f(z) = z (1 + erf(z / sqrt 2)) / 2, the exact form"}};
  static constexpr Formula kFormula{"{z} · (1 + erf({z} / √2)) / 2", "(1 + erf({z} / √2)) / 2 + {z} · e^[-{z} · {z} / 2] / √(2π)"};
  static Lanes<S> share(Lanes<S> z) { return S(0.5) * (S(1) + math::erf<S>(z * S(0.70710678118654752440))); }
  static Lanes<S> value(Lanes<S> z) { return z * share(z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) {
    const Lanes<S> density = S(0.39894228040143267794) * math::exp<S>(S(-0.5) * z * z);
    return share(z) + z * density;
  }
};

template <class S>
struct Sine {
  static constexpr ActivationChoice kChoice{
      {"sine", "Sine", "f(z) = sin z, from -1 to 1, again and again"}, true, -1, 1, Flat::nowhere, true};
  static constexpr Formula kFormula{"sin({z})", "cos({z})"};
  static Lanes<S> value(Lanes<S> z) { return math::sin<S>(z); }
  static Lanes<S> slope(Lanes<S> z, Lanes<S>) { return math::cos<S>(z); }
};

template <class S>
struct Step {
  static constexpr ActivationChoice kChoice{
      {"step", "Step", "f(z) = 1 where z > 0, else 0: its slope is 0 everywhere, so nothing before it can learn"}, false, 0, 1};
  static constexpr Formula kFormula{"1 if {z} > 0, else 0", "0"};
  static Lanes<S> value(Lanes<S> z) { return select<S>(z > S(0), broadcast(S(1)), broadcast(S(0))); }
  static Lanes<S> slope(Lanes<S>, Lanes<S>) { return broadcast(S(0)); }
};

template <template <class> class... Functions>
struct List {};

using All = List<Linear, Sigmoid, Tanh, Relu, LeakyRelu, Elu, Softplus, Silu, Gelu, Sine, Step>;
/// Those this build can run: the module of a first visit has the usual ones.
using Here = std::conditional_t<kWhole, All, List<Linear, Sigmoid, Tanh, Relu>>;

}  // namespace glassbox::network::activation

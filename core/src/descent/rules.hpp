#pragma once

#include <cmath>
#include <span>

#include "descent/registry.hpp"
#include "math/functions.hpp"

/// Every optimiser stands here: its row for people, its moments, its rule p' = rule(p, g, moments) on four lanes, and the rule as it is
/// written: one line an assignment, in the variables of UpdateFormula. Adding one is adding
/// a struct and its name to the list at the end. A rule is made anew for each step, from the settings and the numbers kept between steps.
namespace glassbox::descent::rule {

using math::Lanes;

/// What a rule is made from. `powers` are products of beta, one further in each step; they start at 1.
struct Step {
  const OptimiserSettings& settings;
  double lr, mom;
  std::span<double> powers;
};

template <class S>
Lanes<S> kept(Lanes<S> moment) {
  return math::flush<S>(moment, math::tiny_moment<S>());
}

/// The same of a mean square, which is never negative.
template <class S>
Lanes<S> kept_square(Lanes<S> moment) {
  return math::zero_where<S>(moment < math::tiny_moment<S>(), moment);
}

template <class S>
struct Descent {
  static constexpr OptimiserChoice kChoice{
      {"sgd", "Gradient descent", "A step against the gradient, as long as the learning rate says: w ← w - lr·g."}};
  static constexpr std::string_view kLines[] = {"{w'} = {w} - {η} · {g}"};
  static constexpr int kMoments = 0, kPowers = 0;

  explicit Descent(const Step& step) : lr(static_cast<S>(step.lr)) {}
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>*) const { return p - lr * g; }

  S lr;
};

template <class S>
struct Momentum {
  static constexpr OptimiserChoice kChoice{
      {"momentum", "Momentum", "Steps gather speed where gradients agree: v ← mom·v + g, w ← w - lr·v."}, true};
  static constexpr std::string_view kLines[] = {"{v'} = {μ} · {v} + {g}", "{w'} = {w} - {η} · {v'}"};
  static constexpr std::string_view kMomentNames[] = {"v"};
  static constexpr int kMoments = 1, kPowers = 0;

  explicit Momentum(const Step& step) : lr(static_cast<S>(step.lr)), mom(static_cast<S>(step.mom)) {}
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    moment[0] = kept<S>(mom * moment[0] + g);
    return p - lr * moment[0];
  }

  S lr, mom;
};

template <class S>
struct Nesterov : Momentum<S> {
  static constexpr OptimiserChoice kChoice{{"nesterov", "Nesterov", "Momentum that looks ahead: w ← w - lr·(g + mom·v)."}, true};
  static constexpr std::string_view kLines[] = {"{v'} = {μ} · {v} + {g}", "{w'} = {w} - {η} · ({g} + {μ} · {v'})"};
  using Momentum<S>::Momentum;

  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    moment[0] = kept<S>(this->mom * moment[0] + g);
    return p - this->lr * (g + this->mom * moment[0]);
  }
};

/// m = β1 m + (1 - β1) g; v = β2 v + (1 - β2) g²; p -= lr/(1 - β1^t) · m / (√v/√(1 - β2^t) + ε)
template <class S>
struct Adam {
  static constexpr OptimiserChoice kChoice{
      {"adam", "Adam", "Each weight has its own step, from running means of its gradient and of its square."}, false, true, false, true};
  static constexpr std::string_view kLines[] = {"{m'} = {β_[1]} · {m} + (1 - {β_[1]}) · {g}",
                                                "{v'} = {β_[2]} · {v} + (1 - {β_[2]}) · {g}^[2]",
                                                "{w'} = {w} - {η} / (1 - {β_[1]^[t]}) · {m'} / (√{v'} / √(1 - {β_[2]^[t]}) + {ε})"};
  static constexpr std::string_view kMomentNames[] = {"m", "v"};
  static constexpr int kMoments = 2, kPowers = 2;

  explicit Adam(const Step& step) {
    step.powers[0] *= step.settings.beta1;
    step.powers[1] *= step.settings.beta2;
    rate = static_cast<S>(step.lr / (1 - step.powers[0]));
    correction = static_cast<S>(1 / std::sqrt(1 - step.powers[1]));
    beta1 = static_cast<S>(step.settings.beta1);
    beta2 = static_cast<S>(step.settings.beta2);
    rest1 = static_cast<S>(1 - step.settings.beta1);
    rest2 = static_cast<S>(1 - step.settings.beta2);
    eps = static_cast<S>(step.settings.eps);
  }
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    accumulate(g, moment);
    return p - rate * (moment[0] / (math::square_root<S>(moment[1]) * correction + eps));
  }
  void accumulate(Lanes<S> g, Lanes<S>* moment) const {
    moment[0] = kept<S>(beta1 * moment[0] + rest1 * g);
    moment[1] = kept_square<S>(beta2 * moment[1] + rest2 * (g * g));
  }

  S rate, correction, beta1, beta2, rest1, rest2, eps;
};

/// Adam after p -= lr·decay·p (Loshchilov and Hutter 2019); as in PyTorch, biases shrink too.
template <class S>
struct AdamW : Adam<S> {
  static constexpr OptimiserChoice kChoice{
      {"adamw", "AdamW", "Adam that first shrinks every weight a little, apart from the gradient: w ← w - lr·decay·w."},
      false,
      true,
      false,
      true,
      true};
  static constexpr std::string_view kLines[] = {
      "{m'} = {β_[1]} · {m} + (1 - {β_[1]}) · {g}", "{v'} = {β_[2]} · {v} + (1 - {β_[2]}) · {g}^[2]",
      "{w'} = {w} · (1 - {η} · {λ}) - {η} / (1 - {β_[1]^[t]}) · {m'} / (√{v'} / √(1 - {β_[2]^[t]}) + {ε})"};

  explicit AdamW(const Step& step) : Adam<S>(step), kept_share(static_cast<S>(1 - step.lr * step.settings.decay)) {}
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const { return Adam<S>::operator()(p* kept_share, g, moment); }

  S kept_share;
};

/// Adam that divides by the largest v so far (Reddi, Kale and Kumar 2018).
template <class S>
struct AmsGrad : Adam<S> {
  static constexpr OptimiserChoice kChoice{
      {"amsgrad", "AMSGrad", "Adam whose steps never grow again: it divides by the largest mean square seen so far."},
      false,
      true,
      false,
      true};
  static constexpr std::string_view kLines[] = {"{m'} = {β_[1]} · {m} + (1 - {β_[1]}) · {g}",
                                                "{v'} = {β_[2]} · {v} + (1 - {β_[2]}) · {g}^[2]", "{u'} = max({u}, {v'})",
                                                "{w'} = {w} - {η} / (1 - {β_[1]^[t]}) · {m'} / (√{u'} / √(1 - {β_[2]^[t]}) + {ε})"};
  static constexpr std::string_view kMomentNames[] = {"m", "v", "u"};
  static constexpr int kMoments = 3;
  using Adam<S>::Adam;

  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    this->accumulate(g, moment);
    moment[2] = math::max<S>(moment[1], moment[2]);
    return p - this->rate * (moment[0] / (math::square_root<S>(moment[2]) * this->correction + this->eps));
  }
};

/// v += g²; p -= lr g / (√v + ε) (Duchi, Hazan and Singer 2011)
template <class S>
struct AdaGrad {
  static constexpr OptimiserChoice kChoice{{"adagrad", "AdaGrad", "Weights that moved much move less and less: w ← w - lr·g / √(Σg²)."},
                                           false,
                                           false,
                                           false,
                                           true,
                                           false,
                                           1e-10};
  static constexpr std::string_view kLines[] = {"{v'} = {v} + {g}^[2]", "{w'} = {w} - {η} · {g} / (√{v'} + {ε})"};
  static constexpr std::string_view kMomentNames[] = {"v"};
  static constexpr int kMoments = 1, kPowers = 0;

  explicit AdaGrad(const Step& step) : lr(static_cast<S>(step.lr)), eps(static_cast<S>(step.settings.eps)) {}
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    moment[0] = kept_square<S>(moment[0] + g * g);
    return p - lr * (g / (math::square_root<S>(moment[0]) + eps));
  }

  S lr, eps;
};

/// v = α v + (1 - α) g²; p -= lr g / (√v + ε) (Hinton 2012)
template <class S>
struct RmsProp {
  static constexpr OptimiserChoice kChoice{
      {"rmsprop", "RMSProp", "Steps of like size for all weights: each gradient is divided by the root of its recent mean square."},
      false,
      false,
      true,
      true};
  static constexpr std::string_view kLines[] = {"{v'} = {α} · {v} + (1 - {α}) · {g}^[2]", "{w'} = {w} - {η} · {g} / (√{v'} + {ε})"};
  static constexpr std::string_view kMomentNames[] = {"v"};
  static constexpr int kMoments = 1, kPowers = 0;

  explicit RmsProp(const Step& step)
      : lr(static_cast<S>(step.lr)),
        alpha(static_cast<S>(step.settings.alpha)),
        rest(static_cast<S>(1 - step.settings.alpha)),
        eps(static_cast<S>(step.settings.eps)) {}
  Lanes<S> operator()(Lanes<S> p, Lanes<S> g, Lanes<S>* moment) const {
    moment[0] = kept_square<S>(alpha * moment[0] + rest * (g * g));
    return p - lr * (g / (math::square_root<S>(moment[0]) + eps));
  }

  S lr, alpha, rest, eps;
};

template <template <class> class... Rules>
struct List {};

/// In the order in which they are offered.
using All = List<Descent, Momentum, Nesterov, Adam, AdamW, AmsGrad, AdaGrad, RmsProp>;
/// Those this build can run.
using Here = std::conditional_t<kWhole, All, List<Descent, Momentum, Adam>>;

}  // namespace glassbox::descent::rule

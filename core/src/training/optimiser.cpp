#include "training/optimiser.hpp"

#include <cmath>

#include "math/functions.hpp"

namespace glassbox::training {
namespace {

using math::broadcast;
using math::Lanes;
using math::load;
using math::store;
using network::Arena;

template <class S>
Lanes<S> gradient_at(const Arena<S>& gradients, std::size_t i) {
  return math::flush<S>(load(gradients.data() + i), math::tiny_gradient<S>());
}

/// Adds up x - x: stays 0 while all x are finite, and is NaN from the first other one on.
template <class S>
class FiniteCheck {
 public:
  void see(Lanes<S> x) { sum_ += x - x; }
  bool finite() const { return math::sum_of_lanes<S>(sum_) == S(0); }

 private:
  Lanes<S> sum_ = broadcast(S(0));
};

/// p -= lr g
template <class S>
class Descent final : public Optimiser<S> {
 public:
  bool update(const LiveSettings& settings, const Arena<S>& parameters, const Arena<S>& gradients, const Arena<S>& next) override {
    const S lr = static_cast<S>(settings.lr);
    FiniteCheck<S> check;
    for (std::size_t i = 0; i < parameters.padded_size(); i += math::kLanes) {
      const Lanes<S> p = load(parameters.data() + i) - lr * gradient_at(gradients, i);
      store(next.data() + i, p);
      check.see(p);
    }
    return check.finite();
  }
};

/// v = mom v + g; p -= lr v, or, looking ahead (Nesterov), p -= lr (g + mom v)
template <class S, bool look_ahead>
class Momentum final : public Optimiser<S> {
 public:
  explicit Momentum(std::size_t parameter_count) { this->moments_.emplace_back(parameter_count); }

  bool update(const LiveSettings& settings, const Arena<S>& parameters, const Arena<S>& gradients, const Arena<S>& next) override {
    const S lr = static_cast<S>(settings.lr), mom = static_cast<S>(settings.mom);
    S* velocity = this->moments_[0].data();
    FiniteCheck<S> check;
    for (std::size_t i = 0; i < parameters.padded_size(); i += math::kLanes) {
      const Lanes<S> g = gradient_at(gradients, i);
      const Lanes<S> v = math::flush<S>(mom * load(velocity + i) + g, math::tiny_moment<S>());
      const Lanes<S> direction = look_ahead ? g + mom * v : v;
      const Lanes<S> p = load(parameters.data() + i) - lr * direction;
      store(velocity + i, v);
      store(next.data() + i, p);
      check.see(p);
    }
    return check.finite();
  }
};

/// m = β1 m + (1 - β1) g; v = β2 v + (1 - β2) g²; p -= lr/(1 - β1^t) · m / (√v/√(1 - β2^t) + ε)
template <class S>
class Adam final : public Optimiser<S> {
 public:
  Adam(const AdamSettings& adam, std::size_t parameter_count) : adam_(adam) {
    this->moments_.emplace_back(parameter_count);
    this->moments_.emplace_back(parameter_count);
    this->scalars_ = {1, 1};
  }

  bool update(const LiveSettings& settings, const Arena<S>& parameters, const Arena<S>& gradients, const Arena<S>& next) override {
    double& power1 = this->scalars_[0];
    double& power2 = this->scalars_[1];
    power1 *= adam_.beta1;
    power2 *= adam_.beta2;
    const S rate = static_cast<S>(settings.lr / (1 - power1)), correction = static_cast<S>(1 / std::sqrt(1 - power2));
    const S beta1 = static_cast<S>(adam_.beta1), beta2 = static_cast<S>(adam_.beta2);
    const S rest1 = static_cast<S>(1 - adam_.beta1), rest2 = static_cast<S>(1 - adam_.beta2);
    const S eps = static_cast<S>(adam_.eps);
    S* first = this->moments_[0].data();
    S* second = this->moments_[1].data();
    FiniteCheck<S> check;
    for (std::size_t i = 0; i < parameters.padded_size(); i += math::kLanes) {
      const Lanes<S> g = gradient_at(gradients, i);
      const Lanes<S> m = math::flush<S>(beta1 * load(first + i) + rest1 * g, math::tiny_moment<S>());
      const Lanes<S> v = math::flush<S>(beta2 * load(second + i) + rest2 * (g * g), math::tiny_moment<S>());
      const Lanes<S> p = load(parameters.data() + i) - rate * (m / (math::square_root<S>(v) * correction + eps));
      store(first + i, m);
      store(second + i, v);
      store(next.data() + i, p);
      check.see(p);
      check.see(v);
    }
    return check.finite();
  }

 private:
  AdamSettings adam_;
};

}  // namespace

template <class S>
std::unique_ptr<Optimiser<S>> make_optimiser(std::string_view name, const AdamSettings& adam, std::size_t parameter_count) {
  if (name == "sgd") return std::make_unique<Descent<S>>();
  if (name == "momentum") return std::make_unique<Momentum<S, false>>(parameter_count);
  if (name == "nesterov") return std::make_unique<Momentum<S, true>>(parameter_count);
  if (name == "adam") return std::make_unique<Adam<S>>(adam, parameter_count);
  return nullptr;
}

template std::unique_ptr<Optimiser<float>> make_optimiser<float>(std::string_view, const AdamSettings&, std::size_t);
template std::unique_ptr<Optimiser<double>> make_optimiser<double>(std::string_view, const AdamSettings&, std::size_t);

}  // namespace glassbox::training

#include "descent/optimiser.hpp"

#include <array>
#include <cmath>
#include <type_traits>

#include "descent/rules.hpp"
#include "math/finite_sum.hpp"

namespace glassbox::descent {
namespace {

using math::Lanes;
using math::load;
using math::store;
using network::Arena;

/// Whether all numbers are finite.
template <class S>
[[gnu::noinline]] bool all_finite(const Arena<S>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!std::isfinite(numbers.data()[i])) return false;
  return true;
}

template <class S, class Rule>
class Stepper final : public Optimiser<S> {
 public:
  Stepper(const OptimiserSettings& settings, std::size_t parameter_count) : settings_(settings) {
    for (int m = 0; m < Rule::kMoments; ++m) this->moments_.emplace_back(parameter_count);
    this->scalars_.assign(Rule::kPowers, 1);
  }

  bool update(double lr, double mom, const Arena<S>& parameters, const Arena<S>& gradients, const Arena<S>& next) override {
    const Rule rule({settings_, lr, mom, this->scalars_});
    S* moments[Rule::kMoments + 1] = {};
    for (int m = 0; m < Rule::kMoments; ++m) moments[m] = this->moments_[static_cast<std::size_t>(m)].data();
    const S* from = parameters.data();
    const S* along = gradients.data();
    S* to = next.data();
    const std::size_t count = parameters.padded_size();
    math::FiniteSum<S> sum;
    for (std::size_t i = 0; i < count; i += math::kLanes) {
      Lanes<S> moment[Rule::kMoments + 1];
      for (int m = 0; m < Rule::kMoments; ++m) moment[m] = load(moments[m] + i);
      const Lanes<S> g = math::flush<S>(load(along + i), math::tiny_gradient<S>());
      const Lanes<S> p = rule(load(from + i), g, moment);
      for (int m = 0; m < Rule::kMoments; ++m) store(moments[m] + i, moment[m]);
      store(to + i, p);
      sum.see(p);
      if constexpr (kSquares) sum.see(moment[Rule::kMoments - 1]);
    }
    // Finite numbers may have a sum that is not.
    return sum.finite() || (all_finite(next) && (!kSquares || all_finite(this->moments_.back())));
  }

  bool plain() const override { return std::is_same_v<Rule, rule::Descent<S>>; }

 private:
  /// A mean square that overflows leaves a finite step of zero.
  static constexpr bool kSquares = Rule::kChoice.eps;

  OptimiserSettings settings_;
};

template <template <class> class... Rules>
constexpr auto choices_of(rule::List<Rules...>) {
  return std::array{Rules<float>::kChoice...};
}
constexpr auto kOptimisers = choices_of(rule::All{});

template <class S, template <class> class... Rules>
std::unique_ptr<Optimiser<S>> make_from(rule::List<Rules...>, std::string_view name, const OptimiserSettings& settings,
                                        std::size_t parameter_count) {
  std::unique_ptr<Optimiser<S>> made;
  const auto make = [&]<class Rule>(std::type_identity<Rule>) {
    if (Rule::kChoice.name == name) made = std::make_unique<Stepper<S, Rule>>(settings, parameter_count);
  };
  (make(std::type_identity<Rules<S>>{}), ...);
  return made;
}

}  // namespace

std::span<const OptimiserChoice> optimisers() { return kOptimisers; }

const OptimiserChoice* find_optimiser(std::string_view name) {
  for (const OptimiserChoice& choice : kOptimisers) {
    if (choice.name == name) return &choice;
  }
  return nullptr;
}

bool can_make_optimiser(std::string_view name) { return network::holds(rule::Here{}, name); }

OptimiserSettings settings_of(const Experiment& experiment) {
  return {experiment.beta1, experiment.beta2, experiment.alpha, experiment.eps, experiment.decay};
}

template <class S>
std::unique_ptr<Optimiser<S>> make_optimiser(std::string_view name, const OptimiserSettings& settings, std::size_t parameter_count) {
  return make_from<S>(rule::Here{}, name, settings, parameter_count);
}

template std::unique_ptr<Optimiser<float>> make_optimiser<float>(std::string_view, const OptimiserSettings&, std::size_t);
template std::unique_ptr<Optimiser<double>> make_optimiser<double>(std::string_view, const OptimiserSettings&, std::size_t);

}  // namespace glassbox::descent

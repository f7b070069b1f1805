#include "descent/optimiser.hpp"

#include <array>
#include <type_traits>

#include "descent/rules.hpp"

namespace glassbox::descent {
namespace {

using math::broadcast;
using math::Lanes;
using math::load;
using math::store;
using network::Arena;

/// Adds up x - x: stays 0 while all x are finite, and is NaN from the first other one on.
template <class S>
class FiniteCheck {
 public:
  void see(Lanes<S> x) { sum_ += x - x; }
  bool finite() const { return math::sum_of_lanes<S>(sum_) == S(0); }

 private:
  Lanes<S> sum_ = broadcast(S(0));
};

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
    FiniteCheck<S> check;
    for (std::size_t i = 0; i < parameters.padded_size(); i += math::kLanes) {
      Lanes<S> moment[Rule::kMoments + 1];
      for (int m = 0; m < Rule::kMoments; ++m) moment[m] = load(moments[m] + i);
      const Lanes<S> g = math::flush<S>(load(gradients.data() + i), math::tiny_gradient<S>());
      const Lanes<S> p = rule(load(parameters.data() + i), g, moment);
      for (int m = 0; m < Rule::kMoments; ++m) store(moments[m] + i, moment[m]);
      store(next.data() + i, p);
      check.see(p);
      // A mean square that overflows leaves a finite step of zero.
      if constexpr (Rule::kChoice.eps) check.see(moment[Rule::kMoments - 1]);
    }
    return check.finite();
  }

 private:
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

OptimiserSettings settings_of(const Experiment& experiment) {
  return {experiment.beta1, experiment.beta2, experiment.alpha, experiment.eps, experiment.decay};
}

template <class S>
std::unique_ptr<Optimiser<S>> make_optimiser(std::string_view name, const OptimiserSettings& settings, std::size_t parameter_count) {
  return make_from<S>(rule::All{}, name, settings, parameter_count);
}

template std::unique_ptr<Optimiser<float>> make_optimiser<float>(std::string_view, const OptimiserSettings&, std::size_t);
template std::unique_ptr<Optimiser<double>> make_optimiser<double>(std::string_view, const OptimiserSettings&, std::size_t);

}  // namespace glassbox::descent

#pragma once

#include <span>
#include <string_view>

#include "glassbox/experiment.hpp"
#include "network/registry.hpp"

namespace glassbox::descent {

/// One optimiser as the field table and the page see it: which settings it uses, and its default where those differ from others'.
struct OptimiserChoice : network::Choice {
  bool momentum = false, betas = false, alpha = false, eps = false, decay = false;
  double default_eps = 1e-8;
};
std::span<const OptimiserChoice> optimisers();
/// nullptr for an unknown name.
const OptimiserChoice* find_optimiser(std::string_view name);
bool can_make_optimiser(std::string_view name);  ///< whether this build can

/// A rule as it is written, one line an assignment: variables in braces, lowered in _[…] and raised in ^[…]. Known are {w}, its gradient
/// {g}, the settings {η} (rate), {μ} (momentum), {β_[1]}, {β_[2]}, {α}, {ε}, {λ} (decay), the running products {β_[1]^[t]} and {β_[2]^[t]}
/// after the step, and the moments by their names; {w'} and a moment's name with ' are the values after the step.
struct UpdateFormula {
  std::span<const std::string_view> lines, moments;
};
UpdateFormula update_formula(std::string_view optimiser);

/// The settings of an optimiser that hold for the whole run.
struct OptimiserSettings {
  double beta1 = 0.9, beta2 = 0.999, alpha = 0.99, eps = 1e-8, decay = 0.01;
};
OptimiserSettings settings_of(const Experiment& experiment);

}  // namespace glassbox::descent

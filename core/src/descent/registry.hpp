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

/// The settings of an optimiser that hold for the whole run.
struct OptimiserSettings {
  double beta1 = 0.9, beta2 = 0.999, alpha = 0.99, eps = 1e-8, decay = 0.01;
};
OptimiserSettings settings_of(const Experiment& experiment);

}  // namespace glassbox::descent

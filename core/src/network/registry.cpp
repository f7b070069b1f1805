#include "network/registry.hpp"

#include <algorithm>
#include <array>

#include "network/activations.hpp"
#include "network/clipped_losses.hpp"
#include "network/losses.hpp"

namespace glassbox::network {
namespace {

template <template <class> class... Functions>
constexpr auto rows_of(activation::List<Functions...>) {
  return std::array{Functions<float>::kChoice...};
}

template <template <class> class... Functions>
constexpr auto rows_of(loss::List<Functions...>) {
  return std::array{Functions<float>::kChoice..., loss::kCrossEntropy, loss::kDivergence};
}

template <template <class> class... Functions>
constexpr auto policies_of(loss::List<Functions...>) {
  return std::array{Choice{kExactLogarithm, "Exact", "Worked out on the logit: nothing is clipped."}, Functions<double>::kChoice...};
}

constexpr auto kLogPolicies = policies_of(loss::Clipped{});
constexpr auto kActivations = rows_of(activation::All{});
constexpr auto kLosses = rows_of(loss::ByOutput{});
constexpr Choice kOutputs[] = {
    {"linear", "Linear", "the sum itself; for numbers"},
    {"sigmoid", "Sigmoid", "a share from 0 to 1; for two classes"},
    {"tanh", "Tanh", "from -1 to 1; for two classes"},
    {"softmax", "Softmax", "one share a class, adding up to 1"},
};

}  // namespace

std::span<const ActivationChoice> activations() { return kActivations; }

const ActivationChoice* find_activation(std::string_view name) {
  const auto all = activations();
  const auto row = std::find_if(all.begin(), all.end(), [name](const ActivationChoice& choice) { return choice.name == name; });
  return row == all.end() ? nullptr : &*row;
}

bool can_make_activation(std::string_view name) { return holds(activation::Here{}, name); }

std::span<const Choice> outputs() { return kOutputs; }
std::span<const LossChoice> losses() { return kLosses; }

bool can_make_loss(std::string_view name) {
  return holds(loss::ByOutputHere{}, name) || name == loss::kCrossEntropy.name || name == loss::kDivergence.name;
}

std::span<const Choice> log_policies() { return kLogPolicies; }

double no_target(std::string_view output, std::string_view loss) {
  const auto choice = std::find_if(kLosses.begin(), kLosses.end(), [&](const LossChoice& row) { return row.name == loss; });
  return output == "tanh" || (choice != kLosses.end() && choice->signed_targets) ? -1 : 0;
}

}  // namespace glassbox::network

#pragma once

#include <span>
#include <string_view>

#include "glassbox/whole.hpp"

namespace glassbox::network {

/// One row of a registry as the field table, validator and page see it.
struct Choice {
  std::string_view name;   ///< as written in an experiment
  std::string_view label;  ///< as shown: "Leaky ReLU"
  Meaning meaning;         ///< one sentence, may hold a formula
};

/// Whether a list of functions, losses or rules holds one of this name.
template <template <template <class> class...> class List, template <class> class... Members>
constexpr bool holds(List<Members...>, std::string_view name) {
  return ((Members<float>::kChoice.name == name) || ...);
}

/// A function and its slope as they are written: variables in braces, what stands raised in ^[…].
struct Formula {
  std::string_view value, slope;
};
/// Of an activation (in {z} and {a}), or of a loss that is a sum over single outputs (in {z}, {a} and {y}); empty for others.
Formula activation_formula(std::string_view name);
Formula loss_formula(std::string_view name, std::string_view log_policy = "exact");

/// Where an activation passes next to no gradient back.
enum class Flat {
  nowhere,   ///< or in far tails only
  at_zero,   ///< exactly where its output is 0: a unit with no other output is dead
  near_ends  ///< towards both ends of its range: a unit out there is saturated
};
struct ActivationChoice : Choice {
  bool trainable = true;     ///< false for step: for looking, refused for training
  double low = 0, high = 0;  ///< range of the output; low == high where unbounded
  Flat flat = Flat::nowhere;
  bool odd = false;  ///< f(-z) = -f(z), to the last bit
};
std::span<const ActivationChoice> activations();
/// nullptr for an unknown name.
const ActivationChoice* find_activation(std::string_view name);
bool can_make_activation(std::string_view name);  ///< whether this build can
std::span<const Choice> outputs();                ///< linear sigmoid tanh softmax
struct LossChoice : Choice {
  bool for_classes = false, for_numbers = false;
  /// Whether this loss can stand on that output; otherwise `reason` is one sentence.
  bool (*accepts)(std::string_view output, bool classes, int class_count, std::string_view& reason) = nullptr;
  bool signed_targets = false;  ///< wants -1 and 1 for two classes whatever the output
};
std::span<const LossChoice> losses();
bool can_make_loss(std::string_view name);  ///< whether this build can
/// How binary cross-entropy keeps its logarithms finite: exact (on the logit, which needs no clipping), and network/clipped_losses.hpp.
inline constexpr std::string_view kExactLogarithm = "exact";
std::span<const Choice> log_policies();
/// The target of a class that a row does not belong to: -1 for a tanh output and for losses of signed targets, 0 otherwise.
double no_target(std::string_view output, std::string_view loss);
std::span<const Choice> initialisers();  ///< the eight names with a range or deviation of their own, then uniform, normal, zeros

}  // namespace glassbox::network

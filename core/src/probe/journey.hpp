#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probe/recording.hpp"

namespace glassbox::probe {

/// One stop on the way through a step.
struct Stop {
  std::string_view kind;  ///< of Trace::journey_json()
  int operation = -1;     ///< index into Recording::operations; -1: the loss or the update
  int slot = -1;          ///< whose values or gradient become known; -1: none
  int slope = -1;         ///< of "back": the activation whose slope is taken in the same go, or -1
};

/// A recorded step with the names of everything in it.
struct Journey {
  explicit Journey(const Trainer& trainer);

  std::string_view phase(const Stop& stop) const;
  /// "z^[1]_[2]" of what stands in a slot, and of its gradient; without a unit the whole.
  std::string value_symbol(int slot, int unit = -1) const;
  std::string gradient_symbol(int slot, int unit = -1) const;
  std::string stop_symbol(const Stop& stop) const;
  /// The parameters of a layer: "W^[1]" or "w^[1]_[2,1]"; prefix "∂" for their gradient.
  std::string weight_symbol(std::string_view prefix, int layer, int row = -1, int column = -1) const;
  std::string bias_symbol(std::string_view prefix, int layer, int row = -1) const;
  /// The layer whose output a slot holds, or that it belongs to; -1: the inputs.
  int layer_of_slot(int slot) const { return slots[static_cast<std::size_t>(slot)].layer; }
  Shape shape_of(int slot) const;
  /// The operation that closes over the same residual block.
  int saved_by(int add) const;
  bool layer_has_parameters(int layer) const { return record->layers[static_cast<std::size_t>(layer)].rows > 0; }
  int logits() const { return record->layers.back().z; }
  int answers() const { return record->layers.back().a; }

  Experiment experiment;
  Summary summary;
  std::vector<std::string> input_names;
  std::unique_ptr<Recording> record;
  std::vector<Stop> stops;
  struct SlotName {
    int layer = -1;
    bool sum = false;    ///< goes into an activation: z and δ, not a and ∂a
    std::string number;  ///< of its layer, counted by layers with parameters
  };
  std::vector<SlotName> slots;
  std::vector<std::string> layer_numbers;

 private:
  void name_slots();
  void add_forward();
  void add_backward();
};

}  // namespace glassbox::probe

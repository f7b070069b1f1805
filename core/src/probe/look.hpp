#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "glassbox/trace.hpp"
#include "probe/equation.hpp"
#include "probe/journey.hpp"

namespace glassbox::probe {

/// A question about a stop of a journey: what it is about, and the numbers it concerns under their names.
class Look {
 public:
  Look(const Journey& journey, const TraceFocus& focus)
      : j_(journey),
        r_(*journey.record),
        stop_(journey.stops[static_cast<std::size_t>(std::clamp(focus.item, 0, static_cast<int>(journey.stops.size()) - 1))]),
        operation_(stop_.operation < 0 ? nullptr : &r_.operations[static_cast<std::size_t>(stop_.operation)]),
        whole_(focus.row < 0),
        row_(std::clamp(focus.row, 0, r_.kept - 1)) {
    aim(focus);
  }

  /// {kind, layerName, unit, input, units, inputs, …} up to the lists, and the sentence that the registries have for the operation.
  void write_head(JsonWriter& json) const;
  std::string meaning() const;

 protected:
  /// Which unit, and which of its inputs, the question is about.
  void aim(const TraceFocus& focus);
  static constexpr Flow kNone = Flow::none, kForward = Flow::forward, kBackward = Flow::backward;

  bool of_parameters() const { return stop_.kind == "weights" || stop_.kind == "biases" || stop_.kind == "update"; }
  const Sheet& values(int slot) const { return r_.values[static_cast<std::size_t>(slot)]; }
  const Sheet& gradients(int slot) const { return r_.gradients[static_cast<std::size_t>(slot)]; }
  const network::Layer& layer() const { return r_.layers[static_cast<std::size_t>(layer_)]; }
  double weight(int row, int column) const {
    return r_.parameters[layer().first_weight + static_cast<std::size_t>(row) * layer().columns + column];
  }
  std::size_t parameter() const {
    if (input_ < 0) return layer().first_bias + unit_;
    return layer().first_weight + static_cast<std::size_t>(unit_) * layer().columns + input_;
  }
  Variable value(int slot, int unit, std::string_view note, int row = -1) const {
    return {j_.value_symbol(slot, unit), values(slot).at(row < 0 ? row_ : row, unit), kForward, note};
  }
  Variable gradient(int slot, int unit, std::string_view note, int row = -1) const {
    return {j_.gradient_symbol(slot, unit), gradients(slot).at(row < 0 ? row_ : row, unit), kBackward, note};
  }

  int saved() const { return r_.operations[static_cast<std::size_t>(j_.saved_by(stop_.operation))].in; }

  /// A channel of a convolution shares its bias.
  int bias_unit() const { return unit_ / std::max(1, values(operation_->out).units / std::max(1, layer().rows)); }
  double bias_of_unit() const { return r_.parameters[layer().first_bias + bias_unit()]; }

  std::string_view activation() const { return j_.summary.layers[static_cast<std::size_t>(operation_->layer)].activation; }

  const Journey& j_;
  const Recording& r_;
  const Stop& stop_;
  const OperationRecord* operation_;
  bool whole_;
  int row_;
  int layer_ = -1, unit_ = 0, input_ = 0, units_ = 1, inputs_ = 0;
};

/// The JSON objects of Trace::look_json()'s lists.
void write_equations(const Look& look, JsonWriter& json);
void write_product(const Look& look, JsonWriter& json);
/// Trace::look_json().
std::string look(const Journey& journey, const TraceFocus& focus);

}  // namespace glassbox::probe

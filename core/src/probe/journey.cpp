#include "probe/journey.hpp"

#include "probe/equation.hpp"

namespace glassbox::probe {

Journey::Journey(const Trainer& trainer)
    : experiment(trainer.experiment()), summary(summarize(trainer.experiment())), record(record_step(trainer)) {
  for (const InputTransform::Column& column : trainer.prepared().transform.columns) input_names.push_back(column.name);
  name_slots();
  add_forward();
  stops.push_back({"loss"});
  stops.push_back({"start", -1, record->on_logits ? logits() : answers()});
  add_backward();
  if (!record->next.empty()) stops.push_back({"update"});
}

/// Layers count by their parameters, as W¹, W² do; what follows without parameters of its own is marked by strokes.
void Journey::name_slots() {
  slots.resize(record->values.size());
  int number = 0, strokes = 0, layer = -1;
  for (const OperationRecord& operation : record->operations) {
    const network::Layer& owner = record->layers[static_cast<std::size_t>(operation.layer)];
    if (operation.layer != layer && operation.name != "save") {
      strokes = owner.rows > 0 ? 0 : strokes + 1;
      number += owner.rows > 0 ? 1 : 0;
      layer = operation.layer;
    }
    std::string written = std::to_string(number);
    for (int stroke = 0; stroke < strokes; ++stroke) written += "′";
    layer_numbers.resize(record->layers.size());
    if (operation.name == "save") {
      slots[static_cast<std::size_t>(operation.out)] = slots[static_cast<std::size_t>(operation.in)];
    } else {
      layer_numbers[static_cast<std::size_t>(operation.layer)] = written;
      slots[static_cast<std::size_t>(operation.out)] = {operation.layer, operation.out == owner.z && owner.z != owner.a, written};
    }
  }
}

void Journey::add_forward() {
  stops.push_back({"input", -1, 0});
  for (std::size_t i = 0; i < record->operations.size(); ++i) {
    const OperationRecord& operation = record->operations[i];
    if (operation.name == "save") continue;
    const bool own = operation.name == "dense" || operation.name == "activation" || operation.name == "softmax" || operation.name == "add";
    const std::string_view kind = own ? std::string_view(operation.name) : "layer";
    stops.push_back({kind, static_cast<int>(i), operation.out});
  }
}

void Journey::add_backward() {
  for (std::size_t i = record->operations.size(); i-- > 0;) {
    const OperationRecord& operation = record->operations[i];
    const int index = static_cast<int>(i);
    if (!operation.went_back) continue;
    if (operation.parameter_count > 0) {
      stops.push_back({"weights", index, -1});
      stops.push_back({"biases", index, -1});
    }
    if (!record->gradients[static_cast<std::size_t>(operation.in)].held() || operation.name == "add") continue;
    if (operation.name == "dense" && i > 0 && record->operations[i - 1].name == "activation" &&
        record->operations[i - 1].out == operation.in) {
      --i;
      stops.push_back({"back", index, record->operations[i].in, index - 1});
    } else if (operation.name == "activation" || operation.name == "softmax") {
      stops.push_back({"slope", index, operation.in});
    } else {
      stops.push_back({operation.name == "save" ? "join" : "back", index, operation.in});
    }
  }
}

std::string_view Journey::phase(const Stop& stop) const {
  if (stop.kind == "update") return "update";
  for (const std::string_view back : {"start", "weights", "biases", "back", "slope", "join"}) {
    if (stop.kind == back) return "backward";
  }
  return "forward";
}

std::string Journey::value_symbol(int slot, int unit) const {
  if (slot == 0) return symbol("x", "", unit);
  if (slot == answers()) return symbol("ŷ", "", summary.layers.back().units > 1 ? unit : -1);
  const SlotName& name = slots[static_cast<std::size_t>(slot)];
  return symbol(name.sum ? "z" : "a", name.number, unit);
}

std::string Journey::gradient_symbol(int slot, int unit) const {
  const SlotName& name = slots[static_cast<std::size_t>(slot)];
  return name.sum ? symbol("δ", name.number, unit) : "∂" + value_symbol(slot, unit);
}

std::string Journey::stop_symbol(const Stop& stop) const {
  if (stop.kind == "loss") return "L";
  if (stop.kind == "update") return {};
  const int layer = stop.operation < 0 ? 0 : record->operations[static_cast<std::size_t>(stop.operation)].layer;
  if (stop.kind == "weights") return weight_symbol("∂", layer);
  if (stop.kind == "biases") return bias_symbol("∂", layer);
  return phase(stop) == "backward" ? gradient_symbol(stop.slot) : value_symbol(stop.slot);
}

std::string Journey::weight_symbol(std::string_view prefix, int layer, int row, int column) const {
  const std::string& number = layer_numbers[static_cast<std::size_t>(layer)];
  return std::string(prefix) + symbol(row < 0 ? "W" : "w", number, row, column);
}

std::string Journey::bias_symbol(std::string_view prefix, int layer, int row) const {
  return std::string(prefix) + symbol("b", layer_numbers[static_cast<std::size_t>(layer)], row);
}

Shape Journey::shape_of(int slot) const {
  const int layer = layer_of_slot(slot);
  return layer < 0 ? summary.input_shape : summary.layers[static_cast<std::size_t>(layer)].shape;
}

int Journey::saved_by(int add) const {
  const int layer = record->operations[static_cast<std::size_t>(add)].layer;
  for (std::size_t i = 0; i < record->operations.size(); ++i) {
    if (record->operations[i].name == "save" && record->operations[i].layer == layer) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace glassbox::probe

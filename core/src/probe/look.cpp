#include "probe/look.hpp"

#include "descent/registry.hpp"
#include "network/layers.hpp"
#include "network/registry.hpp"

namespace glassbox::probe {

void Look::aim(const TraceFocus& focus) {
  if (stop_.kind == "update") {
    layer_ = std::clamp(focus.layer, -1, static_cast<int>(r_.layers.size()) - 1);
    if (layer_ < 0 || !j_.layer_has_parameters(layer_)) layer_ = static_cast<int>(r_.layers.size()) - 1;
  } else {
    layer_ = operation_ != nullptr ? operation_->layer : stop_.slot == 0 ? -1 : static_cast<int>(r_.layers.size()) - 1;
  }
  if (of_parameters()) {
    units_ = r_.layers[static_cast<std::size_t>(layer_)].rows;
    inputs_ = r_.layers[static_cast<std::size_t>(layer_)].columns;
  } else {
    units_ = stop_.kind == "loss" ? r_.targets.units : values(stop_.slot).units;
    inputs_ = stop_.kind == "dense" || stop_.kind == "layer" ? values(operation_->in).units : 0;
  }
  unit_ = std::clamp(focus.unit, 0, units_ - 1);
  const int least = stop_.kind == "update" ? -1 : 0;
  input_ = stop_.kind == "biases" ? -1 : std::clamp(focus.input, least, std::max(inputs_ - 1, least));
}

std::string Look::meaning() const {
  const std::string& activation = layer_ < 0 ? std::string() : j_.summary.layers[static_cast<std::size_t>(layer_)].activation;
  const auto in = [](const auto& rows, std::string_view name) {
    for (const auto& row : rows) {
      if (row.name == name) return std::string(row.meaning);
    }
    return std::string();
  };
  if (stop_.kind == "activation" || stop_.kind == "slope") return in(network::activations(), activation);
  if (stop_.kind == "loss") return in(network::losses(), j_.experiment.loss);
  if (stop_.kind == "update") return in(descent::optimisers(), j_.experiment.opt);
  if (stop_.kind == "layer") return std::string(network::find_layer(operation_->name)->meaning);
  return {};
}

void Look::write_head(JsonWriter& json) const {
  const int shown = stop_.slot >= 0 ? j_.layer_of_slot(stop_.slot) : layer_;
  json.member("kind", stop_.kind).member("layer", shown).member("unit", unit_).member("input", input_);
  json.member("layerName", shown < 0 ? std::string() : j_.summary.layers[static_cast<std::size_t>(shown)].name);
  json.member("units", units_).member("inputs", inputs_);
}

std::string look(const Journey& journey, const TraceFocus& focus) {
  const Look asked(journey, focus);
  JsonWriter json;
  json.begin_object();
  asked.write_head(json);
  json.key("equations").begin_array();
  write_equations(asked, json);
  json.end_array().key("product").begin_array();
  write_product(asked, json);
  json.end_array().member("meaning", asked.meaning()).end_object();
  return json.text();
}

}  // namespace glassbox::probe

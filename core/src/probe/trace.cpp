#include "glassbox/trace.hpp"

#include <algorithm>

#include "glassbox/json.hpp"
#include "probe/equation.hpp"
#include "probe/look.hpp"

namespace glassbox {

class Trace::Implementation {
 public:
  explicit Implementation(const Trainer& trainer) : journey(trainer) {}
  probe::Journey journey;
};

Trace::Trace(const Trainer& trainer) : implementation_(std::make_unique<Implementation>(trainer)) {}
Trace::Trace(Trace&&) noexcept = default;
Trace::~Trace() = default;

std::string Trace::journey_json() const {
  const probe::Journey& journey = implementation_->journey;
  const probe::Recording& record = *journey.record;
  JsonWriter json;
  json.begin_object().member("step", record.step).member("epoch", record.epoch).member("taken", !record.next.empty());
  json.key("rows").begin_array();
  for (const int row : record.rows) json.value(row);
  json.end_array().member("kept", record.kept).key("layers").begin_array();
  for (std::size_t l = 0; l < record.layers.size(); ++l) {
    json.begin_object().member("name", journey.summary.layers[l].name).member("symbol", journey.weight_symbol("", static_cast<int>(l)));
    json.member("rows", record.layers[l].rows).member("columns", record.layers[l].columns).end_object();
  }
  json.end_array().key("items").begin_array();
  for (const probe::Stop& stop : journey.stops) {
    const int layer = stop.slot >= 0       ? journey.layer_of_slot(stop.slot)
                      : stop.operation < 0 ? -1
                                           : record.operations[static_cast<std::size_t>(stop.operation)].layer;
    json.begin_object().member("kind", stop.kind).member("phase", journey.phase(stop)).member("symbol", journey.stop_symbol(stop));
    json.member("layer", layer)
        .member("layerName", layer < 0 ? std::string() : journey.summary.layers[static_cast<std::size_t>(layer)].name);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string Trace::example_json(int row) const {
  const probe::Journey& journey = implementation_->journey;
  const probe::Recording& record = *journey.record;
  row = std::clamp(row, 0, record.kept - 1);
  JsonWriter json;
  json.begin_object().member("loss", record.row_losses[static_cast<std::size_t>(row)]).member("batchLoss", record.loss);
  const auto numbers = [&](std::string_view name, const probe::Sheet& sheet) {
    json.key(name).begin_array();
    for (int unit = 0; unit < sheet.units; ++unit) json.value(sheet.at(row, unit));
    json.end_array();
  };
  numbers("target", record.targets);
  json.key("sheets").begin_array();
  for (std::size_t item = 0; item < journey.stops.size(); ++item) {
    const probe::Stop& stop = journey.stops[item];
    if (stop.slot < 0) continue;
    const bool backward = journey.phase(stop) == "backward";
    const probe::Sheet& sheet = (backward ? record.gradients : record.values)[static_cast<std::size_t>(stop.slot)];
    json.begin_object().member("item", static_cast<int>(item)).member("symbol", journey.stop_symbol(stop));
    json.member("flow", probe::name_of(backward ? probe::Flow::backward : probe::Flow::forward));
    json.member("layer", journey.layer_of_slot(stop.slot)).member("sum", journey.slots[static_cast<std::size_t>(stop.slot)].sum);
    numbers("values", sheet);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string Trace::look_json(const TraceFocus& focus) const { return probe::look(implementation_->journey, focus); }

}  // namespace glassbox

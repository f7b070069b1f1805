#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/twins.hpp"

namespace glassbox {
namespace {

void write(JsonWriter& json, const char* name, const std::vector<int>& numbers) {
  json.key(name).begin_array();
  for (const int number : numbers) json.value(number);
  json.end_array();
}

void write(JsonWriter& json, const char* name, const std::vector<std::vector<double>>& lines) {
  json.key(name).begin_array();
  for (const std::vector<double>& line : lines) {
    json.begin_array();
    for (const double number : line) json.value(number);
    json.end_array();
  }
  json.end_array();
}

void write_names(JsonWriter& json, const char* name, const Summary& summary, const std::vector<int>& layers) {
  json.key(name).begin_array();
  for (const int layer : layers) json.value(summary.layers[static_cast<std::size_t>(layer)].name);
  json.end_array();
}

}  // namespace

std::string twin_layers_json(const Trainer& trainer) {
  const TwinLayers found = twin_layers(trainer);
  const Summary summary = summarize(trainer.experiment());
  JsonWriter json;
  json.begin_object().member("step", trainer.step()).member("rows", found.rows).member("allRows", found.all_rows);
  json.key("layers").begin_array();
  for (const TwinLayer& layer : found.layers) {
    const LayerSummary& own = summary.layers[static_cast<std::size_t>(layer.layer)];
    json.begin_object().member("layer", layer.layer).member("name", own.name).member("units", layer.units);
    json.member("image", own.shape.pixels() > 1);
    write_names(json, "into", summary, layer.into);
    write_names(json, "outOf", summary, layer.out_of);
    json.member("swap", layer.swap).member("flip", layer.flip).member("remove", layer.remove).key("dead").begin_array();
    for (const DeadUnit& unit : layer.dead) json.begin_object().member("unit", unit.unit).member("value", unit.value).end_object();
    json.end_array().member("twins", layer.twins).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string twin_json(const Trainer& trainer, const std::string& act, int layer, const std::vector<int>& units) {
  using Act = TwinQuestion::Act;
  const Result<Twin> made = make_twin(trainer, {act == "flip" ? Act::flip : act == "remove" ? Act::remove : Act::swap, layer, units});
  if (!made.ok()) return "{\"ok\":false,\"problems\":" + problems_json(made.problems) + "}";
  const Twin& twin = made.value;
  const Summary summary = summarize(trainer.experiment());
  JsonWriter json;
  json.begin_object().member("ok", true).member("step", trainer.step());
  write(json, "units", twin.units);
  json.member("difference", twin.difference).member("largest", twin.largest).member("rows", twin.rows).member("allRows", twin.all_rows);
  json.member("before", twin.before).member("after", twin.after).member("text", twin.text).member("noText", twin.no_text);
  json.key("matrices").begin_array();
  for (const TwinMatrix& matrix : twin.matrices) {
    json.begin_object().member("name", summary.layers[static_cast<std::size_t>(matrix.layer)].name);
    json.member("into", matrix.into).member("outOf", matrix.out_of).member("rows", matrix.rows).member("columns", matrix.columns);
    write(json, "shownRows", matrix.shown_rows);
    write(json, "shownColumns", matrix.shown_columns);
    write(json, "keptRows", matrix.kept_rows);
    write(json, "keptColumns", matrix.kept_columns);
    write(json, "before", matrix.before);
    write(json, "after", matrix.after);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace glassbox

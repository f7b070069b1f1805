#include <algorithm>
#include <cmath>

#include "glassbox/json.hpp"
#include "glassbox/snapshot.hpp"
#include "network/layers.hpp"
#include "probe/inside.hpp"
#include "probe/passes.hpp"
#include "training/decision.hpp"
#include "training/trainer_implementation.hpp"

namespace glassbox {
namespace {

void write_names(JsonWriter& json, const char* key, const std::vector<std::string>& names) {
  json.key(key).begin_array();
  for (const std::string& name : names) json.value(name);
  json.end_array();
}

void write_numbers(JsonWriter& json, const char* key, const std::vector<double>& numbers) {
  json.key(key).begin_array();
  for (const double number : numbers) json.value(number);
  json.end_array();
}

/// What a picture of a layer's outputs is centred on and how far it reaches.
struct Scale {
  double middle = 0, low = -1, high = 1;
};

/// Outputs with a range keep it; unbounded ones get the largest magnitude that the present weights give on some rows, fixed for the run.
Scale scale_of(const LayerSummary& layer, double largest) {
  if (layer.low < layer.high) return {(layer.low + layer.high) / 2, layer.low, layer.high};
  const double reach = largest > 0 && std::isfinite(largest) ? largest : 1;
  return {0, -reach, reach};
}

/// Largest |output| of each layer over the first rows of the data.
template <class S>
std::vector<double> largest_outputs(const Trainer& trainer) {
  const training::TrainerOf<S>& inside = probe::inside<S>(trainer);
  const probe::FedPoints fed = probe::fed_rows(trainer.dataset(), trainer.prepared(), 64);
  std::vector<double> largest(inside.network().layers().size(), 0);
  probe::forward_points<S>(inside, fed, false, [&](const network::Buffers<S>& buffers, int) {
    for (std::size_t i = 0; i < largest.size(); ++i) {
      const auto panel = buffers.value(inside.network().layers()[i].a);
      for (int unit = 0; unit < panel.units; ++unit)
        for (int row = 0; row < panel.rows; ++row)
          largest[i] = std::max(largest[i], std::abs(static_cast<double>(panel.column(unit)[row])));
    }
  });
  return largest;
}

/// Largest |weight| of each layer.
template <class S>
std::vector<double> largest_weights(const Trainer& trainer) {
  const training::TrainerOf<S>& inside = probe::inside<S>(trainer);
  std::vector<double> largest;
  for (const network::Layer& layer : inside.network().layers()) {
    double most = 0;
    for (const S weight : inside.parameters().subspan(layer.first_weight, layer.weight_count())) {
      most = std::max(most, std::abs(static_cast<double>(weight)));
    }
    largest.push_back(most);
  }
  return largest;
}

void write_layers(JsonWriter& json, const Trainer& trainer) {
  const Summary summary = summarize(trainer.experiment());
  const bool wide = training::in_double(trainer.experiment());
  const std::vector<double> outputs = wide ? largest_outputs<double>(trainer) : largest_outputs<float>(trainer);
  const std::vector<double> weights = wide ? largest_weights<double>(trainer) : largest_weights<float>(trainer);
  json.key("layers").begin_array();
  for (std::size_t i = 0; i < summary.layers.size(); ++i) {
    const LayerSummary& layer = summary.layers[i];
    const Scale scale = scale_of(layer, outputs[i]);
    json.begin_object().member("name", layer.name).member("text", layer.text).member("units", layer.units);
    json.member("inputs", layer.inputs).member("parameters", layer.parameters).member("activation", layer.activation);
    json.member("shape", {layer.shape.height, layer.shape.width, layer.shape.channels});
    const network::LayerRow* row = network::find_layer(layer.text.substr(0, layer.text.find(':')));
    json.member("dense", row == nullptr && layer.rows > 0).key("parts").begin_array();
    if (row != nullptr) {
      for (const std::string_view part : row->parts) json.value(part);
    }
    json.end_array();
    json.member("middle", scale.middle).member("low", scale.low).member("high", scale.high).member("weights", weights[i]).end_object();
  }
  json.end_array();
}

}  // namespace

std::string snapshot_layout_json(const Snapshot& snapshot) {
  JsonWriter json;
  json.begin_array();
  for (const SnapshotEntry& entry : snapshot.entries) {
    json.begin_object().member("layer", entry.layer).member("role", entry.role).key("shape").begin_array();
    for (const int extent : entry.shape) json.value(extent);
    json.end_array().member("scalar", entry.wide ? "f64" : "f32").member("offset", static_cast<std::int64_t>(entry.offset)).end_object();
  }
  json.end_array();
  return json.text();
}

std::string run_json(const Trainer& trainer) {
  const Dataset& dataset = trainer.dataset();
  const Prepared& prepared = trainer.prepared();
  JsonWriter json;
  json.begin_object().member("rows", dataset.rows).member("columns", dataset.columns);
  write_names(json, "classes", dataset.class_names);
  write_names(json, "columnNames", dataset.column_names);
  json.key("fedNames").begin_array();
  for (const InputTransform::Column& column : prepared.transform.columns) json.value(column.name);
  json.end_array().member("imageWidth", dataset.image_width);
  write_numbers(json, "low", dataset.low);
  write_numbers(json, "high", dataset.high);
  json.member("redrawn", dataset.redrawn).member("credit", dataset.credit).key("parts").begin_object();
  json.member("train", static_cast<int>(prepared.train.size())).member("test", static_cast<int>(prepared.test.size()));
  json.member("blind", static_cast<int>(prepared.blind.size())).end_object();
  json.member("threshold", prepared.threshold);
  write_numbers(json, "costs", training::cost_matrix(trainer.experiment(), dataset));
  json.member("stepsPerEpoch", trainer.steps_per_epoch()).member("parameters", summarize(trainer.experiment()).parameters);
  write_layers(json, trainer);
  json.end_object();
  return json.text();
}

std::string divergence_json(const Trainer& trainer) {
  if (trainer.state() != RunState::diverged) return "null";
  const Divergence& divergence = trainer.divergence();
  const Summary summary = summarize(trainer.experiment());
  JsonWriter json;
  json.begin_object().member("step", divergence.step).member("layer", divergence.layer);
  const bool known = divergence.layer >= 0 && divergence.layer < static_cast<int>(summary.layers.size());
  json.member("layerName", known ? summary.layers[divergence.layer].name : std::string("Loss"));
  json.member("unit", divergence.unit).member("operation", divergence.operation);
  json.key("terms").begin_array();
  for (const DivergenceTerm& term : divergence.terms) {
    json.begin_object().member("name", term.name).member("value", term.value);
    if (!std::isnan(term.factor)) json.member("factor", term.factor);
    json.end_object();
  }
  json.end_array().member("more", divergence.more).member("value", divergence.value).member("rate", trainer.learning_rate());
  write_numbers(json, "losses", trainer.implementation().recent_losses());
  json.end_object();
  return json.text();
}

}  // namespace glassbox

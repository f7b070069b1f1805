#include "glassbox/structure.hpp"

#include <algorithm>
#include <array>

#include "experiment/facts.hpp"
#include "glassbox/json.hpp"
#include "network/layers.hpp"
#include "probe/training_rows.hpp"

namespace glassbox {
namespace {

constexpr std::int64_t kMostWork = 100'000'000;

/// The entries of a net in the order of Summary::layers.
void flatten(const std::vector<LayerSpec>& net, std::vector<const LayerSpec*>& flat) {
  for (const LayerSpec& layer : net) {
    if (layer.kind == LayerSpec::Kind::residual) flatten(layer.inner, flat);
    flat.push_back(&layer);
  }
}

std::string kind_of(const LayerSpec* layer) {
  if (layer == nullptr || layer->kind == LayerSpec::Kind::dense) return "dense";
  if (layer->kind == LayerSpec::Kind::activation) return "activation";
  return layer->kind == LayerSpec::Kind::residual ? "residual" : layer->name;
}

std::string shape_text(const Shape& shape) {
  std::string text = "[N x " + std::to_string(shape.channels);
  if (shape.pixels() > 1) text += " x " + std::to_string(shape.height) + " x " + std::to_string(shape.width);
  return text + "]";
}

using Line = std::array<std::string, 5>;

/// Columns as wide as their widest entry; the first three lean left, numbers right.
std::string table_text(const std::vector<Line>& lines) {
  std::array<std::size_t, 5> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string text;
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string room(widths[i] - line[i].size(), ' ');
      text += (i == 0 ? "" : "  ") + (i < 3 ? line[i] + room : room + line[i]);
    }
    text += '\n';
  }
  return text;
}

template <class S>
void write_ranges(const Trainer& trainer, JsonWriter& json) {
  const auto& run = probe::inside<S>(trainer);
  const auto& layers = run.network().layers();
  const std::span<const int> rows = probe::first_training_rows(run, probe::row_work(run.network()), kMostWork);
  std::vector<std::array<S, 2>> ends(layers.size());
  bool first = true;
  probe::forward_rows<S>(run, rows, [&](const network::Pass<S>& pass, math::Panel<const S>) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const math::Panel<S> z = pass.panels.value(layers[i].z);
      if (first) ends[i] = {z.column(0)[0], z.column(0)[0]};
      for (int unit = 0; unit < layers[i].units; ++unit) {
        const S* column = z.column(unit);
        for (int row = 0; row < z.rows; ++row) ends[i] = {std::min(ends[i][0], column[row]), std::max(ends[i][1], column[row])};
      }
    }
    first = false;
  });
  json.member("rows", static_cast<std::int64_t>(rows.size())).member("allRows", static_cast<std::int64_t>(run.prepared().train.size()));
  json.key("layers").begin_array();
  for (const auto& [low, high] : ends) {
    json.begin_object().member("low", static_cast<double>(low)).member("high", static_cast<double>(high)).end_object();
  }
  json.end_array();
}

}  // namespace

Structure structure_of(const Experiment& experiment) {
  const Summary summary = summarize(experiment);
  const network::Network<float> network(experiment, summary.input_shape, summary.layers.back().units);
  std::vector<const LayerSpec*> specs;
  flatten(experiment.net, specs);
  specs.push_back(nullptr);  // the output layer
  Structure structure;
  structure.input = summary.input_shape;
  structure.parameters = summary.parameters;
  for (std::size_t i = 0; i < summary.layers.size(); ++i) {
    const network::Layer& layer = network.layers()[i];
    LayerStructure made{summary.layers[i], kind_of(specs[i]), i == 0 ? summary.input_shape : summary.layers[i - 1].shape};
    made.drawn = layer.rows > 0 && layer.drawn;
    made.statistics = layer.statistics;
    if (const network::LayerRow* row = network::find_layer(made.kind)) made.parts.assign(row->parts.begin(), row->parts.end());
    structure.statistics += layer.statistics;
    structure.layers.push_back(std::move(made));
  }
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    const std::int64_t work = network.operations()[i]->multiply_adds();
    structure.layers[static_cast<std::size_t>(network.layer_of(i))].multiply_adds += work;
    structure.multiply_adds += work;
  }
  return structure;
}

std::string structure_text(const Structure& structure) {
  std::vector<Line> lines = {{"layer", "text", "output", "multiply-adds", "parameters"}};
  lines.push_back({"Input", "", shape_text(structure.input), "0", "0"});
  for (const LayerStructure& layer : structure.layers) {
    lines.push_back({layer.summary.name, layer.summary.text, shape_text(layer.summary.shape), std::to_string(layer.multiply_adds),
                     std::to_string(layer.summary.parameters)});
  }
  std::string text = table_text(lines) + "total parameters " + std::to_string(structure.parameters) + '\n';
  if (structure.statistics > 0) text += "running statistics, not trained " + std::to_string(structure.statistics) + '\n';
  return text + "multiply-adds a row, forward " + std::to_string(structure.multiply_adds) + '\n';
}

std::string structure_json(const Experiment& experiment) {
  const Structure structure = structure_of(experiment);
  const auto shape = [](JsonWriter& json, const char* name, const Shape& of) { json.member(name, {of.height, of.width, of.channels}); };
  JsonWriter json;
  json.begin_object().member("text", structure_text(structure)).member("precision", experiment.precision);
  json.member("batch", experiment.batch)
      .member("farthest", kFarthest)
      .member("parameters", structure.parameters)
      .member("statistics", structure.statistics);
  json.member("multiplyAdds", structure.multiply_adds);
  shape(json, "input", structure.input);
  json.key("layers").begin_array();
  for (const LayerStructure& layer : structure.layers) {
    const LayerSummary& summary = layer.summary;
    json.begin_object().member("name", summary.name).member("text", summary.text).member("kind", layer.kind);
    json.member("activation", summary.activation).member("rows", summary.rows).member("columns", summary.columns);
    shape(json, "input", layer.input);
    shape(json, "shape", summary.shape);
    json.member("drawn", layer.drawn).member("parameters", summary.parameters).member("statistics", layer.statistics);
    json.member("multiplyAdds", layer.multiply_adds).key("parts").begin_array();
    for (const std::string& part : layer.parts) json.value(part);
    json.end_array().end_object();
  }
  json.end_array().key("activations").begin_array();
  for (const network::ActivationChoice& choice : network::activations()) {
    json.begin_object().member("name", choice.name).member("label", choice.label).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string ranges_json(const Trainer& trainer) {
  JsonWriter json;
  json.begin_object().member("step", trainer.step());
  if (training::in_double(trainer.experiment())) {
    write_ranges<double>(trainer, json);
  } else {
    write_ranges<float>(trainer, json);
  }
  json.end_object();
  return json.text();
}

}  // namespace glassbox

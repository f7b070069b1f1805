#include <algorithm>
#include <cmath>

#include "descent/schedule.hpp"
#include "experiment/change.hpp"
#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"
#include "experiment/layers_text.hpp"
#include "experiment/validate.hpp"
#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/number.hpp"
#include "math/hash.hpp"
#include "network/layers.hpp"

namespace glassbox {
namespace {

using experiment::DataFacts;
using experiment::FieldRow;

std::string_view kind_name(data::SetRow::Kind kind) {
  constexpr std::string_view kNames[] = {"plane", "line", "table", "image"};
  return kNames[static_cast<int>(kind)];
}

void write_summary(JsonWriter& json, const Summary& summary) {
  json.member("parameters", summary.parameters).member("inputs", summary.inputs).member("outputs", summary.layers.back().units);
  json.key("summary").begin_array();
  for (const LayerSummary& layer : summary.layers) {
    json.begin_object().member("name", layer.name).member("text", layer.text).member("units", layer.units);
    json.member("inputs", layer.inputs).member("parameters", layer.parameters);
    json.member("shape", {layer.shape.height, layer.shape.width, layer.shape.channels}).end_object();
  }
  json.end_array();
}

/// Points of a run that cannot start yet, which no trainer holds: column by column, then the targets, then their part (all training).
void write_lone_points(JsonWriter& json, const OwnRows& rows) {
  const std::size_t columns = rows.names.size();
  json.key("points").begin_array();
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows.target.size(); ++row) json.value(rows.x[row * columns + column]);
  }
  for (const double target : rows.target) json.value(target);
  for (std::size_t row = 0; row < rows.target.size(); ++row) json.value(0);
  json.end_array();
}

void write_dataset(JsonWriter& json, const Experiment& experiment) {
  const DataFacts data = experiment::facts(experiment);
  json.key("dataset").begin_object().member("kind", kind_name(data.kind)).member("target", data.classes ? "classes" : "number");
  json.key("classes").begin_array();
  for (int label = 0; data.classes && label < data.class_count; ++label) json.value(std::to_string(label));
  json.end_array().key("inputs").begin_array();
  for (int column = 0; column < data.columns; ++column) {
    json.value(data.own ? experiment.rows.names[static_cast<std::size_t>(column)] : "x" + std::to_string(column + 1));
  }
  json.end_array().member("rebuilds", data.rebuilds);
  if (needs_rows(experiment)) write_lone_points(json, experiment.rows);
  json.end_object();
}

/// The learning rate as planned, over the whole run or, where that has no end, over its first thousand epochs.
void write_rate_plan(JsonWriter& json, const Experiment& experiment) {
  constexpr int kSamples = 209;  // one for each pixel of its picture, so that a step looks like one
  constexpr std::int64_t kOpenEnd = 1000;
  const std::int64_t epochs = experiment.epochs > 0 ? experiment.epochs : kOpenEnd;
  const double rows = experiment::facts(experiment).rows;
  const double train = std::max(1.0, rows - std::ceil(rows * experiment.test) - std::ceil(rows * experiment.blind));
  const double steps_per_epoch = experiment.batch == 0 ? 1 : std::ceil(train / std::min<double>(experiment.batch, train));
  double rate = experiment.lr;
  auto edit = experiment.edits.begin();
  json.key("ratePlan").begin_object().member("epochs", epochs).key("rates").begin_array();
  for (int i = 0; i < kSamples; ++i) {
    const double passed = static_cast<double>(epochs) * i / (kSamples - 1);
    const double epoch = std::floor(passed);
    const descent::Moment moment{static_cast<std::int64_t>(passed * steps_per_epoch), static_cast<std::int64_t>(epoch), passed - epoch};
    for (; edit != experiment.edits.end() && edit->step <= moment.step; ++edit) {
      if (edit->key == "lr") rate = edit->value;
    }
    json.value(rate * descent::rate_share(experiment, moment));
  }
  json.end_array().end_object();
}

void write_fields(JsonWriter& json, const Experiment& experiment) {
  json.key("fields").begin_array();
  for (const FieldRow& row : experiment::field_table()) {
    const auto verdict = experiment::relevance(row, experiment);
    json.begin_object().member("key", row.key).member("value", experiment::write_field(row, experiment));
    json.member("default", row.fallback(experiment)).member("relevant", verdict.fits).member("reason", verdict.reason);
    if (row.bounds != nullptr) {
      const auto range = experiment::bounds_of(row, experiment);
      json.member("least", range.least).member("most", range.most);
    }
    json.key("choices").begin_array();
    if (row.options != nullptr) {
      for (const auto& option : row.options()) {
        const auto judged = experiment::judge_choice(row, experiment, option.name);
        json.begin_object().member("name", option.name).member("allowed", judged.fits).member("reason", judged.reason).end_object();
      }
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_layers(JsonWriter& json, const Experiment& experiment) {
  constexpr std::string_view kKinds[] = {"dense", "activation", "residual", "named"};
  json.key("layers").begin_array();
  int place = 0;
  for (std::size_t index = 0; index < experiment.net.size(); ++index) {
    const LayerSpec& layer = experiment.net[index];
    place += experiment::layer_count(layer.inner);
    json.begin_object().member("kind", kKinds[static_cast<int>(layer.kind)]).member("units", layer.units);
    json.member("activation", layer.activation).member("index", static_cast<int>(index)).member("layer", place++);
    json.member("text", experiment::write_layer(layer))
        .member("numbers", experiment::write_arguments(layer, layer.activation.empty()))
        .end_object();
  }
  json.end_array();
}

/// Layers that may be added behind the last hidden one; `reason` says why one may not.
void write_offers(JsonWriter& json, const Summary& summary) {
  const Shape end = summary.layers.size() > 1 ? summary.layers.rbegin()[1].shape : summary.input_shape;
  const auto offer = [&](const network::Choice& choice, const std::string& text) {
    experiment::Problems problems;
    const std::vector<LayerSpec> made = experiment::read_layers(text, "net", problems);
    const bool residual = made.front().kind == LayerSpec::Kind::residual;
    json.begin_object().member("label", choice.label).member("meaning", choice.meaning).member("text", text);
    json.member("reason", residual ? std::string() : network::plan_layer(made.front(), end).refusal).end_object();
  };
  json.key("offers").begin_array();
  offer({"", "Activation", "A function of each unit by itself, without weights."}, "act:tanh");
  offer({"", "Residual block", "Adds what goes into a layer to what comes out of it."}, "res(" + std::to_string(end.units()) + ":tanh)");
  for (const network::LayerRow* row : network::named_layers()) offer(*row, std::string(row->sample));
  json.end_array();
}

void write_axes(JsonWriter& json, const char* name, const std::array<int, 4>& axes) {
  json.key(name).begin_array();
  for (const int length : axes) {
    if (length > 0) json.value(length);
  }
  json.end_array();
}

void write_shapes(JsonWriter& json, const Problem& problem) {
  if (problem.shapes.a[0] == 0) return;
  json.key("shapes").begin_object().member("act", problem.shapes.product ? "product" : "each");
  write_axes(json, "a", problem.shapes.a);
  write_axes(json, "b", problem.shapes.b);
  json.member("about", describe_shapes(problem)).end_object();
}

void write_problems(JsonWriter& json, const std::vector<Problem>& problems) {
  json.begin_array();
  for (const Problem& problem : problems) {
    json.begin_object().member("code", problem.code).member("key", problem.key).member("value", problem.value);
    json.member("allowed", problem.allowed).member("nearest", problem.nearest).member("message", describe(problem));
    write_shapes(json, problem);
    json.end_object();
  }
  json.end_array();
}

/// Equal for the branches of one run; a run that ends by another rule is another one.
std::string hash_of_start(const Experiment& experiment) {
  Experiment start = experiment::start_of(experiment);
  start.patience = experiment.patience;
  start.mindelta = experiment.mindelta;
  start.restore = experiment.restore;
  start.stoploss = experiment.stoploss;
  start.stopscore = experiment.stopscore;
  start.eval = experiment::watches_test(experiment) ? experiment.eval : start.eval;
  math::Hash hash;
  for (const char c : format(start)) hash.add_byte(static_cast<std::uint8_t>(c));
  return write_hash(hash.value());
}

}  // namespace

std::string form_json(const Experiment& experiment) {
  const data::SetRow* set = data::find_set(experiment.data);
  const std::vector<Problem> problems = validate(experiment);
  const auto empty =
      std::find_if(problems.begin(), problems.end(), [](const Problem& problem) { return problem.code == experiment::kEmptyData; });
  JsonWriter json;
  json.begin_object().member("canonical", format(experiment)).member("start", hash_of_start(experiment));
  json.member("title", set == nullptr ? std::string_view() : set->label);
  json.member("empty", empty == problems.end() ? std::string() : describe(*empty));
  const Summary summary = summarize(experiment);
  write_summary(json, summary);
  write_dataset(json, experiment);
  write_fields(json, experiment);
  if (experiment.schedule != "constant" || experiment.warmup > 0) write_rate_plan(json, experiment);
  write_layers(json, experiment);
  write_offers(json, summary);
  json.end_object();
  return json.text();
}

std::string problems_json(const std::vector<Problem>& problems) {
  JsonWriter json;
  write_problems(json, problems);
  return json.text();
}

std::string change_json(const Change& change) {
  JsonWriter json;
  json.begin_object().member("ok", change.problems.empty()).member("canonical", format(change.experiment));
  json.member("restarts", change.restarts).member("droppedEdits", change.dropped_edits).key("problems");
  write_problems(json, change.problems);
  json.end_object();
  return json.text();
}

}  // namespace glassbox

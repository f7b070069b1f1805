#include "experiment/facts.hpp"

#include <algorithm>

#include "experiment/layers_text.hpp"
#include "experiment/text.hpp"

namespace glassbox::experiment {

int class_count(const OwnRows& rows) {
  if (!rows.classes) return 0;
  double most = 1;
  for (const double label : rows.target) most = std::max(most, label);
  return static_cast<int>(most) + 1;
}

DataFacts facts(const Experiment& experiment) {
  DataFacts result;
  const data::SetRow* set = data::find_set(experiment.data);
  if (experiment.data == "rows") {
    result.own = true;
    result.generated = false;
    result.columns = static_cast<int>(experiment.rows.names.size());
    result.classes = experiment.rows.classes;
    result.class_count = class_count(experiment.rows);
    result.rows = static_cast<int>(experiment.rows.target.size());
    result.kind = result.columns == 1   ? data::SetRow::Kind::line
                  : result.columns == 2 ? data::SetRow::Kind::plane
                                        : data::SetRow::Kind::table;
  } else if (set != nullptr) {
    result.kind = set->kind;
    result.classes = set->classes;
    result.class_count = set->class_count;
    result.columns = set->columns;
    result.generated = set->default_rows != set->max_rows;
    result.rows = result.generated ? experiment.n : set->default_rows;
  }
  if (experiment.target == "inputs") {
    result.rebuilds = true;
    result.classes = false;
    result.class_count = 0;
  }
  return result;
}

int input_count(const Experiment& experiment) {
  return experiment.inputs.empty() ? facts(experiment).columns : static_cast<int>(experiment.inputs.size());
}

int output_count(const Experiment& experiment) {
  const DataFacts data = facts(experiment);
  if (data.rebuilds) return input_count(experiment);
  if (!data.classes || (data.class_count == 2 && experiment.out != "softmax")) return 1;
  return data.class_count;
}

int layer_count(const std::vector<LayerSpec>& net) {
  int count = 0;
  for (const LayerSpec& layer : net) count += 1 + layer_count(layer.inner);
  return count;
}

namespace {

/// Follows the units through the layers.
class Walk {
 public:
  explicit Walk(Summary& summary) : summary_(summary), units_(summary.inputs) {}

  void layers(const std::vector<LayerSpec>& net) {
    for (const LayerSpec& layer : net) {
      switch (layer.kind) {
        case LayerSpec::Kind::dense:
          dense("Hidden " + std::to_string(++hidden_), write_layer(layer), layer.units);
          break;
        case LayerSpec::Kind::activation:
          add({"Activation", write_layer(layer), units_, units_, 0});
          break;
        case LayerSpec::Kind::residual:
          layers(layer.inner);
          add({"Residual add", write_layer(layer), units_, units_, 0});
          break;
      }
    }
  }
  void dense(std::string name, std::string text, int units) {
    add({std::move(name), std::move(text), units, units_, (static_cast<std::int64_t>(units_) + 1) * units});
  }

 private:
  void add(LayerSummary layer) {
    units_ = layer.units;
    summary_.parameters += layer.parameters;
    summary_.layers.push_back(std::move(layer));
  }

  Summary& summary_;
  int units_;
  int hidden_ = 0;
};

}  // namespace

std::int64_t estimate_bytes(const Experiment& experiment, const Summary& summary) {
  constexpr std::int64_t kWide = 8;
  constexpr std::int64_t kChunkRows = 256;
  const std::int64_t scalar = experiment.precision / 8;
  const std::int64_t rows = facts(experiment).rows;
  const std::int64_t outputs = output_count(experiment);
  std::int64_t units = summary.inputs;
  for (const LayerSummary& layer : summary.layers) units += layer.units;
  const std::int64_t data = rows * (facts(experiment).columns + summary.inputs + 2 * outputs + 2) * (kWide + scalar);
  const std::int64_t parameters = summary.parameters * 4 * scalar + static_cast<std::int64_t>(experiment.w.size()) * kWide;
  const std::int64_t activations = kChunkRows * units * 3 * scalar;
  return data + parameters + activations;
}

bool read_address(std::string_view text, Address& address) {
  const auto parts = split(text, '.');
  const auto index = [](std::string_view part, int& value) {
    const auto number = read_whole(part);
    if (!number || *number > kMaxUnits * 64 || std::to_string(*number) != part) return false;
    value = static_cast<int>(*number);
    return true;
  };
  if (parts.size() < 3 || !index(parts[0], address.layer) || !index(parts[2], address.row)) return false;
  address.tensor = parts[1] == "w" ? 'w' : 'b';
  if (parts[1] == "w") return parts.size() == 4 && index(parts[3], address.column);
  return parts[1] == "b" && parts.size() == 3;
}

}  // namespace glassbox::experiment

namespace glassbox {

Summary summarize(const Experiment& experiment) {
  Summary summary;
  summary.inputs = experiment::input_count(experiment);
  experiment::Walk walk(summary);
  walk.layers(experiment.net);
  const int outputs = experiment::output_count(experiment);
  walk.dense("Output", std::to_string(outputs) + ":" + experiment.out, outputs);
  return summary;
}

bool needs_rows(const Experiment& experiment) {
  if (experiment.data != "rows") return false;
  const OwnRows& rows = experiment.rows;
  if (rows.target.empty()) return true;
  if (!rows.packed) return false;
  for (int label = 0; label < experiment::class_count(rows); ++label) {
    if (std::find(rows.target.begin(), rows.target.end(), static_cast<double>(label)) == rows.target.end()) return true;
  }
  return false;
}

}  // namespace glassbox

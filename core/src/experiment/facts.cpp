#include "experiment/facts.hpp"

#include <algorithm>

#include "data/split.hpp"
#include "experiment/layers_text.hpp"
#include "experiment/text.hpp"
#include "network/layers.hpp"

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

Shape input_shape(const Experiment& experiment) {
  const int inputs = input_count(experiment);
  Shape shape{1, 1, inputs};
  int side = 1;
  while (side * side < inputs) ++side;
  if (facts(experiment).kind == data::SetRow::Kind::image && side * side == inputs) shape = {side, side, 1};
  return shape;
}

int training_rows(const Experiment& experiment) {
  const int rows = facts(experiment).rows;
  return rows > 0 ? data::training_rows(experiment, rows) : 0;
}

int batch_rows(const Experiment& experiment) {
  const int rows = std::max(1, training_rows(experiment));
  return experiment.batch == 0 ? rows : std::min(experiment.batch, rows);
}

bool watches_test(const Experiment& experiment) { return experiment.patience > 0 || experiment.stoploss > 0 || experiment.stopscore > 0; }

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

/// Follows shapes and parameters through the layers.
class Walk {
 public:
  Walk(const Experiment& experiment, Problems& problems)
      : problems_(problems), shape_(input_shape(experiment)), batch_(batch_rows(experiment)) {
    summary_.inputs = shape_.units();
    summary_.input_shape = shape_;
    layers(experiment.net);
    const int outputs = output_count(experiment);
    add("Output", {LayerSpec::Kind::dense, outputs, experiment.out, {}});
    if (experiment.out == "softmax") summary_.layers.back().high = 1;
  }
  Summary& summary() { return summary_; }

 private:
  void layers(const std::vector<LayerSpec>& net) {
    for (const LayerSpec& layer : net) {
      switch (layer.kind) {
        case LayerSpec::Kind::dense:
          add("Hidden " + std::to_string(++hidden_), layer);
          break;
        case LayerSpec::Kind::activation:
          add("Activation", layer);
          break;
        case LayerSpec::Kind::named:
          add(std::string(network::find_layer(layer.name)->label), layer);
          break;
        case LayerSpec::Kind::residual:
          residual(layer);
          break;
      }
    }
  }

  void add(std::string name, const LayerSpec& layer) {
    network::LayerPlan plan = network::plan_layer(layer, shape_);
    if (!plan.refusal.empty()) problems_.add("mismatch", "net", write_layer(layer), std::move(plan.refusal));
    summary_.whole_batch = summary_.whole_batch || plan.whole_batch;
    const std::int64_t parameters = std::int64_t{plan.rows} * plan.columns + plan.rows;
    push({std::move(name), write_layer(layer), plan.shape.units(), shape_.units(), parameters, plan.shape, plan.rows, plan.columns,
          layer.activation, plan.low, plan.high});
  }

  /// What is added up must have as many units as what the block began with. The sum is pictured like the block's last layer.
  void residual(const LayerSpec& layer) {
    const Shape before = shape_;
    layers(layer.inner);
    if (shape_.units() != before.units()) {
      problems_.add({"residual-width", "net", quote(write_layer(layer)), std::to_string(before.units()), {}, sum_of(before, shape_)});
    }
    LayerSummary sum{"Residual add", write_layer(layer), before.units(), before.units(), 0, before};
    if (!layer.inner.empty()) {
      sum.activation = summary_.layers.back().activation;
      sum.low = summary_.layers.back().low;
      sum.high = summary_.layers.back().high;
    }
    push(std::move(sum));
  }

  ShapesMet sum_of(Shape before, Shape after) const {
    if (before.pixels() == 1 || after.pixels() == 1) return {false, {batch_, before.units()}, {batch_, after.units()}};
    return {false, {batch_, before.channels, before.height, before.width}, {batch_, after.channels, after.height, after.width}};
  }

  void push(LayerSummary layer) {
    shape_ = layer.shape;
    summary_.parameters += layer.parameters;
    summary_.layers.push_back(std::move(layer));
  }

  Problems& problems_;
  Summary summary_;
  Shape shape_;
  int batch_;
  int hidden_ = 0;
};

}  // namespace

Summary summarize(const Experiment& experiment, Problems& problems) { return std::move(Walk(experiment, problems).summary()); }

std::int64_t estimate_bytes(const Experiment& experiment, const Summary& summary) {
  constexpr std::int64_t kWide = 8;
  const std::int64_t scalar = experiment.precision / 8;
  const std::int64_t rows = facts(experiment).rows;
  const std::int64_t rows_at_once = std::max<std::int64_t>(network::kMostChunkRows, experiment.bug == "broadcast" ? rows : 0);
  const std::int64_t outputs = output_count(experiment);
  std::int64_t units = summary.inputs;
  for (const LayerSummary& layer : summary.layers) units += layer.units;
  const std::int64_t data = rows * (facts(experiment).columns + summary.inputs + 2 * outputs + 2) * (kWide + scalar);
  const int copies = experiment.patience > 0 && experiment.restore == "best" ? 5 : 4;
  const std::int64_t parameters = summary.parameters * copies * scalar + static_cast<std::int64_t>(experiment.w.size()) * kWide;
  const std::int64_t activations = rows_at_once * units * 3 * scalar;
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
  experiment::Problems problems;
  return experiment::summarize(experiment, problems);
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

#include <algorithm>
#include <cmath>

#include "data/generators.hpp"
#include "data/split.hpp"
#include "math/functions.hpp"

namespace glassbox {
namespace {

using Column = InputTransform::Column;

double before_sine(const Column& column, std::span<const double> raw) {
  return column.source_b < 0 ? raw[column.source_a] : raw[column.source_a] * raw[column.source_b];
}

double derived(const Column& column, std::span<const double> raw) {
  const double value = before_sine(column, raw);
  return column.sine ? math::sin_of(value) : value;
}

std::string derived_name(const data::InputRow& input, const std::vector<std::string>& names) {
  const std::string& first = names[input.source_a];
  if (input.sine) return "sin " + first;
  if (input.source_b < 0) return first;
  if (input.source_b == input.source_a) return first + "²";
  const bool letters = first == data::kX1 && names[input.source_b] == data::kX2;
  return first + (letters ? "" : "·") + names[input.source_b];
}

/// The chosen inputs of sets with one or two columns, every column of wider ones.
std::vector<Column> chosen_columns(const Experiment& experiment, const Dataset& dataset) {
  constexpr int kMostToDeriveFrom = 2;
  std::vector<Column> columns;
  if (dataset.columns <= kMostToDeriveFrom) {
    for (const std::string& name : experiment.inputs) {
      const data::InputRow* input = data::find_input(name);
      if (!input || input->columns() > dataset.columns) continue;
      columns.push_back({input->source_a, input->source_b, input->sine, 0, 1, derived_name(*input, dataset.column_names)});
    }
  }
  if (!columns.empty()) return columns;
  for (int column = 0; column < dataset.columns; ++column) columns.push_back({column, -1, false, 0, 1, dataset.column_names[column]});
  return columns;
}

/// Offset and scale from the training rows alone; a column that never changes there is only moved, not stretched.
void fit_scale(const Experiment& experiment, std::span<const double> values, std::span<const Part> part, Column& column) {
  if (experiment.scale == "div") column.scale = experiment.divisor;
  if (experiment.scale != "standard" && experiment.scale != "minmax") return;
  double count = 0, sum = 0, least = HUGE_VAL, most = -HUGE_VAL;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (part[row] != Part::train) continue;
    count += 1;
    sum += values[row];
    least = std::min(least, values[row]);
    most = std::max(most, values[row]);
  }
  column.offset = least;
  if (most == least) return;
  if (experiment.scale == "minmax") {
    column.scale = most - least;
    return;
  }
  column.offset = sum / count;
  double squares = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    const double distance = values[row] - column.offset;
    if (part[row] == Part::train) squares += distance * distance;
  }
  column.scale = std::sqrt(squares / count);
}

/// [rows × columns] values fed to the network; fits the transform on the way.
std::vector<double> feed(const Experiment& experiment, const Dataset& dataset, InputTransform& transform) {
  const std::size_t rows = static_cast<std::size_t>(dataset.rows);
  std::vector<double> x(rows * transform.columns.size());
  std::vector<double> raw(static_cast<std::size_t>(dataset.columns));
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < raw.size(); ++column) raw[column] = dataset.x[column * rows + row];
    for (std::size_t i = 0; i < transform.columns.size(); ++i) x[i * rows + row] = derived(transform.columns[i], raw);
  }
  for (std::size_t i = 0; i < transform.columns.size(); ++i) {
    Column& column = transform.columns[i];
    const std::span<double> values(x.data() + i * rows, rows);
    fit_scale(experiment, values, dataset.part, column);
    for (double& value : values) value = (value - column.offset) / column.scale;
  }
  return x;
}

void code_targets(const Experiment& experiment, const Dataset& dataset, double no, Prepared& prepared) {
  const std::size_t rows = static_cast<std::size_t>(dataset.rows);
  const int classes = static_cast<int>(dataset.class_names.size());
  if (experiment.target == "inputs") {
    prepared.outputs = static_cast<int>(prepared.transform.columns.size());
    prepared.y = prepared.x;
    return;
  }
  prepared.threshold = experiment.cut;
  if (!dataset.classes) {
    prepared.outputs = 1;
    prepared.y = dataset.target;
    return;
  }
  const bool one_output = classes == 2 && experiment.out != "softmax";
  prepared.outputs = one_output ? 1 : classes;
  prepared.threshold = no + (1 - no) * experiment.cut;
  prepared.y.assign(rows * static_cast<std::size_t>(prepared.outputs), no);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t label = static_cast<std::size_t>(dataset.target[row]);
    if (one_output) {
      if (label == 1) prepared.y[row] = 1;
    } else {
      prepared.y[label * rows + row] = 1;
    }
  }
  if (experiment.smooth > 0 && (experiment.loss == "ce" || experiment.loss == "kl")) {
    for (double& y : prepared.y) y = (1 - experiment.smooth) * y + experiment.smooth / classes;
  }
}

}  // namespace

void InputTransform::apply(std::span<const double> raw, std::span<double> fed) const {
  for (std::size_t i = 0; i < columns.size(); ++i) fed[i] = (derived(columns[i], raw) - columns[i].offset) / columns[i].scale;
}

void InputTransform::add_gradient(std::span<const double> raw, std::span<const double> d_fed, std::span<double> d_raw) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    const bool product = column.source_b >= 0;
    const double d_value = d_fed[i] / column.scale * (column.sine ? math::cos_of(before_sine(column, raw)) : 1);
    d_raw[column.source_a] += product ? d_value * raw[column.source_b] : d_value;
    if (product) d_raw[column.source_b] += d_value * raw[column.source_a];
  }
}

Prepared prepare(const Experiment& experiment, const Dataset& dataset, double no) {
  Prepared prepared;
  prepared.transform.columns = chosen_columns(experiment, dataset);
  prepared.x = feed(experiment, dataset, prepared.transform);
  code_targets(experiment, dataset, no, prepared);

  const data::SetRow* set = data::find_set(experiment.data);
  const int drawn = dataset.rows - (set ? set->own_blind_rows : 0);
  std::vector<int> order = data::part_order(experiment, drawn);
  for (int row = drawn; row < dataset.rows; ++row) order.push_back(row);
  std::vector<int>* lists[] = {&prepared.train, &prepared.test, &prepared.blind};
  for (const int row : order) lists[static_cast<int>(dataset.part[row])]->push_back(row);
  return prepared;
}

}  // namespace glassbox

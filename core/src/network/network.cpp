#include "network/network.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "network/initialisers.hpp"

namespace glassbox::network {
namespace {

/// A page trains in float; double is for exactness, and runs the list.
template <class S>
constexpr bool kChained = std::is_same_v<S, float>;

}  // namespace

template <class S>
Network<S>::Network(const Experiment& experiment, Shape inputs, int outputs) : shape_(inputs) {
  int slot = add_slot(inputs.units(), false);
  for (const LayerSpec& spec : experiment.net) slot = add_layer(spec, slot);
  const LayerSpec output{LayerSpec::Kind::dense, outputs, {}, {}};
  const int logits = add_dense(slot, plan_layer(output, shape_));
  const int answers = add_slot(outputs, true);
  add_operation(experiment.out == "softmax" ? make_softmax<S>(logits, answers) : make_activation<S>(experiment.out, logits, answers));
  layers_.back().a = answers;
  pack_single_rows();
  writes_gradients_ =
      std::all_of(operations_.begin(), operations_.end(), [](const auto& operation) { return operation->writes_gradients(); });
  if constexpr (kChained<S>) chain_ = Chain::of(operations_, slots_);
}

template <class S>
int Network<S>::add_slot(int units, bool below_parameters) {
  const int index = static_cast<int>(slots_.size());
  slots_.push_back({units, index, below_parameters});
  return index;
}

/// Belongs to the layer added last.
template <class S>
void Network<S>::add_operation(OperationPointer<S> operation) {
  operations_.push_back(std::move(operation));
  layer_of_.push_back(static_cast<int>(layers_.size()) - 1);
}

/// Takes the layer's parameters from the arena.
template <class S>
Layer& Network<S>::push_layer(LayerSpec::Kind kind, const LayerPlan& plan, int inputs, int out) {
  Layer layer{kind, inputs, plan.shape.units(), out, out, parameter_count_, parameter_count_};
  layer.rows = plan.rows;
  layer.columns = plan.columns;
  layer.drawn = plan.drawn;
  layer.fan_out = plan.fan_out > 0 ? plan.fan_out : plan.rows;
  layer.first_statistic = statistic_count_;
  layer.statistics = plan.statistics;
  layer.first_bias += layer.weight_count();
  parameter_count_ = layer.end();
  shape_ = plan.shape;
  return layers_.emplace_back(layer);
}

template <class S>
int Network<S>::add_dense(int in, const LayerPlan& plan) {
  const int z = add_slot(plan.rows, true);
  const Layer& layer = push_layer(LayerSpec::Kind::dense, plan, plan.columns, z);
  add_operation(make_dense<S>(in, z, plan.columns, plan.rows, layer.first_weight));
  return z;
}

template <class S>
int Network<S>::add_named(const LayerSpec& spec, const LayerPlan& plan, Shape input, int in) {
  const LayerRow& row = *find_layer(spec.name);
  const int scratch = plan.scratch > 0 ? add_slot(plan.scratch, false) : -1;
  const int out = add_slot(plan.shape.units(), slots_[in].below_parameters || plan.rows > 0);
  const Layer& layer = push_layer(LayerSpec::Kind::named, plan, input.units(), out);
  const LayerPlace place{spec, plan, input, in, out, scratch, layer.first_weight, statistic_count_, named_count_++};
  if constexpr (std::is_same_v<S, float>) {
    add_operation(row.make_float(place));
  } else {
    add_operation(row.make_double(place));
  }
  if (row.start != nullptr) started_.push_back({row.start, statistic_count_, static_cast<std::size_t>(plan.statistics)});
  statistic_count_ += plan.statistics;
  whole_batch_ = whole_batch_ || plan.whole_batch;
  return out;
}

/// Belongs to the layer added last.
template <class S>
int Network<S>::add_activation(std::string_view name, int z) {
  const int a = add_slot(slots_[z].units, slots_[z].below_parameters);
  add_operation(make_activation<S>(name, z, a));
  layers_.back().a = a;
  return a;
}

/// The slot of the layer's output.
template <class S>
int Network<S>::add_layer(const LayerSpec& spec, int in) {
  if (math::kAllLayers && spec.kind == LayerSpec::Kind::residual) return add_residual(spec, in);
  const Shape input = shape_;
  const LayerPlan plan = plan_layer(spec, input);
  if (spec.kind == LayerSpec::Kind::dense) return add_activation(spec.activation, add_dense(in, plan));
  if (math::kAllLayers && spec.kind == LayerSpec::Kind::named) {
    const int out = add_named(spec, plan, input, in);
    return spec.activation.empty() ? out : add_activation(spec.activation, out);
  }
  push_layer(spec.kind, plan, input.units(), in);
  return add_activation(spec.activation, in);
}

template <class S>
int Network<S>::add_residual(const LayerSpec& spec, int in) {
  const Shape input = shape_;
  const int units = slots_[in].units;
  const int block = add_slot(units, slots_[in].below_parameters);
  slots_[block].storage = slots_[in].storage;
  const std::size_t save = operations_.size();
  add_operation(nullptr);
  int end = block;
  for (const LayerSpec& inner : spec.inner) end = add_layer(inner, end);
  const int sum = add_slot(units, slots_[end].below_parameters);
  push_layer(LayerSpec::Kind::residual, {.shape = input}, units, sum);
  add_operation(make_add<S>(end, in, sum));
  operations_[save] = make_save<S>(in, block, sum);
  layer_of_[save] = static_cast<int>(layers_.size()) - 1;
  return sum;
}

/// A slot is packed when all operations that touch it agree, and neither the inputs nor the loss live there.
template <class S>
void Network<S>::pack_single_rows() {
  const auto packed = [this](int slot) -> bool& { return slots_[slot].packs_one_row; };
  for (const auto& operation : operations_) packed(operation->in()) = packed(operation->out()) = true;
  for (const int slot : {0, logits(), answers()}) packed(slot) = false;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& operation : operations_) {
      const int in = operation->in(), out = operation->out();
      const OneRow takes = operation->one_row();
      const bool disagree = takes == OneRow::padded ? packed(in) || packed(out) : takes == OneRow::alike && packed(in) != packed(out);
      if (disagree) packed(in) = packed(out) = false;
      changed = changed || disagree;
    }
  }
}

template <class S>
void Network<S>::forward(const Pass<S>& pass) const {
  if constexpr (kChained<S>) {
    if (chain_.takes(pass.panels.rows())) return chain_.forward(pass);
  }
  for (const auto& operation : operations_) operation->forward(pass);
}

template <class S>
void Network<S>::backward(const Pass<S>& pass, bool from_logits, S* d_parameters) const {
  if constexpr (kChained<S>) {
    if (d_parameters != nullptr && chain_.takes(pass.panels.rows())) return chain_.backward(pass, from_logits, d_parameters);
  }
  const std::size_t last = operations_.size() - (from_logits ? 1 : 0);
  for (std::size_t i = last; i-- > 0;) {
    const bool ends_in_one = d_parameters != nullptr && i > 0 && slots_[operations_[i]->out()].units == 1;
    if (ends_in_one && operations_[i]->backward_with(*operations_[i - 1], pass, d_parameters)) {
      --i;
    } else {
      operations_[i]->backward(pass, d_parameters);
    }
  }
}

template <class S>
void Network<S>::initialise(const Experiment& experiment, std::span<S> parameters) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = i < experiment.w.size() ? static_cast<S>(experiment.w[i]) : S(0);
  if (!experiment.w.empty()) return;
  int drawn = 0;
  std::vector<double> weights;
  for (const Layer& layer : layers_) {
    if (layer.rows == 0) continue;
    weights.assign(layer.weight_count(), 1);
    if (layer.drawn) draw_weights(experiment.init, experiment.init_size, experiment.seed, drawn++, layer.columns, layer.fan_out, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) parameters[layer.first_weight + i] = static_cast<S>(weights[i]);
  }
}

template <class S>
void Network<S>::start_statistics(std::span<S> statistics) const {
  std::vector<double> numbers(statistics.size(), 0);
  for (const Started& layer : started_) layer.start(std::span(numbers).subspan(layer.first, layer.count));
  for (std::size_t i = 0; i < numbers.size(); ++i) statistics[i] = static_cast<S>(numbers[i]);
}

namespace {

/// Takes a whole number without leading zeros off the front of the text, and the '.' behind it unless the text ends there.
std::optional<int> take_index(std::string_view& text) {
  constexpr std::size_t kMostDigits = 7;
  const std::size_t end = std::min(text.find('.'), text.size());
  if (end == 0 || end > kMostDigits || end + 1 == text.size() || (end > 1 && text[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char digit : text.substr(0, end)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  text.remove_prefix(std::min(end + 1, text.size()));
  return value;
}

}  // namespace

template <class S>
std::optional<std::size_t> Network<S>::parameter_index(std::string_view address) const {
  const auto number = take_index(address);
  if (!number || *number >= static_cast<int>(layers_.size())) return std::nullopt;
  const Layer& layer = layers_[*number];
  const bool weight = address.substr(0, 2) == "w.", bias = address.substr(0, 2) == "b.";
  if (!weight && !bias) return std::nullopt;
  address.remove_prefix(2);
  const auto unit = take_index(address);
  if (!unit || *unit >= layer.rows) return std::nullopt;
  if (bias) return address.empty() ? std::optional(layer.first_bias + *unit) : std::nullopt;
  const auto input = take_index(address);
  if (!input || *input >= layer.columns || !address.empty()) return std::nullopt;
  return layer.first_weight + static_cast<std::size_t>(*unit) * layer.columns + *input;
}

template class Network<float>;
template class Network<double>;

}  // namespace glassbox::network

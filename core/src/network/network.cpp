#include "network/network.hpp"

#include <algorithm>
#include <utility>

#include "network/initialisers.hpp"

namespace glassbox::network {

template <class S>
Network<S>::Network(const Experiment& experiment, int inputs, int outputs) {
  int slot = add_slot(inputs, false);
  for (const LayerSpec& spec : experiment.net) slot = add_layer(spec, slot);
  const int logits = add_dense(slot, outputs);
  const int answers = add_slot(outputs, true);
  add_operation(experiment.out == "softmax" ? make_softmax<S>(logits, answers) : make_activation<S>(experiment.out, logits, answers));
  layers_.back().a = answers;
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

template <class S>
int Network<S>::add_dense(int in, int units) {
  const int inputs = slots_[in].units;
  const int z = add_slot(units, true);
  const std::size_t first = parameter_count_;
  const std::size_t weights = static_cast<std::size_t>(inputs) * units;
  parameter_count_ += weights + units;
  layers_.push_back({LayerSpec::Kind::dense, inputs, units, z, z, first, first + weights});
  add_operation(make_dense<S>(in, z, inputs, units, first));
  return z;
}

/// The slot of the layer's output.
template <class S>
int Network<S>::add_layer(const LayerSpec& spec, int in) {
  if (spec.kind == LayerSpec::Kind::residual) return add_residual(spec, in);
  int z = in;
  if (spec.kind == LayerSpec::Kind::dense) {
    z = add_dense(in, spec.units);
  } else {
    layers_.push_back({LayerSpec::Kind::activation, slots_[in].units, slots_[in].units, in, in, 0, 0});
  }
  const int a = add_slot(slots_[z].units, slots_[z].below_parameters);
  add_operation(make_activation<S>(spec.activation, z, a));
  layers_.back().a = a;
  return a;
}

template <class S>
int Network<S>::add_residual(const LayerSpec& spec, int in) {
  const int units = slots_[in].units;
  const int block = add_slot(units, slots_[in].below_parameters);
  slots_[block].storage = slots_[in].storage;
  const std::size_t save = operations_.size();
  add_operation(nullptr);
  int end = block;
  for (const LayerSpec& inner : spec.inner) end = add_layer(inner, end);
  const int sum = add_slot(units, slots_[end].below_parameters);
  layers_.push_back({LayerSpec::Kind::residual, units, units, sum, sum, 0, 0});
  add_operation(make_add<S>(end, in, sum));
  operations_[save] = make_save<S>(in, block, sum);
  layer_of_[save] = static_cast<int>(layers_.size()) - 1;
  return sum;
}

template <class S>
void Network<S>::forward(const S* parameters, const Buffers<S>& buffers) const {
  for (const auto& operation : operations_) operation->forward(parameters, buffers);
}

template <class S>
void Network<S>::backward(const S* parameters, const Buffers<S>& buffers, bool from_logits, S* d_parameters) const {
  const std::size_t last = operations_.size() - (from_logits ? 1 : 0);
  for (std::size_t i = last; i-- > 0;) operations_[i]->backward(parameters, buffers, d_parameters);
}

template <class S>
void Network<S>::initialise(const Experiment& experiment, std::span<S> parameters) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = i < experiment.w.size() ? static_cast<S>(experiment.w[i]) : S(0);
  if (!experiment.w.empty()) return;
  int dense = 0;
  std::vector<double> weights;
  for (const Layer& layer : layers_) {
    if (layer.kind != LayerSpec::Kind::dense) continue;
    weights.assign(layer.weight_count(), 0);
    draw_weights(experiment.init, experiment.init_size, experiment.seed, dense++, layer.inputs, layer.units, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) parameters[layer.first_weight + i] = static_cast<S>(weights[i]);
  }
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
  if (layer.kind != LayerSpec::Kind::dense || (!weight && !bias)) return std::nullopt;
  address.remove_prefix(2);
  const auto unit = take_index(address);
  if (!unit || *unit >= layer.units) return std::nullopt;
  if (bias) return address.empty() ? std::optional(layer.first_bias + *unit) : std::nullopt;
  const auto input = take_index(address);
  if (!input || *input >= layer.inputs || !address.empty()) return std::nullopt;
  return layer.first_weight + static_cast<std::size_t>(*unit) * layer.inputs + *input;
}

template class Network<float>;
template class Network<double>;

}  // namespace glassbox::network

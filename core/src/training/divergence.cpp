#include "training/divergence.hpp"

#include <cmath>

namespace glassbox::training {
namespace {

using math::Panel;
using network::Network;
using network::Operation;
using network::Pass;

/// What an operation computes, in words.
std::string words_of(std::string_view name) {
  if (name == "dense") return "input sum z = Σ w x + b";
  if (name == "add") return "residual add";
  const network::LayerRow* row = network::find_layer(name);
  std::string words(row == nullptr ? name : row->label);
  if (words[0] >= 'A' && words[0] <= 'Z') words[0] += 'a' - 'A';
  return words;
}

/// What a number was made of: the four largest, not finite ones before all others, the first of equals first.
class Factors {
 public:
  void add(double number) {
    std::size_t place = count_;
    while (place > 0 && size(number) > size(numbers_[place - 1])) --place;
    if (place == kMost) return;
    if (count_ < kMost) ++count_;
    for (std::size_t i = count_ - 1; i > place; --i) numbers_[i] = numbers_[i - 1];
    numbers_[place] = number;
  }
  template <class S>
  void add_row(Panel<const S> panel, int row) {
    for (int k = 0; k < panel.units; ++k) add(panel.column(k)[row]);
  }
  std::vector<double> largest() const { return {numbers_, numbers_ + count_}; }

 private:
  static constexpr std::size_t kMost = 4;
  static double size(double number) { return std::isnan(number) ? HUGE_VAL : std::abs(number); }

  double numbers_[kMost] = {};
  std::size_t count_ = 0;
};

struct Place {
  int row = 0, unit = 0;
};

template <class S>
std::optional<Place> first_not_finite(Panel<const S> panel) {
  for (int row = 0; row < panel.rows; ++row) {
    for (int unit = 0; unit < panel.units; ++unit) {
      if (!std::isfinite(panel.column(unit)[row])) return Place{row, unit};
    }
  }
  return std::nullopt;
}

Divergence make(int layer, int unit, std::string operation, const Factors& factors, double value) {
  Divergence found;
  found.layer = layer;
  found.unit = unit;
  found.operation = std::move(operation);
  found.numbers = factors.largest();
  found.value = value;
  return found;
}

/// A running statistic that the batch made non-finite: of squares that overflow, what they scale stays finite.
template <class S>
std::optional<Divergence> find_statistic(const Network<S>& network, std::size_t index, const Pass<S>& pass) {
  const Operation<S>& operation = *network.operations()[index];
  const network::Layer& layer = network.layers()[network.layer_of(index)];
  const network::LayerRow* row = network::find_layer(operation.name());
  for (int i = 0; row != nullptr && i < layer.statistics; ++i) {
    const S value = pass.next_statistics[layer.first_statistic + i];
    if (std::isfinite(value)) continue;
    const int unit = i % layer.rows;
    const int pixels = layer.units / layer.rows;
    const Panel<const S> in = pass.panels.value(operation.in());
    Factors factors;
    factors.add(pass.statistics[layer.first_statistic + i]);
    for (int pixel = 0; pixel < pixels; ++pixel)
      for (int n = 0; n < in.rows; ++n) factors.add(in.column(unit * pixels + pixel)[n]);
    return make(network.layer_of(index), unit, std::string(row->parts[2 + i / layer.rows]), factors, value);
  }
  return std::nullopt;
}

template <class S>
std::optional<Divergence> find_forward(const Network<S>& network, std::size_t index, const Pass<S>& pass) {
  const Operation<S>& operation = *network.operations()[index];
  const Panel<const S> out = pass.panels.value(operation.out()), in = pass.panels.value(operation.in());
  if (auto found = find_statistic(network, index, pass)) return found;
  const auto place = first_not_finite<S>(out);
  if (!place) return std::nullopt;
  const network::Layer& layer = network.layers()[network.layer_of(index)];
  Factors factors;
  if (operation.name() == "dense") {
    factors.add_row(in, place->row);
    for (int i = 0; i < in.units; ++i)
      factors.add(pass.parameters[layer.first_weight + static_cast<std::size_t>(place->unit) * in.units + i]);
    factors.add(pass.parameters[layer.first_bias + place->unit]);
  } else if (operation.name() == "activation" || operation.name() == "add") {
    factors.add(in.column(place->unit)[place->row]);
  } else {
    factors.add_row(in, place->row);
  }
  return make(network.layer_of(index), place->unit, words_of(operation.name()), factors, out.column(place->unit)[place->row]);
}

template <class S>
std::optional<Divergence> find_backward(const Network<S>& network, std::size_t index, const Pass<S>& pass, const S* gradients) {
  const Operation<S>& operation = *network.operations()[index];
  const Panel<const S> d_out = pass.panels.gradient(operation.out()), d_in = pass.panels.gradient(operation.in());
  const Panel<const S> in = pass.panels.value(operation.in());
  const network::Layer& layer = network.layers()[network.layer_of(index)];
  Factors factors;
  for (std::size_t p = operation.first_parameter(); p < operation.first_parameter() + operation.parameter_count(); ++p) {
    if (std::isfinite(gradients[p])) continue;
    const bool bias = p >= layer.first_bias;
    const int unit = layer.row_of(p);
    const int pixels = d_out.units / layer.rows;
    for (int pixel = 0; pixel < pixels; ++pixel)
      for (int row = 0; row < d_out.rows; ++row) factors.add(d_out.column(unit * pixels + pixel)[row]);
    if (!bias && operation.name() == "dense") {
      const int input = static_cast<int>((p - layer.first_weight) % layer.inputs);
      for (int row = 0; row < in.rows; ++row) factors.add(in.column(input)[row]);
    }
    return make(network.layer_of(index), unit, "gradient", factors, gradients[p]);
  }
  if (d_in.data == nullptr) return std::nullopt;
  const auto place = first_not_finite<S>(d_in);
  if (!place) return std::nullopt;
  factors.add_row(d_out, place->row);
  if (operation.name() == "dense") {
    for (int o = 0; o < d_out.units; ++o) {
      factors.add(pass.parameters[layer.first_weight + static_cast<std::size_t>(o) * layer.inputs + place->unit]);
    }
  } else {
    factors.add(in.column(place->unit)[place->row]);
  }
  return make(network.layer_of(index), place->unit, "gradient", factors, d_in.column(place->unit)[place->row]);
}

/// The layer and unit a parameter belongs to.
template <class S>
Place owner_of(const Network<S>& network, std::size_t parameter) {
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    const network::Layer& layer = network.layers()[l];
    if (parameter < layer.end()) return {static_cast<int>(l), layer.row_of(parameter)};
  }
  return {-1, -1};
}

}  // namespace

template <class S>
std::optional<Divergence> find_in_chunk(const Network<S>& network, const network::Loss<S>& loss, const Pass<S>& pass,
                                        Panel<const S> targets, S scale, S* gradients) {
  const std::size_t count = network.operations().size();
  for (std::size_t i = 0; i < count; ++i) {
    network.operations()[i]->forward(pass);
    if (auto found = find_forward(network, i, pass)) return found;
  }
  const Panel<const S> z = pass.panels.value(network.logits()), a = pass.panels.value(network.answers());
  const S value = loss.value(z, a, targets);
  if (!std::isfinite(value)) {
    Factors factors;
    for (int row = 0; row < a.rows; ++row) {
      factors.add_row(loss.on_logits() ? z : a, row);
      factors.add_row(targets, row);
    }
    return make(-1, -1, "loss", factors, value);
  }
  const Panel<S> start = pass.panels.gradient(loss.on_logits() ? network.logits() : network.answers());
  loss.gradient(z, a, targets, scale, start);
  if (const auto place = first_not_finite<S>(start)) {
    Factors factors;
    factors.add_row(a, place->row);
    factors.add_row(targets, place->row);
    return make(-1, place->unit, "gradient", factors, start.column(place->unit)[place->row]);
  }
  for (std::size_t i = count - (loss.on_logits() ? 1 : 0); i-- > 0;) {
    network.operations()[i]->backward(pass, gradients);
    if (auto found = find_backward(network, i, pass, gradients)) return found;
  }
  return std::nullopt;
}

template <class S>
std::optional<Divergence> find_in_update(const Network<S>& network, const descent::Optimiser<S>& optimiser, const LiveSettings& settings,
                                         const network::Arena<S>& parameters, const network::Arena<S>& gradients,
                                         const network::Arena<S>& next) {
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    double bad = gradients.data()[p];
    const bool in_gradient = !std::isfinite(bad);
    if (!in_gradient) bad = next.data()[p];
    for (const auto& moment : optimiser.moments()) {
      if (std::isfinite(bad)) bad = moment.data()[p];
    }
    if (std::isfinite(bad)) continue;
    const Place owner = owner_of(network, p);
    Factors factors;
    factors.add(parameters.data()[p]);
    factors.add(gradients.data()[p]);
    factors.add(settings.lr);
    for (const auto& moment : optimiser.moments()) factors.add(moment.data()[p]);
    return make(owner.row, owner.unit, in_gradient ? "gradient" : "update", factors, bad);
  }
  return std::nullopt;
}

template std::optional<Divergence> find_in_chunk<float>(const Network<float>&, const network::Loss<float>&, const Pass<float>&,
                                                        Panel<const float>, float, float*);
template std::optional<Divergence> find_in_chunk<double>(const Network<double>&, const network::Loss<double>&, const Pass<double>&,
                                                         Panel<const double>, double, double*);
template std::optional<Divergence> find_in_update<float>(const Network<float>&, const descent::Optimiser<float>&, const LiveSettings&,
                                                         const network::Arena<float>&, const network::Arena<float>&,
                                                         const network::Arena<float>&);
template std::optional<Divergence> find_in_update<double>(const Network<double>&, const descent::Optimiser<double>&, const LiveSettings&,
                                                          const network::Arena<double>&, const network::Arena<double>&,
                                                          const network::Arena<double>&);

}  // namespace glassbox::training

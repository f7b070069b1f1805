#include "training/divergence.hpp"

#include <algorithm>
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

/// What a number was made of: the four largest terms, not finite ones before all others, the first of equals first.
class Terms {
 public:
  void add(const char* name, double value, int index = -1) { place({name, index, value, kNotMeasured}, value); }
  void add_product(const char* name, int index, double value, double factor) { place({name, index, value, factor}, value * factor); }
  template <class S>
  void add_row(const char* name, Panel<const S> panel, int row) {
    for (int k = 0; k < panel.units; ++k) add(name, panel.column(k)[row], k);
  }
  void write(Divergence& found) const {
    for (std::size_t i = 0; i < std::min(count_, kMost); ++i) {
      const Term& term = terms_[i];
      std::string name = term.name;
      if (term.index >= 0) name += " " + std::to_string(term.index + 1);
      found.terms.push_back({std::move(name), term.value, term.factor});
    }
    found.more = static_cast<int>(count_ - found.terms.size());
  }

 private:
  struct Term {
    const char* name = "";
    int index = -1;
    double value = 0, factor = 0;
  };
  static constexpr std::size_t kMost = 4;

  void place(const Term& term, double number) {
    const double size = std::isnan(number) ? HUGE_VAL : std::abs(number);
    std::size_t place = std::min(count_++, kMost);
    while (place > 0 && size > sizes_[place - 1]) --place;
    for (std::size_t i = kMost - 1; i > place; --i) {
      terms_[i] = terms_[i - 1];
      sizes_[i] = sizes_[i - 1];
    }
    if (place == kMost) return;
    terms_[place] = term;
    sizes_[place] = size;
  }

  Term terms_[kMost];
  double sizes_[kMost] = {};
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

Divergence make(int layer, int unit, std::string operation, const Terms& terms, double value) {
  Divergence found;
  found.layer = layer;
  found.unit = unit;
  found.operation = std::move(operation);
  terms.write(found);
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
    Terms terms;
    terms.add("until now", pass.statistics[layer.first_statistic + i]);
    for (int pixel = 0; pixel < pixels; ++pixel)
      for (int n = 0; n < in.rows; ++n) terms.add("input of row", in.column(unit * pixels + pixel)[n], n);
    return make(network.layer_of(index), unit, std::string(row->parts[2 + i / layer.rows]), terms, value);
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
  Terms terms;
  if (operation.name() == "dense") {
    const S* weights = pass.parameters + layer.first_weight + static_cast<std::size_t>(place->unit) * in.units;
    for (int i = 0; i < in.units; ++i) terms.add_product("input", i, in.column(i)[place->row], weights[i]);
    terms.add("bias", pass.parameters[layer.first_bias + place->unit]);
  } else if (operation.name() == "activation" || operation.name() == "add") {
    terms.add("input sum", in.column(place->unit)[place->row]);
  } else {
    terms.add_row("input", in, place->row);
  }
  return make(network.layer_of(index), place->unit, words_of(operation.name()), terms, out.column(place->unit)[place->row]);
}

template <class S>
std::optional<Divergence> find_backward(const Network<S>& network, std::size_t index, const Pass<S>& pass, const S* gradients) {
  const Operation<S>& operation = *network.operations()[index];
  const Panel<const S> d_out = pass.panels.gradient(operation.out()), d_in = pass.panels.gradient(operation.in());
  const Panel<const S> in = pass.panels.value(operation.in());
  const network::Layer& layer = network.layers()[network.layer_of(index)];
  Terms terms;
  for (std::size_t p = operation.first_parameter(); p < operation.first_parameter() + operation.parameter_count(); ++p) {
    if (std::isfinite(gradients[p])) continue;
    const bool bias = p >= layer.first_bias;
    const int unit = layer.row_of(p);
    const int pixels = d_out.units / layer.rows;
    const bool product = !bias && operation.name() == "dense";
    for (int pixel = 0; pixel < pixels; ++pixel) {
      for (int row = 0; row < d_out.rows; ++row) {
        const double arriving = d_out.column(unit * pixels + pixel)[row];
        if (product) {
          const int input = static_cast<int>((p - layer.first_weight) % layer.inputs);
          terms.add_product("gradient × input of row", row, arriving, in.column(input)[row]);
        } else {
          terms.add("gradient of row", arriving, row);
        }
      }
    }
    return make(network.layer_of(index), unit, "gradient", terms, gradients[p]);
  }
  if (d_in.data == nullptr) return std::nullopt;
  const auto place = first_not_finite<S>(d_in);
  if (!place) return std::nullopt;
  if (operation.name() == "dense") {
    const S* weights = pass.parameters + layer.first_weight + place->unit;
    for (int o = 0; o < d_out.units; ++o) {
      const double weight = weights[static_cast<std::size_t>(o) * layer.inputs];
      terms.add_product("gradient × weight of unit", o, d_out.column(o)[place->row], weight);
    }
  } else {
    terms.add_row("gradient", d_out, place->row);
    terms.add("input", in.column(place->unit)[place->row]);
  }
  return make(network.layer_of(index), place->unit, "gradient", terms, d_in.column(place->unit)[place->row]);
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
    Terms terms;
    for (int row = 0; row < a.rows; ++row) {
      for (int k = 0; k < a.units; ++k) {
        terms.add(loss.on_logits() ? "input sum of row" : "answer of row", (loss.on_logits() ? z : a).column(k)[row], row);
        terms.add("target of row", targets.column(k)[row], row);
      }
    }
    return make(-1, -1, "loss", terms, value);
  }
  const Panel<S> start = pass.panels.gradient(loss.on_logits() ? network.logits() : network.answers());
  loss.gradient(z, a, targets, scale, start);
  if (const auto place = first_not_finite<S>(start)) {
    Terms terms;
    terms.add_row("answer", a, place->row);
    terms.add_row("target", targets, place->row);
    return make(-1, place->unit, "gradient", terms, start.column(place->unit)[place->row]);
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
    Terms terms;
    terms.add("parameter", parameters.data()[p]);
    terms.add("gradient", gradients.data()[p]);
    terms.add("learning rate", settings.lr);
    for (const auto& moment : optimiser.moments()) terms.add("running mean", moment.data()[p]);
    return make(owner.row, owner.unit, in_gradient ? "gradient" : "update", terms, bad);
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

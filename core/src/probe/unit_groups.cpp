#include "probe/unit_groups.hpp"

#include <algorithm>
#include <numeric>

#include "network/layers.hpp"
#include "network/registry.hpp"

namespace glassbox::probe {
namespace {

/// Keeps the sentence that came first.
void refuse(std::string& kept, const std::string& sentence) {
  if (kept.empty()) kept = sentence;
}

/// Slots that hold the same units.
class Slots {
 public:
  explicit Slots(std::size_t count) : of_(count) { std::iota(of_.begin(), of_.end(), 0); }

  void join(int a, int b) { std::replace(of_.begin(), of_.end(), of(a), of(b)); }
  int of(int slot) const { return of_[static_cast<std::size_t>(slot)]; }

 private:
  std::vector<int> of_;
};

template <class S>
bool mixes(const network::Network<S>& network, std::size_t i) {
  const auto& operation = *network.operations()[i];
  if (operation.parameter_count() == 0) return false;
  const network::LayerRow* row = network::find_layer(operation.name());
  return row == nullptr || row->channels == network::Channels::mixed;
}

template <class S>
Slots joined(const network::Network<S>& network) {
  Slots slots(static_cast<std::size_t>(network.answers()) + 1);
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    const auto& operation = *network.operations()[i];
    if (mixes(network, i)) continue;
    slots.join(operation.in(), operation.out());
    if (operation.name() == "save") slots.join(operation.in(), network.layers()[static_cast<std::size_t>(network.layer_of(i))].a);
  }
  return slots;
}

void note_activation(const std::string& name, UnitGroup& group) {
  const network::ActivationChoice* activation = network::find_activation(name);
  if (activation == nullptr || activation->odd) return;
  refuse(group.flip,
         std::string(activation->label) + " is no odd function: f(-z) is not -f(z), so a turned sign does not come out turned.");
}

void note_named(const network::LayerRow& row, const std::string& name, UnitGroup& group) {
  using network::Channels;
  if (row.channels == Channels::unknown || row.channels == Channels::mixed) {
    for (std::string* refusal : {&group.swap, &group.flip, &group.remove})
      refuse(*refusal, "Units cannot be followed through " + name + ".");
  } else if (row.channels == Channels::together) {
    refuse(group.flip, name + " measures each unit against the others, and a turned sign changes the measure.");
    refuse(group.remove, name + " measures each unit against the others, also against those that never change.");
  } else if (row.channels == Channels::apart) {
    refuse(group.flip, name + " gives something else when the sign of what goes in is turned.");
  }
}

/// What an operation that leaves units apart means for their group.
template <class S>
void note(const network::Network<S>& network, const Summary& summary, std::size_t i, UnitGroup& group) {
  const auto& operation = *network.operations()[i];
  const int index = network.layer_of(i);
  const LayerSummary& layer = summary.layers[static_cast<std::size_t>(index)];
  if (operation.name() == "activation") note_activation(layer.activation, group);
  if (const network::LayerRow* row = network::find_layer(operation.name())) note_named(*row, layer.name, group);
  if (operation.parameter_count() > 0) group.through.push_back(index);
}

template <class S>
UnitGroup group_of(const network::Network<S>& network, const Summary& summary, const Slots& slots, int kind) {
  UnitGroup group;
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    const auto& operation = *network.operations()[i];
    const int layer = network.layer_of(i);
    if (!mixes(network, i)) {
      if (slots.of(operation.in()) == kind) note(network, summary, i, group);
      continue;
    }
    if (slots.of(operation.out()) == kind) group.into.push_back(layer);
    if (slots.of(operation.in()) != kind) continue;
    group.out_of.push_back(layer);
    group.readers.push_back({layer, operation.in(), network.layers()[static_cast<std::size_t>(layer)].kind == LayerSpec::Kind::dense});
  }
  for (const int layer : group.into) {
    const int rows = network.layers()[static_cast<std::size_t>(layer)].rows;
    group.channels = group.channels == 0 ? rows : std::min(group.channels, rows);
  }
  if (slots.of(0) == kind) {
    for (std::string* refusal : {&group.swap, &group.flip, &group.remove}) {
      *refusal = "A residual block adds these units to the inputs, and inputs keep their places and signs.";
    }
  }
  return group;
}

}  // namespace

template <class S>
std::vector<UnitGroup> unit_groups(const network::Network<S>& network, const Summary& summary) {
  const Slots slots = joined(network);
  std::vector<int> seen = {slots.of(network.answers())};
  std::vector<UnitGroup> groups;
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    const int kind = slots.of(network.operations()[i]->out());
    if (!mixes(network, i) || std::find(seen.begin(), seen.end(), kind) != seen.end()) continue;
    seen.push_back(kind);
    groups.push_back(group_of(network, summary, slots, kind));
  }
  return groups;
}

template std::vector<UnitGroup> unit_groups(const network::Network<float>&, const Summary&);
template std::vector<UnitGroup> unit_groups(const network::Network<double>&, const Summary&);

}  // namespace glassbox::probe

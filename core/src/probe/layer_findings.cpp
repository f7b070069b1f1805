#include "probe/layer_findings.hpp"

#include <algorithm>
#include <cmath>

namespace glassbox::probe {
namespace {

constexpr double kMostNamed = 1e9;

std::string whole(double number) { return std::to_string(static_cast<std::int64_t>(std::floor(number + 0.5))); }

/// Two digits of a factor and its size: "26,000 times". Beyond a thousand million nobody counts.
std::string times(double factor) {
  if (factor >= kMostNamed) return "more than a thousand million times";
  double unit = 1;
  while (factor >= 100 * unit) unit *= 10;
  std::string digits = whole(std::floor(factor / unit + 0.5) * unit);
  for (int place = static_cast<int>(digits.size()) - 3; place > 0; place -= 3) digits.insert(static_cast<std::size_t>(place), ",");
  return digits + " times";
}

std::string percent(double share) {
  const double hundredths = 100 * share;
  return (share < 1 ? whole(std::min(hundredths, 99.0)) : hundredths < 1000 ? whole(hundredths) : "more than 1,000") + " %";
}

class Findings {
 public:
  Findings(const LayersLook& look, const Summary& summary) : look_(look), summary_(summary) {}

  std::vector<LayerFinding> all() {
    if (!look_.taken) note("diverges", -1, "The next step diverges: what it would write is not finite.");
    gradients();
    for (std::size_t i = 0; i < look_.layers.size(); ++i) layer(static_cast<int>(i));
    large_step();
    return std::move(found_);
  }

 private:
  void note(std::string code, int layer, std::string text) { found_.push_back({std::move(code), layer, std::move(text)}); }
  const LayerLook& at(int layer) const { return look_.layers[static_cast<std::size_t>(layer)]; }
  const std::string& name(int layer) const { return summary_.layers[static_cast<std::size_t>(layer)].name; }

  std::string rows() const {
    return look_.rows == look_.all_rows ? "every training row" : "each of the first " + std::to_string(look_.rows) + " training rows";
  }

  /// The first layer that has a matrix of weights against the last one.
  void gradients() {
    int first = -1, last = -1;
    for (int i = 0; i < static_cast<int>(look_.layers.size()); ++i) {
      if (!at(i).drawn || !at(i).gradients.held()) continue;
      if (first < 0) first = i;
      last = i;
    }
    if (first == last || at(first).gradients.odd > 0 || at(last).gradients.odd > 0 || at(last).gradients.rms == 0) return;
    const double share = at(first).gradients.rms / at(last).gradients.rms;
    if (share == 0) {
      note("no-gradient", first, "No gradient reaches " + name(first) + ": its weights stay as they are.");
    } else if (share < LayersLook::kVanished) {
      note("vanishing", first,
           "The gradient vanishes on its way back: weights of " + name(first) + " receive gradients " + times(1 / share) +
               " smaller than those of " + name(last) + ", so they hardly learn.");
    } else if (share > 1 / LayersLook::kVanished) {
      note("exploding", first,
           "The gradient explodes on its way back: weights of " + name(first) + " receive gradients " + times(share) +
               " larger than those of " + name(last) + ".");
    }
  }

  void layer(int i) {
    const LayerLook& layer = at(i);
    const Shape& shape = summary_.layers[static_cast<std::size_t>(i)].shape;
    if (layer.dead > 0 && layer.dead == layer.units) {
      note("dead-layer", i, name(i) + " is dead: all its units answer 0 to " + rows() + ", so that nothing before them can learn.");
    } else if (layer.dead > 0) {
      const std::string kind = shape.height * shape.width > 1 ? " channels of " : " units of ";
      note("dead", i,
           std::to_string(layer.dead) + " of " + std::to_string(layer.units) + kind + name(i) +
               (layer.dead == 1 ? " is dead: it answers" : " are dead: they answer") + " 0 to " + rows() +
               ", so that no gradient reaches " + (layer.dead == 1 ? "its" : "their") + " weights.");
    }
    if (layer.saturated > LayersLook::kMostSaturated && i + 1 < static_cast<int>(look_.layers.size())) {
      note("saturated", i,
           name(i) + " is saturated: " + percent(layer.saturated) + " of its answers lie within " + percent(LayersLook::kSaturatedEnd) +
               " of an end of their range, where the slope is less than 4 % of its largest.");
    }
  }

  /// Said of the layer that takes the largest.
  void large_step() {
    int worst = -1;
    for (int i = 0; i < static_cast<int>(look_.layers.size()); ++i) {
      if (at(i).ratio > (worst < 0 ? LayersLook::kLargeRatio : at(worst).ratio)) worst = i;
    }
    if (worst < 0) return;
    note("large-step", worst,
         "The next step is large: it changes the weights of " + name(worst) + " by " + percent(at(worst).ratio) +
             " of their size; about 0.1 % is usual.");
  }

  const LayersLook& look_;
  const Summary& summary_;
  std::vector<LayerFinding> found_;
};

}  // namespace

std::vector<LayerFinding> findings_of(const LayersLook& look, const Summary& summary) { return Findings(look, summary).all(); }

}  // namespace glassbox::probe

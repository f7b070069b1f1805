#include "glassbox/layers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "probe/histogram.hpp"
#include "probe/layer_findings.hpp"
#include "probe/recording.hpp"
#include "probe/training_rows.hpp"

namespace glassbox {
namespace {

using network::Flat;
using probe::HistogramMaker;

constexpr std::int64_t kMostWork = std::int64_t{1} << 27;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Collects what the outputs of a layer are while rows pass.
template <class S>
class OutputWatch {
 public:
  OutputWatch(const LayerSummary& summary, int slot)
      : slot_(slot), choice_(choice_of(summary.activation)), histogram_(HistogramMaker::Scale::linear, limit_of(choice_)) {
    places_ = std::max(1, summary.shape.height * summary.shape.width);
    if (choice_.flat == Flat::at_zero) alive_.assign(static_cast<std::size_t>(summary.units / places_), false);
  }

  void see(const network::Buffers<S>& buffers) {
    const math::Panel<S> panel = buffers.value(slot_);
    for (int unit = 0; unit < panel.units; ++unit) {
      for (int row = 0; row < panel.rows; ++row) see(unit, static_cast<double>(panel.column(unit)[row]));
    }
  }

  void write(LayerLook& look) const {
    look.activations = histogram_.made();
    look.units = static_cast<int>(alive_.size());
    look.dead = static_cast<int>(std::count(alive_.begin(), alive_.end(), false));
    look.saturated = choice_.flat == Flat::near_ends ? static_cast<double>(near_ends_) / static_cast<double>(seen_) : kNone;
  }

 private:
  static network::ActivationChoice choice_of(std::string_view name) {
    const network::ActivationChoice* choice = network::find_activation(name);
    return choice != nullptr ? *choice : network::ActivationChoice{};
  }
  static double limit_of(const network::ActivationChoice& choice) { return std::max(std::abs(choice.low), std::abs(choice.high)); }

  void see(int unit, double output) {
    histogram_.add(output);
    ++seen_;
    const double end = LayersLook::kSaturatedEnd * (choice_.high - choice_.low);
    if (choice_.flat == Flat::near_ends) near_ends_ += output < choice_.low + end || output > choice_.high - end;
    // units lie channel by channel
    if (choice_.flat == Flat::at_zero && output != 0) alive_[static_cast<std::size_t>(unit / places_)] = true;
  }

  int slot_, places_ = 1;
  network::ActivationChoice choice_;
  HistogramMaker histogram_;
  std::vector<bool> alive_;
  std::int64_t seen_ = 0, near_ends_ = 0;
};

template <class S>
void look_at_outputs(const Trainer& trainer, const Summary& summary, LayersLook& look) {
  const training::TrainerOf<S>& run = probe::inside<S>(trainer);
  std::vector<OutputWatch<S>> watches;
  for (std::size_t i = 0; i < look.layers.size(); ++i) watches.emplace_back(summary.layers[i], run.network().layers()[i].a);
  const std::span<const int> rows = probe::first_training_rows(run, probe::row_work(run.network()), kMostWork);
  look.rows = static_cast<int>(rows.size());
  probe::forward_rows<S>(run, rows, [&](const network::Pass<S>& pass, math::Panel<const S>) {
    for (OutputWatch<S>& watch : watches) watch.see(pass.panels);
  });
  for (std::size_t i = 0; i < look.layers.size(); ++i) watches[i].write(look.layers[i]);
}

Histogram histogram_of(HistogramMaker::Scale scale, const network::Layer& layer, const std::function<double(std::size_t)>& number) {
  HistogramMaker maker(scale);
  for (std::size_t i = layer.first_weight; i < layer.first_weight + layer.weight_count(); ++i) maker.add(number(i));
  return maker.made();
}

/// The step that comes next; nothing where the run has diverged.
void look_at_step(const Trainer& trainer, LayersLook& look) {
  if (trainer.state() == RunState::diverged) return;
  const auto record = probe::record_step(trainer);
  look.batch = static_cast<int>(record->rows.size());
  look.taken = !record->next.empty();
  for (std::size_t i = 0; i < look.layers.size(); ++i) {
    const network::Layer& layer = record->layers[i];
    if (layer.weight_count() == 0) continue;
    LayerLook& at = look.layers[i];
    at.gradients = histogram_of(HistogramMaker::Scale::magnitude, layer, [&](std::size_t p) { return record->sums[p]; });
    if (!look.taken) continue;
    at.updates =
        histogram_of(HistogramMaker::Scale::magnitude, layer, [&](std::size_t p) { return record->next[p] - record->parameters[p]; });
    if (at.weights.norm > 0) at.ratio = at.updates.norm / at.weights.norm;
  }
}

template <class S>
LayersLook look_in(const Trainer& trainer) {
  const Summary summary = summarize(trainer.experiment());
  const training::TrainerOf<S>& run = probe::inside<S>(trainer);
  LayersLook look;
  look.step = trainer.step();
  look.epoch = trainer.epoch();
  look.all_rows = static_cast<int>(trainer.prepared().train.size());
  look.hash = trainer.weights_hash();
  look.layers.resize(summary.layers.size());
  look_at_outputs<S>(trainer, summary, look);
  for (std::size_t i = 0; i < look.layers.size(); ++i) {
    const network::Layer& layer = run.network().layers()[i];
    look.layers[i].ratio = kNone;
    if (layer.weight_count() == 0) continue;
    look.layers[i].drawn = layer.drawn;
    look.layers[i].weights =
        histogram_of(HistogramMaker::Scale::linear, layer, [&](std::size_t p) { return static_cast<double>(run.parameters()[p]); });
  }
  look_at_step(trainer, look);
  look.findings = probe::findings_of(look, summary);
  return look;
}

}  // namespace

LayersLook look_at_layers(const Trainer& trainer) {
  return training::in_double(trainer.experiment()) ? look_in<double>(trainer) : look_in<float>(trainer);
}

}  // namespace glassbox

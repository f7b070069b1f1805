#include <algorithm>
#include <limits>

#include "experiment/facts.hpp"
#include "glassbox/json.hpp"
#include "glassbox/layers.hpp"
#include "glassbox/number.hpp"
#include "glassbox/timeline.hpp"
#include "probe/histogram.hpp"
#include "training/trainer_of.hpp"

namespace glassbox {
namespace {

constexpr Histogram LayerLook::*kQuantities[] = {&LayerLook::activations, &LayerLook::weights, &LayerLook::gradients, &LayerLook::updates};
constexpr int kLinear = 2;  ///< of them have a linear scale, the first ones

constexpr std::int64_t kQuickWork = std::int64_t{1} << 20;  ///< multiply-adds that nobody notices
constexpr std::int64_t kStepsOfLook = 4;

/// Measures nothing that does not decide where it stops.
Experiment unmeasured(Experiment experiment) {
  if (!experiment::watches_test(experiment)) experiment.eval = 0;
  return experiment;
}

/// The same run, at its first step.
Trainer begun(const Experiment& experiment, const Trainer& like) {
  std::unique_ptr<TrainerImplementation> made;
  if (training::in_double(experiment)) {
    made = std::make_unique<training::TrainerOf<double>>(experiment, like.dataset(), like.prepared());
  } else {
    made = std::make_unique<training::TrainerOf<float>>(experiment, like.dataset(), like.prepared());
  }
  return Trainer(std::move(made));
}

}  // namespace

class LayersOverTime::Implementation {
 public:
  explicit Implementation(const Trainer& run) : run_(begun(unmeasured(run.experiment()), run)), summary_(summarize(run.experiment())) {
    timeline_.follow(run_.experiment());
    // A look takes the training rows forward; a step takes its batch forward and back, about three times that.
    const TrainerImplementation& inside = run_.implementation();
    const std::int64_t look = inside.step_work() * run_.steps_per_epoch() / 3;
    while (look > kQuickWork && stride_ * kStepsOfLook * inside.step_work() < look) stride_ *= 2;
  }

  bool amend(const Experiment& wanted) {
    const Experiment experiment = unmeasured(wanted);
    if (experiment == run_.experiment()) return true;
    if (!run_.amend(experiment)) return false;
    timeline_.follow(experiment);
    const std::int64_t step = run_.step();
    std::erase_if(looks_, [step](const LayersLook& look) { return look.step >= step; });
    there_ = false;
    return true;
  }

  bool advance(std::int64_t target, const std::function<bool()>& keep_going) {
    target_ = target;
    there_ = false;
    for (;;) {
      if (run_.step() > target) go_back(target);
      if (run_.at_rest()) look();
      if (run_.state() == RunState::diverged) break;
      if (run_.at_rest() && (run_.step() >= target || run_.state() != RunState::ready)) break;
      const std::int64_t due = (run_.step() / stride_ + 1) * stride_;
      timeline_.advance(run_, run_.at_rest() ? std::min(target, due) : run_.step(), keep_going);
      if (keep_going && !keep_going()) return false;
    }
    if (present_.layers.empty() || present_.step != run_.step() || present_.hash != run_.weights_hash()) present_ = look_at_layers(run_);
    return there_ = true;
  }

  void show(const Trainer& run) { present_ = look_at_layers(run); }

  std::int64_t step() const { return run_.step(); }
  const LayersLook& present() const { return present_; }

  /// Those up to the present, which comes last.
  std::vector<const LayersLook*> shown() const {
    std::vector<const LayersLook*> shown;
    if (present_.layers.empty()) return shown;
    for (const LayersLook& look : looks_) {
      if (look.step < present_.step) shown.push_back(&look);
    }
    shown.push_back(&present_);
    return shown;
  }

  std::string json() const;
  const std::vector<float>& picture();

 private:
  void go_back(std::int64_t target) {
    if (!timeline_.go(run_, target)) run_ = begun(run_.experiment(), run_);
  }

  /// Keeps a look at multiples of the stride.
  void look() {
    const std::int64_t step = run_.step();
    if (step % stride_ != 0 || run_.state() == RunState::diverged) return;
    const auto place =
        std::lower_bound(looks_.begin(), looks_.end(), step, [](const LayersLook& look, std::int64_t at) { return look.step < at; });
    if (place != looks_.end() && place->step == step) return;
    looks_.insert(place, look_at_layers(run_));
    while (looks_.size() > kMostLooks) {
      stride_ *= 2;
      std::erase_if(looks_, [this](const LayersLook& look) { return look.step % stride_ != 0; });
    }
  }

  /// By layer, of both linear scales: what all looks that are shown fit into.
  std::vector<std::array<double, kLinear>> limits() const {
    std::vector<std::array<double, kLinear>> limits(summary_.layers.size());
    for (const LayersLook* look : shown()) {
      for (std::size_t i = 0; i < limits.size(); ++i) {
        for (int q = 0; q < kLinear; ++q) {
          const Histogram& histogram = look->layers[i].*kQuantities[q];
          limits[i][q] = std::max(limits[i][q], histogram.largest > 0 ? histogram.limit : 0);
        }
      }
    }
    for (auto& both : limits) {
      for (double& limit : both) limit = limit > 0 ? limit : 1;
    }
    return limits;
  }

  std::int64_t since(const LayerFinding& finding) const {
    const std::vector<const LayersLook*> all = shown();
    std::int64_t first = present_.step;
    for (auto look = all.rbegin(); look != all.rend(); ++look) {
      if (first - (*look)->step > stride_) break;  // not looked at yet
      const auto as_dead = [&](const LayersLook& at) { return at.layers[static_cast<std::size_t>(finding.layer)].dead; };
      if (finding.code == "dead" && as_dead(**look) < as_dead(present_)) break;
      const auto same = [&](const LayerFinding& other) { return other.code == finding.code && other.layer == finding.layer; };
      if (std::none_of((*look)->findings.begin(), (*look)->findings.end(), same)) break;
      first = (*look)->step;
    }
    return first;
  }

  void write_layers(JsonWriter& json) const;

  Trainer run_;
  Summary summary_;
  Timeline timeline_;
  std::vector<LayersLook> looks_;  ///< by step
  std::int64_t stride_ = 1, target_ = 0;
  LayersLook present_;
  bool there_ = false;
  std::vector<float> picture_;
};

void LayersOverTime::Implementation::write_layers(JsonWriter& json) const {
  const auto fitting = limits();
  json.key("layers").begin_array();
  for (std::size_t i = 0; i < present_.layers.size(); ++i) {
    const LayerSummary& summary = summary_.layers[i];
    const LayerLook& layer = present_.layers[i];
    json.begin_object().member("name", summary.name).member("text", summary.text).member("activation", summary.activation);
    json.member("units", layer.units).member("dead", layer.dead).member("saturated", layer.saturated).member("ratio", layer.ratio);
    json.key("limits").begin_array().value(fitting[i][0]).value(fitting[i][1]).end_array();
    json.key("histograms").begin_array();
    for (const auto quantity : kQuantities) {
      const Histogram& histogram = layer.*quantity;
      json.begin_object().member("count", histogram.count).member("zeros", histogram.zeros).member("odd", histogram.odd);
      json.member("rms", histogram.rms).member("norm", histogram.norm).member("largest", histogram.largest).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

std::string LayersOverTime::Implementation::json() const {
  JsonWriter json;
  json.begin_object().member("step", present_.step).member("epoch", present_.epoch).member("reached", run_.step());
  json.member("target", target_).member("there", there_).member("rows", present_.rows).member("allRows", present_.all_rows);
  json.member("batch", present_.batch).member("taken", present_.taken).member("hash", write_hash(present_.hash));
  json.member("bins", Histogram::kBins).member("leastMagnitude", Histogram::kLeastMagnitude).key("steps").begin_array();
  for (const LayersLook* look : shown()) json.value(look->step);
  json.end_array();
  write_layers(json);
  json.key("findings").begin_array();
  for (const LayerFinding& finding : present_.findings) {
    json.begin_object().member("code", finding.code).member("layer", finding.layer).member("text", finding.text);
    json.member("since", since(finding)).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

const std::vector<float>& LayersOverTime::Implementation::picture() {
  const auto fitting = limits();
  constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();
  picture_.clear();
  for (const LayersLook* look : shown()) {
    for (std::size_t i = 0; i < look->layers.size(); ++i) {
      const LayerLook& layer = look->layers[i];
      for (int q = 0; q < 4; ++q) {
        Histogram histogram = layer.*kQuantities[q];
        if (q < kLinear && histogram.held()) histogram = probe::widened(histogram, fitting[i][q]);
        for (const std::int64_t count : histogram.bins) {
          picture_.push_back(histogram.count > 0 ? static_cast<float>(count) / static_cast<float>(histogram.count) : kAbsent);
        }
      }
      for (const auto quantity : kQuantities) {
        picture_.push_back((layer.*quantity).count > 0 ? static_cast<float>((layer.*quantity).rms) : kAbsent);
      }
      picture_.push_back(static_cast<float>(layer.ratio));
      picture_.push_back(layer.units > 0 ? static_cast<float>(layer.dead) / static_cast<float>(layer.units) : kAbsent);
      picture_.push_back(static_cast<float>(layer.saturated));
    }
  }
  return picture_;
}

LayersOverTime::LayersOverTime(Trainer run) : implementation_(std::make_unique<Implementation>(run)) {}
LayersOverTime::LayersOverTime(LayersOverTime&&) noexcept = default;
LayersOverTime::~LayersOverTime() = default;

bool LayersOverTime::amend(const Experiment& experiment) { return implementation_->amend(experiment); }
bool LayersOverTime::advance(std::int64_t step, const std::function<bool()>& keep_going) {
  return implementation_->advance(step, keep_going);
}
void LayersOverTime::show(const Trainer& run) { implementation_->show(run); }
std::int64_t LayersOverTime::step() const { return implementation_->step(); }
const LayersLook& LayersOverTime::present() const { return implementation_->present(); }
std::vector<std::int64_t> LayersOverTime::steps() const {
  std::vector<std::int64_t> steps;
  for (const LayersLook* look : implementation_->shown()) steps.push_back(look->step);
  return steps;
}
std::string LayersOverTime::json() const { return implementation_->json(); }
const std::vector<float>& LayersOverTime::picture() { return implementation_->picture(); }

}  // namespace glassbox

#include "glassbox/ablation.hpp"

#include <algorithm>
#include <cmath>

#include "glassbox/json.hpp"
#include "probe/training_rows.hpp"
#include "training/class_weights.hpp"

namespace glassbox {
namespace {

constexpr std::int64_t kMostWork = std::int64_t{1} << 32;

}  // namespace

class AblationImplementation {
 public:
  explicit AblationImplementation(const Trainer& trainer) : trainer_(trainer), summary_(summarize(trainer.experiment())) {}
  virtual ~AblationImplementation() = default;
  virtual bool advance(const std::function<bool()>& keep_going) = 0;

  std::string json() const {
    JsonWriter json;
    json.begin_object().member("step", trainer_.step()).member("done", done_).member("passes", passes_).member("allPasses", all_passes_);
    json.member("rows", rows_).member("allRows", static_cast<std::int64_t>(trainer_.prepared().train.size()));
    if (done_) {
      const auto without_use = [&](const AblatedUnit& unit) { return unit.loss - loss_ < Ablation::kUseless * std::abs(loss_); };
      json.member("loss", loss_).member("useless", static_cast<int>(std::count_if(units_.begin(), units_.end(), without_use)));
      json.key("units").begin_array();
      for (const AblatedUnit& unit : units_) {
        const LayerSummary& layer = summary_.layers[static_cast<std::size_t>(unit.layer)];
        json.begin_object().member("layer", unit.layer).member("layerName", layer.name).member("unit", unit.unit);
        json.member("image", layer.shape.height * layer.shape.width > 1).member("loss", unit.loss);
        json.member("change", unit.loss - loss_).end_object();
      }
      json.end_array();
    }
    json.end_object();
    return json.text();
  }

  double loss() const { return loss_; }
  const std::vector<AblatedUnit>& units() const { return units_; }
  int rows() const { return rows_; }

 protected:
  const Trainer& trainer_;
  Summary summary_;
  double loss_ = 0;
  std::vector<AblatedUnit> units_;
  int rows_ = 0;
  bool done_ = false;
  std::int64_t passes_ = 0, all_passes_ = 0;
};

namespace {

/// A layer whose units are taken away, and the operations behind it.
struct Stage {
  int layer = 0;
  int slot = 0;
  int units = 0, places = 1;
  std::size_t next = 0;        ///< the first operation behind
  std::size_t first_unit = 0;  ///< among all units
};

template <class S>
std::vector<Stage> stages_of(const network::Network<S>& network, const Summary& summary) {
  std::vector<Stage> stages;
  std::size_t units = 0;
  for (int i = 0; i + 1 < static_cast<int>(network.layers().size()); ++i) {
    const network::Layer& layer = network.layers()[static_cast<std::size_t>(i)];
    if (layer.weight_count() == 0 || !layer.drawn) continue;
    const Shape& shape = summary.layers[static_cast<std::size_t>(i)].shape;
    Stage stage{i, layer.a, 0, std::max(1, shape.height * shape.width), 0, units};
    stage.units = layer.units / stage.places;
    while (network.operations()[stage.next]->out() != layer.a) ++stage.next;
    ++stage.next;
    units += static_cast<std::size_t>(stage.units);
    stages.push_back(stage);
  }
  return stages;
}

}  // namespace

template <class S>
class AblationOf final : public AblationImplementation {
 public:
  explicit AblationOf(const Trainer& trainer)
      : AblationImplementation(trainer), run_(probe::inside<S>(trainer)), network_(run_.network()), stages_(stages_of(network_, summary_)) {
    std::int64_t work = probe::row_work(network_);
    for (const Stage& stage : stages_) {
      for (int unit = 0; unit < stage.units; ++unit) units_.push_back({stage.layer, unit, 0});
      work += stage.units * probe::row_work(network_);
    }
    asked_ = probe::first_training_rows(run_, work, kMostWork);
    rows_ = static_cast<int>(asked_.size());
    const int most = std::min(rows_, network::kMostChunkRows);
    buffers_ = network_.make_buffers(most, network::GradientPanels::none);
    const std::int64_t chunks = (rows_ + most - 1) / most;
    all_passes_ = chunks * static_cast<std::int64_t>(units_.size() + 1);
  }

  bool advance(const std::function<bool()>& keep_going) override {
    while (!done_) {
      pass();
      ++passes_;
      if (passes_ == all_passes_) finish();
      if (keep_going && !keep_going()) break;
    }
    return done_;
  }

 private:
  /// The chunk with all units, then with one less, beginning at the last layer: what stands before a layer stays as it is.
  void pass() {
    if (unit_ < 0) {
      load();
      loss_ += loss_of_chunk();
      unit_ = static_cast<int>(units_.size()) - 1;
    } else {
      take_away(unit_--);
    }
    if (unit_ < 0) first_ += static_cast<std::size_t>(buffers_.rows());
  }

  void load() {
    const int count = std::min(buffers_.capacity(), static_cast<int>(asked_.size() - first_));
    buffers_.set_rows(count);
    run_.rows().gather(asked_.subspan(first_, static_cast<std::size_t>(count)), buffers_.examples());
    network_.forward(run_.pass(buffers_));
  }

  void take_away(int index) {
    const AblatedUnit& unit = units_[static_cast<std::size_t>(index)];
    const auto stage = std::find_if(stages_.begin(), stages_.end(), [&](const Stage& candidate) { return candidate.layer == unit.layer; });
    const math::Panel<S> panel = buffers_.value(stage->slot);
    S* first = panel.column(unit.unit * stage->places);
    const std::vector<S> kept(first, first + static_cast<std::ptrdiff_t>(stage->places) * panel.stride);
    std::fill_n(first, kept.size(), S(0));
    const network::Pass<S> pass = run_.pass(buffers_);
    for (std::size_t i = stage->next; i < network_.operations().size(); ++i) network_.operations()[i]->forward(pass);
    units_[static_cast<std::size_t>(index)].loss += loss_of_chunk();
    std::copy(kept.begin(), kept.end(), first);
  }

  double loss_of_chunk() const {
    return static_cast<double>(
        run_.loss().value(buffers_.value(network_.logits()), buffers_.value(network_.answers()), buffers_.targets()));
  }

  void finish() {
    done_ = true;
    const Experiment& experiment = trainer_.experiment();
    const double scale = experiment.reduce == "mean" ? training::total_weight(experiment, trainer_.dataset(), asked_) : 1;
    loss_ /= scale;
    for (AblatedUnit& unit : units_) unit.loss /= scale;
    const auto worth = [](const AblatedUnit& unit) { return std::isnan(unit.loss) ? HUGE_VAL : unit.loss; };
    std::stable_sort(units_.begin(), units_.end(), [&](const AblatedUnit& a, const AblatedUnit& b) { return worth(a) > worth(b); });
  }

  const training::TrainerOf<S>& run_;
  const network::Network<S>& network_;
  std::vector<Stage> stages_;
  std::span<const int> asked_;
  network::Buffers<S> buffers_;
  std::size_t first_ = 0;  ///< of the chunk
  int unit_ = -1;          ///< taken away next; -1: none yet
};

Ablation::Ablation(const Trainer& trainer) {
  if (training::in_double(trainer.experiment())) {
    implementation_ = std::make_unique<AblationOf<double>>(trainer);
  } else {
    implementation_ = std::make_unique<AblationOf<float>>(trainer);
  }
}

Ablation::Ablation(Ablation&&) noexcept = default;
Ablation::~Ablation() = default;

bool Ablation::advance(const std::function<bool()>& keep_going) { return implementation_->advance(keep_going); }
double Ablation::loss() const { return implementation_->loss(); }
const std::vector<AblatedUnit>& Ablation::units() const { return implementation_->units(); }
int Ablation::rows() const { return implementation_->rows(); }
std::string Ablation::json() const { return implementation_->json(); }

}  // namespace glassbox

#include "glassbox/trainer.hpp"

#include <algorithm>
#include <utility>

#include "descent/schedule.hpp"
#include "training/limits.hpp"
#include "training/trainer_of.hpp"

namespace glassbox {

TrainerImplementation::TrainerImplementation(Experiment experiment, Dataset dataset, Prepared prepared)
    : experiment_(std::move(experiment)),
      mean_loss_(experiment_.reduce == "mean"),
      fixed_order_(experiment_.order == "fixed"),
      constant_rate_(descent::is_constant(experiment_)),
      limited_(training::limits_steps(experiment_)),
      dataset_(std::move(dataset)),
      prepared_(std::move(prepared)),
      settings_(settings_before(0)),
      stop_rule_(experiment_) {}

std::int64_t TrainerImplementation::steps_per_epoch() const { return (train_rows() + batch_rows() - 1) / batch_rows(); }

int TrainerImplementation::batch_rows() const {
  const int batch = position_ == 0 ? settings_.batch : epoch_batch_;
  return batch == 0 ? train_rows() : std::min(batch, train_rows());
}

RunState TrainerImplementation::state() const {
  if (diverged_) return RunState::diverged;
  const bool complete = experiment_.epochs > 0 && epoch_ >= experiment_.epochs && phase_ == Phase::resting;
  return complete || (stop_rule_.stopped() && phase_ == Phase::resting) ? RunState::finished : RunState::ready;
}

training::LiveSettings TrainerImplementation::settings_before(std::int64_t end) const {
  training::LiveSettings settings{experiment_.lr, experiment_.mom, experiment_.l1, experiment_.l2, experiment_.batch};
  for (const Edit& edit : experiment_.edits) {
    if (edit.step >= end) break;
    if (edit.key == "lr") settings.lr = edit.value;
    if (edit.key == "mom") settings.mom = edit.value;
    if (edit.key == "l1") settings.l1 = edit.value;
    if (edit.key == "l2") settings.l2 = edit.value;
    if (edit.key == "batch") settings.batch = static_cast<int>(edit.value);
  }
  return settings;
}

std::int64_t TrainerImplementation::length() const {
  const auto steps_with = [this](double batch) {
    const std::int64_t rows = batch == 0 ? train_rows() : std::min(static_cast<int>(batch), train_rows());
    return (train_rows() + rows - 1) / rows;
  };
  std::int64_t step = 0, left = experiment_.epochs, each = steps_with(experiment_.batch);
  for (const Edit& edit : experiment_.edits) {
    if (edit.key != "batch") continue;
    const std::int64_t begun = std::clamp<std::int64_t>((edit.step - step + each - 1) / each, 0, left);
    step += begun * each;
    left -= begun;
    each = steps_with(edit.value);
  }
  return step + left * each;
}

std::vector<double> TrainerImplementation::recent_losses() const {
  std::vector<double> losses;
  for (std::size_t i = recent_count_ - std::min(recent_count_, kRecent); i < recent_count_; ++i) losses.push_back(recent_[i % kRecent]);
  return losses;
}

double TrainerImplementation::scheduled_rate() const {
  const double part = static_cast<double>(position_) / static_cast<double>(std::max(train_rows(), 1));
  return settings_.lr * descent::rate_share(experiment_, {step_, epoch_, part});
}

Trainer::Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;
Trainer::~Trainer() = default;
Trainer::Trainer(std::unique_ptr<TrainerImplementation> implementation) : implementation_(std::move(implementation)) {}

Result<Trainer> Trainer::create(const Experiment& experiment, const Tables& tables) {
  Result<Trainer> result;
  result.problems = validate(experiment);
  if (!result.ok()) return result;
  Result<Dataset> dataset = make_dataset(experiment, tables);
  if (!dataset.ok()) {
    result.problems = std::move(dataset.problems);
    return result;
  }
  const bool planted = experiment.bug != "none";
  Prepared prepared =
      planted && math::kDouble ? training::plant_in_rows(experiment, dataset.value) : training::prepare_rows(experiment, dataset.value);
  if (prepared.train.empty()) return Result<Trainer>::failure({"too-few-rows", "test", "", "at least one row to train on", ""});
  if (training::in_double(experiment)) {
    result.value.implementation_ = std::make_unique<training::TrainerOf<double>>(experiment, std::move(dataset.value), std::move(prepared));
  } else {
    result.value.implementation_ = std::make_unique<training::TrainerOf<float>>(experiment, std::move(dataset.value), std::move(prepared));
  }
  return result;
}

void Trainer::advance(std::int64_t step, const std::function<bool()>& keep_going) { implementation_->advance(step, keep_going); }
bool Trainer::at_rest() const { return implementation_->at_rest(); }
std::int64_t Trainer::step() const { return implementation_->step(); }
std::int64_t Trainer::steps_per_epoch() const { return implementation_->steps_per_epoch(); }
std::int64_t Trainer::epoch() const { return implementation_->epoch(); }
std::int64_t Trainer::samples() const { return implementation_->samples(); }
std::int64_t Trainer::length() const { return implementation_->length(); }
double Trainer::learning_rate() const { return implementation_->present_rate(); }
RunState Trainer::state() const { return implementation_->state(); }
const Stop& Trainer::stop() const { return implementation_->stop(); }
const Divergence& Trainer::divergence() const { return implementation_->divergence(); }
const Experiment& Trainer::experiment() const { return implementation_->experiment(); }
const Dataset& Trainer::dataset() const { return implementation_->dataset(); }
const Prepared& Trainer::prepared() const { return implementation_->prepared(); }
const Metrics& Trainer::measure() { return implementation_->measure(); }
const Metrics& Trainer::latest() const { return implementation_->latest(); }
const History& Trainer::history() const { return implementation_->history(); }
std::uint64_t Trainer::weights_hash() const { return implementation_->weights_hash(); }
std::uint64_t Trainer::state_hash() const { return implementation_->state_hash(); }
std::vector<std::uint8_t> Trainer::checkpoint() const { return implementation_->checkpoint(); }
std::vector<Problem> Trainer::restore(std::span<const std::uint8_t> bytes, const History* history, const Metrics* latest) {
  return implementation_->restore(bytes, history, latest);
}
bool Trainer::amend(const Experiment& experiment) { return implementation_->amend(experiment); }
TrainerImplementation& Trainer::implementation() { return *implementation_; }
const TrainerImplementation& Trainer::implementation() const { return *implementation_; }

}  // namespace glassbox

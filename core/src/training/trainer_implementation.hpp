#pragma once

#include "glassbox/trainer.hpp"
#include "training/history.hpp"
#include "training/live_settings.hpp"
#include "training/stop_rule.hpp"

namespace glassbox {
namespace training {

/// The experiment without what may change while the run stays the same: its length (unless the schedule follows it), how often it is
/// measured (unless that decides where it stops), where a link opens, and the edits at and after `step`.
Experiment essence(Experiment experiment, std::int64_t step);
/// The step of a checkpoint; -1 for what is none.
std::int64_t step_of(std::span<const std::uint8_t> checkpoint);

}  // namespace training

/// What Trainer forwards to, and what both scalars share: the position in the run and the facts of the experiment.
class TrainerImplementation {
 public:
  TrainerImplementation(Experiment experiment, Dataset dataset, Prepared prepared);
  virtual ~TrainerImplementation() = default;

  virtual void advance(std::int64_t step, const std::function<bool()>& keep_going) = 0;
  virtual const Metrics& measure() = 0;
  virtual std::uint64_t weights_hash() const = 0;
  virtual std::uint64_t state_hash() const = 0;
  virtual std::vector<std::uint8_t> checkpoint() const = 0;
  virtual std::vector<Problem> restore(std::span<const std::uint8_t> bytes, const History* history, const Metrics* latest) = 0;
  virtual bool amend(const Experiment& experiment) = 0;
  /// About the multiply-adds of a step, what every step costs besides included.
  virtual std::int64_t step_work() const = 0;

  bool at_rest() const { return phase_ == Phase::resting; }
  std::int64_t step() const { return step_; }
  std::int64_t steps_per_epoch() const;
  std::int64_t epoch() const { return epoch_; }
  std::int64_t samples() const { return epoch_ * static_cast<std::int64_t>(prepared_.train.size()) + position_; }
  std::int64_t length() const;
  RunState state() const;
  const Divergence& divergence() const { return divergence_; }
  const Stop& stop() const { return stop_rule_.stop(); }
  /// Lets a run that has stopped by itself take the step that would come.
  void go_on() { stop_rule_.go_on(); }
  const Experiment& experiment() const { return experiment_; }
  const Dataset& dataset() const { return dataset_; }
  const Prepared& prepared() const { return prepared_; }
  const Metrics& latest() const { return latest_; }
  const History& history() const { return history_.history(); }
  /// The mean loss of a row in each of the last steps, before their updates; the last one is of the step that was taken or failed last.
  /// Fewer after a restore.
  std::vector<double> recent_losses() const;
  /// Rates, penalties and batch as edited up to now.
  const training::LiveSettings& settings() const { return settings_; }
  /// The learning rate of the step that comes next, or goes on: as edited and scheduled.
  double present_rate() const { return constant_rate_ ? settings_.lr : scheduled_rate(); }

 protected:
  double scheduled_rate() const;
  /// Where between two steps the run stands. A step is reached, its due metrics are measured, its edits apply, it rests; then it is left.
  enum class Phase : std::uint8_t { arrived, resting, stepping };

  /// Rows of a step in the present epoch (the last step of an epoch may have fewer).
  int batch_rows() const;
  /// The settings after all edits at steps below `end`.
  training::LiveSettings settings_before(std::int64_t end) const;
  int train_rows() const { return static_cast<int>(prepared_.train.size()); }

  Experiment experiment_;
  /// Asked in every step, and the same for the whole run.
  const bool mean_loss_, fixed_order_, constant_rate_, limited_;
  Dataset dataset_;
  Prepared prepared_;

  Phase phase_ = Phase::arrived;
  std::int64_t step_ = 0;
  std::int64_t epoch_ = 0;
  int position_ = 0;         ///< training rows of this epoch already used
  int epoch_batch_ = 0;      ///< batch in force since the epoch began; 0 = all
  double running_loss_ = 0;  ///< Σ of row losses within the epoch
  static constexpr std::size_t kRecent = 128;
  double recent_[kRecent] = {};
  std::size_t recent_count_ = 0;
  bool diverged_ = false;
  training::LiveSettings settings_;
  Divergence divergence_;
  Metrics latest_;
  training::HistoryRecorder history_;
  training::StopRule stop_rule_;
};

}  // namespace glassbox

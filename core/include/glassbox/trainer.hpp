#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "glassbox/dataset.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Measured over one part, after an epoch, with the weights as they then are.
struct PartMetrics {
  int rows = 0;
  double loss = kNotMeasured;      ///< data loss, reduced as the experiment says; without penalty
  double accuracy = kNotMeasured;  ///< share of right classes, 0 to 1; classes only
  double cost = kNotMeasured;      ///< mean cost of a row; where the experiment has costs only
  /// [classes] Mean cost of a row were that class the answer to every one; empty where cost is not measured.
  std::vector<double> cost_always;
  double r2 = kNotMeasured;             ///< 1 - SS_res / SS_tot, both summed over all outputs; numbers only
  double base_loss = kNotMeasured;      ///< loss of the best constant answer taken from the training rows
  double base_accuracy = kNotMeasured;  ///< share of the training majority class
  std::vector<int> confusion;           ///< [classes × classes], row = true class, column = answer; classes only
};

struct Metrics {
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  PartMetrics part[3];  ///< indexed by Part
  double penalty = 0;
};

/// A number that took part in an operation, or a product of two.
struct DivergenceTerm {
  std::string name;              ///< "input 3", "bias", "row 7", "learning rate"; counted from 1
  double value = 0;              ///< of a product: what came in
  double factor = kNotMeasured;  ///< of a product: what it was multiplied with, a weight say
};

/// Where a run first produced a number that is not finite.
struct Divergence {
  std::int64_t step = 0;
  int layer = -1;  ///< index into Summary::layers; -1: the loss
  int unit = -1;
  std::string operation;              ///< "input sum z = Σ w x + b", "activation", "loss", "gradient", "update"
  std::vector<DivergenceTerm> terms;  ///< what it was made of, largest first, at most 4
  int more = 0;                       ///< further terms
  double value = 0;                   ///< the non-finite value itself
};

/// One stretch of the history pyramid. Stretches cover equal numbers of epochs and are merged in pairs when 1,024 are full.
struct HistoryStretch {
  std::int64_t first_epoch = 0, last_epoch = 0;
  struct Range {
    double low = kNotMeasured, high = kNotMeasured, last = kNotMeasured;
  };
  Range loss[3], score[3];  ///< by Part; score = accuracy or R²
  Range running;            ///< mean loss within the epoch, before its updates
};
struct History {
  std::vector<HistoryStretch> stretches;
  double best_test_loss = kNotMeasured;
  std::int64_t best_test_epoch = -1;
  std::int64_t best_test_step = -1;
  std::uint64_t version = 0;  ///< grows with every change
};

enum class RunState { ready, diverged, finished };

/// Why and where a run stopped by itself. Epochs count from 0, the untrained network.
struct Stop {
  enum class Reason : std::uint8_t { none, patience, loss, score };
  Reason reason = Reason::none;
  std::int64_t epoch = 0, step = 0;  ///< of the evaluation that decided it
  std::int64_t best_epoch = 0;       ///< of the lowest test loss, falls of at most mindelta not counted
  double value = kNotMeasured;       ///< the test loss or score that met the target; the lowest test loss where patience ran out
  bool restored = false;             ///< the weights are those of best_epoch, and so are latest() and measure()
};

class TrainerImplementation;  // the template on the scalar, in core/src/training

/// Trains one experiment. Made from a valid Experiment, then only advanced. Not thread-safe.
class Trainer {
 public:
  Trainer();  ///< empty; only assignable
  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;
  ~Trainer();

  static Result<Trainer> create(const Experiment& experiment, const Tables& tables);

  /// Trains until `step` steps have been taken in all, the run's length is reached, it stops by itself, or it diverges; `keep_going` is
  /// asked between chunks (of at most 256 rows) and may end the call anywhere, even inside a step or an evaluation; the next call goes on
  /// there. Edits apply before their step.
  void advance(std::int64_t step, const std::function<bool()>& keep_going = nullptr);
  /// Whether the last advance() ended between steps with all due metrics measured.
  bool at_rest() const;

  std::int64_t step() const;  ///< steps taken
  std::int64_t steps_per_epoch() const;
  std::int64_t epoch() const;    ///< whole epochs completed
  std::int64_t samples() const;  ///< training rows processed so far
  std::int64_t length() const;   ///< steps of the whole run, batches as edited; 0: open end
  double learning_rate() const;  ///< of the next step: as edited and scheduled
  RunState state() const;
  const Stop& stop() const;              ///< why state() is finished before the length; Reason::none otherwise
  const Divergence& divergence() const;  ///< meaningful when state() is diverged

  const Experiment& experiment() const;
  const Dataset& dataset() const;
  const Prepared& prepared() const;

  /// The metrics of the present weights; measured on demand (all parts), cached until the weights change.
  const Metrics& measure();
  /// The metrics of the last due evaluation.
  const Metrics& latest() const;
  const History& history() const;

  /// FNV-1a over little-endian parameter bytes, NaN canonical: layer by layer W row-major [O×I], then b; behind them
  /// the running statistics of the layers that keep some.
  std::uint64_t weights_hash() const;
  /// Covers everything that decides the future of the run.
  std::uint64_t state_hash() const;

  /// Everything that decides the future, only between steps (finish_step() first). restore() checks magic, size and experiment; the past
  /// comes from `history` (cut at the checkpoint) and `latest` where they are given, otherwise from this run.
  std::vector<std::uint8_t> checkpoint() const;
  std::vector<Problem> restore(std::span<const std::uint8_t> bytes, const History* history = nullptr, const Metrics* latest = nullptr);

  /// Adopts an experiment that differs only in edits at or after the present step, in `epochs`, `at` or `expect`, and, unless the run may
  /// stop by itself, in `eval`.
  /// False, and nothing changed, otherwise.
  bool amend(const Experiment& experiment);

  /// For the rooms of core only.
  explicit Trainer(std::unique_ptr<TrainerImplementation> implementation);
  TrainerImplementation& implementation();
  const TrainerImplementation& implementation() const;

 private:
  std::unique_ptr<TrainerImplementation> implementation_;
};

}  // namespace glassbox

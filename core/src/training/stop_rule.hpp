#pragma once

#include "glassbox/trainer.hpp"
#include "training/bytes.hpp"

namespace glassbox::training {

/// Watches what the test rows come to and says when a run has seen enough: a target reached, or, as Keras's EarlyStopping and Lightning's
/// after it, a number of epochs in which the test loss did not fall by more than `mindelta` below the lowest one. Epochs without an
/// evaluation count. The untrained network is the first to be looked at, as with Keras's `baseline`. A loss that is not a number is no
/// fall. Where several reasons meet, a target comes before patience.
class StopRule {
 public:
  explicit StopRule(const Experiment& experiment);

  /// Whether the experiment sets any of it; otherwise look() may not be called.
  bool on() const { return patience_ > 0 || most_loss_ > 0 || least_score_ > 0; }
  /// Whether the best weights are put back when patience runs out.
  bool restores() const { return patience_ > 0 && restores_; }
  /// Takes in a due evaluation. True when its test loss is the lowest so far, by more than mindelta.
  bool look(const Metrics& metrics);
  /// Whether and why the run has stopped.
  const Stop& stop() const { return stop_; }
  bool stopped() const { return stop_.reason != Stop::Reason::none; }
  /// Forgets that the run has stopped, to see what would come next.
  void go_on() { stop_.reason = Stop::Reason::none; }

  static constexpr std::size_t kBytes = 1 + 5 * 8;
  void write(ByteWriter& writer) const;
  void read(ByteReader& reader);

 private:
  std::int64_t patience_;
  double mindelta_, most_loss_, least_score_;
  bool restores_;
  double best_loss_;
  Stop stop_;  ///< its best_epoch from the first look on
};

}  // namespace glassbox::training

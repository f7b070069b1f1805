#pragma once

#include "glassbox/trainer.hpp"

namespace glassbox::training {

/// Fills a History of fixed size: one stretch an epoch at first; whenever kStretches are full, neighbours merge and stretches cover
/// twice as many epochs.
class HistoryRecorder {
 public:
  static constexpr std::size_t kStretches = 1024;

  HistoryRecorder() { history_.stretches.reserve(kStretches); }

  const History& history() const { return history_; }
  /// Mean loss within an epoch that has just ended.
  void record_running(std::int64_t epoch, double loss);
  void record_metrics(const Metrics& metrics);
  /// Goes on from a history recorded elsewhere.
  void adopt(const History& history);
  /// Drops what lies after `epoch`; for going back to a checkpoint. The best test values come from there too.
  void rewind(std::int64_t epoch, double best_test_loss, std::int64_t best_test_epoch, std::int64_t best_test_step);

 private:
  HistoryStretch& stretch_of(std::int64_t epoch);
  void merge_pairs();

  History history_;
  std::int64_t width_ = 1;  ///< epochs a stretch
};

}  // namespace glassbox::training

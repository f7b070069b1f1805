#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// Remembers a run at steps spread evenly over it, so that each of its steps can be reached again without training from the start.
/// What is kept lies at multiples of a stride; when it outgrows its bytes, the stride doubles and every second memory goes. A stride takes
/// about as long to train as a person notices, and far longer than a memory takes to write.
class Timeline {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{32} << 20;
  /// Multiply-adds between two memories: some twenty milliseconds of training.
  static constexpr std::int64_t kWorkBetween = std::int64_t{1} << 25;
  explicit Timeline(std::size_t most_bytes = kMostBytes, std::int64_t work_between = kWorkBetween)
      : most_bytes_(most_bytes), work_between_(work_between) {}

  /// Says which experiment is trained from now on, and forgets what is not part of its past: everything, or what follows the first edit
  /// that differs.
  void follow(const Experiment& experiment);

  /// Trainer::advance() of a run of that experiment, with memories made on the way.
  void advance(Trainer& trainer, std::int64_t step, const std::function<bool()>& keep_going = nullptr);

  /// Puts the run before `step`, as near as it can without training; advance() does the rest. False when nothing that early is kept:
  /// the run then has to be made anew.
  bool go(Trainer& trainer, std::int64_t step);

  /// Of the checkpoints that are kept, by step, those from which `points` steps, evenly spread up to `step`, are reached soonest.
  std::vector<std::span<const std::uint8_t>> spread(std::int64_t step, int points) const;

  std::size_t count() const { return kept_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::int64_t stride() const { return stride_; }

 private:
  struct Kept {
    std::int64_t step = 0, epoch = 0;
    std::vector<std::uint8_t> checkpoint;
    Metrics latest;

    std::size_t bytes() const;
  };

  void keep(const Trainer& trainer);
  void forget_after(std::int64_t step);
  void thin();

  std::size_t most_bytes_, bytes_ = 0;
  std::int64_t work_between_, stride_ = 1;
  Experiment experiment_;
  std::vector<Kept> kept_;  ///< by step
  History history_;         ///< up to the last one kept, at least
};

}  // namespace glassbox

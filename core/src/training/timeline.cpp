#include "glassbox/timeline.hpp"

#include <algorithm>
#include <limits>

#include "training/trainer_implementation.hpp"

namespace glassbox {
namespace {

/// Larger memories lie further apart: writing them costs no more than some percent of the training.
constexpr std::int64_t kSmallMemory = 32 * 1024;

/// The step of the first edit in which two experiments differ; the end of time when they do not.
std::int64_t first_difference(const std::vector<Edit>& a, const std::vector<Edit>& b) {
  const auto [one, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  std::int64_t step = std::numeric_limits<std::int64_t>::max();
  if (one != a.end()) step = one->step;
  if (other != b.end()) step = std::min(step, other->step);
  return step;
}

std::int64_t last_epoch(const History& history) { return history.stretches.empty() ? -1 : history.stretches.back().last_epoch; }

}  // namespace

std::size_t Timeline::Kept::bytes() const {
  std::size_t sum = sizeof(Kept) + checkpoint.size();
  for (const PartMetrics& part : latest.part) sum += part.confusion.size() * sizeof(int);
  return sum;
}

void Timeline::follow(const Experiment& experiment) {
  const bool same = experiment.eval == experiment_.eval && training::essence(experiment, 0) == training::essence(experiment_, 0);
  forget_after(same ? first_difference(experiment.edits, experiment_.edits) : -1);
  if (!same) stride_ = 1;
  experiment_ = experiment;
}

void Timeline::forget_after(std::int64_t step) {
  const std::size_t before = kept_.size();
  std::erase_if(kept_, [step](const Kept& kept) { return kept.step > step; });
  if (kept_.size() == before && before > 0) return;
  bytes_ = 0;
  for (const Kept& kept : kept_) bytes_ += kept.bytes();
  const std::int64_t epoch = kept_.empty() ? -1 : kept_.back().epoch;
  std::erase_if(history_.stretches, [epoch](const HistoryStretch& stretch) { return stretch.last_epoch > epoch; });
}

void Timeline::advance(Trainer& trainer, std::int64_t step, const std::function<bool()>& keep_going) {
  bool going = true;
  const std::function<bool()> ask = [&] { return going = !keep_going || keep_going(); };
  do {
    const std::int64_t next = trainer.step() + (trainer.at_rest() ? 1 : 0);
    const std::int64_t due = (next + stride_ - 1) / stride_ * stride_;
    trainer.advance(std::min(step, due), ask);
    keep(trainer);
  } while (going && trainer.step() < step && trainer.state() == RunState::ready);
}

void Timeline::keep(const Trainer& trainer) {
  const std::int64_t step = trainer.step();
  if (!trainer.at_rest() || step % stride_ != 0 || trainer.state() == RunState::diverged) return;
  if (trainer.stop().reason != Stop::Reason::none) return;  // reached by a step, so that the picture is one of that step
  const auto place = std::lower_bound(kept_.begin(), kept_.end(), step, [](const Kept& kept, std::int64_t at) { return kept.step < at; });
  if (place != kept_.end() && place->step == step) return;
  Kept kept{step, trainer.epoch(), trainer.checkpoint(), trainer.latest()};
  const std::size_t size = kept.bytes();
  if (size > most_bytes_) return;
  if (kept_.empty()) {
    const std::int64_t work = work_between_ * std::max<std::int64_t>(1, static_cast<std::int64_t>(size) / kSmallMemory);
    for (stride_ = 1; stride_ * trainer.implementation().step_work() < work;) stride_ *= 2;
  }
  bytes_ += size;
  kept_.insert(place, std::move(kept));
  if (last_epoch(trainer.history()) >= last_epoch(history_)) history_ = trainer.history();
  while (bytes_ > most_bytes_) thin();
}

void Timeline::thin() {
  stride_ *= 2;
  bytes_ = 0;
  std::erase_if(kept_, [this](const Kept& kept) { return kept.step % stride_ != 0; });
  for (const Kept& kept : kept_) bytes_ += kept.bytes();
}

std::vector<std::span<const std::uint8_t>> Timeline::spread(std::int64_t step, int points) const {
  std::vector<std::span<const std::uint8_t>> chosen;
  auto kept = kept_.begin();
  for (int point = 1; point <= points; ++point) {
    const auto after = std::find_if(kept, kept_.end(), [=](const Kept& later) { return later.step > point * step / points; });
    if (after != kept) chosen.push_back(std::prev(after)->checkpoint);
    kept = after;
  }
  return chosen;
}

bool Timeline::go(Trainer& trainer, std::int64_t step) {
  // One step at least is trained after a memory: gradients and the last update belong to the picture.
  const std::int64_t last = std::max<std::int64_t>(step - 1, 0);
  while (true) {
    const auto after = std::find_if(kept_.begin(), kept_.end(), [last](const Kept& kept) { return kept.step > last; });
    const bool ahead = trainer.state() != RunState::diverged && trainer.step() + (trainer.at_rest() ? 0 : 1) <= step;
    if (ahead && (after == kept_.begin() || std::prev(after)->step <= trainer.step())) return true;
    if (after == kept_.begin()) return false;
    const auto kept = std::prev(after);
    if (trainer.restore(kept->checkpoint, &history_, &kept->latest).empty()) return true;
    bytes_ -= kept->bytes();
    kept_.erase(kept);
  }
}

}  // namespace glassbox

// The part of the trainer that takes a run apart into bytes and puts it together again.
#include <algorithm>
#include <type_traits>

#include "descent/schedule.hpp"
#include "experiment/facts.hpp"
#include "math/hash.hpp"
#include "training/bytes.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::training {
namespace {

constexpr std::uint64_t kMagic = 0x31504b4342474cull;  // "LGBCKP1", little-endian
constexpr std::size_t kHead = 5 * 8;                   // bytes before the step

std::uint64_t fingerprint(const Experiment& experiment) {
  math::Hash hash;
  for (const char c : format(experiment)) hash.add_byte(static_cast<std::uint8_t>(c));
  return hash.value();
}

Problem damaged(const char* allowed) { return {"damaged-checkpoint", "", "", allowed, ""}; }

}  // namespace

Experiment essence(Experiment experiment, std::int64_t step) {
  const descent::ScheduleChoice* schedule = descent::find_schedule(experiment.schedule);
  if (schedule == nullptr || !schedule->needs_length) experiment.epochs = 0;
  if (!experiment::watches_test(experiment)) experiment.eval = 1;
  experiment.at = 0;
  experiment.expect.reset();
  std::erase_if(experiment.edits, [step](const Edit& edit) { return edit.step >= step; });
  return experiment;
}

/// Position, parameters before the edits of this step, running statistics, the optimiser, and what the stop rule has seen.
template <class S>
template <class T>
void TrainerOf<S>::write_state(ByteWriter& writer) const {
  writer.whole(static_cast<std::uint64_t>(step_), 8);
  writer.whole(static_cast<std::uint64_t>(epoch_), 8);
  writer.whole(static_cast<std::uint64_t>(position_), 4);
  writer.whole(static_cast<std::uint64_t>(epoch_batch_), 4);
  writer.whole(phase_ == Phase::arrived ? 0 : 1, 1);
  writer.number(running_loss_);
  const auto write = [&](std::span<const S> numbers) {
    if constexpr (std::is_same_v<S, T>) {
      writer.numbers(numbers);
    } else {
      for (const S number : numbers) writer.number(static_cast<T>(number));
    }
  };
  writer.make_room((optimiser_->moments().size() + 1) * parameters_.span().size_bytes() * sizeof(T) / sizeof(S));
  std::vector<S> parameters(parameters_.span().begin(), parameters_.span().end());
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) parameters[undo->first] = undo->second;
  write(parameters);
  write(statistics_.span());
  for (const auto& moment : optimiser_->moments()) write(moment.span());
  writer.numbers(optimiser_->scalars());
  if (!stop_rule_.on()) return;
  stop_rule_.write(writer);
  write(best_parameters_.span());
  write(best_statistics_.span());
}

std::int64_t step_of(std::span<const std::uint8_t> checkpoint) {
  if (checkpoint.size() < kHead || ByteReader(checkpoint).whole(8) != kMagic) return -1;
  return static_cast<std::int64_t>(ByteReader(checkpoint.subspan(kHead)).whole(8));
}

template <class S>
std::uint64_t TrainerOf<S>::state_hash() const {
  Experiment whole = experiment_;
  whole.at = 0;
  whole.expect.reset();
  ByteWriter writer;
  writer.whole(fingerprint(whole), 8);
  writer.whole(diverged_ ? 1 : 0, 1);
  writer.whole(weights_hash(), 8);
  write_state<S>(writer);
  math::Hash hash;
  for (const std::uint8_t byte : writer.take()) hash.add_byte(byte);
  return hash.value();
}

template <class S>
template <class T>
std::vector<std::uint8_t> TrainerOf<S>::checkpoint_in() const {
  Experiment experiment = essence(experiment_, step_);
  if constexpr (!std::is_same_v<S, T>) experiment.precision = 64;
  ByteWriter writer;
  writer.whole(kMagic, 8);
  writer.whole(fingerprint(experiment), 8);
  writer.number(history_.history().best_test_loss);
  writer.whole(static_cast<std::uint64_t>(history_.history().best_test_epoch), 8);
  writer.whole(static_cast<std::uint64_t>(history_.history().best_test_step), 8);
  write_state<T>(writer);
  return writer.take();
}

template <class S>
std::vector<std::uint8_t> TrainerOf<S>::checkpoint() const {
  return checkpoint_in<S>();
}

template <class S>
std::vector<std::uint8_t> TrainerOf<S>::wide_checkpoint() const {
  return checkpoint_in<double>();
}

/// Reads what write_state() wrote; false, with the run half changed, when a number cannot be.
template <class S>
bool TrainerOf<S>::read_state(ByteReader& reader) {
  step_ = static_cast<std::int64_t>(reader.whole(8));
  epoch_ = static_cast<std::int64_t>(reader.whole(8));
  position_ = static_cast<int>(reader.whole(4));
  epoch_batch_ = static_cast<int>(reader.whole(4));
  const bool measured = reader.whole(1) != 0;
  reader.number(running_loss_);
  reader.numbers(parameters_.span());
  reader.numbers(statistics_.span());
  for (auto& moment : optimiser_->moments()) reader.numbers(moment.span());
  reader.numbers(optimiser_->scalars());
  if (stop_rule_.on()) stop_rule_.read(reader);
  reader.numbers(best_parameters_.span());
  reader.numbers(best_statistics_.span());
  undo_.clear();
  order_epoch_ = -1;
  moved_ = diverged_ = measured_valid_ = false;
  recent_count_ = 0;
  divergence_ = {};
  latest_ = {};
  gradients_.clear();
  settings_ = settings_before(step_);
  if (measured) {
    rest();
  } else {
    arrive();
  }
  return reader.ok();
}

template <class S>
std::vector<Problem> TrainerOf<S>::restore(std::span<const std::uint8_t> bytes, const History* history, const Metrics* latest) {
  constexpr std::size_t kPosition = 8 + 8 + 4 + 4 + 1 + 8;
  const std::size_t numbers = network_.parameter_count() * (1 + optimiser_->moments().size()) + network_.statistic_count() +
                              best_parameters_.size() + best_statistics_.size();
  const std::size_t size =
      kHead + kPosition + numbers * sizeof(S) + optimiser_->scalars().size() * sizeof(double) + (stop_rule_.on() ? StopRule::kBytes : 0);
  ByteReader reader(bytes);
  if (reader.whole(8) != kMagic) return {damaged("a checkpoint of this program")};
  if (bytes.size() != size) return {damaged("a whole checkpoint of this network")};
  ByteReader position(bytes.subspan(kHead));
  const auto step = static_cast<std::int64_t>(position.whole(8));
  const auto epoch = static_cast<std::int64_t>(position.whole(8));
  const auto row = position.whole(4), batch = position.whole(4);
  const bool in_range = step >= 0 && epoch >= 0 && row < static_cast<std::uint64_t>(train_rows()) && batch <= 0x7fffffffu;
  if (!in_range || reader.whole(8) != fingerprint(essence(experiment_, step))) return {damaged("a checkpoint of the same experiment")};
  double best_test_loss = 0;
  reader.number(best_test_loss);
  const auto best_test_epoch = static_cast<std::int64_t>(reader.whole(8));
  const auto best_test_step = static_cast<std::int64_t>(reader.whole(8));
  if (history != nullptr) history_.adopt(*history);
  history_.rewind(epoch, best_test_loss, best_test_epoch, best_test_step);
  read_state(reader);
  if (latest != nullptr) latest_ = *latest;
  return {};
}

template <class S>
bool TrainerOf<S>::knows_edits(const Experiment& experiment) const {
  return std::all_of(experiment.edits.begin(), experiment.edits.end(), [this](const Edit& edit) {
    constexpr std::string_view kLive[] = {"lr", "l1", "l2", "batch", "mom"};
    return std::find(std::begin(kLive), std::end(kLive), edit.key) != std::end(kLive) || network_.parameter_index(edit.key);
  });
}

template <class S>
void TrainerOf<S>::undo_edits() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) parameters_.data()[undo->first] = undo->second;
  undo_.clear();
  settings_ = settings_before(step_);
  measured_valid_ = false;
}

template <class S>
bool TrainerOf<S>::amend(const Experiment& experiment) {
  if (diverged_ || !knows_edits(experiment) || !(essence(experiment_, step_) == essence(experiment, step_))) return false;
  const bool before_edits = phase_ == Phase::arrived;
  if (!before_edits) undo_edits();
  experiment_ = experiment;
  undo_.reserve(experiment_.edits.size());
  if (!before_edits) rest();
  return true;
}

template std::uint64_t TrainerOf<float>::state_hash() const;
template std::uint64_t TrainerOf<double>::state_hash() const;
template std::vector<std::uint8_t> TrainerOf<float>::checkpoint() const;
template std::vector<std::uint8_t> TrainerOf<double>::checkpoint() const;
template std::vector<std::uint8_t> TrainerOf<float>::wide_checkpoint() const;
template std::vector<std::uint8_t> TrainerOf<double>::wide_checkpoint() const;
template std::vector<Problem> TrainerOf<float>::restore(std::span<const std::uint8_t>, const History*, const Metrics*);
template std::vector<Problem> TrainerOf<double>::restore(std::span<const std::uint8_t>, const History*, const Metrics*);
template bool TrainerOf<float>::amend(const Experiment&);
template bool TrainerOf<double>::amend(const Experiment&);

}  // namespace glassbox::training

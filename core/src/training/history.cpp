#include "training/history.hpp"

#include <algorithm>
#include <cmath>

namespace glassbox::training {
namespace {

using Range = HistoryStretch::Range;

void add(Range& range, double value) {
  if (std::isnan(value)) return;
  range.low = std::isnan(range.low) ? value : std::min(range.low, value);
  range.high = std::isnan(range.high) ? value : std::max(range.high, value);
  range.last = value;
}

void append(Range& range, const Range& later) {
  add(range, later.low);
  add(range, later.high);
  add(range, later.last);
}

void append(HistoryStretch& stretch, const HistoryStretch& later) {
  stretch.last_epoch = later.last_epoch;
  for (int part = 0; part < 3; ++part) {
    append(stretch.loss[part], later.loss[part]);
    append(stretch.score[part], later.score[part]);
  }
  append(stretch.running, later.running);
}

}  // namespace

void HistoryRecorder::merge_pairs() {
  auto& stretches = history_.stretches;
  const std::size_t pairs = (stretches.size() + 1) / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    stretches[i] = stretches[2 * i];
    if (2 * i + 1 < stretches.size()) append(stretches[i], stretches[2 * i + 1]);
  }
  stretches.resize(pairs);
  width_ *= 2;
}

HistoryStretch& HistoryRecorder::stretch_of(std::int64_t epoch) {
  auto& stretches = history_.stretches;
  while (epoch / width_ >= static_cast<std::int64_t>(kStretches)) merge_pairs();
  while (static_cast<std::int64_t>(stretches.size()) <= epoch / width_) {
    HistoryStretch stretch;
    stretch.first_epoch = static_cast<std::int64_t>(stretches.size()) * width_;
    stretch.last_epoch = std::min(epoch, stretch.first_epoch + width_ - 1);
    stretches.push_back(stretch);
  }
  HistoryStretch& stretch = stretches[static_cast<std::size_t>(epoch / width_)];
  stretch.last_epoch = std::max(stretch.last_epoch, epoch);
  ++history_.version;
  return stretch;
}

void HistoryRecorder::record_running(std::int64_t epoch, double loss) { add(stretch_of(epoch).running, loss); }

void HistoryRecorder::record_metrics(const Metrics& metrics) {
  HistoryStretch& stretch = stretch_of(metrics.epoch);
  for (int part = 0; part < 3; ++part) {
    const PartMetrics& measured = metrics.part[part];
    add(stretch.loss[part], measured.loss);
    add(stretch.score[part], std::isnan(measured.accuracy) ? measured.r2 : measured.accuracy);
  }
  const double test_loss = metrics.part[static_cast<int>(Part::test)].loss;
  if (test_loss < history_.best_test_loss || (std::isnan(history_.best_test_loss) && !std::isnan(test_loss))) {
    history_.best_test_loss = test_loss;
    history_.best_test_epoch = metrics.epoch;
    history_.best_test_step = metrics.step;
  }
}

void HistoryRecorder::adopt(const History& history) {
  const auto& stretches = history.stretches;
  history_.stretches.assign(stretches.begin(), stretches.end());
  width_ = stretches.size() < 2 ? 1 : stretches[1].first_epoch;
}

void HistoryRecorder::rewind(std::int64_t epoch, double best_test_loss, std::int64_t best_test_epoch, std::int64_t best_test_step) {
  std::erase_if(history_.stretches, [epoch](const HistoryStretch& stretch) { return stretch.last_epoch > epoch; });
  history_.best_test_loss = best_test_loss;
  history_.best_test_epoch = best_test_epoch;
  history_.best_test_step = best_test_step;
  ++history_.version;
}

}  // namespace glassbox::training

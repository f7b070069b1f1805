#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "checks/data_check.hpp"
#include "checks/plain_network.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::checks {
namespace {

using Run = training::TrainerOf<double>;

/// The same order of rows and the same batches, and nothing that costs time or moves.
Experiment rehearsal_of(const Trainer& trainer) {
  Experiment experiment = trainer.experiment();
  experiment.batch = trainer.implementation().settings().batch;
  experiment.net.clear();
  experiment.w.clear();
  experiment.edits.clear();
  experiment.opt = "sgd";
  experiment.schedule = "constant";
  experiment.lr = experiment.l1 = experiment.l2 = experiment.clipnorm = experiment.clipvalue = experiment.maxnorm = 0;
  experiment.warmup = experiment.eval = 0;
  experiment.patience = 0;
  experiment.stoploss = experiment.stopscore = 0;
  experiment.epochs = 0;
  experiment.precision = 64;
  return experiment;
}

/// What the trainer's gradient of a batch is to the plain one: 1 where it is right; nothing where the parameters do not tell the same.
std::optional<double> ratio_to_plain(const Run& run, const std::vector<int>& rows) {
  constexpr double kStep = 0x1p-12, kTelling = 0.1, kSame = 1e-4, kStraight = 1e-3, kRounding = 4e-15;
  constexpr std::size_t kMostAsked = 16;
  PlainNetwork plain(run.experiment(), run.prepared(), rows, 0);
  const std::vector<double> parameters(run.parameters().begin(), run.parameters().end());
  plain.loss(parameters);
  const std::size_t stride = (parameters.size() + kMostAsked - 1) / kMostAsked;
  std::vector<std::pair<double, double>> slopes;  // plain, found
  double largest = 0;
  for (std::size_t i = 0; i < parameters.size(); i += stride) {
    plain.loss_with(i, parameters[i]);
    const Course here = plain.course();
    bool smooth = true;
    const auto loss = [&](double offset) {
      const double value = plain.loss_with(i, parameters[i] + offset);
      smooth = smooth && plain.course().beside(here);
      return value;
    };
    const double near = (loss(kStep) - loss(-kStep)) / (2 * kStep), far = (loss(2 * kStep) - loss(-2 * kStep)) / (4 * kStep);
    const double slope = (4 * near - far) / 3;
    if (!smooth || std::abs(near - far) > kStraight * std::abs(slope)) continue;
    slopes.emplace_back(slope, run.gradients()[i]);
    largest = std::max(largest, std::abs(slope));
  }
  const double summed = run.experiment().reduce == "mean" ? 1 : static_cast<double>(rows.size());
  const double uncertainty = kRounding * plain.largest() * summed / kStep;
  if (!(uncertainty <= kSame * kTelling * largest)) return std::nullopt;
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const auto& [slope, found] : slopes) {
    if (std::abs(slope) < kTelling * largest) continue;
    low = std::min(low, found / slope);
    high = std::max(high, found / slope);
  }
  if (largest == 0 || !(high - low <= kSame)) return std::nullopt;
  return (low + high) / 2;
}

/// What the last batch's gradient was divided by, judged where a whole batch's is right; 0 where losses are summed.
DataFinding divisor(const Run& run, const std::optional<double>& whole, const std::optional<double>& last, int rows) {
  constexpr double kTolerance = 1e-3;
  const bool averaged = run.experiment().reduce == "mean";
  if (!whole || !last || std::abs(*whole - 1) > kTolerance || !(*last > 0)) return {"divisor", Verdict::none, {}};
  const bool right = std::abs(*last - 1) <= kTolerance;
  const double divided_by = averaged ? (right ? rows : rows / *last) : 0;
  return {"divisor", right ? Verdict::right : Verdict::wrong, {static_cast<double>(rows), divided_by}};
}

}  // namespace

void check_epoch(const Trainer& trainer, DataCheck& result) {
  Run run(rehearsal_of(trainer), trainer.dataset(), trainer.prepared());
  run.advance(0, nullptr);
  std::vector<int> seen(static_cast<std::size_t>(trainer.dataset().rows)), rows;
  std::optional<double> whole, last;
  bool going = true;
  while (going && run.epoch() == 0) {
    rows = run.next_rows();
    for (const int row : rows) ++seen[static_cast<std::size_t>(row)];
    run.advance(run.step() + 1, nullptr);
    going = run.state() != RunState::diverged;
    result.batches.push_back(static_cast<int>(rows.size()));
    if (going && run.step() == 1) whole = ratio_to_plain(run, rows);
  }
  if (going && result.batches.size() > 1) last = ratio_to_plain(run, rows);
  double all = 0, once = 0, missed = 0;
  for (std::size_t row = 0; row < seen.size(); ++row) {
    if (trainer.dataset().part[row] != Part::train) continue;
    all += 1;
    once += seen[row] == 1;
    missed += seen[row] == 0;
  }
  result.findings.push_back({"epoch", !going ? Verdict::none : once == all ? Verdict::right : Verdict::wrong, {all, once, missed}});
  result.findings.push_back(
      divisor(run, whole, result.batches.size() > 1 ? last : whole, result.batches.empty() ? 0 : result.batches.back()));
}

}  // namespace glassbox::checks

#include "training/stop_rule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace glassbox::training {

StopRule::StopRule(const Experiment& experiment)
    : patience_(experiment.patience),
      mindelta_(experiment.mindelta),
      most_loss_(experiment.stoploss),
      least_score_(experiment.stopscore),
      restores_(experiment.restore == "best"),
      best_loss_(std::numeric_limits<double>::infinity()) {}

bool StopRule::look(const Metrics& metrics) {
  const PartMetrics& test = metrics.part[static_cast<int>(Part::test)];
  const double score = std::isnan(test.accuracy) ? test.r2 : test.accuracy;
  const bool best = test.loss < best_loss_ - mindelta_;
  if (best) {
    best_loss_ = test.loss;
    stop_.best_epoch = metrics.epoch;
  }
  const auto stop = [&](Stop::Reason reason, double value) {
    stop_.reason = reason;
    stop_.epoch = metrics.epoch;
    stop_.step = metrics.step;
    stop_.value = value;
  };
  if (most_loss_ > 0 && test.loss <= most_loss_) {
    stop(Stop::Reason::loss, test.loss);
  } else if (least_score_ > 0 && score >= least_score_) {
    stop(Stop::Reason::score, score);
  } else if (patience_ > 0 && metrics.epoch - stop_.best_epoch >= patience_) {
    stop(Stop::Reason::patience, best_loss_);
    stop_.restored = restores_;
  }
  return best;
}

void StopRule::write(ByteWriter& writer) const {
  writer.whole(static_cast<std::uint64_t>(stop_.reason), 1);
  for (const std::int64_t number : {stop_.epoch, stop_.step, stop_.best_epoch}) writer.whole(static_cast<std::uint64_t>(number), 8);
  writer.number(stop_.value);
  writer.number(best_loss_);
}

void StopRule::read(ByteReader& reader) {
  constexpr auto kMost = static_cast<std::uint64_t>(Stop::Reason::score);
  stop_.reason = static_cast<Stop::Reason>(std::min(reader.whole(1), kMost));
  for (std::int64_t* number : {&stop_.epoch, &stop_.step, &stop_.best_epoch}) *number = static_cast<std::int64_t>(reader.whole(8));
  reader.number(stop_.value);
  reader.number(best_loss_);
  stop_.restored = restores_ && stop_.reason == Stop::Reason::patience;
}

}  // namespace glassbox::training

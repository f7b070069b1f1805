#include "glassbox/result.hpp"

#include <cmath>

#include "glassbox/number.hpp"

namespace glassbox {
namespace {

void write_part(JsonWriter& json, const char* name, const PartMetrics& part) {
  if (part.rows == 0) return;
  json.key(name).begin_object();
  json.member("rows", part.rows).member("loss", part.loss);
  if (!std::isnan(part.accuracy)) json.member("accuracy", part.accuracy);
  if (!std::isnan(part.cost)) {
    json.member("cost", part.cost).key("costAlways").begin_array();
    for (const double cost : part.cost_always) json.value(cost);
    json.end_array();
  }
  if (!std::isnan(part.r2)) json.member("r2", part.r2);
  json.end_object();
}

}  // namespace

std::optional<std::int64_t> last_step(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  if (experiment.at > 0) return experiment.at;
  if (experiment.epochs > 0) return experiment.epochs * trainer.steps_per_epoch();
  if (experiment.patience > 0 || experiment.stoploss > 0 || experiment.stopscore > 0) return kMaxStep;
  return std::nullopt;
}

void write_parts(JsonWriter& json, const Metrics& metrics) {
  write_part(json, "train", metrics.part[0]);
  write_part(json, "test", metrics.part[1]);
  write_part(json, "blind", metrics.part[2]);
}

void write_stop(JsonWriter& json, const Stop& stop) {
  static constexpr const char* kReasons[] = {"", "patience", "loss", "score"};
  if (stop.reason == Stop::Reason::none) return;
  json.key("stopped").begin_object().member("by", kReasons[static_cast<int>(stop.reason)]).member("epoch", stop.epoch);
  json.member("bestEpoch", stop.best_epoch).member("restored", stop.restored).member("value", stop.value).end_object();
}

std::string result_json(Trainer& trainer) {
  JsonWriter json;
  json.begin_object();
  json.member("experiment", format(trainer.experiment())).member("step", trainer.step()).member("epoch", trainer.epoch());
  json.member("diverged", trainer.state() == RunState::diverged);
  write_stop(json, trainer.stop());
  write_parts(json, trainer.measure());
  json.member("hash", write_hash(trainer.weights_hash()));
  json.end_object();
  return json.text();
}

}  // namespace glassbox

#include "session.hpp"

#include <emscripten/emscripten.h>

#include <algorithm>

#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/landscape.hpp"
#include "glassbox/number.hpp"

namespace glassbox {
namespace {

using emscripten::typed_memory_view;
using emscripten::val;

constexpr double kGraceMilliseconds = 4;
constexpr double kFirstMeasureMilliseconds = 50;

/// Says whether time is left. Reading the clock costs as much as a step of a tiny network, so it is read more and more rarely while
/// chunks turn out to be short.
class Deadline {
 public:
  explicit Deadline(double milliseconds) : last_(emscripten_get_now()), end_(last_ + milliseconds) {}

  bool operator()() {
    if (++calls_ < stride_) return true;
    const double now = emscripten_get_now();
    stride_ = now - last_ < kShortMilliseconds ? std::min(2 * stride_, kLongestStride) : 1;
    calls_ = 0;
    last_ = now;
    return now < end_;
  }

 private:
  static constexpr double kShortMilliseconds = 0.1;
  static constexpr int kLongestStride = 64;

  double last_, end_;
  int calls_ = 0, stride_ = 1;
};

template <class T>
val copy(std::span<const T> values) {
  return val(typed_memory_view(values.size(), values.data())).call<val>("slice");
}

std::string refusal(const std::vector<Problem>& problems) { return "{\"ok\":false,\"problems\":" + problems_json(problems) + "}"; }

std::string acceptance(const Experiment& experiment, const char* extra, double number) {
  JsonWriter json;
  json.begin_object().member("ok", true).key("problems").begin_array().end_array();
  json.member("canonical", format(experiment)).member(extra, number).end_object();
  return json.text();
}

template <class Make>
std::string changed(const std::string& text, const Make& make) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refusal(parsed.problems);
  return change_json(make(parsed.value));
}

const char* name_of(RunState state) {
  switch (state) {
    case RunState::diverged:
      return "diverged";
    case RunState::finished:
      return "finished";
    case RunState::ready:
      break;
  }
  return "ready";
}

val stop_of(const Stop& stop) {
  static constexpr const char* kReasons[] = {"", "patience", "loss", "score"};
  if (stop.reason == Stop::Reason::none) return val::null();
  val object = val::object();
  object.set("reason", std::string(kReasons[static_cast<int>(stop.reason)]));
  object.set("epoch", static_cast<double>(stop.epoch));
  object.set("bestEpoch", static_cast<double>(stop.best_epoch));
  object.set("restored", stop.restored);
  object.set("value", stop.value);
  return object;
}

}  // namespace

void Session::provide_table(const std::string& name, const val& bytes) {
  tables_[name] = emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
}

std::string Session::table_needed(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return "";
  const std::string name = glassbox::table_needed(parsed.value);
  return tables_.count(name) ? "" : name;
}

std::string Session::open(const std::string& text) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refusal(parsed.problems);
  Result<Trainer> created = Trainer::create(parsed.value, tables_);
  if (!created.ok()) return refusal(created.problems);
  trainer_ = std::move(created.value);
  timeline_.follow(parsed.value);
  timeline_.advance(trainer_, 0, Deadline(kFirstMeasureMilliseconds));
  open_ = true;
  layout_.clear();
  trace_.clear();
  code_.clear();
  shown_hash_ = weights_hash();
  return acceptance(trainer_.experiment(), "at", static_cast<double>(trainer_.experiment().at));
}

std::string Session::amend(const std::string& text) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refusal(parsed.problems);
  const bool adopted = open_ && trainer_.amend(parsed.value);
  if (adopted) timeline_.follow(parsed.value);
  return acceptance(parsed.value, "adopted", adopted ? 1 : 0);
}

void Session::advance(double step, double milliseconds) {
  const std::int64_t last = static_cast<std::int64_t>(step);
  timeline_.advance(trainer_, last, Deadline(milliseconds));
  // Pictures show gradients only between steps: a step that is nearly done is finished.
  if (!trainer_.at_rest()) trainer_.advance(std::min(last, trainer_.step() + 1), Deadline(kGraceMilliseconds));
}

void Session::seek(double step) {
  if (timeline_.go(trainer_, static_cast<std::int64_t>(step))) return;
  trainer_ = std::move(Trainer::create(Experiment(trainer_.experiment()), tables_).value);
}

void Session::measure() { trainer_.measure(); }

val Session::status() const {
  val status = val::object();
  status.set("step", static_cast<double>(trainer_.step()));
  status.set("epoch", static_cast<double>(trainer_.epoch()));
  status.set("stepsPerEpoch", static_cast<double>(trainer_.steps_per_epoch()));
  status.set("length", static_cast<double>(trainer_.length()));
  status.set("samples", static_cast<double>(trainer_.samples()));
  status.set("state", std::string(name_of(trainer_.state())));
  status.set("atRest", trainer_.at_rest());
  status.set("hash", shown_hash_);
  const Metrics& metrics = trainer_.latest();
  const History& history = trainer_.history();
  status.set("historyVersion", static_cast<double>(history.version));
  status.set("metricsEpoch", static_cast<double>(metrics.epoch));
  const bool classes = trainer_.dataset().classes;
  val loss = val::array(), score = val::array(), base_loss = val::array(), base_score = val::array(), cost = val::array();
  val cost_always = val::array();
  for (int part = 0; part < 3; ++part) {
    const PartMetrics& measured = metrics.part[part];
    loss.set(part, measured.loss);
    score.set(part, classes ? measured.accuracy : measured.r2);
    cost.set(part, measured.cost);
    val always = val::array();
    for (std::size_t label = 0; label < measured.cost_always.size(); ++label) always.set(label, measured.cost_always[label]);
    cost_always.set(part, always);
    base_loss.set(part, measured.base_loss);
    base_score.set(part, classes ? measured.base_accuracy : 0.0);
  }
  status.set("loss", loss);
  status.set("score", score);
  status.set("cost", cost);
  status.set("costAlways", cost_always);
  status.set("baseLoss", base_loss);
  status.set("baseScore", base_score);
  status.set("penalty", metrics.penalty);
  status.set("rate", trainer_.learning_rate());
  status.set("bestTestLoss", history.best_test_loss);
  status.set("bestTestEpoch", static_cast<double>(history.best_test_epoch));
  status.set("remembered", timeline_.count() > 0);
  status.set("stop", stop_of(trainer_.stop()));
  status.set("bestTestStep", static_cast<double>(history.best_test_step));
  return status;
}

std::string Session::form() const { return form_json(trainer_.experiment()); }
std::string Session::run() const { return run_json(trainer_); }
std::string Session::divergence() const { return divergence_json(trainer_); }

std::string Session::take_snapshot(std::uint32_t mask, int unit_map_size) {
  glassbox::take_snapshot(trainer_, mask, unit_map_size, trace_, snapshot_, code_);
  shown_hash_ = weights_hash();
  std::string layout = snapshot_layout_json(snapshot_);
  if (layout == layout_) return "";
  layout_ = layout;
  return layout;
}

val Session::snapshot_bytes() const { return val(typed_memory_view(snapshot_.bytes.size(), snapshot_.bytes.data())); }

void Session::set_trace(const val& values) {
  trace_ = emscripten::convertJSArrayToNumberVector<double>(values);
  if (static_cast<int>(trace_.size()) != trainer_.dataset().columns) trace_.clear();
}

void Session::set_code(const val& values) { code_ = emscripten::convertJSArrayToNumberVector<double>(values); }

val Session::row(int index) const {
  const Dataset& dataset = trainer_.dataset();
  std::vector<double> values;
  if (index >= 0 && index < dataset.rows)
    for (int column = 0; column < dataset.columns; ++column)
      values.push_back(dataset.x[static_cast<std::size_t>(column) * dataset.rows + index]);
  return copy<double>(values);
}

val Session::rows() const {
  const Dataset& dataset = trainer_.dataset();
  std::vector<double> all = dataset.x;
  all.insert(all.end(), dataset.target.begin(), dataset.target.end());
  for (const Part part : dataset.part) all.push_back(static_cast<double>(part));
  return copy<double>(all);
}

std::string Session::weights_hash() const { return write_hash(trainer_.weights_hash()); }
std::string Session::state_hash() const { return write_hash(trainer_.state_hash()); }
val Session::checkpoint() const { return copy<std::uint8_t>(trainer_.checkpoint()); }

val Session::past() const {
  val list = val::array();
  int place = 0;
  for (const auto& kept : timeline_.spread(trainer_.step(), Landscape::kMostMarks - 1)) list.set(place++, copy(kept));
  return list;
}

std::string Session::restore(const val& bytes) {
  const std::vector<std::uint8_t> copied = emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
  const std::vector<Problem> problems = trainer_.restore(copied);
  trainer_.advance(trainer_.step(), Deadline(kFirstMeasureMilliseconds));
  return problems.empty() ? "{\"ok\":true,\"problems\":[]}" : refusal(problems);
}

std::string Session::with_field(const std::string& text, const std::string& key, const std::string& value) const {
  return changed(text, [&](const Experiment& experiment) { return glassbox::with_field(experiment, key, value); });
}
std::string Session::with_layer(const std::string& text, const std::string& action, int index, const std::string& value) const {
  return changed(text, [&](const Experiment& experiment) { return glassbox::with_layer(experiment, action, index, value); });
}
std::string Session::with_point(const std::string& text, const std::string& action, int index, double x, double y, int label) const {
  return changed(text, [&](const Experiment& experiment) { return glassbox::with_point(experiment, action, index, x, y, label); });
}
std::string Session::with_edit(const std::string& text, double step, const std::string& key, const std::string& value) const {
  const std::int64_t whole = static_cast<std::int64_t>(step);
  return changed(text, [&](const Experiment& experiment) { return glassbox::with_edit(experiment, whole, key, value); });
}
std::string Session::with_pasted_rows(const std::string& text, const std::string& table) const {
  return changed(text, [&](const Experiment& experiment) { return glassbox::with_pasted_rows(experiment, table); });
}

std::string Session::check(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  return parsed.ok() ? form_json(parsed.value) : refusal(parsed.problems);
}

std::string read_number_json(const std::string& text) {
  const std::optional<double> number = read_number(text);
  JsonWriter json;
  json.begin_object().member("ok", number.has_value());
  if (number) json.member("number", *number).member("text", write_number(*number));
  json.end_object();
  return json.text();
}

}  // namespace glassbox

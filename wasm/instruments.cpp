#include "instruments.hpp"

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <sstream>
#include <vector>

#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/profile.hpp"
#include "glassbox/result.hpp"
#include "glassbox/shapes.hpp"
#include "glassbox/snapshot.hpp"
#include "glassbox/structure.hpp"
#include "glassbox/sweep.hpp"
#include "glassbox/twins.hpp"

namespace glassbox {
namespace {

constexpr int kMostSwept = 1000;
constexpr double kProfileSeconds = 0.08;    ///< for each part
constexpr double kSliceMilliseconds = 100;  ///< of what takes long, then it says how far it is

/// Says for a tenth of a second that there is time.
auto slice() {
  return [end = emscripten_get_now() + kSliceMilliseconds] { return emscripten_get_now() < end; };
}

std::string refusal(const std::vector<Problem>& problems) { return "{\"ok\":false,\"problems\":" + problems_json(problems) + "}"; }

}  // namespace

void Instruments::provide_table(const std::string& name, const emscripten::val& bytes) {
  tables_[name] = emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
}

std::string Instruments::table_needed(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return "";
  const std::string name = glassbox::table_needed(parsed.value);
  return tables_.count(name) ? "" : name;
}

Result<Trainer> Instruments::made(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (parsed.ok()) return Trainer::create(parsed.value, tables_);
  Result<Trainer> refused;
  refused.problems = parsed.problems;
  return refused;
}

Result<Trainer> Instruments::made(const std::string& text, const emscripten::val& checkpoint) const {
  Result<Trainer> run = made(text);
  if (run.ok()) run.problems = run.value.restore(emscripten::convertJSArrayToNumberVector<std::uint8_t>(checkpoint));
  return run;
}

std::string Instruments::trace(const std::string& text, const emscripten::val& checkpoint) {
  const Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  trace_.reset();
  trace_ = std::make_unique<Trace>(run.value);
  return trace_->journey_json();
}

std::string Instruments::example(int row) const { return trace_->example_json(row); }

std::string Instruments::look(int item, int row, int layer, int unit, int input) const {
  return trace_->look_json({item, row, layer, unit, input});
}

std::string Instruments::check(const std::string& text, const emscripten::val& checkpoint) {
  const Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  checks_.reset();
  checks_ = std::make_unique<Checks>(run.value);
  return check_on();
}

std::string Instruments::check_on() {
  checks_->advance(slice());
  return checks_->json();
}

std::string Instruments::landscape(const std::string& text, const emscripten::val& checkpoint, const emscripten::val& asked,
                                   const emscripten::val& past) {
  const Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  LandscapeQuestion question;
  const auto plane = LandscapeQuestion::plane_named(asked["plane"].as<std::string>());
  if (!plane.ok()) return refusal(plane.problems);
  question.plane = plane.value;
  question.first = asked["first"].as<std::string>();
  question.second = asked["second"].as<std::string>();
  question.held = asked["held"].as<std::string>();
  question.held_at = asked["heldAt"].as<double>();
  question.seed = asked["seed"].as<std::uint32_t>();
  question.size = asked["size"].as<int>();
  question.zoom = asked["zoom"].as<double>();
  question.penalty = asked["penalty"].as<bool>();
  question.path = asked["path"].as<bool>();
  std::vector<std::vector<std::uint8_t>> kept;
  for (const emscripten::val& bytes : emscripten::vecFromJSArray<emscripten::val>(past))
    kept.push_back(emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes));
  Result<Landscape> made_one = Landscape::create(run.value, question, std::move(kept));
  if (!made_one.ok()) return refusal(made_one.problems);
  landscape_ = std::move(made_one.value);
  return landscape_on();
}

std::string Instruments::landscape_on() {
  landscape_.advance(slice());
  return landscape_.json();
}

emscripten::val Instruments::landscape_grid() const {
  return emscripten::val(emscripten::typed_memory_view(landscape_.grid().size(), landscape_.grid().data()));
}

std::string Instruments::examine(const std::string& text, const emscripten::val& checkpoint) {
  Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  const std::string data = data_check_json(run.value);
  generalisation_.reset();
  generalisation_ = std::make_unique<Generalisation>(std::move(run.value));
  return "{\"overview\":" + generalisation_->overview_json() + ",\"data\":" + data + "}";
}

std::string Instruments::dearest(int part, int count) const { return generalisation_->rows_json(static_cast<Part>(part), count); }
std::string Instruments::swept(int row, int column) const { return generalisation_->sweep_json(row, column); }
std::string Instruments::slopes(int row) const { return generalisation_->slopes_json(row); }

std::vector<Problem> Instruments::follow_layers(const std::string& text) {
  if (layers_ && text == layers_text_) return {};
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return parsed.problems;
  if (!layers_ || !layers_->amend(parsed.value)) {
    layers_.reset();
    Result<Trainer> run = Trainer::create(parsed.value, tables_);
    if (!run.ok()) return run.problems;
    layers_ = std::make_unique<LayersOverTime>(std::move(run.value));
  }
  layers_text_ = text;
  return {};
}

std::string Instruments::layers(const std::string& text, double step) {
  if (const std::vector<Problem> problems = follow_layers(text); !problems.empty()) return refusal(problems);
  layers_->advance(static_cast<std::int64_t>(step), slice());
  return layers_->json();
}

std::string Instruments::layers_at(const std::string& text, const emscripten::val& checkpoint) {
  if (const std::vector<Problem> problems = follow_layers(text); !problems.empty()) return refusal(problems);
  Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  run.value.advance(run.value.step());
  layers_->show(run.value);
  return layers_->json();
}

emscripten::val Instruments::layers_picture() {
  const std::vector<float>& picture = layers_->picture();
  return emscripten::val(emscripten::typed_memory_view(picture.size(), picture.data()));
}

std::string Instruments::ablate(const std::string& text, const emscripten::val& checkpoint) {
  Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  ablation_.reset();
  ablated_ = std::move(run.value);
  ablation_ = std::make_unique<Ablation>(ablated_);
  return ablate_on();
}

std::string Instruments::ablate_on() {
  ablation_->advance(slice());
  return ablation_->json();
}

std::string Instruments::structure(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  return parsed.ok() ? structure_json(parsed.value) : refusal(parsed.problems);
}

std::string Instruments::ranges(const std::string& text, const emscripten::val& checkpoint) const {
  const Result<Trainer> run = made(text, checkpoint);
  if (!run.ok()) return refusal(run.problems);
  return "{\"ranges\":" + ranges_json(run.value) + ",\"collapse\":" + collapse_json(run.value) + "}";
}

std::string Instruments::curve(const std::string& activation, int precision, double limit, double at) const {
  return curve_json({activation, precision, limit, at});
}

std::string Instruments::twins(const std::string& text, const emscripten::val& checkpoint) const {
  const Result<Trainer> run = made(text, checkpoint);
  return run.ok() ? twin_layers_json(run.value) : refusal(run.problems);
}

std::string Instruments::twin(const std::string& text, const emscripten::val& checkpoint, const std::string& act, int layer,
                              const emscripten::val& units) const {
  const Result<Trainer> run = made(text, checkpoint);
  return run.ok() ? twin_json(run.value, act, layer, emscripten::convertJSArrayToNumberVector<int>(units)) : refusal(run.problems);
}

std::string Instruments::shapes(const std::string& act, const std::string& a, const std::string& b) const { return shapes_json(act, a, b); }

std::string Instruments::profile(const std::string& text) const {
  Result<Trainer> run = made(text);
  if (!run.ok()) return refusal(run.problems);
  return profile_json(glassbox::profile(
      std::move(run.value), [] { return emscripten_get_now() * 1e-3; }, kProfileSeconds));
}

std::string Instruments::vary(const std::string& text, const std::string& changes) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  return parsed.ok() ? change_json(varied(parsed.value, changes)) : refusal(parsed.problems);
}

std::string Instruments::variation(const std::string& text, const std::string& other) const {
  const Result<Experiment> base = parse(text, kMaxTextBytes), pasted = parse(other, kMaxTextBytes);
  if (!base.ok()) return refusal(base.problems);
  if (!pasted.ok()) return refusal(pasted.problems);
  const Result<std::string> found = glassbox::variation(base.value, pasted.value);
  if (!found.ok()) return refusal(found.problems);
  JsonWriter json;
  json.begin_object().member("ok", true).member("variation", found.value).end_object();
  return json.text();
}

std::string Instruments::compare(const std::string& first, const std::string& second) const {
  std::vector<Trainer> trainers;
  for (const std::string& text : {first, second}) {
    Result<Trainer> run = made(text);
    if (!run.ok()) return refusal(run.problems);
    trainers.push_back(std::move(run.value));
  }
  return comparison_json(trainers[0], trainers[1]);
}

std::string Instruments::difference(const emscripten::val& first, const emscripten::val& second, int outputs,
                                    const emscripten::val& first_classes, const emscripten::val& second_classes) {
  const auto numbers = [](const emscripten::val& array) { return emscripten::convertJSArrayToNumberVector<float>(array); };
  difference_ = glassbox::difference(numbers(first), numbers(second), outputs, numbers(first_classes), numbers(second_classes));
  return difference_json(difference_);
}

emscripten::val Instruments::difference_values() const {
  return emscripten::val(emscripten::typed_memory_view(difference_.values.size(), difference_.values.data()));
}

std::string Instruments::sweep(const std::string& text, const std::string& words, int seeds, const std::string& epochs) const {
  std::istringstream stream(words);
  std::vector<std::string> list;
  for (std::string word; stream >> word;) list.push_back(word);
  return sweep_json(text, list, seeds, epochs, kMostSwept);
}

std::string Instruments::result(const std::string& text) const {
  Result<Trainer> run = made(text);
  if (!run.ok()) return refusal(run.problems);
  const std::optional<std::int64_t> end = last_step(run.value);
  if (!end) return refusal({{"no-end", "epochs", "", "a length", ""}});
  run.value.advance(*end);
  return result_json(run.value);
}

std::string Instruments::spread(const emscripten::val& numbers) const {
  return spread_json(glassbox::spread(emscripten::convertJSArrayToNumberVector<double>(numbers)));
}

}  // namespace glassbox

EMSCRIPTEN_BINDINGS(glassbox_instruments) {
  using glassbox::Instruments;

  emscripten::function("historyColumns", &glassbox::history_columns_json);
  emscripten::class_<Instruments>("Instruments")
      .constructor<>()
      .function("provideTable", &Instruments::provide_table)
      .function("tableNeeded", &Instruments::table_needed)
      .function("trace", &Instruments::trace)
      .function("example", &Instruments::example)
      .function("look", &Instruments::look)
      .function("check", &Instruments::check)
      .function("checkOn", &Instruments::check_on)
      .function("landscape", &Instruments::landscape)
      .function("landscapeOn", &Instruments::landscape_on)
      .function("landscapeGrid", &Instruments::landscape_grid)
      .function("examine", &Instruments::examine)
      .function("dearest", &Instruments::dearest)
      .function("swept", &Instruments::swept)
      .function("slopes", &Instruments::slopes)
      .function("layers", &Instruments::layers)
      .function("layersAt", &Instruments::layers_at)
      .function("layersPicture", &Instruments::layers_picture)
      .function("ablate", &Instruments::ablate)
      .function("ablateOn", &Instruments::ablate_on)
      .function("structure", &Instruments::structure)
      .function("ranges", &Instruments::ranges)
      .function("curve", &Instruments::curve)
      .function("twins", &Instruments::twins)
      .function("twin", &Instruments::twin)
      .function("shapes", &Instruments::shapes)
      .function("profile", &Instruments::profile)
      .function("vary", &Instruments::vary)
      .function("variation", &Instruments::variation)
      .function("compare", &Instruments::compare)
      .function("difference", &Instruments::difference)
      .function("sweep", &Instruments::sweep)
      .function("result", &Instruments::result)
      .function("spread", &Instruments::spread)
      .function("differenceValues", &Instruments::difference_values);
}

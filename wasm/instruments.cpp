#include "instruments.hpp"

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <vector>

#include "glassbox/fields.hpp"
#include "glassbox/profile.hpp"

namespace glassbox {
namespace {

constexpr double kProfileSeconds = 0.08;  ///< for each part

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

std::string Instruments::trace(const std::string& text, const emscripten::val& checkpoint) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refusal(parsed.problems);
  Result<Trainer> made = Trainer::create(parsed.value, tables_);
  if (!made.ok()) return refusal(made.problems);
  const std::vector<Problem> problems = made.value.restore(emscripten::convertJSArrayToNumberVector<std::uint8_t>(checkpoint));
  if (!problems.empty()) return refusal(problems);
  trace_.reset();
  trace_ = std::make_unique<Trace>(made.value);
  return trace_->journey_json();
}

std::string Instruments::example(int row) const { return trace_->example_json(row); }

std::string Instruments::look(int item, int row, int layer, int unit, int input) const {
  return trace_->look_json({item, row, layer, unit, input});
}

std::string Instruments::profile(const std::string& text) const {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refusal(parsed.problems);
  Result<Trainer> created = Trainer::create(parsed.value, tables_);
  if (!created.ok()) return refusal(created.problems);
  return profile_json(glassbox::profile(
      std::move(created.value), [] { return emscripten_get_now() * 1e-3; }, kProfileSeconds));
}

}  // namespace glassbox

EMSCRIPTEN_BINDINGS(glassbox_instruments) {
  using glassbox::Instruments;

  emscripten::class_<Instruments>("Instruments")
      .constructor<>()
      .function("provideTable", &Instruments::provide_table)
      .function("tableNeeded", &Instruments::table_needed)
      .function("trace", &Instruments::trace)
      .function("example", &Instruments::example)
      .function("look", &Instruments::look)
      .function("profile", &Instruments::profile);
}

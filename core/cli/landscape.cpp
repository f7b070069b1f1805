#include <iostream>

#include "commands.hpp"
#include "glassbox/json.hpp"
#include "glassbox/number.hpp"

namespace glassbox {
namespace {

/// Splits "0.w.2.1=0.5".
std::vector<Problem> read_held(const std::string& text, LandscapeQuestion& question) {
  const std::size_t equals = text.find('=');
  const std::optional<double> value = equals == std::string::npos ? std::nullopt : read_number(std::string_view(text).substr(equals + 1));
  if (!value) return {{"not-a-number", "held", text.substr(0, 80), "a weight and where it is held, as 0.w.2.1=0.5", ""}};
  question.held = text.substr(0, equals);
  question.held_at = *value;
  return {};
}

std::string grid_json(const Landscape& landscape) {
  const auto size = static_cast<std::size_t>(landscape.question().size);
  JsonWriter json;
  json.begin_array();
  for (std::size_t y = 0; y < size; ++y) {
    json.begin_array();
    for (const double loss : landscape.grid().subspan(y * size, size)) json.value(loss);
    json.end_array();
  }
  json.end_array();
  return json.text();
}

}  // namespace

int landscape(const std::string& text, LandscapeOptions options) {
  const auto plane = LandscapeQuestion::plane_named(options.plane);
  if (!plane.ok()) return refuse(plane.problems);
  options.question.plane = plane.value;
  if (!options.held.empty()) {
    const std::vector<Problem> problems = read_held(options.held, options.question);
    if (!problems.empty()) return refuse(problems);
  }
  const Result<Trainer> run = trained(text, options.at_step);
  if (!run.ok()) return refuse(run.problems);
  Result<Landscape> made = Landscape::create(run.value, options.question);
  if (!made.ok()) return refuse(made.problems);
  made.value.advance();
  if (!made.value.problems().empty()) return refuse(made.value.problems());
  std::cout << "{\"landscape\":" << made.value.json() << ",\"grid\":" << grid_json(made.value) << "}\n";
  return kDone;
}

}  // namespace glassbox

#include <string_view>

#include "glassbox/problem.hpp"

namespace glassbox {
namespace {

/// One sentence for each code: {key}, {value} and {allowed} are filled in.
struct Sentence {
  std::string_view code, words;
};
constexpr Sentence kSentences[] = {
    {"unknown-key", "There is no setting called “{key}”."},
    {"duplicate-key", "“{key}” is given more than once."},
    {"not-a-number", "{key}: “{value}” is not a number here; allowed is {allowed}."},
    {"out-of-range", "{key}: {value} is out of range; allowed is {allowed}."},
    {"unknown-choice", "{key}: there is no “{value}”; choose {allowed}."},
    {"bad-form", "{key}: “{value}” cannot be read; expected is {allowed}."},
    {"damaged", "{key}: “{value}” is incomplete or damaged; expected are {allowed}."},
    {"mismatch", "{key}: “{value}” does not fit: {allowed}"},
    {"wrong-count", "{key}: there are {value} numbers, but {allowed} are needed."},
    {"too-many", "{key}: {value} are too many; the most is {allowed}."},
    {"too-large", "{key}: this needs {value}; the most is {allowed}."},
    {"too-long", "The text has {value}; the most is {allowed}."},
    {"residual-width", "{key}: “{value}” adds its input to its output, so its last layer needs {allowed} units."},
    {"not-trainable",
     "{key}: the step function's slope is zero everywhere, so a network with it cannot be trained; with a learning rate of 0 it can be "
     "looked at."},
    {"not-editable", "“{value}” cannot be changed during a run; what can is {allowed}."},
    {"no-such-weight", "{key}: there is no weight or bias “{value}”; there are {allowed}."},
    {"not-a-plane", "Points can be drawn for two inputs with classes only."},
    {"no-such-point", "There is no point number {value}; there are {allowed}."},
    {"no-such-layer", "There is no layer number {value}; there are {allowed}."},
    {"no-such-unit", "There is no unit number {value}; there are {allowed}."},
    {"bad-action", "“{value}” is not something that can be done here; choose {allowed}."},
    {"part-missing", "The part of the program that {key} needs could not be loaded: check the connection, then try again."},
    {"no-variation", "This experiment is too different to stand beside the present one; open it on its own."},
    {"no-table", "No rows were found; expected are {allowed}."},
};

std::string fill(std::string_view words, const Problem& problem) {
  std::string text;
  while (!words.empty()) {
    const std::size_t open = words.find('{');
    text += words.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = words.find('}', open);
    const std::string_view name = words.substr(open + 1, close - open - 1);
    text += name == "key" ? problem.key : name == "value" ? problem.value : problem.allowed;
    words.remove_prefix(close + 1);
  }
  return text;
}

}  // namespace

std::string describe(const Problem& problem) {
  if (problem.code == "empty-data") {
    return problem.allowed == "class" ? "Needs at least one point of each class." : "Needs at least one row.";
  }
  std::string text;
  for (const Sentence& sentence : kSentences) {
    if (sentence.code == problem.code) text = fill(sentence.words, problem);
  }
  // Rooms with problems of their own state them in full.
  if (text.empty()) text = problem.allowed.empty() ? problem.code + ": " + problem.value : problem.allowed;
  if (text.back() != '.' && text.back() != '?') text += '.';
  if (!problem.nearest.empty()) text += " Did you mean “" + problem.nearest + "”?";
  return text;
}

std::string describe_shapes(const Problem& problem) {
  if (problem.shapes.a[0] == 0) return {};
  if (problem.key == "classw") return "A is the losses of a batch: a row each, a column a class. B is the weights: one for each class.";
  if (problem.key == "costs")
    return "A is how likely each class is: a row each, a column a class. B is the costs: a row for each true class, a column an answer.";
  if (problem.key == "bug") return "A is the targets, one a row. B is the answers: a row each, a column an output.";
  const bool images = problem.shapes.a[3] != 0;
  return std::string("A is what the block begins with, B what its last layer answers: ") +
         (images ? "rows of a batch, channels, height, width" : "rows of a batch, units") +
         ". They are added number to number, and none is repeated.";
}

}  // namespace glassbox

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "experiment/random_experiment.hpp"
#include "glassbox/experiment.hpp"
#include "glassbox/fields.hpp"

using namespace glassbox;
using glassbox::test::Dice;

namespace {

constexpr int kCount = 100'000;

bool is_canonical_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.~,:;=&()").find(c) != std::string_view::npos;
}

bool ends_in_letter_or_digit(const std::string& text) {
  const char c = text.back();
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// What must hold of any text at all.
void check_reading(const std::string& text) {
  const Result<Experiment> result = parse(text);
  if (result.problems.size() > 100) FAIL("too many problems: " << text);
  for (const Problem& problem : result.problems) {
    if (describe(problem).empty() || problem.value.size() > 80 || problem.key.size() > 80) FAIL("a problem without words: " << text);
  }
  if (!result.ok()) return;
  const std::string canonical = format(result.value);
  const Result<Experiment> again = parse(canonical, kMaxTextBytes);
  if (!again.ok() || !(again.value == result.value) || format(again.value) != canonical) FAIL("not canonical: " << text);
}

void check_change(const Experiment& before, const Change& change) {
  if (!change.problems.empty() && !(change.experiment == before)) FAIL("a refused change changed: " << format(before));
  const Result<Experiment> back = parse(format(change.experiment), kMaxTextBytes);
  if (!back.ok() || !(back.value == change.experiment)) FAIL("a change left a wrong experiment: " << format(change.experiment));
  if (form_json(change.experiment).empty() || change_json(change).empty()) FAIL("no form");
}

std::string mutate(Dice& dice, std::string text) {
  static constexpr std::string_view kPieces[] = {
      "&",     "=",      ",",     ":",  ";",    "(",          ")",         "~", "#",   "%00",  "%",
      "%2C",   "res(",   "act:",  "e",  "-",    "1e309",      "1e-400",    "/", "nan", "null", "9999999999",
      "bits:", "edits=", "rows=", "w=", "net=", "data=rows&", "__proto__", "0", ".",   "\xff", "\xE2\x80\xAE"};
  for (int changes = 1 + dice.below(4); changes > 0; --changes) {
    const std::size_t place = static_cast<std::size_t>(dice.below(static_cast<int>(text.size()) + 1));
    switch (dice.below(5)) {
      case 0:
        text.insert(place, kPieces[static_cast<std::size_t>(dice.below(static_cast<int>(std::size(kPieces))))]);
        break;
      case 1:
        text.erase(place, static_cast<std::size_t>(1 + dice.below(6)));
        break;
      case 2:
        if (place < text.size()) text[place] = static_cast<char>(dice.below(256));
        break;
      case 3:
        text.insert(place, text.substr(place, static_cast<std::size_t>(1 + dice.below(20))));
        break;
      default:
        if (place < text.size()) text[place] = static_cast<char>(text[place] ^ (1 << dice.below(8)));
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("100,000 random valid experiments come back from their text unchanged", "[valid]") {
  Dice dice(1);
  std::size_t shown = 0;
  for (int i = 0; i < kCount; ++i) {
    const Experiment experiment = test::random_experiment(dice);
    const std::string text = format(experiment);
    if (!std::all_of(text.begin(), text.end(), is_canonical_character)) FAIL("a character that links do not carry: " << text);
    if (!ends_in_letter_or_digit(text)) FAIL("ends in punctuation: " << text);
    const Result<Experiment> back = parse("#" + text + "~tab=2", kMaxTextBytes);
    if (!back.ok()) FAIL(describe(back.problems.front()) << " " << text);
    if (!(back.value == experiment)) FAIL("changed: " << text << "\n became " << format(back.value));
    ++shown;
  }
  CHECK(shown == kCount);
}

TEST_CASE("100,000 random and mutated texts are read or refused in words, without harm", "[mutated]") {
  Dice dice(2);
  for (int i = 0; i < kCount; ++i) {
    std::string text;
    if (dice.chance(4)) {
      for (int length = dice.below(60); length > 0; --length) text += static_cast<char>(dice.below(256));
    } else {
      text = mutate(dice, format(test::random_experiment(dice)));
    }
    check_reading(text);
  }
  SUCCEED();
}

TEST_CASE("changes of random experiments give valid experiments or problems", "[changed]") {
  Dice dice(3);
  static constexpr const char* kActions[] = {"add", "remove", "units", "activation", "move", "erase", "clear", ""};
  static constexpr const char* kKeys[] = {"data", "out", "loss", "net", "in", "test", "lr", "seed", "rows", "at", "edits", "w", "scale"};
  static constexpr const char* kValues[] = {"rows", "digits", "line", "linear", "softmax", "mse",   "8:tanh",
                                            "x1",   "0.5",    "7",    "",       "none",    "1:lr=1"};
  static constexpr const char* kLayers[] = {"relu", "5", "", "act:sine"};
  for (int i = 0; i < kCount / 10; ++i) {
    const Experiment before = test::random_experiment(dice);
    // One draw a line: compilers differ in the order of arguments.
    const char* key = kKeys[dice.below(13)];
    const char* value = kValues[dice.below(13)];
    const char* action = kActions[dice.below(8)];
    const char* layer = kLayers[dice.below(4)];
    const int index = dice.below(9) - 1;
    const double x = dice.real(-7, 7), y = dice.real(-6, 6);
    const Change changes[] = {with_field(before, key, value), with_layer(before, action, index, layer),
                              with_point(before, action, index, x, y, i % 4),
                              with_edit(before, i % 1000, i % 2 == 0 ? "lr" : "0.w.0.0", "0.25")};
    for (const Change& change : changes) check_change(before, change);
  }
  SUCCEED();
}

#include <algorithm>

#include "experiment/field_table.hpp"
#include "experiment/items.hpp"
#include "experiment/validate.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox {
namespace {

using experiment::Item;
using experiment::Problems;

/// Fields that other rules are judged by: where one of these could not be read, what follows from them is not judged.
constexpr std::string_view kShaping[] = {"data", "n", "rows", "in", "net", "out", "loss"};

std::vector<Item> split_items(std::string_view text, Problems& problems) {
  std::vector<Item> items;
  for (const std::string_view part : experiment::split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const auto key = part.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    if (problems.full()) break;
    if (experiment::find_field(key) == nullptr) {
      problems.add("unknown-key", key, value, {}, std::string(experiment::nearest_key(key)));
    } else if (std::any_of(items.begin(), items.end(), [&](const Item& other) { return other.key == key; })) {
      problems.add("duplicate-key", key, value);
    } else {
      items.push_back({key, std::string(value)});
    }
  }
  return items;
}

}  // namespace

namespace experiment {

static Experiment read_in_order(std::span<const Item> items, Problems& problems) {
  Experiment result;
  for (const FieldRow& row : field_table()) {
    // The default first: it stays where the given value is refused.
    Problems none;
    read_field(row, row.fallback(result), result, none);
    const auto item = std::find_if(items.begin(), items.end(), [&](const Item& other) { return other.key == row.key; });
    if (item != items.end()) read_field(row, item->value, result, problems);
  }
  return result;
}

Result<Experiment> read_experiment(std::span<const Item> items, Problems problems) {
  Result<Experiment> result;
  result.value = read_in_order(items, problems);
  const bool read = std::none_of(std::begin(kShaping), std::end(kShaping), [&](std::string_view key) { return problems.names(key); });
  // A missing part is said whatever could not be read: the whole build may read it.
  if (read || !missing_part(result.value).empty()) validate_all(result.value, problems);
  result.problems = std::move(problems.list());
  std::erase_if(result.problems, [](const Problem& problem) { return problem.code == kEmptyData; });
  if (!result.ok()) result.value = Experiment();
  return result;
}

std::vector<Item> write_items(const Experiment& experiment) {
  std::vector<Item> items;
  for (const FieldRow& row : field_table()) {
    std::string value = write_field(row, experiment);
    if (value != row.fallback(experiment) || row.key == "data") items.push_back({row.key, std::move(value)});
  }
  return items;
}

}  // namespace experiment

Result<Experiment> parse(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return Result<Experiment>::failure(
        {"too-long", "", std::to_string(text.size()) + " characters", std::to_string(max_bytes) + " characters", ""});
  }
  Problems problems;
  const std::string bare = experiment::bare_text(text);
  const std::vector<Item> items = split_items(bare, problems);
  return experiment::read_experiment(items, std::move(problems));
}

std::string format(const Experiment& experiment) {
  std::string text;
  for (const Item& item : experiment::write_items(experiment)) {
    if (!text.empty()) text += '&';
    text += std::string(item.key) + "=" + item.value;
  }
  // Chat programs cut links at closing punctuation: a default that ends in a digit closes the text instead.
  const char last = text.back();
  if (last == ')' || last == ':' || last == '-' || last == '_') text += "&seed=" + std::to_string(experiment.seed);
  return text;
}

}  // namespace glassbox

#include "experiment/field_table.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace glassbox {

Experiment::Experiment() = default;

namespace experiment {
namespace {

std::string range_words(const FieldRow& row, Range range) {
  if (range.least == range.most) return write_number(range.least);
  const std::string words = write_number(range.least) + " to " + write_number(range.most);
  return row.key == "batch" ? words + ", or all" : words;
}

std::vector<std::string_view> option_names(const FieldRow& row) {
  std::vector<std::string_view> names;
  if (row.options != nullptr) {
    for (const Option& option : row.options()) names.push_back(option.name);
  }
  return names;
}

template <class T>
void read_slot(const FieldRow& row, std::string_view text, Experiment& experiment, T Experiment::*slot, Problems& problems) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (read_option(row, text, problems)) experiment.*slot = std::string(text);
  } else {
    double value = 0;
    if (read_in_range(row, text, bounds_of(row, experiment), value, problems)) experiment.*slot = static_cast<T>(value);
  }
}

}  // namespace

const Experiment& default_experiment() {
  static const Experiment experiment;
  return experiment;
}

std::span<const FieldRow> field_table() {
  static const std::vector<FieldRow> table = [] {
    std::vector<FieldRow> all;
    for (const auto& rows : {data_fields(), network_fields(), training_fields(), run_fields()})
      all.insert(all.end(), rows.begin(), rows.end());
    return all;
  }();
  return table;
}

const FieldRow* find_field(std::string_view key) {
  for (const FieldRow& row : field_table()) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

std::string_view nearest_key(std::string_view key) {
  std::vector<std::string_view> names;
  for (const FieldRow& row : field_table()) {
    names.push_back(row.key);
    names.push_back(row.label);
  }
  const std::string_view name = nearest(key, names);
  for (const FieldRow& row : field_table()) {
    if (row.key == name || row.label == name) return row.key;
  }
  return {};
}

Range bounds_of(const FieldRow& row, const Experiment& experiment) { return row.bounds == nullptr ? row.range : row.bounds(experiment); }

Verdict relevance(const FieldRow& row, const Experiment& experiment) {
  return row.relevant == nullptr ? Verdict{} : row.relevant(experiment);
}

Verdict judge_choice(const FieldRow& row, const Experiment& experiment, std::string_view choice) {
  return row.judge == nullptr ? Verdict{} : row.judge(experiment, choice);
}

bool read_in_range(const FieldRow& row, std::string_view text, Range range, double& value, Problems& problems) {
  std::optional<double> number;
  if (row.kind == Kind::real) {
    number = read_number(text);
  } else if (const auto whole = read_whole(text)) {
    number = static_cast<double>(*whole);
  }
  if (!number) {
    problems.add("not-a-number", row.key, text, (row.kind == Kind::whole ? "a whole number, " : "") + range_words(row, range));
    return false;
  }
  if (*number < range.least || *number > range.most) {
    problems.add("out-of-range", row.key, text, range_words(row, range));
    return false;
  }
  value = *number;
  return true;
}

bool read_option(const FieldRow& row, std::string_view text, Problems& problems) {
  const auto names = option_names(row);
  if (std::find(names.begin(), names.end(), text) != names.end()) return true;
  problems.add("unknown-choice", row.key, text, list_names(names), std::string(nearest(text, names)));
  return false;
}

void read_field(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  if (row.read != nullptr) {
    row.read(row, text, experiment, problems);
    return;
  }
  std::visit(
      [&](auto slot) {
        if constexpr (!std::is_same_v<decltype(slot), std::monostate>) read_slot(row, text, experiment, slot, problems);
      },
      row.slot);
}

std::string write_field(const FieldRow& row, const Experiment& experiment) {
  if (row.write != nullptr) return row.write(experiment);
  return std::visit(
      [&](auto slot) -> std::string {
        if constexpr (std::is_same_v<decltype(slot), std::monostate>) {
          return {};
        } else if constexpr (std::is_same_v<decltype(slot), std::string Experiment::*>) {
          return experiment.*slot;
        } else {
          return write_number(static_cast<double>(experiment.*slot));
        }
      },
      row.slot);
}

}  // namespace experiment
}  // namespace glassbox

#include "experiment/edits_text.hpp"

#include <algorithm>
#include <tuple>

#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"

namespace glassbox::experiment {
namespace {

constexpr std::string_view kKey = "edits";

bool same_place(const Edit& a, const Edit& b) { return a.step == b.step && a.key == b.key; }
bool earlier(const Edit& a, const Edit& b) { return std::tie(a.step, a.key) < std::tie(b.step, b.key); }

std::string editable_keys() {
  std::vector<std::string_view> keys;
  for (const FieldRow& row : field_table()) {
    if (row.live) keys.push_back(row.key);
  }
  return list_names(keys) + ", or a weight such as 0.w.1.0";
}

bool read_edit(std::string_view text, Edit& edit, Problems& problems) {
  const std::size_t colon = text.find(':'), equals = text.find('=');
  const auto step = read_whole(text.substr(0, colon));
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon || !step) {
    problems.add("bad-form", kKey, text, "step:key=value");
    return false;
  }
  if (*step > kMaxStep) {
    problems.add("out-of-range", kKey, text.substr(0, colon), "steps 0 to " + std::to_string(kMaxStep));
    return false;
  }
  edit.step = *step;
  edit.key = std::string(text.substr(colon + 1, equals - colon - 1));
  return read_edit_value(edit.key, text.substr(equals + 1), edit.value, problems);
}

}  // namespace

bool read_edit_value(std::string_view key, std::string_view text, double& value, Problems& problems) {
  Address address;
  if (read_address(key, address)) {
    const auto number = read_number(text);
    if (!number) problems.add("not-a-number", key, text, "a number");
    value = number.value_or(0);
    return number.has_value();
  }
  const FieldRow* row = find_field(key);
  if (row == nullptr || !row->live) {
    problems.add("not-editable", kKey, key, editable_keys(), std::string(row == nullptr ? nearest_key(key) : std::string_view()));
    return false;
  }
  value = 0;
  return (key == "batch" && text == "all") || read_in_range(*row, text, row->range, value, problems);
}

void merge_edit(Edit edit, std::vector<Edit>& edits) {
  const auto place = std::lower_bound(edits.begin(), edits.end(), edit, earlier);
  if (place != edits.end() && same_place(*place, edit)) {
    *place = std::move(edit);
  } else {
    edits.insert(place, std::move(edit));
  }
}

std::vector<Edit> read_edits(std::string_view text, Problems& problems) {
  std::vector<Edit> edits;
  std::size_t beyond = 0;
  for (const std::string_view part : split(text, ';')) {
    if (problems.full()) break;
    Edit edit;
    if (!read_edit(part, edit, problems)) continue;
    if (static_cast<int>(edits.size()) > kMaxEdits) {
      ++beyond;
    } else {
      merge_edit(std::move(edit), edits);
    }
  }
  if (static_cast<int>(edits.size()) > kMaxEdits) {
    problems.add("too-many", kKey, std::to_string(edits.size() + beyond) + " edits", std::to_string(kMaxEdits) + " edits");
    edits.resize(kMaxEdits);
  }
  return edits;
}

std::string write_edits(const std::vector<Edit>& edits) {
  std::string text;
  for (const Edit& edit : edits) {
    if (!text.empty()) text += ';';
    const bool all = edit.key == "batch" && edit.value == 0;
    text += std::to_string(edit.step) + ":" + edit.key + "=" + (all ? std::string("all") : write_number(edit.value));
  }
  return text;
}

}  // namespace glassbox::experiment

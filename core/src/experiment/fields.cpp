#include "glassbox/fields.hpp"

#include <algorithm>

#include "experiment/field_table.hpp"
#include "glassbox/json.hpp"
#include "network/layers.hpp"

namespace glassbox {
namespace {

using experiment::FieldRow;
using experiment::Kind;

std::string_view kind_name(Kind kind) {
  constexpr std::string_view kNames[] = {"whole", "real", "choice", "list", "text"};
  return kNames[static_cast<int>(kind)];
}

bool is_number(const FieldRow& row) { return row.kind == Kind::whole || row.kind == Kind::real; }

std::string join_choices(const FieldRow& row) {
  std::string text;
  if (row.options == nullptr) return text;
  for (const auto& option : row.options()) text += (text.empty() ? "" : " ") + std::string(option.name);
  return text;
}

/// What a field accepts, in one phrase.
std::string accepted(const FieldRow& row) {
  if (is_number(row)) {
    return write_number(row.range.least) + " to " + write_number(row.range.most) + (row.key == "batch" ? ", or all" : "");
  }
  return row.options == nullptr ? std::string(kind_name(row.kind)) : join_choices(row);
}

std::string default_of(const FieldRow& row) { return row.fallback(Experiment()); }

void pad(std::string& text, std::size_t width) {
  // Continuation bytes of UTF-8 take no place on screen.
  const auto seen = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  text.append(seen < width ? width - seen : 1, ' ');
}

}  // namespace

std::string fields_json() {
  JsonWriter json;
  json.begin_array();
  for (const FieldRow& row : experiment::field_table()) {
    json.begin_object().member("key", row.key).member("label", row.label).member("group", row.group);
    json.member("meaning", row.meaning).member("unit", row.unit).member("kind", kind_name(row.kind));
    if (is_number(row)) {
      json.member("min", row.slider.least).member("max", row.slider.most);
      json.member("least", row.range.least).member("most", row.range.most);
    }
    json.member("logarithmic", row.logarithmic)
        .member("live", row.live)
        .member("start", row.start)
        .member("seldom", row.seldom)
        .member("default", default_of(row));
    json.key("choices").begin_array();
    if (row.options != nullptr) {
      for (const auto& option : row.options()) {
        json.begin_object().member("name", option.name).member("label", option.label).member("meaning", option.meaning).end_object();
      }
    }
    json.end_array().end_object();
  }
  json.end_array();
  return json.text();
}

std::string fields_text() {
  std::string text;
  for (const FieldRow& row : experiment::field_table()) {
    std::string line(row.key);
    pad(line, 11);
    line += row.label;
    pad(line, 34);
    line += default_of(row);
    pad(line, 50);
    text += line + accepted(row) + "\n";
  }
  return text;
}

namespace {

/// A '|' would end the cell of a Markdown table.
std::string without_bars(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

}  // namespace

std::string fields_markdown() {
  std::string text = "| key | name | meaning | accepts | default | during the run |\n|---|---|---|---|---|---|\n";
  for (const FieldRow& row : experiment::field_table()) {
    const std::string fallback = default_of(row);
    text += "| `" + std::string(row.key) + "` | " + std::string(row.label) + " | " + without_bars(row.meaning) + " | " + accepted(row) +
            (row.unit.empty() ? "" : " (" + std::string(row.unit) + ")") + " | " + (fallback.empty() ? "" : "`" + fallback + "`") + " | " +
            (row.live ? "yes" : "") + " |\n";
  }
  text +=
      "\n## Layers of `net` beside dense ones, `act:tanh` and `res(8:tanh,8:linear)`\n\n| for example | name | meaning |\n|---|---|---|\n";
  for (const network::LayerRow* row : network::named_layers()) {
    text += "| `" + std::string(row->sample) + "` | " + std::string(row->label) + " | " + without_bars(row->meaning) + " |\n";
  }
  return text;
}

bool is_live(std::string_view key) {
  const FieldRow* row = experiment::find_field(key);
  return row != nullptr && row->live;
}

}  // namespace glassbox

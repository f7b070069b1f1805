#include "probe/equation.hpp"

namespace glassbox::probe {

std::string_view name_of(Flow flow) {
  constexpr std::string_view kNames[] = {"", "forward", "backward"};
  return kNames[static_cast<int>(flow)];
}

Equation::Equation(JsonWriter& json, bool in_line) : json_(json) {
  json_.begin_object().member("inline", in_line).key("pieces").begin_array();
}

Equation::~Equation() { json_.end_array().end_object(); }

Equation& Equation::text(std::string_view text) {
  json_.begin_object().member("text", text).end_object();
  return *this;
}

Equation& Equation::variable(const Variable& variable) {
  json_.begin_object().member("symbol", variable.symbol).member("value", variable.value).member("flow", name_of(variable.flow));
  json_.member("note", variable.note).end_object();
  return *this;
}

Equation& Equation::formula(std::string_view written, const std::function<Variable(std::string_view)>& known) {
  while (!written.empty()) {
    const std::size_t open = written.find('{');
    if (open != 0) text(written.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = written.find('}', open);
    variable(known(written.substr(open + 1, close - open - 1)));
    written.remove_prefix(close + 1);
  }
  return *this;
}

Equation& Equation::product(const Variable& first, const Variable& second, bool further) {
  if (further) text("+");
  return variable(first).text("×").variable(second);
}

std::string symbol(std::string_view base, std::string_view layer, int unit, int more) {
  std::string result(base);
  if (!layer.empty()) result.append("^[").append(layer).append("]");
  if (unit < 0) return result;
  result.append("_[").append(std::to_string(unit + 1));
  if (more >= 0) result.append(",").append(std::to_string(more + 1));
  return result.append("]");
}

}  // namespace glassbox::probe

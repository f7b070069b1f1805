#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "glassbox/json.hpp"

namespace glassbox::probe {

enum class Flow { none, forward, backward };
std::string_view name_of(Flow flow);

/// A variable as it stands in a formula, with its number. `note` names what it is in the words of the page.
struct Variable {
  std::string symbol;
  double value = 0;
  Flow flow = Flow::none;
  std::string_view note = {};
};

/// One formula with its numbers, written as a JSON object {inline, pieces} from front to back.
class Equation {
 public:
  /// In line: one flow of symbols, and the same again with the numbers in their places. Otherwise each factor stands alone, named.
  Equation(JsonWriter& json, bool in_line);
  ~Equation();
  Equation(const Equation&) = delete;
  Equation& operator=(const Equation&) = delete;

  Equation& text(std::string_view text);
  Equation& variable(const Variable& variable);
  /// A formula whose variables stand in braces.
  Equation& formula(std::string_view written, const std::function<Variable(std::string_view)>& known);
  /// `first` · `second`, with a sign between this product and the one before.
  Equation& product(const Variable& first, const Variable& second, bool further);

 private:
  JsonWriter& json_;
};

/// "z" with layer "1" and unit 2: z^[1]_[2]. An empty layer and a negative unit are left out; `more` stands behind the unit.
std::string symbol(std::string_view base, std::string_view layer, int unit = -1, int more = -1);

}  // namespace glassbox::probe

#include <algorithm>
#include <vector>

#include "catch.hpp"
#include "training/evaluation.hpp"

namespace glassbox::training {
namespace {

/// What no other place of a table holds.
double number_at(int row, int column) { return 100 * row + column; }

/// Of `rows` rows, column-major, the first column counting as `first`.
std::vector<double> table(int rows, int first, int columns) {
  std::vector<double> numbers;
  for (int column = first; column < first + columns; ++column) {
    for (int row = 0; row < rows; ++row) numbers.push_back(number_at(row, column));
  }
  return numbers;
}

template <class S>
bool holds(const math::Panel<S>& panel, const std::vector<int>& rows) {
  for (int n = 0; n < panel.stride; ++n) {
    const int row = rows[std::min(static_cast<std::size_t>(n), rows.size() - 1)];
    for (int unit = 0; unit < panel.units; ++unit) {
      if (panel.column(unit)[n] != static_cast<S>(number_at(row, unit))) return false;
    }
  }
  return true;
}

}  // namespace

TEMPLATE_TEST_CASE("rows come into panels column by column, the last one into the padding too", "[training]", float, double) {
  constexpr int kRows = 9;
  const std::vector<int> order = {4, 0, 8, 8, 1, 7, 2};
  for (int inputs = 1; inputs <= 9; ++inputs) {
    for (int outputs = 1; outputs <= 5; ++outputs) {
      Prepared prepared;
      prepared.transform.columns.resize(static_cast<std::size_t>(inputs));
      prepared.outputs = outputs;
      prepared.x = table(kRows, 0, inputs);
      prepared.y = table(kRows, inputs, outputs);
      const Rows<TestType> table(prepared);
      for (std::size_t count = 1; count <= order.size(); ++count) {
        CAPTURE(inputs, outputs, count);
        const std::vector<int> rows(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
        const int stride = math::padded(static_cast<int>(count));
        const network::Arena<TestType> numbers(static_cast<std::size_t>(stride) * static_cast<std::size_t>(inputs + outputs));
        const math::Panel<TestType> examples = {numbers.data(), static_cast<int>(count), stride, inputs + outputs};
        table.gather(rows, examples);
        CHECK(holds(examples, rows));
      }
    }
  }
}

}  // namespace glassbox::training

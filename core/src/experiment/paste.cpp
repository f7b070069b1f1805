#include <algorithm>
#include <optional>

#include "experiment/change.hpp"
#include "experiment/facts.hpp"
#include "experiment/rows_text.hpp"

namespace glassbox {
namespace {

using namespace experiment;

/// A pasted table as cells.
struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<double>> rows;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : split(text, '\n')) {
    if (!trim(line).empty()) lines.push_back(trim(line));
  }
  return lines;
}

std::string_view unquote(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
  return cell;
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (const std::string_view cell : split(line, separator)) {
    // Any number of spaces is one separator.
    if (separator != ' ' || !cell.empty()) cells.push_back(unquote(cell));
  }
  return cells;
}

std::string clean_name(std::string_view name, std::size_t column) {
  std::string clean;
  for (const char c : name.substr(0, 24)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    clean += plain ? c : '_';
  }
  return clean.empty() ? "x" + std::to_string(column + 1) : clean;
}

/// Reads the lines with one separator; the first cell that does not fit is told in `problem`.
std::optional<Table> read_with(const std::vector<std::string_view>& lines, char separator, Problem& problem) {
  Table table;
  for (std::size_t number = 0; number < lines.size(); ++number) {
    const auto cells = cells_of(lines[number], separator);
    const std::string where = "line " + std::to_string(number + 1);
    if (number > 0 && cells.size() != cells_of(lines[0], separator).size()) {
      problem = {"wrong-count", where, std::to_string(cells.size()), std::to_string(cells_of(lines[0], separator).size()), {}};
      return std::nullopt;
    }
    if (cells.size() < 2) return std::nullopt;
    std::vector<double> row;
    for (const std::string_view cell : cells) {
      const auto value = read_number(cell);
      if (!value && number > 0)
        problem = {"not-a-number", where, quote(cell), "a number with a point or a comma, without thousands separators", {}};
      if (!value) break;
      row.push_back(*value);
    }
    if (row.size() == cells.size()) {
      table.rows.push_back(std::move(row));
    } else if (number > 0) {
      return std::nullopt;
    } else {
      for (std::size_t column = 0; column < cells.size(); ++column) table.names.push_back(clean_name(cells[column], column));
    }
  }
  if (table.rows.empty()) return std::nullopt;
  return table;
}

OwnRows rows_of(const Table& table) {
  OwnRows rows;
  const std::size_t columns = table.rows.front().size() - 1;
  for (std::size_t column = 0; column < columns; ++column) {
    rows.names.push_back(table.names.empty() ? "x" + std::to_string(column + 1) : table.names[column]);
  }
  for (const auto& row : table.rows) {
    rows.x.insert(rows.x.end(), row.begin(), row.end() - 1);
    rows.target.push_back(row.back());
  }
  rows.classes = std::all_of(rows.target.begin(), rows.target.end(), is_label);
  return rows;
}

}  // namespace

Change with_pasted_rows(const Experiment& experiment, std::string_view text) {
  if (!kWhole) return refuse(experiment, "part-missing", "rows", {});
  if (text.size() > kMaxTextBytes) {
    return refuse(experiment, "too-long", "rows", std::to_string(text.size()) + " characters",
                  std::to_string(kMaxTextBytes) + " characters");
  }
  const auto lines = lines_of(text);
  Problem problem{"no-table", "rows", {}, "lines of numbers with the target last, at least one input before it", {}};
  for (const char separator : {'\t', ';', ',', ' '}) {
    const auto table = read_with(lines, separator, problem);
    if (!table) continue;
    std::vector<Item> items = write_items(experiment);
    choose_data(items, "rows");
    set_item(items, "rows", write_rows(rows_of(*table)));
    return finish_change(experiment, std::move(items), "rows");
  }
  return refuse(experiment, std::move(problem));
}

}  // namespace glassbox

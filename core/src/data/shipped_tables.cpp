#include <cmath>
#include <optional>
#include <utility>

#include "data/generators.hpp"
#include "glassbox/number.hpp"
#include "math/hash.hpp"

namespace glassbox::data {
namespace {

/// What core/data/pack_table.py printed.
struct KnownTable {
  std::string_view name;
  std::uint64_t hash;
};
constexpr KnownTable kKnownTables[] = {
    {"digits", 0x97b0488029dc273b}, {"iris", 0x02a06e8a68401fbd}, {"wine", 0xfc2f96e9200c8445}, {"cancer", 0x0db3b11808d87a5b}};

std::uint64_t hash_of(std::span<const std::uint8_t> bytes) {
  math::Hash hash;
  for (const std::uint8_t byte : bytes) hash.add_byte(byte);
  return hash.value();
}

/// The header of a .table file (core/data/pack_table.py describes the form) and its values, rows × (a number for each column, a class).
struct Packed {
  int rows = 0;
  int columns = 0;
  std::vector<double> divisor;  ///< [columns]
  std::vector<int> width;       ///< [columns] bytes a number
  std::vector<std::string> inputs, classes;
  std::string credit;
  std::span<const std::uint8_t> values;
};

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  while (true) {
    const std::size_t comma = text.find(',');
    names.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return names;
    text.remove_prefix(comma + 1);
  }
}

int small_whole(std::string_view text) {
  constexpr std::int64_t kMost = 1'000'000;
  const std::optional<std::int64_t> number = read_whole(text);
  return number && *number <= kMost ? static_cast<int>(*number) : 0;
}

double power_of_ten(int digits) {
  double power = 1;
  for (; digits > 0; --digits) power *= 10;
  return power;
}

void read_header_line(std::string_view key, std::string_view value, Packed& packed) {
  if (key == "rows") packed.rows = small_whole(value);
  if (key == "columns") packed.columns = small_whole(value);
  const auto columns = static_cast<std::size_t>(packed.columns);
  if (key == "divisor") {
    packed.divisor.assign(columns, small_whole(value));
    packed.width.assign(columns, 1);
  }
  for (const char digit : value) {
    if (key == "digits") packed.divisor.push_back(power_of_ten(digit - '0'));
    if (key == "bytes") packed.width.push_back(digit - '0');
  }
  if (key == "inputs") packed.inputs = split_names(value);
  if (key == "classes") packed.classes = split_names(value);
  if (key == "credit") packed.credit = value;
}

std::optional<Packed> unpack(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t header_end = text.find("\n\n");
  if (!text.starts_with("glassbox-table ") || header_end == std::string_view::npos) return std::nullopt;
  Packed packed;
  for (std::size_t at = 0; at < header_end;) {
    const std::size_t end = text.find('\n', at);
    const std::string_view line = text.substr(at, end - at);
    const std::size_t space = line.find(' ');
    if (space != std::string_view::npos) read_header_line(line.substr(0, space), line.substr(space + 1), packed);
    at = end + 1;
  }
  packed.values = bytes.subspan(header_end + 2);
  const auto columns = static_cast<std::size_t>(packed.columns);
  std::size_t row_bytes = 1;
  for (const int width : packed.width) row_bytes += static_cast<std::size_t>(width);
  const bool complete = packed.rows > 0 && packed.columns > 0 && packed.divisor.size() == columns && packed.width.size() == columns &&
                        packed.values.size() == static_cast<std::size_t>(packed.rows) * row_bytes && packed.inputs.size() == columns;
  if (!complete) return std::nullopt;
  for (std::size_t at = row_bytes - 1; at < packed.values.size(); at += row_bytes) {
    if (packed.values[at] >= packed.classes.size()) return std::nullopt;
  }
  return packed;
}

Result<Dataset> missing(std::string_view name) {
  const std::string table(name);
  return Result<Dataset>::failure({"table-missing", "data", table, "The table “" + table + "” was not provided.", ""});
}

Result<Dataset> damaged(std::string_view name) {
  const std::string table(name);
  return Result<Dataset>::failure(
      {"table-damaged", "data", table, "The table “" + table + "” is damaged: its bytes are not those this program knows.", ""});
}

Result<Dataset> shipped_rows(std::string_view name, const Tables& tables) {
  const auto found = tables.find(std::string(name));
  if (found == tables.end()) return missing(name);
  const std::uint64_t hash = hash_of(found->second);
  bool known = false;
  for (const KnownTable& table : kKnownTables) known = known || (table.name == name && table.hash == hash);
  if (!known) return damaged(name);
  const std::optional<Packed> packed = unpack(found->second);
  if (!packed) return damaged(name);

  Dataset dataset = empty_dataset(packed->rows, packed->inputs, 0, 0);
  dataset.class_names = packed->classes;
  dataset.credit = packed->credit;
  const std::uint8_t* next = packed->values.data();
  for (int row = 0; row < dataset.rows; ++row) {
    for (int column = 0; column < dataset.columns; ++column) {
      std::uint32_t number = 0;
      for (int byte = 0; byte < packed->width[column]; ++byte) number |= static_cast<std::uint32_t>(*next++) << (8 * byte);
      dataset.x[column * dataset.rows + row] = number / packed->divisor[column];
    }
    dataset.target[row] = *next++;
  }
  return {std::move(dataset), {}};
}

}  // namespace

Result<Dataset> make_digits(const Experiment&, const Tables& tables) {
  constexpr double kBlack = 16;
  constexpr int kWidth = 8;
  Result<Dataset> result = shipped_rows("digits", tables);
  result.value.image_width = kWidth;
  result.value.high.assign(result.value.high.size(), kBlack);
  return result;
}

Result<Dataset> make_parity(const Experiment& experiment, const Tables& tables) {
  Result<Dataset> result = make_digits(experiment, tables);
  result.value.class_names = {"even", "odd"};
  for (double& target : result.value.target) target -= 2 * std::floor(target / 2);
  return result;
}

Result<Dataset> make_measured(const Experiment& experiment, const Tables& tables) {
  Result<Dataset> result = shipped_rows(experiment.data, tables);
  fit_domain(result.value);
  return result;
}

}  // namespace glassbox::data

#include "experiment/rows_text.hpp"

#include <cmath>
#include <optional>

#include "experiment/facts.hpp"

namespace glassbox::experiment {
namespace {

constexpr std::string_view kKey = "rows";
constexpr std::string_view kPacked = "bits:";
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int kCoordinateBits = 16;
constexpr int kHalfGrid = 32767;

int label_bits(int classes) {
  int bits = 0;
  while ((1 << bits) < classes) ++bits;
  return bits;
}

int grid_index(double value) { return static_cast<int>(std::floor(value / kOwnReach * kHalfGrid + 0.5)) + kHalfGrid; }
double grid_value(int index) { return (index - kHalfGrid) * kOwnReach / kHalfGrid; }

class BitWriter {
 public:
  void add(int value, int bits) {
    for (int bit = bits - 1; bit >= 0; --bit) {
      held_ = held_ * 2 + ((value >> bit) & 1);
      if (++count_ == 6) flush();
    }
  }
  std::string finish() {
    while (count_ != 0) add(0, 1);
    return text_;
  }

 private:
  void flush() {
    text_ += kAlphabet[static_cast<std::size_t>(held_)];
    held_ = count_ = 0;
  }
  std::string text_;
  int held_ = 0, count_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}
  /// Nothing when the text ends or holds another character.
  std::optional<int> take(int bits) {
    int value = 0;
    for (; bits > 0; --bits) {
      if (count_ == 0) {
        const std::size_t digit = next_ < text_.size() ? kAlphabet.find(text_[next_]) : std::string_view::npos;
        if (digit == std::string_view::npos) return std::nullopt;
        ++next_;
        held_ = static_cast<int>(digit);
        count_ = 6;
      }
      value = value * 2 + ((held_ >> --count_) & 1);
    }
    return value;
  }
  /// All characters are used and the bits left over are zero.
  bool at_end() const { return next_ == text_.size() && (held_ & ((1 << count_) - 1)) == 0; }

 private:
  std::string_view text_;
  std::size_t next_ = 0;
  int held_ = 0, count_ = 0;
};

OwnRows empty_points() {
  OwnRows rows;
  rows.packed = true;
  rows.names = {"x1", "x2"};
  return rows;
}

bool unpack(std::string_view text, int classes, OwnRows& rows) {
  if (!text.ends_with('e')) return false;
  text.remove_suffix(1);
  if (text.empty()) return true;
  BitReader bits(text);
  const auto count = bits.take(16);
  if (!count || *count > kMaxOwnRows) return false;
  for (int row = 0; row < *count; ++row) {
    const auto x1 = bits.take(kCoordinateBits), x2 = bits.take(kCoordinateBits), label = bits.take(label_bits(classes));
    if (!x1 || !x2 || !label || *x1 > 2 * kHalfGrid || *x2 > 2 * kHalfGrid || *label >= classes) return false;
    rows.x.push_back(grid_value(*x1));
    rows.x.push_back(grid_value(*x2));
    rows.target.push_back(*label);
  }
  return bits.at_end();
}

OwnRows read_packed(std::string_view text, Problems& problems) {
  OwnRows rows = empty_points();
  const std::string_view body = text.substr(kPacked.size());
  const std::size_t colon = body.find(':');
  const auto classes = read_whole(body.substr(0, colon));
  if (colon == std::string_view::npos || !classes || *classes < 2 || *classes > kMaxOwnClasses) {
    problems.add("bad-form", kKey, text, "bits:2: to bits:" + std::to_string(kMaxOwnClasses) + ":, then the packed points");
  } else if (!unpack(body.substr(colon + 1), static_cast<int>(*classes), rows)) {
    problems.add("damaged", kKey, text, "packed points that are complete and end in e");
    return empty_points();
  }
  return rows;
}

bool valid_name(std::string_view name) {
  if (name.empty() || name.size() > 24) return false;
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

void read_names(std::string_view text, OwnRows& rows, Problems& problems) {
  const auto names = split(text, ',');
  if (names.empty()) problems.add("bad-form", kKey, "()", "at least one column name");
  if (static_cast<int>(names.size()) > kMaxOwnColumns) {
    problems.add("too-many", kKey, std::to_string(names.size()) + " columns", std::to_string(kMaxOwnColumns) + " columns");
  }
  for (const std::string_view name : names) {
    if (static_cast<int>(rows.names.size()) == kMaxOwnColumns) break;
    if (!valid_name(name)) problems.add("bad-form", kKey, name, "column names of 1 to 24 letters, digits and _");
    rows.names.emplace_back(name);
  }
}

void read_row(std::string_view text, std::size_t number, OwnRows& rows, Problems& problems) {
  const auto cells = split(text, ',');
  const std::string where = kKey.data() + std::string(" row ") + std::to_string(number);
  if (cells.size() != rows.names.size() + 1) {
    problems.add("wrong-count", where, std::to_string(cells.size()), std::to_string(rows.names.size() + 1));
    return;
  }
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const auto value = read_number(cells[column]);
    const bool target = column + 1 == cells.size();
    if (!value) problems.add("not-a-number", where, cells[column], "a number");
    if (value && target && rows.classes && !is_label(*value)) {
      problems.add("out-of-range", where, cells[column], "a class from 0 to " + std::to_string(kMaxOwnClasses - 1));
    }
    (target ? rows.target : rows.x).push_back(value.value_or(0));
  }
}

OwnRows read_table(std::string_view text, Problems& problems) {
  OwnRows rows;
  const std::size_t open = text.find('('), close = text.find("):");
  const std::string_view kind = text.substr(0, open);
  if (open == std::string_view::npos || close == std::string_view::npos || close < open || (kind != "class" && kind != "value")) {
    problems.add("bad-form", kKey, text, "bits:2:..., class(x1,x2):0.3,0.6,1;... or value(x1):0.5,2;...");
    return empty_points();
  }
  rows.classes = kind == "class";
  read_names(text.substr(open + 1, close - open - 1), rows, problems);
  const auto lines = split(text.substr(close + 2), ';');
  if (static_cast<int>(lines.size()) > kMaxOwnRows) {
    problems.add("too-many", kKey, std::to_string(lines.size()) + " rows", std::to_string(kMaxOwnRows) + " rows");
    return rows;
  }
  for (std::size_t line = 0; line < lines.size() && !problems.full(); ++line) read_row(lines[line], line + 1, rows, problems);
  return rows;
}

std::string write_packed(const OwnRows& rows) {
  const int classes = class_count(rows);
  std::string text = std::string(kPacked) + std::to_string(classes) + ":";
  if (!rows.target.empty()) {
    BitWriter bits;
    bits.add(static_cast<int>(rows.target.size()), 16);
    for (std::size_t row = 0; row < rows.target.size(); ++row) {
      bits.add(grid_index(rows.x[2 * row]), kCoordinateBits);
      bits.add(grid_index(rows.x[2 * row + 1]), kCoordinateBits);
      bits.add(static_cast<int>(rows.target[row]), label_bits(classes));
    }
    text += bits.finish();
  }
  return text + "e";
}

}  // namespace

double snap(double value) { return grid_value(grid_index(value)); }

bool is_label(double value) { return value >= 0 && value < kMaxOwnClasses && value == std::floor(value); }

OwnRows read_rows(std::string_view text, Problems& problems) {
  return text.starts_with(kPacked) ? read_packed(text, problems) : read_table(text, problems);
}

std::string write_rows(const OwnRows& rows) {
  if (rows.packed) return write_packed(rows);
  std::string text = rows.classes ? "class(" : "value(";
  for (std::size_t column = 0; column < rows.names.size(); ++column) text += (column > 0 ? "," : "") + rows.names[column];
  text += "):";
  for (std::size_t row = 0; row < rows.target.size(); ++row) {
    if (row > 0) text += ';';
    for (std::size_t column = 0; column < rows.names.size(); ++column) text += write_number(rows.x[row * rows.names.size() + column]) + ",";
    text += write_number(rows.target[row]);
  }
  return text;
}

}  // namespace glassbox::experiment

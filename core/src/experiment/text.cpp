#include "experiment/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace glassbox::experiment {
namespace {

constexpr std::size_t kMaxQuoted = 80;
constexpr std::size_t kMaxCompared = 24;

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

/// Undoes percent escapes; a '%' that starts none stays and is refused where it stands.
std::string undo_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high && low) {
        plain += static_cast<char>(*high * 16 + *low);
        i += 2;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Optimal string alignment distance, without regard to case: insertions, deletions, changes and swapped neighbours.
int distance(std::string_view a, std::string_view b) {
  std::array<std::array<int, kMaxCompared + 1>, kMaxCompared + 1> cost{};
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::vector<std::string_view> split_at(std::string_view text, char separator, bool mind_parentheses) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (mind_parentheses && text[i] == '(') ++depth;
    if (mind_parentheses && text[i] == ')') --depth;
    if (text[i] == separator && depth <= 0) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  parts.push_back(text.substr(start));
  return parts;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) { return split_at(text, separator, false); }
std::vector<std::string_view> split_outside_parentheses(std::string_view text, char separator) { return split_at(text, separator, true); }

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string bare_text(std::string_view text) {
  text = trim(text);
  const std::size_t hash = text.find('#');
  const std::size_t escaped_hash = text.find("%23");
  const std::size_t scheme = text.find("://");
  const bool link = scheme != std::string_view::npos && scheme <= 12;
  if (hash != std::string_view::npos) {
    text.remove_prefix(hash + 1);
  } else if (link) {
    text.remove_prefix(escaped_hash == std::string_view::npos ? text.size() : escaped_hash + 3);
  }
  std::string plain = undo_escapes(text.substr(0, text.find('~')));
  const std::size_t view = plain.find('~');
  if (view != std::string::npos) plain.resize(view);
  return plain;
}

std::string quote(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool printable = byte >= 0x20 && byte < 0x7f;
    if (safe.size() + (printable ? 1 : 3) > kMaxQuoted - 3) return safe + "...";
    if (printable) {
      safe += c;
    } else {
      safe += '%';
      safe += kHex[byte >> 4];
      safe += kHex[byte & 15];
    }
  }
  return safe;
}

std::string_view nearest(std::string_view text, std::span<const std::string_view> candidates) {
  if (text.empty() || text.size() > kMaxCompared) return {};
  std::string_view best;
  int least = text.size() <= 3 ? 2 : std::max(3, static_cast<int>(text.size()) / 3 + 1);
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kMaxCompared) continue;
    const int steps = distance(text, candidate);
    if (steps < least && steps < static_cast<int>(candidate.size())) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

std::string list_names(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

void Problems::add(Problem problem) {
  if (!full()) list_.push_back(std::move(problem));
}

bool Problems::names(std::string_view key) const {
  return std::any_of(list_.begin(), list_.end(), [&](const Problem& problem) { return problem.key == key; });
}

}  // namespace glassbox::experiment

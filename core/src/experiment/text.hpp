#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/number.hpp"
#include "glassbox/problem.hpp"

namespace glassbox::experiment {

/// The parts between separators; an empty text has no parts.
std::vector<std::string_view> split(std::string_view text, char separator);
/// The same, but separators inside parentheses do not count.
std::vector<std::string_view> split_outside_parentheses(std::string_view text, char separator);
std::string_view trim(std::string_view text);

/// The bare experiment text inside a link or fragment: what follows '#', up to '~', with percent escapes undone once.
std::string bare_text(std::string_view text);

/// A piece of a text from outside, made safe to print: at most 80 characters, everything but printable ASCII as percent escapes.
std::string quote(std::string_view text);

/// The candidate that a slip of the fingers turns into `text`, or empty.
std::string_view nearest(std::string_view text, std::span<const std::string_view> candidates);

/// Names joined for people: "a, b or c".
std::string list_names(std::span<const std::string_view> names);

/// The problems of one reading; the list stays short however much is wrong.
class Problems {
 public:
  void add(Problem problem);
  void add(std::string code, std::string_view key, std::string_view value, std::string allowed = {}, std::string nearest = {}) {
    add(Problem{std::move(code), quote(key), quote(value), std::move(allowed), std::move(nearest)});
  }
  bool full() const { return list_.size() >= kMax; }
  bool empty() const { return list_.empty(); }
  std::vector<Problem>& list() { return list_; }
  bool names(std::string_view key) const;

 private:
  static constexpr std::size_t kMax = 100;
  std::vector<Problem> list_;
};

}  // namespace glassbox::experiment

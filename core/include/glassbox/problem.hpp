#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace glassbox {

/// Two arrays that meet where something is refused, for fit_shapes() to explain axis by axis.
struct ShapesMet {
  bool product = false;  ///< A @ B; otherwise element by element
  /// Lengths of axes, the first first, then zeros; all zero: the refusal is not about shapes.
  std::array<int, 4> a = {}, b = {};
};

/// One thing that is wrong with an input from outside. `code` is stable and machine readable; the words for people come from
/// describe(), the only place that holds them.
struct Problem {
  std::string code;     ///< e.g. "unknown-key", "out-of-range", "not-a-number", "mismatch", "too-large"
  std::string key;      ///< the field's key, e.g. "lr"; empty when the text as a whole is meant
  std::string value;    ///< the offending text, shortened to at most 80 characters
  std::string allowed;  ///< what would be accepted, e.g. "1 to 10000, or all"
  std::string nearest;  ///< the nearest key or choice, or empty
  ShapesMet shapes = {};
};

/// One sentence for people, naming key, value and what is allowed.
std::string describe(const Problem& problem);
/// What the two arrays are, and their axes; empty where the problem is not about shapes.
std::string describe_shapes(const Problem& problem);

/// A value, or the problems that prevented it. `value` is meaningful only when ok().
template <class T>
struct Result {
  T value{};
  std::vector<Problem> problems;

  bool ok() const { return problems.empty(); }
  static Result failure(Problem problem) {
    Result result;
    result.problems.push_back(std::move(problem));
    return result;
  }
};

}  // namespace glassbox

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/problem.hpp"

/// Whether the shapes of two arrays fit, axis by axis, by the rules of NumPy and PyTorch.
namespace glassbox {

inline constexpr std::size_t kMostAxes = 4;
inline constexpr std::int64_t kLongestAxis = 1'000'000;

/// Axis lengths, the first first; none for a single number.
using Axes = std::vector<std::int64_t>;

/// Reads "(5, 3)", "5,3", "5 x 3", "5×3", "(5,)" or "()": at most kMostAxes axes, each from 1 to kLongestAxis. `key` names the array in
/// problems: bad-form, too-many, out-of-range.
Result<Axes> read_axes(std::string_view key, std::string_view text);
/// As Python writes them: "(5, 3)", "(5,)", "()".
std::string write_axes(const Axes& axes);

enum class ShapeAct {
  each,    ///< +, −, ·, or a loss: element by element; shorter shapes are filled up with ones at the front, axes of 1 are repeated
  product  ///< A @ B: the last axis of A against the last but one of B; what stands before them as in `each`
};

/// Two axes that meet, or one that meets none.
struct AxisPair {
  enum class Verdict {
    equal,       ///< as long as each other
    repeated_a,  ///< A's is 1, or missing, and repeated
    repeated_b,  ///< B's
    summed,      ///< of a product: multiplied pair by pair and added up, so that it is gone
    kept,        ///< of a product: only one array has it
    clash        ///< neither equal nor 1
  };
  std::int64_t a = 0, b = 0;  ///< 0: the array has no such axis
  std::int64_t result = 0;    ///< 0: the result has none
  Verdict verdict = Verdict::equal;
  std::string words = {};  ///< one sentence
};

struct ShapeFit {
  std::vector<AxisPair> axes;  ///< the last axes first, as they are matched
  bool fits = false;
  Axes result = {};
  double elements = 0;       ///< of the result
  std::string summary;       ///< one sentence: what comes out, or which axes clash
  std::string warning = {};  ///< where it fits, but hardly as it is meant; one or two sentences
  struct Instead {
    Axes a, b, result;
    std::string words;
  };
  std::vector<Instead> instead = {};  ///< shapes of the same numbers that fit, or do what is meant
};
ShapeFit fit_shapes(ShapeAct act, const Axes& a, const Axes& b);

/// {ok, a, b, fits, result, elements, summary, warning, axes:[{a, b, result, verdict, words}], instead:[{a, b, result, words}]}, shapes as
/// write_axes(), axes' lengths as numbers; or {ok:false, problems}. act: "each" or "product".
std::string shapes_json(std::string_view act, std::string_view a, std::string_view b);

}  // namespace glassbox

#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "glassbox/dataset.hpp"
#include "glassbox/whole.hpp"

namespace glassbox::data {

/// Makes the rows of one set: x, target, names and domain. `part` is left empty: make_dataset() assigns it.
using Generator = Result<Dataset> (*)(const Experiment& experiment, const Tables& tables);

/// One row a data set; adding a set is adding a row and its generator.
struct SetRow {
  std::string_view name;                                             ///< as written: "spiral3"
  std::string_view label;                                            ///< "Spiral, three arms"
  Meaning meaning;                                                   ///< one sentence
  enum class Kind { plane, line, table, image } kind = Kind::plane;  ///< two inputs, one input, more inputs, 8×8 pixels
  bool classes = true;
  int class_count = 2;     ///< classes only
  int columns = 2;         ///< raw inputs
  int default_rows = 300;  ///< generated sets; fixed sets: their row count
  int max_rows = 10000;    ///< equal to default_rows where the number is fixed
  bool has_noise = true;
  std::string_view table = {};  ///< the shipped table it needs, or empty
  double default_test = 0.3, default_blind = 0;
  std::string_view default_scale = "none";  ///< none, standard, minmax, div:16
  int own_blind_rows = 0;                   ///< rows beyond those asked for, at the end, that always are in the blind part
  Generator generate = nullptr;             ///< nullptr where this build leaves the set out
  /// The target of a point [columns] before noise; nothing where it has none. nullptr where no formula gives it, or this build leaves it
  /// out.
  std::optional<double> (*truth)(std::span<const double> point) = nullptr;
};
std::span<const SetRow> sets();
/// The row of a name, or nullptr. "rows" has a row too; its columns and classes follow from the rows themselves.
const SetRow* find_set(std::string_view name);

/// One input that can be derived from the raw columns of sets with one or two of them: a column, a product of two, or a sine.
struct InputRow {
  std::string_view name;   ///< as written in `in`: "x1x2"
  std::string_view label;  ///< "x₁x₂"
  Meaning meaning;         ///< one sentence
  int source_a = 0;        ///< raw column
  int source_b = -1;       ///< second factor, or -1
  bool sine = false;
  /// Raw columns a set must have for it.
  constexpr int columns() const { return (source_a > source_b ? source_a : source_b) + 1; }
};
std::span<const InputRow> inputs();
const InputRow* find_input(std::string_view name);

}  // namespace glassbox::data

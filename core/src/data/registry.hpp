#pragma once

#include <span>
#include <string_view>

#include "glassbox/dataset.hpp"

namespace glassbox::data {

/// One row a data set; adding a set is adding a row.
struct SetRow {
  std::string_view name;      ///< as written: "spiral3"
  std::string_view label;     ///< "Spiral, three arms"
  std::string_view meaning;   ///< one sentence
  enum class Kind { plane, line, table, image } kind = Kind::plane;  ///< two inputs, one input, more inputs, 8×8 pixels
  bool classes = true;
  int class_count = 2;        ///< classes only
  int columns = 2;            ///< raw inputs
  int default_rows = 300;     ///< generated sets; fixed sets: their row count
  int max_rows = 10000;       ///< equal to default_rows where the number is fixed
  bool has_noise = true;
  std::string_view table;     ///< the shipped table it needs, or empty
  double default_test = 0.3, default_blind = 0;
  std::string_view default_scale = "none";  ///< none, standard, minmax, div:16
};
std::span<const SetRow> sets();
/// The row of a name, or nullptr. "rows" has a row too; its columns and classes follow from the rows themselves.
const SetRow* find_set(std::string_view name);

}  // namespace glassbox::data

#pragma once

#include <span>
#include <string_view>

#include "experiment/field_table.hpp"

namespace glassbox::experiment {

/// One mistake that `bug` can plant, with its words, where it can stand, and the check that is made for it. What it does stands in
/// training/planting.cpp under the same name; nothing else in the program knows of it.
struct Mistake : Option {
  std::string_view check;  ///< "gradient", "update" or "data"
  Verdict (*fits)(const Experiment& experiment) = nullptr;
};
/// In the order offered.
std::span<const Mistake> mistakes();

/// Rows of a whole part that the broadcast mistake can pair with each other.
inline constexpr int kMostPairedRows = 2000;

}  // namespace glassbox::experiment

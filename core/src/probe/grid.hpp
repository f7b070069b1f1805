#pragma once

#include <vector>

#include "glassbox/dataset.hpp"

namespace glassbox::probe {

/// Points that cover a data set's domain: a plane for two columns (rows from high x2 to low x2, columns from low x1 to high x1), a line for
/// one.
struct Grid {
  int width = 0;
  int height = 0;
  int columns = 0;          ///< raw columns: 1 or 2
  std::vector<double> raw;  ///< [points × columns], one point after the other

  int points() const { return width * height; }
};

/// A grid of `size` points a side; cells' centres, so that a map scaled up smoothly ends where the domain does. No points for
/// data sets of more than two columns.
Grid make_grid(const Dataset& dataset, int size);

/// The largest size up to `wanted` whose maps cost at most `budget` multiply-adds for a network of so many parameters; at least 8.
int affordable_size(int wanted, int columns, std::int64_t parameters, std::int64_t budget);

}  // namespace glassbox::probe

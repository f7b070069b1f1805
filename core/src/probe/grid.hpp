#pragma once

#include <memory>
#include <vector>

#include "glassbox/dataset.hpp"
#include "probe/passes.hpp"

namespace glassbox::probe {

/// Points that cover a data set's domain: a plane for two columns (rows from high x2 to low x2, columns from low x1 to high x1), a line for
/// one.
struct Grid {
  int width = 0;
  int height = 0;
  std::vector<double> low, high;                ///< the domain; one or two raw columns
  std::vector<InputTransform::Column> columns;  ///< what is fed
  std::vector<double> numbers;                  ///< [fed inputs × points]

  int points() const { return width * height; }
  FedPoints fed() const { return {numbers.data(), static_cast<std::size_t>(points()), points()}; }
};

/// A grid of `size` points a side; cells' centres, so that a map scaled up smoothly ends where the domain does. No points for
/// data sets of more than two columns. Gives `last` back when that is the one wanted.
std::shared_ptr<const Grid> make_grid(const Dataset& dataset, const InputTransform& transform, int size, std::shared_ptr<const Grid> last);

/// The largest size up to `wanted` whose maps cost at most `budget` multiply-adds for a network of so many parameters; at least 8.
int affordable_size(int wanted, int columns, std::int64_t parameters, std::int64_t budget);

}  // namespace glassbox::probe

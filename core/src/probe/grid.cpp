#include "probe/grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace glassbox::probe {

Grid make_grid(const Dataset& dataset, int size) {
  Grid grid;
  if (dataset.columns < 1 || dataset.columns > 2 || dataset.low.empty()) return grid;
  grid.columns = dataset.columns;
  grid.width = size;
  grid.height = dataset.columns == 2 ? size : 1;
  grid.raw.reserve(static_cast<std::size_t>(grid.points()) * grid.columns);
  const auto centre = [&](int column, int cell) {
    return dataset.low[column] + (dataset.high[column] - dataset.low[column]) * (cell + 0.5) / size;
  };
  for (int y = 0; y < grid.height; ++y)
    for (int x = 0; x < grid.width; ++x) {
      grid.raw.push_back(centre(0, x));
      if (grid.columns == 2) grid.raw.push_back(centre(1, size - 1 - y));
    }
  return grid;
}

int affordable_size(int wanted, int columns, std::int64_t parameters, std::int64_t budget) {
  const double points = static_cast<double>(budget) / static_cast<double>(std::max<std::int64_t>(1, parameters));
  const double side = columns == 2 ? std::sqrt(points) : points;
  return std::max(8, static_cast<int>(std::min(static_cast<double>(wanted), side)));
}

}  // namespace glassbox::probe

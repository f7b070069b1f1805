#include "probe/grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace glassbox::probe {

std::shared_ptr<const Grid> make_grid(const Dataset& dataset, const InputTransform& transform, int size, std::shared_ptr<const Grid> last) {
  Grid grid;
  if (dataset.columns < 1 || dataset.columns > 2 || dataset.low.empty()) return std::make_shared<Grid>();
  if (last && last->width == size && last->low == dataset.low && last->high == dataset.high && last->columns == transform.columns)
    return last;
  grid.width = size;
  grid.height = dataset.columns == 2 ? size : 1;
  grid.low = dataset.low;
  grid.high = dataset.high;
  grid.columns = transform.columns;
  const auto centre = [&](int column, int cell) { return grid.low[column] + (grid.high[column] - grid.low[column]) * (cell + 0.5) / size; };
  std::vector<double> raw;
  raw.reserve(static_cast<std::size_t>(grid.points()) * dataset.columns);
  for (int y = 0; y < grid.height; ++y)
    for (int x = 0; x < grid.width; ++x) {
      raw.push_back(centre(0, x));
      if (dataset.columns == 2) raw.push_back(centre(1, size - 1 - y));
    }
  grid.numbers = feed(transform, raw, dataset.columns);
  return std::make_shared<Grid>(std::move(grid));
}

int affordable_size(int wanted, int columns, std::int64_t parameters, std::int64_t budget) {
  const double points = static_cast<double>(budget) / static_cast<double>(std::max<std::int64_t>(1, parameters));
  const double side = columns == 2 ? std::sqrt(points) : points;
  return std::max(8, static_cast<int>(std::min(static_cast<double>(wanted), side)));
}

}  // namespace glassbox::probe

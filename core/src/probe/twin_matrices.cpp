#include "probe/twin_matrices.hpp"

#include <algorithm>

namespace glassbox::probe {
namespace {

constexpr std::size_t kMostShown = 8;

/// The first of those asked about, the first of the others, then what there is room for; in order.
std::vector<int> shown(int count, const std::vector<int>& wanted) {
  std::vector<int> numbers(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.size(), kMostShown / 2)));
  const auto holds = [](const std::vector<int>& list, int number) { return std::find(list.begin(), list.end(), number) != list.end(); };
  for (const bool others : {true, false}) {
    for (int i = 0; i < count && numbers.size() < kMostShown; ++i) {
      if (!holds(numbers, i) && holds(wanted, i) != others) numbers.push_back(i);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// Units as rows or columns: the first of each unit's.
std::vector<int> firsts(const std::vector<int>& units, int block) {
  std::vector<int> numbers;
  for (const int unit : units) numbers.push_back(unit * block);
  return numbers;
}

/// W and b of a layer at some rows and columns.
template <class S>
std::vector<std::vector<double>> part_of(const network::Layer& layer, std::span<const S> parameters, const std::vector<int>& rows,
                                         const std::vector<int>& columns) {
  std::vector<std::vector<double>> values;
  for (const int row : rows) {
    std::vector<double>& line = values.emplace_back();
    for (const int column : columns) {
      line.push_back(static_cast<double>(parameters[layer.first_weight + static_cast<std::size_t>(row) * layer.columns + column]));
    }
    line.push_back(static_cast<double>(parameters[layer.first_bias + row]));
  }
  return values;
}

/// The numbers afterwards of those that are left, places kept where units trade them.
struct Left {
  std::vector<int> before, after;
};
Left left_of(const std::vector<int>& shown_before, const std::vector<int>& map, int count) {
  Left left;
  const bool fewer = static_cast<int>(map.size()) < count;
  for (const int number : shown_before) {
    if (!fewer) {
      left.before.push_back(number);
      left.after.push_back(number);
    } else if (const auto found = std::find(map.begin(), map.end(), number); found != map.end()) {
      left.before.push_back(number);
      left.after.push_back(static_cast<int>(found - map.begin()));
    }
  }
  return left;
}

}  // namespace

template <class S>
std::vector<TwinMatrix> twin_matrices(const network::Network<S>& before, std::span<const S> parameters, const network::Network<S>& after,
                                      std::span<const S> parameters_after, const UnitGroup& group, const Rearrangement& change,
                                      const std::vector<int>& units) {
  std::vector<int> indices = group.into;
  for (const int index : group.out_of) {
    if (std::find(indices.begin(), indices.end(), index) == indices.end()) indices.push_back(index);
  }
  std::sort(indices.begin(), indices.end());
  std::vector<TwinMatrix> matrices;
  for (const int index : indices) {
    const network::Layer& layer = before.layers()[static_cast<std::size_t>(index)];
    TwinMatrix matrix;
    matrix.layer = index;
    matrix.into = std::find(group.into.begin(), group.into.end(), index) != group.into.end();
    matrix.out_of = std::find(group.out_of.begin(), group.out_of.end(), index) != group.out_of.end();
    matrix.rows = layer.rows;
    matrix.columns = layer.columns;
    matrix.shown_rows = shown(layer.rows, matrix.into ? firsts(units, layer.rows / group.channels) : std::vector<int>{});
    matrix.shown_columns = shown(layer.columns, matrix.out_of ? firsts(units, layer.columns / group.channels) : std::vector<int>{});
    const Moved where = moved(layer, index, group, change);
    const Left rows = left_of(matrix.shown_rows, where.rows, layer.rows);
    const Left columns = left_of(matrix.shown_columns, where.columns, layer.columns);
    matrix.kept_rows = rows.before;
    matrix.kept_columns = columns.before;
    matrix.before = part_of(layer, parameters, matrix.shown_rows, matrix.shown_columns);
    matrix.after = part_of(after.layers()[static_cast<std::size_t>(index)], parameters_after, rows.after, columns.after);
    matrices.push_back(std::move(matrix));
  }
  return matrices;
}

template std::vector<TwinMatrix> twin_matrices(const network::Network<float>&, std::span<const float>, const network::Network<float>&,
                                               std::span<const float>, const UnitGroup&, const Rearrangement&, const std::vector<int>&);
template std::vector<TwinMatrix> twin_matrices(const network::Network<double>&, std::span<const double>, const network::Network<double>&,
                                               std::span<const double>, const UnitGroup&, const Rearrangement&, const std::vector<int>&);

}  // namespace glassbox::probe

#include "glassbox/dataset.hpp"

#include <algorithm>
#include <utility>

#include "data/generators.hpp"
#include "data/split.hpp"

namespace glassbox {
namespace data {

Dataset empty_dataset(int rows, std::vector<std::string> column_names, double low, double high) {
  Dataset dataset;
  dataset.rows = rows;
  dataset.columns = static_cast<int>(column_names.size());
  dataset.x.assign(column_names.size() * static_cast<std::size_t>(rows), 0);
  dataset.target.assign(static_cast<std::size_t>(rows), 0);
  dataset.low.assign(column_names.size(), low);
  dataset.high.assign(column_names.size(), high);
  dataset.column_names = std::move(column_names);
  return dataset;
}

void fit_domain(Dataset& dataset) {
  constexpr double kMargin = 0.1, kAroundOneValue = 1;
  for (int column = 0; column < dataset.columns; ++column) {
    const auto first = dataset.x.begin() + static_cast<std::ptrdiff_t>(column) * dataset.rows;
    const auto [least, most] = std::minmax_element(first, first + dataset.rows);
    const double margin = *most > *least ? kMargin * (*most - *least) : kAroundOneValue;
    dataset.low[column] = *least - margin;
    dataset.high[column] = *most + margin;
  }
}

}  // namespace data

std::string table_needed(const Experiment& experiment) {
  const data::SetRow* set = data::find_set(experiment.data);
  return set ? std::string(set->table) : std::string();
}

Result<Dataset> make_dataset(const Experiment& experiment, const Tables& tables) {
  const data::SetRow* set = data::find_set(experiment.data);
  if (!set) return Result<Dataset>::failure({"unknown-choice", "data", experiment.data, "", ""});
  const bool counted = set->default_rows != set->max_rows;
  if (counted && (experiment.n < 1 || experiment.n > set->max_rows)) {
    return Result<Dataset>::failure({"out-of-range", "n", std::to_string(experiment.n), "1 to " + std::to_string(set->max_rows), ""});
  }
  Result<Dataset> result = set->generate(experiment, tables);
  if (!result.ok()) return result;
  Dataset& dataset = result.value;
  if (experiment.target == "inputs") dataset.classes = false;
  dataset.part = data::assign_parts(experiment, dataset.rows - set->own_blind_rows);
  dataset.part.resize(static_cast<std::size_t>(dataset.rows), Part::blind);
  return result;
}

}  // namespace glassbox

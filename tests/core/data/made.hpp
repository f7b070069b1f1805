#pragma once

#include <string>

#include "catch.hpp"
#include "data/registry.hpp"
#include "embedded_tables.hpp"
#include "glassbox/dataset.hpp"

namespace glassbox {

inline const Tables& shipped_tables() {
  static const Tables tables = embedded_tables();
  return tables;
}

/// An experiment on one set with the set's own defaults and no noise.
inline Experiment on(const std::string& name) {
  const data::SetRow* set = data::find_set(name);
  REQUIRE(set);
  Experiment experiment;
  experiment.data = name;
  experiment.n = set->default_rows;
  experiment.noise = 0;
  experiment.test = set->default_test;
  experiment.blind = set->default_blind;
  return experiment;
}

inline Dataset made(const Experiment& experiment) {
  Result<Dataset> result = make_dataset(experiment, shipped_tables());
  REQUIRE(result.ok());
  return result.value;
}

inline double x_of(const Dataset& dataset, int row, int column) { return dataset.x[column * dataset.rows + row]; }

}  // namespace glassbox

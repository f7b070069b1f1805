#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// One `key=value`.
struct Item {
  std::string_view key;
  std::string value;
};

/// Reads items with known and different keys, whatever their order; adds to the problems found before.
Result<Experiment> read_experiment(std::span<const Item> items, Problems problems = {});
/// The items that differ from their defaults, in canonical order; `data` always.
std::vector<Item> write_items(const Experiment& experiment);

}  // namespace glassbox::experiment

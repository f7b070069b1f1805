#pragma once

#include <string_view>

#include "experiment/items.hpp"
#include "glassbox/fields.hpp"

namespace glassbox::experiment {

/// What decides the run's start: two experiments with equal starts begin with the same weights and rows and step alike.
Experiment start_of(Experiment experiment);

/// Sets `key` to `value` in an experiment's items; dropped, its default holds.
void set_item(std::vector<Item>& items, std::string_view key, std::string value);
void drop_item(std::vector<Item>& items, std::string_view key);
/// Chooses a data set and lets everything that follows from the data fall back to its default.
void choose_data(std::vector<Item>& items, std::string_view name);

/// Reads the items again. Fields after `key` that no longer fit fall back to their defaults; where the run starts anew, its edits go.
Change finish_change(const Experiment& before, std::vector<Item> items, std::string_view key);
Change refuse(const Experiment& before, Problem problem);
Change refuse(const Experiment& before, std::string code, std::string_view key, std::string_view value, std::string allowed = {});

}  // namespace glassbox::experiment

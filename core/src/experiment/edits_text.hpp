#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// `1200:lr=0.003;1500:2.w.0.3=0.5`, merged per step and key (the last one counts) and ordered.
std::vector<Edit> read_edits(std::string_view text, Problems& problems);
std::string write_edits(const std::vector<Edit>& edits);

/// Whether `key` can be edited and `text` is a value for it.
bool read_edit_value(std::string_view key, std::string_view text, double& value, Problems& problems);
/// Adds an edit to those ordered by step and key, in place of one for the same step and key.
void merge_edit(Edit edit, std::vector<Edit>& edits);

}  // namespace glassbox::experiment

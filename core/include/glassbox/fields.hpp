#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "glassbox/experiment.hpp"

namespace glassbox {

/// The whole field table as JSON: [{key, label, group, meaning, unit, kind, min, max, logarithmic, live, seldom, default,
/// choices:[{name,label,meaning}]}]. group is data, inputs, network, training or run; kind is whole, real, choice, list or text.
std::string fields_json();
/// The same as aligned text, for `glassbox fields`.
std::string fields_text();
/// The same as Markdown, for web/docs.
std::string fields_markdown();

/// Whether the page may change a field during a run (`live`).
bool is_live(std::string_view key);

/// What the page's form needs for one experiment, as JSON:
/// {canonical, start, title, parameters, summary:[LayerSummary…], inputs, outputs, dataset:{kind:"plane|line|table|image",
/// target:"classes|number",
///  classes:[…], inputs:[…]}, fields:[{key,value,default,relevant,reason,choices:[{name,allowed,reason}]}],
///  layers:[{kind, units, activation, index}]}
std::string form_json(const Experiment& experiment);

/// What a change of the experiment did.
struct Change {
  Experiment experiment;
  std::vector<Problem> problems;  ///< not empty: nothing was changed
  bool restarts = false;          ///< a `start` key changed: edits and `at` were dropped
  int dropped_edits = 0;
};

/// Sets one field from its text (the same grammar as in a link); dependent fields that no longer fit fall back to their defaults.
Change with_field(const Experiment& experiment, std::string_view key, std::string_view value);
/// Structure changes on the picture. action: "add" (a layer before `index`; value = "units:activation" or empty for a copy of its
/// neighbour), "remove", "units" (value = whole number), "activation" (value = name).
Change with_layer(const Experiment& experiment, std::string_view action, int index, std::string_view value);
/// Own points. action: "add" (x, y, label), "move" (index, x, y), "erase" (index), "clear".
Change with_point(const Experiment& experiment, std::string_view action, int index, double x, double y, int label);
/// A live change at a step: adds or replaces the edit of that step and key; edits at later steps are dropped, since what follows is new.
Change with_edit(const Experiment& experiment, std::int64_t step, std::string_view key, std::string_view value);
/// Rows pasted as text: comma, semicolon, tab or space separated, optional header line; the last column is the target.
Change with_pasted_rows(const Experiment& experiment, std::string_view table);

/// {"ok", "canonical", "restarts", "droppedEdits", "problems":[{code,key,value,allowed,nearest,message}]}
std::string change_json(const Change& change);
std::string problems_json(const std::vector<Problem>& problems);

}  // namespace glassbox

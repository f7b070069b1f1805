#include <algorithm>

#include "experiment/field_table.hpp"
#include "experiment/text.hpp"
#include "glassbox/compare.hpp"

namespace glassbox {
namespace {

bool is_place(std::string_view key) { return key == "at" || key == "expect" || key == "v"; }

Experiment without_place(Experiment experiment) {
  experiment.at = 0;
  experiment.expect.reset();
  return experiment;
}

}  // namespace

std::vector<FieldDifference> differing_fields(const Experiment& first, const Experiment& second) {
  std::vector<FieldDifference> differences;
  for (const experiment::FieldRow& row : experiment::field_table()) {
    if (is_place(row.key) || (!relevance(row, first).fits && !relevance(row, second).fits)) continue;
    FieldDifference difference{std::string(row.key), std::string(row.label), write_field(row, first), write_field(row, second)};
    if (difference.first != difference.second) differences.push_back(std::move(difference));
  }
  return differences;
}

Change varied(const Experiment& base, std::string_view changes) {
  Change change;
  change.experiment = without_place(base);
  bool edited = false;
  for (const std::string_view item : experiment::split(changes, '&')) {
    const std::size_t equals = std::min(item.find('='), item.size());
    edited |= item.substr(0, equals) == "edits";
    Change next = with_field(change.experiment, item.substr(0, equals), item.substr(std::min(equals + 1, item.size())));
    next.restarts |= change.restarts;
    next.dropped_edits += change.dropped_edits;
    change = std::move(next);
    if (!change.problems.empty()) return change;
  }
  if (edited || change.experiment.edits == base.edits) return change;
  Change same_edits = with_field(change.experiment, "edits", write_field(*experiment::find_field("edits"), base));
  return same_edits.problems.empty() ? same_edits : change;
}

Result<std::string> variation(const Experiment& base, const Experiment& other) {
  // Setting one field may change others, which are then set in the next round.
  constexpr int kRounds = 4;
  const Experiment wanted = without_place(other);
  std::string changes;
  for (int round = 0; round < kRounds; ++round) {
    const Change reached = varied(base, changes);
    if (!reached.problems.empty()) break;
    if (reached.experiment == wanted) return {changes, {}};
    for (const experiment::FieldRow& row : experiment::field_table()) {
      const std::string value = write_field(row, wanted);
      if (is_place(row.key) || value == write_field(row, reached.experiment)) continue;
      changes += (changes.empty() ? "" : "&") + std::string(row.key) + "=" + value;
    }
  }
  return Result<std::string>::failure({"no-variation", "", experiment::quote(format(wanted)), "", ""});
}

}  // namespace glassbox

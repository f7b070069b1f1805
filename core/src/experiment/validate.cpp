#include "experiment/validate.hpp"

#include <algorithm>
#include <cmath>

#include "descent/schedule.hpp"
#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"
#include "experiment/layers_text.hpp"
#include "network/registry.hpp"

namespace glassbox::experiment {
namespace {

std::string megabytes(std::int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

void validate_choice(std::string_view key, const Experiment& experiment, Problems& problems) {
  const FieldRow* row = find_field(key);
  const std::string value = write_field(*row, experiment);
  if (const Verdict verdict = judge_choice(*row, experiment, value); !verdict.fits) {
    problems.add("mismatch", key, value, std::string(verdict.reason));
  }
}

void validate_target(const Experiment& experiment, Problems& problems) {
  const bool before = problems.names("out");
  validate_choice("target", experiment, problems);
  validate_choice("out", experiment, problems);
  if (before || !problems.names("out")) validate_choice("loss", experiment, problems);
}

void validate_rows(const Experiment& experiment, Problems& problems) {
  const DataFacts data = facts(experiment);
  if (!data.own && experiment.rows != OwnRows{})
    problems.add("mismatch", "rows", experiment.data, "Own rows are used with data=rows only.");
  if (needs_rows(experiment)) problems.add(std::string(kEmptyData), "rows", {}, experiment.rows.packed ? "class" : "");
  if (experiment.test + experiment.blind > 0.9 + 1e-9) {
    problems.add("out-of-range", "blind", write_number(experiment.blind), "0.9 together with the test share, at most");
  } else if (data.rows > 0 && std::ceil(data.rows * experiment.test) + std::ceil(data.rows * experiment.blind) >= data.rows) {
    problems.add("out-of-range", "test", write_number(experiment.test), "a share that leaves a row for training");
  }
}

bool all_trainable(const std::vector<LayerSpec>& net) {
  return std::all_of(net.begin(), net.end(), [](const LayerSpec& layer) {
    for (const auto& row : network::activations()) {
      if (row.name == layer.activation && !row.trainable) return false;
    }
    return all_trainable(layer.inner);
  });
}

void validate_net(const Experiment& experiment, Problems& problems) {
  if (layer_count(experiment.net) > kMaxLayers) {
    problems.add("too-many", "net", std::to_string(layer_count(experiment.net)) + " layers", std::to_string(kMaxLayers) + " layers");
  }
  const bool learns = experiment.lr != 0 || std::any_of(experiment.edits.begin(), experiment.edits.end(),
                                                        [](const Edit& edit) { return edit.key == "lr" && edit.value != 0; });
  if (learns && !all_trainable(experiment.net)) problems.add("not-trainable", "net", write_layers(experiment.net));
}

void validate_size(const Experiment& experiment, const Summary& summary, Problems& problems) {
  if (summary.parameters > kMaxParameters) {
    problems.add("too-large", "net", std::to_string(summary.parameters) + " weights and biases", std::to_string(kMaxParameters));
  } else if (const std::int64_t bytes = estimate_bytes(experiment, summary); bytes > kMaxBytes) {
    problems.add("too-large", "net", megabytes(bytes) + " of memory", megabytes(kMaxBytes));
  }
  if (!experiment.w.empty() && !problems.names("w") && static_cast<std::int64_t>(experiment.w.size()) != summary.parameters) {
    problems.add("wrong-count", "w", std::to_string(experiment.w.size()), std::to_string(summary.parameters));
  }
}

void validate_edits(const Experiment& experiment, const Summary& summary, Problems& problems) {
  for (const Edit& edit : experiment.edits) {
    Address address;
    if (!read_address(edit.key, address)) continue;
    const auto layers = static_cast<int>(summary.layers.size());
    const bool inside = address.layer < layers && address.row < summary.layers[static_cast<std::size_t>(address.layer)].rows &&
                        address.column < summary.layers[static_cast<std::size_t>(address.layer)].columns;
    if (!inside) problems.add("no-such-weight", "edits", edit.key, "layers 0 to " + std::to_string(layers - 1));
  }
}

void validate_schedule(const Experiment& experiment, Problems& problems) {
  const descent::ScheduleChoice* schedule = descent::find_schedule(experiment.schedule);
  if (schedule != nullptr && schedule->needs_length && experiment.epochs == 0) {
    problems.add("mismatch", "schedule", experiment.schedule, "It ends with the run, so the run needs a length: epochs.");
  }
}

}  // namespace

void validate_all(const Experiment& experiment, Problems& problems) {
  validate_rows(experiment, problems);
  validate_target(experiment, problems);
  validate_net(experiment, problems);
  validate_schedule(experiment, problems);
  const Summary summary = summarize(experiment, problems);
  validate_size(experiment, summary, problems);
  validate_edits(experiment, summary, problems);
}

}  // namespace glassbox::experiment

namespace glassbox {

std::vector<Problem> validate(const Experiment& experiment) {
  experiment::Problems problems;
  experiment::validate_all(experiment, problems);
  return std::move(problems.list());
}

}  // namespace glassbox

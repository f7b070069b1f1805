#include "experiment/validate.hpp"

#include <algorithm>
#include <cmath>

#include "data/registry.hpp"
#include "descent/registry.hpp"
#include "descent/schedule.hpp"
#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"
#include "experiment/layers_text.hpp"
#include "network/layers.hpp"

namespace glassbox::experiment {
namespace {

std::string megabytes(std::int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

/// Targets and answers where the planted broadcast makes too many numbers of them, or none.
ShapesMet planted_shapes(std::string_view key, const Experiment& experiment) {
  const int rows = facts(experiment).rows;
  if (!kWhole || key != "bug" || experiment.bug != "broadcast" || rows == 0) return {};
  return {false, {rows}, {rows, output_count(experiment)}};
}

void validate_choice(std::string_view key, const Experiment& experiment, Problems& problems) {
  const FieldRow* row = find_field(key);
  const std::string value = write_field(*row, experiment);
  if (const Verdict verdict = judge_choice(*row, experiment, value); !verdict.fits) {
    problems.add({"mismatch", std::string(key), quote(value), std::string(verdict.reason), {}, planted_shapes(key, experiment)});
  }
}

/// `met`: the given numbers as an array, and the one they are used with.
void refuse_count(const char* key, std::size_t given, std::size_t wanted, const ShapesMet& met, Problems& problems) {
  problems.add({"wrong-count", key, std::to_string(given), std::to_string(wanted), {}, met});
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
    const network::ActivationChoice* activation = network::find_activation(layer.activation);
    return (activation == nullptr || activation->trainable) && all_trainable(layer.inner);
  });
}

void validate_class_weights(const Experiment& experiment, Problems& problems) {
  const DataFacts data = facts(experiment);
  const std::size_t count = data.classes ? static_cast<std::size_t>(data.class_count) : 0;
  if (experiment.classw.empty() || experiment.classw.size() == count || problems.names("classw")) return;
  if (!data.classes) {
    problems.add("mismatch", "classw", write_field(*find_field("classw"), experiment), "The target is no class.");
  } else {
    const ShapesMet met{false, {batch_rows(experiment), data.class_count}, {static_cast<int>(experiment.classw.size())}};
    refuse_count("classw", experiment.classw.size(), count, met, problems);
  }
}

void validate_costs(const Experiment& experiment, Problems& problems) {
  const DataFacts data = facts(experiment);
  if (experiment.costs.empty() || problems.names("costs")) return;
  const std::size_t count = static_cast<std::size_t>(data.class_count) * static_cast<std::size_t>(data.class_count);
  if (const Verdict verdict = relevance(*find_field("costs"), experiment); !verdict.fits) {
    problems.add("mismatch", "costs", write_field(*find_field("costs"), experiment), std::string(verdict.reason));
  } else if (experiment.costs.size() != count) {
    const auto side = static_cast<int>(std::sqrt(static_cast<double>(experiment.costs.size())));
    const ShapesMet met{true, {batch_rows(experiment), data.class_count}, {side, side}};
    refuse_count("costs", experiment.costs.size(), count, met, problems);
  }
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

/// Whether batches of `batch` rows, 0 for all, hold 2 to network::kMostChunkRows of the training rows each, the last one included.
bool whole_batches(int rows, int batch) {
  const int size = batch == 0 ? rows : std::min(batch, rows);
  return size >= 2 && size <= network::kMostChunkRows && rows % size != 1;
}

/// The sizes next to `batch` that work.
std::string nearby_batches(int rows, int batch) {
  std::string sizes;
  const int most = std::min(rows, network::kMostChunkRows), wanted = std::min(batch == 0 ? rows : batch, most + 1);
  for (int size = wanted; size >= 2 && sizes.empty(); --size) {
    if (size <= most && whole_batches(rows, size)) sizes = std::to_string(size);
  }
  for (int size = std::max(wanted, 2); size <= most; ++size) {
    if (!whole_batches(rows, size)) continue;
    return sizes.empty() ? std::to_string(size) : sizes + " or " + std::to_string(size);
  }
  return sizes;
}

void validate_batch(const Experiment& experiment, std::string_view key, int batch, Problems& problems) {
  const int rows = training_rows(experiment);
  if (rows == 0 || whole_batches(rows, batch)) return;
  const std::string nearby = nearby_batches(rows, batch), text = batch == 0 ? "all" : std::to_string(batch);
  const std::string has = batch == 0 || batch >= rows       ? "the batch has " + std::to_string(rows)
                          : batch > network::kMostChunkRows ? "each batch has " + text
                          : batch == 1                      ? "each batch has 1"
                                                            : std::to_string(rows) + " training rows leave a last batch of 1";
  problems.add("mismatch", key, (key == "edits" ? "batch=" : "") + text,
               "Batch normalisation needs 2 to " + std::to_string(network::kMostChunkRows) + " rows in every batch, and " + has + "; " +
                   (nearby.empty() ? "more rows are needed." : nearby + " would do."));
}

void validate_batches(const Experiment& experiment, const Summary& summary, Problems& problems) {
  if (!math::kAllLayers || !summary.whole_batch) return;
  validate_batch(experiment, "batch", experiment.batch, problems);
  for (const Edit& edit : experiment.edits) {
    if (edit.key == "batch") validate_batch(experiment, "edits", static_cast<int>(edit.value), problems);
  }
}

void validate_schedule(const Experiment& experiment, Problems& problems) {
  const descent::ScheduleChoice* schedule = descent::find_schedule(experiment.schedule);
  if (schedule != nullptr && schedule->needs_length && experiment.epochs == 0) {
    problems.add("mismatch", "schedule", experiment.schedule, "It ends with the run, so the run needs a length: epochs.");
  }
}

/// The first of the keys that make a run stop by itself, where it could never do so.
void validate_stopping(const Experiment& experiment, Problems& problems) {
  if (!watches_test(experiment) || (experiment.test > 0 && experiment.eval > 0)) return;
  const char* key = experiment.patience > 0 ? "patience" : experiment.stoploss > 0 ? "stoploss" : "stopscore";
  problems.add("mismatch", key, write_field(*find_field(key), experiment), std::string(kWatchesTest));
}

}  // namespace

std::string_view missing_part(const Experiment& experiment) {
  if (kWhole) return {};
  const data::SetRow* set = data::find_set(experiment.data);
  if (set != nullptr && set->generate == nullptr) return "data";
  if (!network::can_make(experiment.net)) return "net";
  if (!network::can_make_loss(experiment.loss)) return "loss";
  if (!descent::can_make_optimiser(experiment.opt)) return "opt";
  if (experiment.batch == 1) return "batch";  // for speed: edited to 1 during a run, it does without kernels of its own
  if (experiment.precision == 64) return "precision";
  return experiment.bug != "none" ? "bug" : std::string_view();
}

void validate_all(const Experiment& experiment, Problems& problems) {
  if (const std::string_view key = missing_part(experiment); !key.empty()) {
    problems.add("part-missing", key, write_field(*find_field(key), experiment));
    return;
  }
  validate_rows(experiment, problems);
  validate_target(experiment, problems);
  validate_choice("logclip", experiment, problems);
  validate_class_weights(experiment, problems);
  validate_costs(experiment, problems);
  validate_net(experiment, problems);
  validate_schedule(experiment, problems);
  validate_stopping(experiment, problems);
  if (kWhole && experiment.bug != "none") validate_choice("bug", experiment, problems);
  const Summary summary = summarize(experiment, problems);
  validate_size(experiment, summary, problems);
  validate_edits(experiment, summary, problems);
  validate_batches(experiment, summary, problems);
}

}  // namespace glassbox::experiment

namespace glassbox {

std::vector<Problem> validate(const Experiment& experiment) {
  experiment::Problems problems;
  experiment::validate_all(experiment, problems);
  return std::move(problems.list());
}

}  // namespace glassbox

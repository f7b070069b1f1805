#include <algorithm>

#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"
#include "experiment/rows_text.hpp"

namespace glassbox::experiment {
namespace {

constexpr int kLeastRows = 10;
constexpr double kMostHeldOut = 0.9;
constexpr Range kSeeds = {0, 4294967295.0};
constexpr std::uint32_t kDefaultSplitSeed = 1;

std::string text_of(std::string_view text) { return std::string(text); }

data::SetRow set_of(const Experiment& experiment) {
  const data::SetRow* set = data::find_set(experiment.data);
  return set == nullptr ? data::SetRow{} : *set;
}

std::vector<Option> set_options() {
  std::vector<Option> options;
  for (const data::SetRow& set : data::sets()) options.push_back({set.name, set.label, set.meaning});
  return options;
}

Range row_bounds(const Experiment& experiment) {
  const data::SetRow set = set_of(experiment);
  if (set.default_rows == set.max_rows) return {static_cast<double>(set.default_rows), static_cast<double>(set.max_rows)};
  return {kLeastRows, static_cast<double>(set.max_rows)};
}

Range noise_bounds(const Experiment& experiment) { return {0, set_of(experiment).has_noise ? 1.0 : 0.0}; }

Verdict only_generated(const Experiment& experiment) {
  if (facts(experiment).generated) return {};
  return {false, "This data set has fixed rows."};
}

Verdict only_noisy(const Experiment& experiment) {
  if (set_of(experiment).has_noise) return {};
  return {false, "This data set has no noise to choose."};
}

Verdict only_own(const Experiment& experiment) {
  if (facts(experiment).own) return {};
  return {false, "Used with your own rows only."};
}

std::string default_rows(const Experiment& experiment) { return text_of(experiment.data == "rows" ? kEmptyRows : std::string_view()); }

void read_own(const FieldRow&, std::string_view text, Experiment& experiment, Problems& problems) {
  if (!kWhole) {
    if (!text.empty()) problems.add("part-missing", "rows", text);
    return;
  }
  const std::string rows = text.empty() ? default_rows(experiment) : text_of(text);
  experiment.rows = rows.empty() ? OwnRows{} : read_rows(rows, problems);
}

std::string write_own(const Experiment& experiment) {
  if (!kWhole) return default_rows(experiment);
  return experiment.data == "rows" || experiment.rows != OwnRows{} ? write_rows(experiment.rows) : std::string();
}

Verdict only_images(const Experiment& experiment) {
  if (facts(experiment).kind == data::SetRow::Kind::image) return {};
  return {false, "Rebuilding its own input is for pictures: choose the handwritten digits."};
}

Verdict judge_target(const Experiment& experiment, std::string_view name) { return name == "inputs" ? only_images(experiment) : Verdict{}; }

// Inputs.

std::vector<Option> input_options() {
  std::vector<Option> options;
  for (const data::InputRow& input : data::inputs()) options.push_back({input.name, input.label, input.meaning});
  return options;
}

Verdict only_few_columns(const Experiment& experiment) {
  if (facts(experiment).columns <= 2) return {};
  return {false, "All columns of a table are inputs."};
}

Verdict judge_input(const Experiment& experiment, std::string_view name) {
  const int columns = facts(experiment).columns;
  if (columns > 2) return only_few_columns(experiment);
  const data::InputRow* input = data::find_input(name);
  if (input != nullptr && input->columns() > columns) return {false, "This data has one input only."};
  return {};
}

std::string default_inputs(const Experiment& experiment) {
  const int columns = facts(experiment).columns;
  return columns == 1 ? "x1" : columns == 2 ? "x1,x2" : "";
}

void read_inputs(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  const auto names = split(text, ',');
  experiment.inputs.clear();
  if (facts(experiment).columns > 2) {
    if (!names.empty()) problems.add("mismatch", row.key, text, std::string(only_few_columns(experiment).reason));
    return;
  }
  for (const std::string_view name : names) {
    if (!read_option(row, name, problems)) continue;
    if (const Verdict verdict = judge_input(experiment, name); !verdict.fits) {
      problems.add("mismatch", row.key, name, std::string(verdict.reason));
    }
  }
  for (const data::InputRow& input : data::inputs()) {
    if (std::find(names.begin(), names.end(), input.name) != names.end()) experiment.inputs.emplace_back(input.name);
  }
  if (names.empty()) problems.add("bad-form", row.key, text, "at least one input");
}

std::string write_inputs(const Experiment& experiment) {
  std::string text;
  for (const std::string& name : experiment.inputs) text += (text.empty() ? "" : ",") + name;
  return text;
}

// Shares, split and scale.

std::vector<Option> split_options() {
  return {{"random", "Random rows", "Rows are drawn at random; random:7 draws others than random:8."},
          {"last", "Last rows", "The last rows are held out, unshuffled, as some libraries do."},
          {"numpy", "As numpy", "The permutation of numpy's RandomState, numpy:42, to meet published results."}};
}

void read_split(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  if (!read_option(row, name, problems)) return;
  double seed = kDefaultSplitSeed;
  if (colon != std::string_view::npos) {
    if (name == "last") {
      problems.add("bad-form", row.key, text, "last, without a number");
      return;
    }
    if (!read_in_range(row, text.substr(colon + 1), kSeeds, seed, problems)) return;
  }
  experiment.split = text_of(name);
  experiment.splitseed = static_cast<std::uint32_t>(seed);
}

std::string write_split(const Experiment& experiment) {
  return experiment.splitseed == kDefaultSplitSeed ? experiment.split : experiment.split + ":" + std::to_string(experiment.splitseed);
}

std::vector<Option> scale_options() {
  return {{"none", "As they are", "Inputs go into the network as they are."},
          {"standard", "Standardise", "Each input minus its mean, divided by its standard deviation, both from the training rows."},
          {"minmax", "0 to 1", "Each input mapped to 0 to 1 by its least and greatest value in the training rows."},
          {"div", "Divide", "Each input divided by a fixed number, div:16."}};
}

void read_scale(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  if (!read_option(row, name, problems)) return;
  double divisor = default_experiment().divisor;
  if (colon != std::string_view::npos) {
    if (name != "div") {
      problems.add("bad-form", row.key, text, text_of(name) + ", without a number");
      return;
    }
    const auto number = read_number(text.substr(colon + 1));
    if (!number || *number < 1e-6 || *number > 1e6) {
      problems.add(number ? "out-of-range" : "not-a-number", row.key, text, "div:0.000001 to div:1000000");
      return;
    }
    divisor = *number;
  }
  experiment.scale = text_of(name);
  experiment.divisor = divisor;
}

std::string write_scale(const Experiment& experiment) {
  return experiment.scale == "div" ? "div:" + write_number(experiment.divisor) : experiment.scale;
}

}  // namespace

std::vector<FieldRow> data_fields() {
  return {
      {.key = "v",
       .group = "run",
       .label = "Version",
       .meaning = "The version of this text; its defaults never change.",
       .slot = &Experiment::version,
       .range = {1, 1},
       .slider = {1, 1},
       .fallback = [](const Experiment&) { return text_of("1"); }},
      {.key = "data",
       .group = "data",
       .label = "Data set",
       .meaning = "What the network learns from.",
       .kind = Kind::choice,
       .slot = &Experiment::data,
       .fallback = [](const Experiment&) { return default_experiment().data; },
       .options = set_options},
      {.key = "n",
       .group = "data",
       .label = "Points",
       .unit = "rows",
       .meaning = "How many rows are made, training and test together.",
       .slot = &Experiment::n,
       .range = {0, 10000},
       .slider = {kLeastRows, 2000},
       .logarithmic = true,
       .fallback = [](const Experiment& e) { return std::to_string(set_of(e).default_rows); },
       .relevant = only_generated,
       .bounds = row_bounds},
      {.key = "noise",
       .group = "data",
       .label = "Noise",
       .meaning = "How far points stray from their shape: with more noise even the best answer makes mistakes.",
       .kind = Kind::real,
       .slot = &Experiment::noise,
       .range = {0, 1},
       .slider = {0, 0.5},
       .fallback = [](const Experiment& e) { return text_of(set_of(e).has_noise ? write_number(default_experiment().noise) : "0"); },
       .relevant = only_noisy,
       .bounds = noise_bounds},
      {.key = "dataseed",
       .group = "data",
       .label = "Data seed",
       .meaning = "Another number draws other points of the same kind.",
       .slot = &Experiment::dataseed,
       .range = kSeeds,
       .slider = {0, 100},
       .seldom = true,
       .fallback = [](const Experiment&) { return text_of("1"); },
       .relevant = only_generated},
      {.key = "rows",
       .group = "data",
       .label = "Own rows",
       .meaning = "Points you have drawn or a table you have pasted; the last column is the target.",
       .kind = Kind::text,
       .fallback = default_rows,
       .relevant = only_own,
       .read = read_own,
       .write = write_own},
      {.key = "target",
       .group = "data",
       .label = "Target",
       .meaning =
           "What the network shall answer: the target of the data, or its own input again, through whatever the hidden layers let pass.",
       .kind = Kind::choice,
       .slot = &Experiment::target,
       .fallback = [](const Experiment&) { return default_experiment().target; },
       .options = []() -> std::vector<Option> {
         return {{"given", "Of the data", "The class or number that each row has."},
                 {"inputs", "The input itself", "An autoencoder: every output shall equal the input it stands for."}};
       },
       .judge = judge_target,
       .relevant = only_images},
      {.key = "in",
       .group = "inputs",
       .label = "Inputs",
       .meaning = "What the network is fed: the inputs themselves, or functions of them that make the task easier.",
       .kind = Kind::list,
       .fallback = default_inputs,
       .options = input_options,
       .judge = judge_input,
       .relevant = only_few_columns,
       .read = read_inputs,
       .write = write_inputs},
      {.key = "test",
       .group = "data",
       .label = "Test share",
       .unit = "of the rows",
       .meaning = "The share of rows held back to see whether the network has understood or only memorised.",
       .kind = Kind::real,
       .slot = &Experiment::test,
       .range = {0, kMostHeldOut},
       .slider = {0, kMostHeldOut},
       .fallback = [](const Experiment& e) { return write_number(set_of(e).default_test); }},
      {.key = "blind",
       .group = "data",
       .label = "Blind share",
       .unit = "of the rows",
       .meaning = "A second share held back, looked at only when everything has been decided.",
       .kind = Kind::real,
       .slot = &Experiment::blind,
       .range = {0, kMostHeldOut},
       .slider = {0, kMostHeldOut},
       .seldom = true,
       .fallback = [](const Experiment& e) { return write_number(set_of(e).default_blind); }},
      {.key = "split",
       .group = "data",
       .label = "Split",
       .meaning = "How the rows held back are chosen.",
       .kind = Kind::choice,
       .seldom = true,
       .fallback = [](const Experiment&) { return text_of("random"); },
       .options = split_options,
       .read = read_split,
       .write = write_split},
      {.key = "scale",
       .group = "inputs",
       .label = "Scaling",
       .meaning = "How inputs are brought to a common size; what that takes is measured on the training rows only.",
       .kind = Kind::choice,
       .fallback = [](const Experiment& e) { return text_of(set_of(e).default_scale); },
       .options = scale_options,
       .read = read_scale,
       .write = write_scale},
  };
}

}  // namespace glassbox::experiment

#include <algorithm>

#include "experiment/edits_text.hpp"
#include "experiment/field_table.hpp"
#include "network/registry.hpp"

namespace glassbox::experiment {
namespace {

constexpr Range kSizes = {0, 100};

std::string empty_text(const Experiment&) { return {}; }

bool has_size(std::string_view name) { return name == "uniform" || name == "normal"; }

std::vector<Option> initialiser_options() {
  std::vector<Option> options;
  for (const network::Choice& row : network::initialisers()) options.push_back({row.name, row.label, row.meaning});
  return options;
}

void read_init(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  if (!read_option(row, name, problems)) return;
  double size = default_experiment().init_size;
  if (colon != std::string_view::npos) {
    const std::string kind(name);
    if (!has_size(name)) {
      problems.add("bad-form", row.key, text, kind + ", without a number");
      return;
    }
    const auto number = read_number(text.substr(colon + 1));
    if (!number || *number < kSizes.least || *number > kSizes.most) {
      problems.add(number ? "out-of-range" : "not-a-number", row.key, text, kind + ":0 to " + kind + ":100");
      return;
    }
    size = *number;
  }
  experiment.init = std::string(name);
  experiment.init_size = size;
}

std::string write_init(const Experiment& experiment) {
  return has_size(experiment.init) ? experiment.init + ":" + write_number(experiment.init_size) : experiment.init;
}

void read_weights(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  experiment.w.clear();
  const auto numbers = split(text, ',');
  if (static_cast<std::int64_t>(numbers.size()) > kMaxParameters) {
    problems.add("too-many", row.key, std::to_string(numbers.size()) + " weights", std::to_string(kMaxParameters) + " weights");
    return;
  }
  for (const std::string_view part : numbers) {
    const auto number = read_number(part);
    if (!number) problems.add("not-a-number", row.key, part, "numbers with commas between them");
    if (problems.full()) return;
    experiment.w.push_back(number.value_or(0));
  }
}

std::string write_weights(const Experiment& experiment) {
  std::string text;
  for (const double weight : experiment.w) {
    if (!text.empty()) text += ',';
    text += write_number(weight);
  }
  return text;
}

void read_precision(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  if (read_option(row, text, problems)) experiment.precision = text == "64" ? 64 : 32;
}

void read_expect(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  experiment.expect.reset();
  if (text.empty()) return;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (text.size() != 16 || !std::all_of(text.begin(), text.end(), is_hex)) {
    problems.add("bad-form", row.key, text, "16 digits 0 to 9 and a to f");
    return;
  }
  std::uint64_t hash = 0;
  for (const char c : text) hash = hash * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  experiment.expect = hash;
}

Verdict only_without_weights(const Experiment& experiment) {
  if (experiment.w.empty()) return {};
  return {false, "The weights are given in full."};
}

std::vector<FieldRow> weight_fields() {
  return {
      {.key = "init",
       .group = "network",
       .label = "First weights",
       .meaning = "How the weights are drawn before the first step; biases start at zero.",
       .kind = Kind::choice,
       .fallback = [](const Experiment&) { return default_experiment().init; },
       .options = initialiser_options,
       .relevant = only_without_weights,
       .read = read_init,
       .write = write_init},
      {.key = "w",
       .group = "network",
       .label = "Weights in full",
       .meaning = "Every weight and bias at the start: layer by layer, the weights of each unit in turn, then the biases.",
       .kind = Kind::text,
       .fallback = empty_text,
       .relevant =
           [](const Experiment&) {
             return Verdict{false, "Written by links only."};
           },
       .read = read_weights,
       .write = write_weights},
      {.key = "seed",
       .group = "network",
       .label = "Seed",
       .meaning = "Decides the first weights and the order of rows: the same seed gives the same run, another one another attempt.",
       .slot = &Experiment::seed,
       .range = {0, 4294967295.0},
       .slider = {0, 100},
       .fallback = [](const Experiment&) { return write_number(static_cast<double>(default_experiment().seed)); }},
      {.key = "precision",
       .group = "training",
       .label = "Precision",
       .unit = "bits",
       .meaning = "How many bits each number of the network has.",
       .kind = Kind::choice,
       .seldom = true,
       .fallback = [](const Experiment&) { return std::string("32"); },
       .options = []() -> std::vector<Option> {
         return {{"32", "32 bits", "About 7 digits, as usual."}, {"64", "64 bits", "About 16 digits, for comparisons."}};
       },
       .read = read_precision,
       .write = [](const Experiment& e) { return std::to_string(e.precision); }},
  };
}

}  // namespace

std::vector<FieldRow> run_fields() {
  std::vector<FieldRow> rows = weight_fields();
  rows.push_back(
      {.key = "edits",
       .group = "run",
       .label = "Changes during the run",
       .meaning = "What was changed before which step: 1200:lr=0.003;1500:2.w.0.3=0.5.",
       .kind = Kind::text,
       .start = false,
       .fallback = empty_text,
       .read = [](const FieldRow&, std::string_view text, Experiment& e, Problems& problems) { e.edits = read_edits(text, problems); },
       .write = [](const Experiment& e) { return write_edits(e.edits); }});
  rows.push_back({.key = "at",
                  .group = "run",
                  .label = "Opens at",
                  .unit = "steps",
                  .meaning = "The step at which a link opens, paused.",
                  .slot = &Experiment::at,
                  .range = {0, static_cast<double>(kMaxStep)},
                  .slider = {0, static_cast<double>(kMaxStep)},
                  .start = false,
                  .fallback = [](const Experiment&) { return std::string("0"); }});
  rows.push_back({.key = "expect",
                  .group = "run",
                  .label = "Expected hash",
                  .meaning = "The sender's weights hash at that step: opening the link says whether the numbers are the same.",
                  .kind = Kind::text,
                  .start = false,
                  .fallback = empty_text,
                  .read = read_expect,
                  .write = [](const Experiment& e) { return e.expect ? write_hash(*e.expect) : std::string(); }});
  return rows;
}

}  // namespace glassbox::experiment

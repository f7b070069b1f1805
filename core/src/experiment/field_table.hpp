#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"
#include "glassbox/whole.hpp"

namespace glassbox::experiment {

enum class Kind { whole, real, choice, list, text };

struct Option {
  std::string_view name, label;
  Meaning meaning;
};

/// Whether a choice or a field makes sense beside the fields before it; otherwise why not, in one sentence.
struct Verdict {
  bool fits = true;
  std::string_view reason = {};
};

struct Range {
  double least = 0, most = 0;
};

/// Where a plain field lives.
using Slot = std::variant<std::monostate, int Experiment::*, std::int64_t Experiment::*, std::uint32_t Experiment::*, double Experiment::*,
                          std::string Experiment::*>;

/// One key of the experiment text. Parser, formatter, validator, form and reference are all derived from these rows.
/// A field is either a plain slot or has its own `read` and `write`.
struct FieldRow {
  std::string_view key;
  std::string_view group = {};  ///< of the form: data, inputs, network, training, run
  std::string_view label = {};
  std::string_view unit = {};
  Meaning meaning = {};
  Kind kind = Kind::whole;
  Slot slot = {};
  Range range = {};   ///< accepted numbers
  Range slider = {};  ///< the useful part of them
  bool logarithmic = false;
  bool live = false;    ///< may change during the run, as an edit
  bool start = true;    ///< changing it starts the run anew
  bool seldom = false;  ///< folded away on the page while it stands at its default

  /// The default, as text; it may depend on the fields before this one.
  std::string (*fallback)(const Experiment&) = nullptr;
  /// Choices in the order shown; also of a list's entries.
  std::vector<Option> (*options)() = nullptr;
  Verdict (*judge)(const Experiment&, std::string_view choice) = nullptr;
  Verdict (*relevant)(const Experiment&) = nullptr;
  /// A narrower range where the fields before this one decide it.
  Range (*bounds)(const Experiment&) = nullptr;
  void (*read)(const FieldRow&, std::string_view, Experiment&, Problems&) = nullptr;
  std::string (*write)(const Experiment&) = nullptr;
};

/// Why a run without test rows, or without measuring them, cannot stop by itself.
inline constexpr std::string_view kWatchesTest =
    "It looks at the test rows whenever they are measured: that needs a test share and a measuring interval above 0.";

/// Experiment(), made once.
const Experiment& default_experiment();

/// All rows in canonical order.
std::span<const FieldRow> field_table();
const FieldRow* find_field(std::string_view key);
/// The key that a misspelt key or label was meant to be, or empty.
std::string_view nearest_key(std::string_view key);

void read_field(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems);
std::string write_field(const FieldRow& row, const Experiment& experiment);
Range bounds_of(const FieldRow& row, const Experiment& experiment);
Verdict relevance(const FieldRow& row, const Experiment& experiment);
Verdict judge_choice(const FieldRow& row, const Experiment& experiment, std::string_view choice);

/// Reads a number within a range; problems name `row`. False when there were any.
bool read_in_range(const FieldRow& row, std::string_view text, Range range, double& value, Problems& problems);
/// One of the row's options; false, with a problem, for anything else.
bool read_option(const FieldRow& row, std::string_view text, Problems& problems);

/// Stretches of the table, in canonical order; field_table() joins them.
std::vector<FieldRow> data_fields();
std::vector<FieldRow> network_fields();
std::vector<FieldRow> training_fields();
std::vector<FieldRow> run_fields();

}  // namespace glassbox::experiment

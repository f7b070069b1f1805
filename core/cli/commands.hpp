#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "glassbox/landscape.hpp"

namespace glassbox {

/// Exit codes of the program.
enum ExitCode { kDone = 0, kDiverged = 1, kAccused = 1, kBadExperiment = 2 };

struct RunOptions {
  std::optional<std::int64_t> steps;   ///< steps to take in all
  std::optional<std::int64_t> epochs;  ///< or epochs to complete
  bool json = false;
  bool hash = false;
  bool result = false;  ///< nothing but one JSON object at the end
};

struct SweepOptions {
  std::vector<std::string> axes;  ///< as for read_axes()
  int seeds = 0;
  bool run = false;  ///< trains them one after the other and prints a JSON object for each
};

struct InspectOptions {
  std::optional<std::int64_t> at_step;  ///< otherwise where the experiment opens
  bool json = false;
};

struct LandscapeOptions {
  std::optional<std::int64_t> at_step;  ///< otherwise where the experiment opens
  std::string plane = "auto";
  std::string held;  ///< "0.w.2.1=0.5", or empty
  LandscapeQuestion question;
};

/// Says problems on standard error.
int refuse(const std::vector<Problem>& problems);
/// The run of an experiment at a step, or where it opens.
Result<Trainer> trained(const std::string& text, std::optional<std::int64_t> at_step);

/// Trains and prints one line per evaluated epoch. Without --steps or --epochs it runs to the experiment's `at`, else to its `epochs`.
int run(const std::string& text, const RunOptions& options);
/// Prints the experiments of a sweep, or what came of each.
int sweep(const std::string& text, const SweepOptions& options);
/// Prints the canonical text.
int check(const std::string& text);
/// Prints the layers and their parameter counts.
int summary(const std::string& text);
/// Measures what a step costs, part by part, and prints it as a table or as one JSON object.
int profile(const std::string& text, bool json);
/// Trains to a step and prints what the three checks make of the next one: gradient, update, data. kAccused when one of them accuses.
int inspect(const std::string& text, const InspectOptions& options);
/// Trains to a step and prints the loss over a plane through its weights, as {"landscape":Landscape::json(), "grid":[[…]…]}.
int landscape(const std::string& text, LandscapeOptions options);
/// Prints the field table.
int fields(const std::string& format);

}  // namespace glassbox

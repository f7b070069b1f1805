#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "glassbox/experiment.hpp"
#include "glassbox/problem.hpp"

namespace glassbox {

/// The most experiments one sweep may have.
inline constexpr int kMaxSweep = 100'000;

/// One key of the experiment and the texts it takes, in the order given.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;

  bool operator==(const SweepAxis&) const = default;
};

/// Reads words "KEY=VALUE". A key given again takes one more value. "KEY=LOW..HIGH:COUNT" stands for COUNT values from LOW to HIGH: in
/// equal steps or, for keys with a logarithmic scale and LOW above 0, in equal ratios; those between are rounded to four significant
/// digits, and to whole numbers for whole keys. Problems name unknown keys, ranges that cannot be read, and counts outside 2 to 1,000.
Result<std::vector<SweepAxis>> read_axes(const std::vector<std::string>& words);

/// Every combination of the axes' values, the last axis changing fastest, each with the seeds 1 to `seeds`; 0 leaves the experiment's own
/// seed. Values go through with_field(), whose problems are those reported; every experiment is valid.
Result<std::vector<Experiment>> sweep(const Experiment& base, const std::vector<SweepAxis>& axes, int seeds);

/// The middle and the ends of some numbers; of an even count, the middle is the mean of the middle two. Numbers that are not finite do
/// not count.
struct Spread {
  int count = 0;
  double low = 0, median = 0, high = 0;
};
Spread spread(std::vector<double> numbers);

/// {ok, axes: [{key, label, values}], experiments: […]} of a sweep, in the order of sweep(), or {ok: false, problems}; more experiments
/// than `most` are a problem. `epochs` is the length of each run, as text; empty leaves it as it is.
std::string sweep_json(std::string_view base, const std::vector<std::string>& words, int seeds, std::string_view epochs, int most);
/// {count, low, median, high}; only the count without numbers.
std::string spread_json(const Spread& spread);

}  // namespace glassbox

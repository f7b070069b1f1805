#pragma once

#include <string>
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

}  // namespace glassbox

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "glassbox/dataset.hpp"

namespace glassbox::bench {

/// A workload as tests/bench/workloads.py writes it: `ID.txt` (one `key values` a line) and `ID.bin` (little-endian float32: X [n × d],
/// Y [n × k], then of each layer W [inputs × units] and b, all row-major).
struct Workload {
  Experiment experiment;
  Dataset dataset;
  Prepared prepared;
  int stage = 0;      ///< epochs after which a timed run starts again, so that nobody is measured on a saturated network
  int reference = 0;  ///< epochs after which the loss is judged
  int steps = 0;      ///< steps an epoch
};

Workload make_workload(const std::string& meta, const std::vector<float>& numbers);

/// Multiply-adds on registers only: the machine's limit for kernels that keep our rules. Returns a number that depends on all of them.
float multiply_add(std::int64_t rounds);
/// Floating-point operations of one round.
inline constexpr int kOperationsPerRound = 2 * 4 * 12;

/// Forward and both gradients of a 3×3 convolution from 16 to 32 channels over 28×28 pixels, batch 32; returns its floating-point
/// operations, those on the padding left out.
double convolution();

}  // namespace glassbox::bench

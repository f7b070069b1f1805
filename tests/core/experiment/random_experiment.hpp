#pragma once

#include <cstdint>

#include "glassbox/experiment.hpp"

namespace glassbox::test {

/// A small generator of its own (splitmix64), so that the tests are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits();
  /// 0 … count-1
  int below(int count) { return static_cast<int>(bits() % static_cast<std::uint64_t>(count)); }
  bool chance(int in) { return below(in) == 0; }
  /// A number in [low, high]: short decimals, all 17 digits, or one of the ends.
  double real(double low, double high);

 private:
  std::uint64_t state_;
};

/// A valid experiment (own rows may still lack points) with unlikely corners made likely.
Experiment random_experiment(Dice& dice);

}  // namespace glassbox::test

#pragma once

#include <cstdint>
#include <vector>

namespace glassbox::math {

/// What a draw is for: draws of different purposes never overlap.
enum class Purpose : std::uint32_t { initial_weights = 1, data = 2, noise = 3, split = 4, shuffle = 5, dropout = 6, probe = 7 };

/// A counter-based generator (Philox 4x32-10, Salmon et al. 2011): every value is a function of its coordinates, with no hidden state.
struct Random {
  std::uint32_t seed = 0;
  Purpose purpose = Purpose::data;
  std::uint32_t layer = 0;
  std::uint64_t step = 0;

  /// 64 random bits for an index.
  std::uint64_t bits(std::uint32_t index) const;
  /// Uniform in [0, 1), 53 bits.
  double uniform(std::uint32_t index) const;
  double uniform(std::uint32_t index, double low, double high) const;
  /// Standard normal (Box-Muller on two uniforms of this index, with the program's own log and cos).
  double normal(std::uint32_t index) const;
  /// Uniform whole number in [0, count), without bias worth the name (multiply-high of 64 bits).
  std::uint32_t below(std::uint32_t index, std::uint32_t count) const;
  /// A Fisher-Yates permutation of 0 … count-1.
  std::vector<int> permutation(int count) const;
};

/// numpy's RandomState(seed).permutation(count): MT19937 with init_genrand and the legacy masked-rejection shuffle.
std::vector<int> numpy_permutation(std::uint32_t seed, int count);

}  // namespace glassbox::math

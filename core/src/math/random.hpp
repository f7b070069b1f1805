#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace glassbox::math {

/// What a draw is for: draws of different purposes never overlap.
enum class Purpose : std::uint32_t { initial_weights = 1, data = 2, noise = 3, split = 4, shuffle = 5, dropout = 6, probe = 7 };

/// One block of Philox 4x32-10: four random words for a counter of 128 bits and a key of 64.
using PhiloxBlock = std::array<std::uint32_t, 4>;
PhiloxBlock philox(PhiloxBlock counter, std::array<std::uint32_t, 2> key);

/// A counter-based generator (Philox 4x32-10, Salmon et al. 2011): every value is a function of its coordinates, with no hidden state.
/// The block of an index has the counter {index, layer, low and high half of step} and the key {seed, purpose}; its words give two draws of
/// 64 bits, the lower word first. All but normal() use the first.
struct Random {
  std::uint32_t seed = 0;
  Purpose purpose = Purpose::data;
  std::uint32_t layer = 0;
  std::uint64_t step = 0;

  /// The four random words of an index.
  PhiloxBlock block(std::uint32_t index) const;
  /// 64 random bits for an index.
  std::uint64_t bits(std::uint32_t index) const;
  /// Uniform in [0, 1): the upper 53 bits of bits().
  double uniform(std::uint32_t index) const;
  double uniform(std::uint32_t index, double low, double high) const;
  /// Standard normal: √(-2 log(1 - u)) cos(2π v) for the uniforms u, v of the two draws of this index (Box-Muller).
  double normal(std::uint32_t index) const;
  /// Uniform whole number in [0, count), without bias worth the name (multiply-high of 64 bits).
  std::uint32_t below(std::uint32_t index, std::uint32_t count) const;
  /// A Fisher-Yates permutation of 0 … count-1: for i from count-1 down to 1, entries i and below(i, i + 1) change places.
  std::vector<int> permutation(int count) const;
};

/// numpy's RandomState(seed).permutation(count): MT19937 with init_genrand and the legacy masked-rejection shuffle.
std::vector<int> numpy_permutation(std::uint32_t seed, int count);

}  // namespace glassbox::math

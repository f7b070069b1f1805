#include "math/random.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

#include "math/functions.hpp"

namespace glassbox::math {
namespace {

constexpr double kTwoPi = 6.283185307179586;

/// Two 64-bit draws of one index, from the four words of its block.
std::array<std::uint64_t, 2> draws(const Random& random, std::uint32_t index) {
  const PhiloxBlock block = random.block(index);
  return {block[0] | std::uint64_t{block[1]} << 32, block[2] | std::uint64_t{block[3]} << 32};
}

double to_unit_interval(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

}  // namespace

PhiloxBlock philox(PhiloxBlock counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t product1 = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

PhiloxBlock Random::block(std::uint32_t index) const {
  return philox({index, layer, static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32)},
                {seed, static_cast<std::uint32_t>(purpose)});
}

std::uint64_t Random::bits(std::uint32_t index) const { return draws(*this, index)[0]; }

double Random::uniform(std::uint32_t index) const { return to_unit_interval(bits(index)); }

double Random::uniform(std::uint32_t index, double low, double high) const { return low + (high - low) * uniform(index); }

double Random::normal(std::uint32_t index) const {
  const auto [first, second] = draws(*this, index);
  const double radius = std::sqrt(-2.0 * log_of(1.0 - to_unit_interval(first)));
  return radius * cos_of(kTwoPi * to_unit_interval(second));
}

std::uint32_t Random::below(std::uint32_t index, std::uint32_t count) const {
  const std::uint64_t random = bits(index);
  const std::uint64_t low = (random & 0xffffffffu) * count;
  return static_cast<std::uint32_t>(((random >> 32) * count + (low >> 32)) >> 32);
}

std::vector<int> Random::permutation(int count) const {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t i = static_cast<std::uint32_t>(count); i-- > 1;) std::swap(order[i], order[below(i, i + 1)]);
  return order;
}

std::vector<int> numpy_permutation(std::uint32_t seed, int count) {
  std::mt19937 generator(seed);  // the standard fixes its numbers; only distributions differ between libraries
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t i = static_cast<std::uint32_t>(count); i-- > 1;) {
    std::uint32_t mask = i;
    for (int shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
    std::uint32_t chosen = 0;
    do {
      chosen = static_cast<std::uint32_t>(generator()) & mask;
    } while (chosen > i);
    std::swap(order[i], order[chosen]);
  }
  return order;
}

}  // namespace glassbox::math

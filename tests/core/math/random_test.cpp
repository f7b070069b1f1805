#include "math/random.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <set>
#include <string>

#include "catch.hpp"

namespace math = glassbox::math;
using math::Purpose;
using math::Random;

namespace {

constexpr int kDraws = 200'000;

struct Moments {
  double mean = 0, variance = 0, fourth = 0;
};

template <class Draw>
Moments moments_of(Draw draw) {
  Moments sums;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const double value = draw(i);
    sums.mean += value;
    sums.variance += value * value;
    sums.fourth += value * value * value * value;
  }
  sums.mean /= kDraws;
  sums.variance = sums.variance / kDraws - sums.mean * sums.mean;
  sums.fourth /= kDraws;
  return sums;
}

}  // namespace

TEST_CASE("Philox 4x32-10 gives the published known answers", "[math][random]") {
  // Random123's kat_vectors; the last one's counter and key are the digits of pi.
  CHECK(math::philox({0, 0, 0, 0}, {0, 0}) == math::PhiloxBlock{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u});
  CHECK(math::philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) == math::PhiloxBlock{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu});
  CHECK(math::philox({0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}, {0xa4093822u, 0x299f31d0u}) ==
        math::PhiloxBlock{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u});
}

TEST_CASE("the generator's coordinates go where the documentation says", "[math][random]") {
  const Random random{.seed = 7, .purpose = Purpose::dropout, .layer = 3, .step = 0x123456789abcull};
  const math::PhiloxBlock block = math::philox({42, 3, 0x56789abcu, 0x1234u}, {7, 6});
  CHECK(random.bits(42) == (block[0] | std::uint64_t{block[1]} << 32));
}

TEST_CASE("every coordinate changes the draw", "[math][random]") {
  const Random random{.seed = 1, .purpose = Purpose::data, .layer = 0, .step = 0};
  Random seed = random, purpose = random, layer = random, step = random, late = random;
  seed.seed = 2;
  purpose.purpose = Purpose::noise;
  layer.layer = 1;
  step.step = 1;
  late.step = std::uint64_t{1} << 32;
  const std::set<std::uint64_t> different = {random.bits(0), random.bits(1), seed.bits(0), purpose.bits(0),
                                             layer.bits(0),  step.bits(0),   late.bits(0)};
  CHECK(different.size() == 7);
}

TEST_CASE("uniform draws fill their interval evenly", "[math][random]") {
  const Random random{.seed = 3, .purpose = Purpose::probe, .layer = 0, .step = 0};
  double low = 1, high = 0;
  const Moments unit = moments_of([&](std::uint32_t i) {
    const double value = random.uniform(i);
    low = std::min(low, value);
    high = std::max(high, value);
    return value;
  });
  CHECK(low >= 0);
  CHECK(high < 1);
  CHECK(unit.mean == Approx(0.5).margin(0.003));
  CHECK(unit.variance == Approx(1.0 / 12).margin(0.001));
  CHECK(random.uniform(9, -2, 6) == -2 + 8 * random.uniform(9));
}

TEST_CASE("normal draws have the moments of the standard normal distribution", "[math][random]") {
  const Random random{.seed = 4, .purpose = Purpose::initial_weights, .layer = 1, .step = 0};
  const Moments moments = moments_of([&](std::uint32_t i) { return random.normal(i); });
  CHECK(moments.mean == Approx(0).margin(0.01));
  CHECK(moments.variance == Approx(1).margin(0.015));
  CHECK(moments.fourth == Approx(3).margin(0.15));
}

TEST_CASE("a normal draw is the Box-Muller value of its two uniforms", "[math][random]") {
  const Random random{.seed = 11, .purpose = Purpose::noise, .layer = 0, .step = 5};
  for (std::uint32_t i = 0; i < 100; ++i) {
    const math::PhiloxBlock block = math::philox({i, 0, 5, 0}, {11, 3});
    const double u = std::ldexp(double((block[0] | std::uint64_t{block[1]} << 32) >> 11), -53);
    const double v = std::ldexp(double((block[2] | std::uint64_t{block[3]} << 32) >> 11), -53);
    CHECK(random.normal(i) == Approx(std::sqrt(-2 * std::log(1 - u)) * std::cos(2 * std::acos(-1.0) * v)).epsilon(1e-12).margin(1e-14));
  }
}

TEST_CASE("below() stays below its count and reaches every number equally often", "[math][random]") {
  const Random random{.seed = 5, .purpose = Purpose::shuffle, .layer = 0, .step = 0};
  std::vector<int> seen(7);
  for (std::uint32_t i = 0; i < 70'000; ++i) ++seen.at(random.below(i, 7));
  for (const int times : seen) CHECK(times == Approx(10'000).margin(400));
  CHECK(random.below(0, 1) == 0);
  CHECK(random.below(0, std::numeric_limits<std::uint32_t>::max()) ==
        (random.bits(0) >> 32) - (random.bits(0) >> 32 > (random.bits(0) & 0xffffffffu)));
}

TEST_CASE("a permutation holds every number once and changes with the step", "[math][random]") {
  Random random{.seed = 6, .purpose = Purpose::shuffle, .layer = 0, .step = 0};
  std::vector<int> order = random.permutation(1000);
  random.step = 1;
  CHECK(random.permutation(1000) != order);
  std::vector<int> sorted(1000);
  std::iota(sorted.begin(), sorted.end(), 0);
  CHECK(order != sorted);
  std::sort(order.begin(), order.end());
  CHECK(order == sorted);
  CHECK(random.permutation(0).empty());
  CHECK(random.permutation(1) == std::vector<int>{0});
}

TEST_CASE("numpy's legacy permutation is reproduced", "[math][random]") {
  // Lines of tests/fixtures/numpy_permutations.txt: seed, count, then RandomState(seed).permutation(count).
  std::ifstream file(GLASSBOX_FIXTURES "/numpy_permutations.txt");
  int lines = 0;
  for (std::uint32_t seed = 0; file >> seed; ++lines) {
    int count = 0;
    file >> count;
    std::vector<int> expected(static_cast<std::size_t>(count));
    for (int& value : expected) file >> value;
    REQUIRE(!file.fail());
    CAPTURE(seed, count);
    CHECK(math::numpy_permutation(seed, count) == expected);
  }
  CHECK(lines >= 5);
}

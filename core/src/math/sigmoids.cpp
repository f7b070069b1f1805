#include "math/sigmoids.hpp"

#include <algorithm>

#include "math/functions.hpp"

namespace glassbox::math {
namespace {

using Fitted = Fit<float>;
using Four = Lanes<float>;

constexpr float kOfSigmoid[] = {-Fitted::kExpLowest, -Fitted::kInverseLn2, kRounder<float>, Fitted::kLn2High, Fitted::kLn2Low, 1.0f,
                                Fitted::kExp[0],     Fitted::kExp[1],      Fitted::kExp[2], Fitted::kExp[3],  Fitted::kExp[4]};
constexpr float kOfTanh[] = {-Fitted::kTanhHighest,
                             Fitted::kTanhHighest,
                             Fitted::kTanhOver[0],
                             Fitted::kTanhOver[1],
                             Fitted::kTanhOver[2],
                             Fitted::kTanhUnder[0],
                             Fitted::kTanhUnder[1],
                             Fitted::kTanhUnder[2],
                             Fitted::kTanhUnder[3],
                             -1.0f,
                             1.0f};

/// The numbers, of which clang no longer knows what they are.
const float* unknown(const float* numbers) {
  asm("" : "+r"(numbers));
  return numbers;
}

constexpr std::size_t kBlock = 64;

}  // namespace

// The operations of sigmoid() and tanh(), one by one. Those of a value wait for each other: a processor sees so far ahead that in two or
// three loops many values go on at once, in one only a few. The constants are read, since engines make others anew in every turn of a
// loop, in three instructions each.
void sigmoids(const float* x, float* y, std::size_t count) {
  alignas(sizeof(Four)) float powers[kBlock];
  const float* numbers = unknown(kOfSigmoid);
  const Four highest = broadcast(numbers[0]), minus_inverse_ln2 = broadcast(numbers[1]), rounder = broadcast(numbers[2]),
             ln2_high = broadcast(numbers[3]), ln2_low = broadcast(numbers[4]), one = broadcast(numbers[5]);
  const Four c0 = broadcast(numbers[6]), c1 = broadcast(numbers[7]), c2 = broadcast(numbers[8]), c3 = broadcast(numbers[9]),
             c4 = broadcast(numbers[10]);
  for (std::size_t left = count, block; left > 0; left -= block, x += block, y += block) {
    block = std::min(kBlock, left);
    for (std::size_t i = 0; i < block; i += kLanes) {
      const Four clamped = smaller<float>(highest, load(x + i));
      const Four rounded = clamped * minus_inverse_ln2 + rounder;
      const Four k = rounded - rounder;
      store(powers + i, lanes_of<float>((bits_of<float>(rounded) << Format<float>::kMantissaBits) + bits_of<float>(one)));
      store(y + i, (clamped + k * ln2_high) + k * ln2_low);
    }
    for (std::size_t i = 0; i < block; i += kLanes) {
      const Four r = load(y + i);
      const Four q = c0 - (c1 - (c2 - (c3 - c4 * r) * r) * r) * r;
      store(y + i, ((r * r * q - r) + one) * load(powers + i));
    }
    for (std::size_t i = 0; i < block; i += kLanes) {
      store(y + i, zero_where<float>(load(x + i) < -highest, one / (load(y + i) + one)));
    }
  }
}

void tanhs(const float* x, float* y, std::size_t count) {
  alignas(sizeof(Four)) float under[kBlock];
  const float* numbers = unknown(kOfTanh);
  const Four lowest = broadcast(numbers[0]), highest = broadcast(numbers[1]), minus_one = broadcast(numbers[9]),
             one = broadcast(numbers[10]);
  const Four p0 = broadcast(numbers[2]), p1 = broadcast(numbers[3]), p2 = broadcast(numbers[4]);
  const Four q0 = broadcast(numbers[5]), q1 = broadcast(numbers[6]), q2 = broadcast(numbers[7]), q3 = broadcast(numbers[8]);
  for (std::size_t left = count, block; left > 0; left -= block, x += block, y += block) {
    block = std::min(kBlock, left);
    for (std::size_t i = 0; i < block; i += kLanes) {
      const Four clamped = smaller<float>(highest, larger<float>(lowest, load(x + i)));
      const Four z = clamped * clamped;
      store(y + i, clamped * (p0 + (p1 + p2 * z) * z));
      store(under + i, q0 + (q1 + (q2 + q3 * z) * z) * z);
    }
    for (std::size_t i = 0; i < block; i += kLanes) {
      const Four a = load(y + i), b = load(under + i);
      store(y + i, smaller<float>(one, larger<float>(minus_one, (a + a) * b / (a * a + b * b))));
    }
  }
}

}  // namespace glassbox::math

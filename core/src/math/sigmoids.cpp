#include "math/sigmoids.hpp"

#include <algorithm>

#include "math/functions.hpp"

namespace glassbox::math {
namespace {

using Fitted = Fit<float>;
using Four = Lanes<float>;

constexpr float kNumbers[] = {-Fitted::kExpLowest, -Fitted::kInverseLn2, kRounder<float>, Fitted::kLn2High, Fitted::kLn2Low, 1.0f,
                              Fitted::kExp[0],     Fitted::kExp[1],      Fitted::kExp[2], Fitted::kExp[3],  Fitted::kExp[4]};

}  // namespace

// The operations of sigmoid(), one by one. Those of a value wait for each other: a processor sees so far ahead that in three loops many
// values go on at once, in one only a few. The constants are read, since engines make others anew in every turn of a loop, in three
// instructions each.
void sigmoids(const float* x, float* y, std::size_t count) {
  constexpr std::size_t kBlock = 64;
  alignas(sizeof(Four)) float powers[kBlock];
  const float* numbers = kNumbers;
  asm("" : "+r"(numbers));  // else clang would know what stands there
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

}  // namespace glassbox::math

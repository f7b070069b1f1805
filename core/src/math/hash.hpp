#pragma once

#include <cstdint>
#include <span>

#include "math/bits.hpp"

namespace glassbox::math {

/// FNV-1a, 64 bits, over little-endian bytes; every NaN counts as the same NaN.
class Hash {
 public:
  void add_byte(std::uint8_t byte) { value_ = (value_ ^ byte) * 1099511628211ull; }
  void add(std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) add_byte(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  void add(float number) { add(number != number ? 0x7fc00000u : bits_as<std::uint32_t>(number), 4); }
  void add(double number) { add(number != number ? 0x7ff8000000000000ull : bits_as<std::uint64_t>(number), 8); }
  template <class T>
  void add_all(std::span<const T> numbers) {
    for (const T& number : numbers) add(number);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037ull;
};

}  // namespace glassbox::math

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "math/bits.hpp"

namespace glassbox::training {

/// Writes numbers little-endian, one after the other.
class ByteWriter {
 public:
  void whole(std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  void number(float value) { whole(math::bits_as<std::uint32_t>(value), 4); }
  void number(double value) { whole(math::bits_as<std::uint64_t>(value), 8); }
  template <class S>
  void numbers(std::span<S> values) {
    for (const auto& value : values) number(value);
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Reads them back. Reading past the end gives zeros and clears ok().
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  std::size_t left() const { return bytes_.size() - next_; }

  std::uint64_t whole(int bytes) {
    if (left() < static_cast<std::size_t>(bytes)) {
      ok_ = false;
      return 0;
    }
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) number |= static_cast<std::uint64_t>(bytes_[next_++]) << (8 * i);
    return number;
  }
  void number(float& value) { value = math::bits_as<float>(static_cast<std::uint32_t>(whole(4))); }
  void number(double& value) { value = math::bits_as<double>(whole(8)); }
  template <class S>
  void numbers(std::span<S> values) {
    for (S& value : values) number(value);
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
  bool ok_ = true;
};

}  // namespace glassbox::training

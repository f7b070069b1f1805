#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "math/bits.hpp"

namespace glassbox::training {

static_assert(std::endian::native == std::endian::little, "Numbers are written as they lie in memory.");

/// Writes numbers little-endian, one after the other.
class ByteWriter {
 public:
  void whole(std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  void number(float value) { whole(math::bits_as<std::uint32_t>(value), 4); }
  void number(double value) { whole(math::bits_as<std::uint64_t>(value), 8); }
  template <std::floating_point S>
  void numbers(std::span<S> values) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
    bytes_.insert(bytes_.end(), first, first + values.size_bytes());
  }
  /// For so many bytes more: a large checkpoint is not moved while it grows.
  void make_room(std::size_t bytes) { bytes_.reserve(bytes_.size() + bytes); }
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
  template <std::floating_point S>
  void numbers(std::span<S> values) {
    const std::size_t whole = std::min(values.size(), left() / sizeof(S));
    if (whole > 0) std::memcpy(values.data(), bytes_.data() + next_, whole * sizeof(S));
    next_ += whole * sizeof(S);
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(whole), values.end(), S(0));
    ok_ = ok_ && whole == values.size();
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
  bool ok_ = true;
};

}  // namespace glassbox::training

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace glassbox::experiment {

/// A natural number of any size, for exact decimal conversion. Digits of 32 bits, least first, without leading zeros.
class Big {
 public:
  Big() = default;
  explicit Big(std::uint64_t value) {
    for (; value != 0; value >>= 32) digits_.push_back(static_cast<std::uint32_t>(value));
  }

  bool zero() const { return digits_.empty(); }

  /// this = this · factor + addend
  void multiply(std::uint32_t factor, std::uint32_t addend = 0) {
    std::uint64_t carry = addend;
    for (std::uint32_t& digit : digits_) {
      carry += static_cast<std::uint64_t>(digit) * factor;
      digit = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) digits_.push_back(static_cast<std::uint32_t>(carry));
  }

  void multiply_by_power_of_ten(int exponent) {
    for (; exponent >= 9; exponent -= 9) multiply(1000000000u);
    for (; exponent > 0; --exponent) multiply(10u);
  }

  void shift_left(int bits) {
    if (zero() || bits == 0) return;
    const int small = bits % 32;
    if (small != 0) {
      std::uint32_t carry = 0;
      for (std::uint32_t& digit : digits_) {
        const std::uint32_t high = digit >> (32 - small);
        digit = (digit << small) | carry;
        carry = high;
      }
      if (carry != 0) digits_.push_back(carry);
    }
    digits_.insert(digits_.begin(), static_cast<std::size_t>(bits / 32), 0u);
  }

  int bit_length() const {
    if (zero()) return 0;
    int bits = 0;
    for (std::uint32_t top = digits_.back(); top != 0; top >>= 1) ++bits;
    return static_cast<int>(digits_.size() - 1) * 32 + bits;
  }

  void add(const Big& other) {
    if (digits_.size() < other.digits_.size()) digits_.resize(other.digits_.size());
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      carry += digits_[i];
      if (i < other.digits_.size()) carry += other.digits_[i];
      digits_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) digits_.push_back(static_cast<std::uint32_t>(carry));
  }

  /// Needs other <= this.
  void subtract(const Big& other) {
    std::int64_t borrow = 0;
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      std::int64_t difference = static_cast<std::int64_t>(digits_[i]) - borrow;
      if (i < other.digits_.size()) difference -= other.digits_[i];
      borrow = difference < 0 ? 1 : 0;
      digits_[i] = static_cast<std::uint32_t>(difference);
    }
    while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
  }

  /// -1, 0 or 1.
  static int compare(const Big& a, const Big& b) {
    if (a.digits_.size() != b.digits_.size()) return a.digits_.size() < b.digits_.size() ? -1 : 1;
    for (std::size_t i = a.digits_.size(); i-- > 0;) {
      if (a.digits_[i] != b.digits_[i]) return a.digits_[i] < b.digits_[i] ? -1 : 1;
    }
    return 0;
  }

 private:
  std::vector<std::uint32_t> digits_;
};

}  // namespace glassbox::experiment

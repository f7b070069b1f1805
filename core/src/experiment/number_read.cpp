#include <bit>
#include <cmath>

#include "experiment/big.hpp"
#include "glassbox/number.hpp"

namespace glassbox {
namespace {

using experiment::Big;

/// A double is decided by at most 767 significant digits; whatever follows them only matters as "more than nothing".
constexpr int kMaxDigits = 800;
/// Beyond these powers of ten a number is surely 0 or too large, alone or divided by another.
constexpr std::int64_t kMaxPower = 2000;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// digits · 10^power, with the digits kept as text.
struct Decimal {
  std::string digits;
  std::int64_t power = 0;
};

bool take_minus(std::string_view& text) {
  constexpr std::string_view kMinusSign = "\xE2\x88\x92";
  const std::size_t length = text.starts_with('-') ? 1 : text.starts_with(kMinusSign) ? kMinusSign.size() : 0;
  text.remove_prefix(length);
  return length != 0;
}

/// Reads the exponent after its letter. The result is held within ±10^9, which decides the number anyway.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  const bool negative = take_minus(text);
  if (!negative && text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = std::min<std::int64_t>(value * 10 + (c - '0'), 1'000'000'000);
  }
  return negative ? -value : value;
}

/// Reads an unsigned decimal number, the whole text.
std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal decimal;
  bool any_digit = false, after_point = false, more = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    const char c = text[i];
    if (c == '.' || c == ',') {
      if (after_point) return std::nullopt;
      after_point = true;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    any_digit = true;
    if (after_point) --decimal.power;
    if (decimal.digits.empty() && c == '0') continue;
    if (decimal.digits.size() < kMaxDigits) {
      decimal.digits.push_back(c);
    } else {
      ++decimal.power;
      more = more || c != '0';
    }
  }
  if (!any_digit) return std::nullopt;
  if (i < text.size()) {
    const auto exponent = read_exponent(text.substr(i + 1));
    if (!exponent) return std::nullopt;
    decimal.power += *exponent;
  }
  if (more) {
    decimal.digits.push_back('1');
    --decimal.power;
  }
  return decimal;
}

Big to_big(const std::string& digits) {
  Big big;
  for (const char c : digits) {
    if (big.zero()) {
      big = Big(static_cast<std::uint64_t>(c - '0'));
    } else {
      big.multiply(10, static_cast<std::uint32_t>(c - '0'));
    }
  }
  return big;
}

/// quotient · 2^exponent rounded to the nearest double, ties to even; `rest` says that the true value is a little larger.
/// The quotient has its highest bit set.
double round_to_double(std::uint64_t quotient, int exponent, bool rest) {
  const int bits = std::min(53, 64 + exponent + 1074);
  if (bits < 0) return 0;
  const int dropped = 64 - bits;
  std::uint64_t kept = bits == 0 ? 0 : quotient >> dropped;
  const std::uint64_t half = 1ull << (dropped - 1);
  const std::uint64_t below = dropped == 64 ? quotient : quotient & ((1ull << dropped) - 1);
  if (below > half || (below == half && (rest || (kept & 1) != 0))) ++kept;
  return std::ldexp(static_cast<double>(kept), exponent + dropped);
}

/// numerator / denominator, correctly rounded: 64 bits of the quotient by long division, and whether anything is left.
double divide(Big numerator, Big denominator) {
  int exponent = numerator.bit_length() - denominator.bit_length() - 64;
  if (exponent < 0) {
    numerator.shift_left(-exponent);
  } else {
    denominator.shift_left(exponent);
  }
  // numerator / denominator now lies in (2^63, 2^65).
  denominator.shift_left(63);
  Big twice = denominator;
  twice.shift_left(1);
  if (Big::compare(numerator, twice) >= 0) {
    denominator = twice;
    ++exponent;
  }
  std::uint64_t quotient = 0;
  for (int bit = 0; bit < 64; ++bit) {
    quotient <<= 1;
    if (Big::compare(numerator, denominator) >= 0) {
      numerator.subtract(denominator);
      quotient |= 1;
    }
    numerator.shift_left(1);
  }
  return round_to_double(quotient, exponent, !numerator.zero());
}

/// Numbers below 2^53 and powers up to 10^22 are exact, so that one multiplication or division rounds correctly.
std::optional<double> convert_simple(const Decimal& decimal) {
  static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (decimal.digits.size() > 15 || decimal.power < -22 || decimal.power > 22) return std::nullopt;
  double value = 0;
  for (const char c : decimal.digits) value = value * 10 + (c - '0');
  return decimal.power < 0 ? value / kPowers[-decimal.power] : value * kPowers[decimal.power];
}

/// numerator / denominator, both exact; the denominator is not zero.
std::optional<double> convert(const Decimal& numerator, const Decimal& denominator) {
  if (numerator.digits.empty()) return 0.0;
  const std::int64_t power = numerator.power - denominator.power;
  const std::int64_t leading =
      power + static_cast<std::int64_t>(numerator.digits.size()) - static_cast<std::int64_t>(denominator.digits.size());
  if (leading < -kMaxPower) return 0.0;
  if (leading > kMaxPower) return std::nullopt;
  Big top = to_big(numerator.digits);
  Big bottom = to_big(denominator.digits);
  if (power >= 0) {
    top.multiply_by_power_of_ten(static_cast<int>(power));
  } else {
    bottom.multiply_by_power_of_ten(static_cast<int>(-power));
  }
  const double value = divide(std::move(top), std::move(bottom));
  if (std::isinf(value)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
  const bool negative = take_minus(text);
  const std::size_t slash = text.find('/');
  const auto numerator = read_decimal(text.substr(0, slash));
  if (!numerator) return std::nullopt;
  std::optional<double> value;
  if (slash == std::string_view::npos) {
    value = convert_simple(*numerator);
    if (!value) value = convert(*numerator, Decimal{"1", 0});
  } else {
    const auto denominator = read_decimal(text.substr(slash + 1));
    if (!denominator || denominator->digits.empty()) return std::nullopt;
    value = convert(*numerator, *denominator);
  }
  if (!value) return std::nullopt;
  return negative && *value != 0 ? -*value : *value;
}

std::optional<std::int64_t> read_whole(std::string_view text) {
  if (text.empty() || text.size() > 19) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace glassbox

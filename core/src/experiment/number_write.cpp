#include <cmath>

#include "experiment/big.hpp"
#include "glassbox/number.hpp"
#include "math/bits.hpp"

namespace glassbox {
namespace {

using experiment::Big;

/// 0.d1d2d3… · 10^point
struct Digits {
  std::string digits;
  int point = 0;
};

/// value = mantissa · 2^exponent; `narrow_below` where the next smaller number is only half as far away.
struct Binary {
  std::uint64_t mantissa = 0;
  int exponent = 0;
  bool narrow_below = false;
};

Binary take_apart(double value) {
  const auto bits = math::bits_as<std::uint64_t>(value);
  const auto fraction = bits & ((1ull << 52) - 1);
  const int field = static_cast<int>((bits >> 52) & 0x7ff);
  if (field == 0) return {fraction, -1074, false};
  return {fraction | (1ull << 52), field - 1075, fraction == 0 && field > 1};
}

Binary take_apart(float value) {
  const auto bits = math::bits_as<std::uint32_t>(value);
  const auto fraction = bits & ((1u << 23) - 1);
  const int field = static_cast<int>((bits >> 23) & 0xff);
  if (field == 0) return {fraction, -149, false};
  return {fraction | (1u << 23), field - 150, fraction == 0 && field > 1};
}

/// The shortest digits inside the interval that rounds to the number, nearest to it (Steele and White, with exact arithmetic):
/// value = top / bottom, and half the gaps to its neighbours are below / bottom and above / bottom.
Digits shortest_digits(const Binary& binary) {
  const bool even = (binary.mantissa & 1) == 0;
  Big top(binary.mantissa), bottom(1), below(1), above(1);
  top.shift_left(1);
  bottom.shift_left(1);
  if (binary.exponent >= 0) {
    top.shift_left(binary.exponent);
    below.shift_left(binary.exponent);
    above.shift_left(binary.exponent);
  } else {
    bottom.shift_left(-binary.exponent);
  }
  if (binary.narrow_below) {
    top.shift_left(1);
    bottom.shift_left(1);
    above.shift_left(1);
  }
  Digits result;
  const auto reaches_one = [&] {
    Big sum = top;
    sum.add(above);
    const int order = Big::compare(sum, bottom);
    return even ? order >= 0 : order > 0;
  };
  // A first guess of the decimal exponent from the bit length (log10 2 ≈ 0.30103), corrected below.
  const int bits = Big(binary.mantissa).bit_length() + binary.exponent;
  result.point = static_cast<int>(std::floor((bits - 1) * 0.30103));
  if (result.point >= 0) {
    bottom.multiply_by_power_of_ten(result.point);
  } else {
    top.multiply_by_power_of_ten(-result.point);
    below.multiply_by_power_of_ten(-result.point);
    above.multiply_by_power_of_ten(-result.point);
  }
  while (reaches_one()) {
    bottom.multiply(10);
    ++result.point;
  }
  while (true) {
    top.multiply(10);
    below.multiply(10);
    above.multiply(10);
    int digit = 0;
    while (Big::compare(top, bottom) >= 0) {
      top.subtract(bottom);
      ++digit;
    }
    const int order = Big::compare(top, below);
    const bool low = even ? order <= 0 : order < 0;
    const bool high = reaches_one();
    if (!low && !high) {
      result.digits.push_back(static_cast<char>('0' + digit));
      continue;
    }
    Big twice = top;
    twice.shift_left(1);
    const bool up = high && (!low || Big::compare(twice, bottom) > 0 || (Big::compare(twice, bottom) == 0 && digit % 2 != 0));
    result.digits.push_back(static_cast<char>('0' + digit + (up ? 1 : 0)));
    return result;
  }
}

/// Plain notation from 1e-6 to below 1e21, an exponent elsewhere.
std::string lay_out(bool negative, const Digits& number) {
  const std::string& digits = number.digits;
  const int count = static_cast<int>(digits.size());
  std::string text = negative ? "-" : "";
  if (number.point > 21 || number.point < -5) {
    text += digits[0];
    if (count > 1) text += "." + digits.substr(1);
    return text + "e" + std::to_string(number.point - 1);
  }
  if (number.point <= 0) return text + "0." + std::string(static_cast<std::size_t>(-number.point), '0') + digits;
  if (number.point >= count) return text + digits + std::string(static_cast<std::size_t>(number.point - count), '0');
  return text + digits.substr(0, static_cast<std::size_t>(number.point)) + "." + digits.substr(static_cast<std::size_t>(number.point));
}

/// Most numbers people write have few decimals: a number of at most 15 digits that divides back to the value is the shortest.
std::string write_simple(double value) {
  const double size = std::abs(value);
  if (size < 1e-5 || size >= 1e15) return {};
  double power = 1;
  for (int decimals = 0; decimals <= 15; ++decimals, power *= 10) {
    const double scaled = std::floor(size * power + 0.5);
    if (scaled >= 1e15) return {};
    if (scaled / power != size) continue;
    Digits number{std::to_string(static_cast<std::int64_t>(scaled)), 0};
    number.point = static_cast<int>(number.digits.size()) - decimals;
    while (number.digits.size() > 1 && number.digits.back() == '0') number.digits.pop_back();
    return lay_out(value < 0, number);
  }
  return {};
}

std::string special(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return value == 0 ? "0" : std::string();
}

}  // namespace

std::string write_number(double value) {
  std::string text = special(value);
  if (text.empty()) text = write_simple(value);
  if (text.empty()) text = lay_out(value < 0, shortest_digits(take_apart(value)));
  return text;
}

std::string write_number(float value) {
  std::string text = special(value);
  if (!text.empty()) return text;
  text = lay_out(value < 0, shortest_digits(take_apart(value)));
  // Reading rounds twice, to double and to float; where that lands on the neighbour, the double's own digits do not.
  const auto back = read_number(text);
  return back && static_cast<float>(*back) == value ? text : write_number(static_cast<double>(value));
}

std::string write_hash(std::uint64_t hash) {
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, hash >>= 4) text[static_cast<std::size_t>(i)] = "0123456789abcdef"[hash & 15];
  return text;
}

}  // namespace glassbox

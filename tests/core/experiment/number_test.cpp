#include "glassbox/number.hpp"

#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

#include "catch.hpp"

using glassbox::read_number;
using glassbox::read_whole;
using glassbox::write_number;

namespace {

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

struct Line {
  std::string kind, first, second;
};

template <class Check>
int for_each_line(const std::string& kind, Check check) {
  std::ifstream file(std::string(GLASSBOX_FIXTURES) + "/decimal_texts.txt");
  int count = 0;
  for (Line line; file >> line.kind >> line.first >> line.second;) {
    if (line.kind != kind) continue;
    check(line);
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a double is written with the digits Python writes, and reads back to the same bits") {
  const int count = for_each_line("write64", [](const Line& line) {
    const double value = std::bit_cast<double>(static_cast<std::uint64_t>(std::stoull(line.first, nullptr, 16)));
    CHECK(write_number(value) == line.second);
    if (value != 0) CHECK(bits_of(*read_number(line.second)) == bits_of(value));
  });
  CHECK(count > 1000);
}

TEST_CASE("a float is written with the digits numpy writes, and reads back to the same bits") {
  const int count = for_each_line("write32", [](const Line& line) {
    const float value = std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(line.first, nullptr, 16)));
    CHECK(write_number(value) == line.second);
    CHECK(static_cast<float>(*read_number(write_number(value))) == value);
  });
  CHECK(count > 300);
}

TEST_CASE("texts are rounded to the nearest double, ties to even, whatever their length") {
  const int count = for_each_line("read", [](const Line& line) {
    INFO(line.first);
    const auto value = read_number(line.first);
    REQUIRE(value.has_value());
    CHECK(bits_of(*value) == std::stoull(line.second, nullptr, 16));
  });
  CHECK(count > 300);
}

TEST_CASE("a single comma is a decimal comma") {
  CHECK(read_number("0,5") == 0.5);
  CHECK(read_number("-1,25e-1") == -0.125);
  CHECK(read_number("1,234") == 1.234);
}

TEST_CASE("thousands separators are refused") {
  for (const char* text : {"1,234.5", "1.234,5", "1,234,567", "1.234.567", "1 000", "1'000", "1_000"}) CHECK_FALSE(read_number(text));
}

TEST_CASE("fractions are divided exactly and rounded once") {
  CHECK(read_number("1/3") == 1.0 / 3.0);
  CHECK(read_number("-2/8") == -0.25);
  CHECK(read_number("0,1/0.3") == 1.0 / 3.0);
  CHECK(read_number("1e300/1e301") == 0.1);
  CHECK(read_number("1e400/1e399") == 10.0);
  CHECK_FALSE(read_number("1/0"));
  CHECK_FALSE(read_number("1/0.000"));
  CHECK_FALSE(read_number("1/2/3"));
  CHECK_FALSE(read_number("1/-2"));
  CHECK_FALSE(read_number("/2"));
  CHECK_FALSE(read_number("1/"));
}

TEST_CASE("both minus signs are read, and a negative zero is zero") {
  CHECK(read_number("-3") == -3.0);
  CHECK(read_number("\xE2\x88\x92"
                    "3") == -3.0);
  CHECK_FALSE(std::signbit(*read_number("-0")));
  CHECK_FALSE(std::signbit(*read_number("-1e-400")));
  CHECK(write_number(-0.0) == "0");
  CHECK(write_number(-0.0f) == "0");
}

TEST_CASE("what is no finite decimal number is refused") {
  for (const char* text : {"",     " 1",  "1 ",        "-",        "--1",   "+1",     ".",
                           ",",    "e5",  "1e",        "1e-",      "1e1.5", "0x10",   "inf",
                           "-inf", "nan", "NaN",       "Infinity", "1e309", "-1e309", "1e99999999999999999999",
                           "1f",   "½",   "1\xC2\xA0", "١"}) {
    INFO(text);
    CHECK_FALSE(read_number(text));
  }
  CHECK(read_number("1e-99999999999999999999") == 0.0);
  CHECK(read_number("0e99999999999999999999") == 0.0);
  CHECK_FALSE(read_number(std::string("1\0", 2)));
}

TEST_CASE("a number of a million digits is read at once") {
  const std::string digits(1'000'000, '7');
  CHECK(read_number("0." + digits) == 7.0 / 9.0);
  CHECK_FALSE(read_number(digits));
}

TEST_CASE("numbers that are not finite have names") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(write_number(infinity) == "inf");
  CHECK(write_number(-infinity) == "-inf");
  CHECK(write_number(std::nan("")) == "nan");
  CHECK(write_number(-std::numeric_limits<float>::infinity()) == "-inf");
}

TEST_CASE("whole numbers have digits only and fit 64 bits") {
  CHECK(read_whole("0") == 0);
  CHECK(read_whole("007") == 7);
  CHECK(read_whole("9223372036854775807") == INT64_MAX);
  for (const char* text : {"", "-1", "+1", "1.0", "1e3", " 1", "9223372036854775808", "10000000000000000000", "12a"})
    CHECK_FALSE(read_whole(text));
}

TEST_CASE("a hash is 16 lower-case digits") {
  CHECK(glassbox::write_hash(0) == "0000000000000000");
  CHECK(glassbox::write_hash(0x0123456789ABCDEFull) == "0123456789abcdef");
}

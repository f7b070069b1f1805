#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace glassbox {

/// Reads a decimal number: optional sign (- or U+2212), digits with at most one '.', or one ',' as the decimal comma, optional exponent,
/// or a fraction `a/b`. Correctly rounded. Nothing for anything else, thousands separators, spaces inside, inf and nan included.
std::optional<double> read_number(std::string_view text);

/// Reads a whole number without sign, at most 19 digits.
std::optional<std::int64_t> read_whole(std::string_view text);

/// The shortest decimal text that read_number() turns into the same bits; no '+' in exponents (`1e-7`, `1e21`), never "-0".
/// Non-finite values give "inf", "-inf", "nan".
std::string write_number(double value);
/// The same for a float: the shortest text that, read and rounded to float, gives the same bits.
std::string write_number(float value);

/// 16 lower-case hexadecimal digits.
std::string write_hash(std::uint64_t hash);

}  // namespace glassbox

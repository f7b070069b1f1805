#pragma once

#include <string>
#include <string_view>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// Drawn points stand on a grid with 0 and ±6 on it.
inline constexpr double kOwnReach = 6;
/// The nearest point of the grid; needs |value| <= kOwnReach.
double snap(double value);

/// A class number from 0 to kMaxOwnClasses - 1 is a label.
bool is_label(double value);
inline constexpr std::string_view kEmptyRows = "bits:2:e";

/// `bits:2:<base64url>e` or `class(x1,x2):0.3,0.6,1;0.5,0.1,0` or `value(x1):0,1;1,3`.
OwnRows read_rows(std::string_view text, Problems& problems);
std::string write_rows(const OwnRows& rows);

}  // namespace glassbox::experiment

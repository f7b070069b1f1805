#pragma once

#include <optional>

namespace glassbox::data {

/// An elastic rock. Any units, as long as both rocks of an interface share them; here m/s and kg/m³.
struct Rock {
  double vp = 0;   ///< speed of compressional waves
  double vs = 0;   ///< speed of shear waves, below vp
  double rho = 0;  ///< density
};

/// The amplitude of the compressional wave reflected from the plane interface between two rocks, for a compressional wave of amplitude 1
/// that comes from `upper` at an angle of 0 to 90 degrees from the normal: the full Zoeppritz equations in closed form (Aki and Richards,
/// Quantitative Seismology, 1980). Nothing where a transmitted or reflected wave is post-critical (its sine of angle is 1 or more): the
/// amplitude is complex there.
std::optional<double> reflected_pp(const Rock& upper, const Rock& lower, double degrees);

}  // namespace glassbox::data

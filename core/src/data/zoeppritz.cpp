#include "data/zoeppritz.hpp"

#include <cmath>

#include "data/generators.hpp"
#include "math/functions.hpp"

namespace glassbox::data {

std::optional<double> reflected_pp(const Rock& upper, const Rock& lower, double degrees) {
  // Snell: sin(angle) / speed is the same p for all four waves that leave the interface. Vertical slownesses are cos(angle) / speed.
  const double p = math::sin_of(degrees * (kPi / 180)) / upper.vp;
  for (const double speed : {upper.vp, upper.vs, lower.vp, lower.vs}) {
    if (p * speed >= 1) return std::nullopt;
  }
  const auto vertical = [p](double speed) { return std::sqrt(1 - p * speed * (p * speed)) / speed; };
  const double p1 = vertical(upper.vp), p2 = vertical(lower.vp), s1 = vertical(upper.vs), s2 = vertical(lower.vs);

  // Letters as in Aki and Richards, with shear moduli μ = ρ Vs² and p² drawn together.
  const double mu1 = upper.rho * upper.vs * upper.vs, mu2 = lower.rho * lower.vs * lower.vs;
  const double twice1 = 2 * mu1 * p * p, twice2 = 2 * mu2 * p * p;
  const double a = (lower.rho - twice2) - (upper.rho - twice1);
  const double b = (lower.rho - twice2) + twice1;
  const double c = (upper.rho - twice1) + twice2;
  const double d = 2 * (mu2 - mu1);
  const double e = b * p1 + c * p2;
  const double f = b * s1 + c * s2;
  const double g = a - d * p1 * s2;
  const double h = a - d * p2 * s1;
  const double determinant = e * f + g * h * p * p;
  return ((b * p1 - c * p2) * f - (a + d * p1 * s2) * h * p * p) / determinant;
}

}  // namespace glassbox::data

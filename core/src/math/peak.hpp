#pragma once

#include <functional>

namespace glassbox::math {

/// Multiply-adds a second of lanes that never leave their registers: what no kernel of this build can exceed. `now` gives seconds;
/// the measurement takes about `budget` seconds.
template <class S>
double multiply_add_peak(const std::function<double()>& now, double budget);

}  // namespace glassbox::math

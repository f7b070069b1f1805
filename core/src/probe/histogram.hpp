#pragma once

#include <cmath>

#include "glassbox/layers.hpp"

namespace glassbox::probe {

/// Collects numbers one by one. The result does not depend on their order, but for the rounding of the sums.
class HistogramMaker {
 public:
  enum class Scale { linear, magnitude };
  /// A linear scale reaches to `limit` from the start, and further where the numbers do.
  explicit HistogramMaker(Scale scale, double limit = 0);

  void add(double number);
  Histogram made() const;

 private:
  void reach(double magnitude);

  Scale scale_;
  Histogram histogram_;
  double squares_ = 0;
};

/// The same numbers over a limit that is larger, a power of two times as large.
Histogram widened(Histogram histogram, double limit);

}  // namespace glassbox::probe

#include "probe/histogram.hpp"

#include <algorithm>
#include <iterator>

namespace glassbox::probe {
namespace {

constexpr int kHalf = Histogram::kBins / 2;
/// Of a linear scale before it has seen a number: 2^-40.
constexpr double kLeastLimit = 9.094947017729282379150390625e-13;

/// 10^(-12 + k/4), the upper edges of all bins but the last.
const std::array<double, Histogram::kBins - 1>& magnitude_edges() {
  static const std::array<double, Histogram::kBins - 1> edges = [] {
    constexpr double kDecades[] = {1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3};
    constexpr double kQuarters[] = {1, 1.7782794100389228, 3.1622776601683795, 5.6234132519034912};
    static_assert(kDecades[0] == Histogram::kLeastMagnitude && std::size(kDecades) * std::size(kQuarters) == Histogram::kBins);
    std::array<double, Histogram::kBins - 1> made{};
    for (std::size_t k = 0; k < made.size(); ++k) made[k] = kDecades[(k + 1) / 4] * kQuarters[(k + 1) % 4];
    return made;
  }();
  return edges;
}

int magnitude_bin(double magnitude) {
  const auto& edges = magnitude_edges();
  return static_cast<int>(std::upper_bound(edges.begin(), edges.end(), magnitude) - edges.begin());
}

/// Bins are counted from 0 outwards on the number's own side. `scale`: bins a unit, a power of two.
int linear_bin(double number, double scale) {
  const double place = std::abs(number) * scale;
  int outwards = static_cast<int>(place);
  if (outwards > 0 && static_cast<double>(outwards) == place) --outwards;  // an edge belongs to the side of 0
  return number < 0 ? kHalf - 1 - outwards : kHalf + outwards;
}

/// Twice the limit: two bins become one.
void double_limit(Histogram& histogram) {
  std::array<std::int64_t, Histogram::kBins> bins{};
  for (int k = 0; k < kHalf; ++k) {
    bins[static_cast<std::size_t>(kHalf + k / 2)] += histogram.bins[static_cast<std::size_t>(kHalf + k)];
    bins[static_cast<std::size_t>(kHalf - 1 - k / 2)] += histogram.bins[static_cast<std::size_t>(kHalf - 1 - k)];
  }
  histogram.bins = bins;
  histogram.limit *= 2;
}

}  // namespace

HistogramMaker::HistogramMaker(Scale scale, double limit) : scale_(scale) {
  if (scale == Scale::linear) histogram_.limit = limit > 0 ? limit : kLeastLimit;
}

void HistogramMaker::reach(double magnitude) {
  while (histogram_.limit < magnitude) double_limit(histogram_);
}

void HistogramMaker::add(double number) {
  if (!std::isfinite(number)) {
    ++histogram_.odd;
    return;
  }
  const double magnitude = std::abs(number);
  ++histogram_.count;
  histogram_.zeros += number == 0;
  histogram_.largest = std::max(histogram_.largest, magnitude);
  squares_ += number * number;
  if (scale_ == Scale::linear) {
    reach(magnitude);
    ++histogram_.bins[static_cast<std::size_t>(linear_bin(number, kHalf / histogram_.limit))];
  } else if (number != 0) {
    ++histogram_.bins[static_cast<std::size_t>(magnitude_bin(magnitude))];
  }
}

Histogram HistogramMaker::made() const {
  Histogram made = histogram_;
  made.norm = std::sqrt(squares_);
  made.rms = made.count > 0 ? std::sqrt(squares_ / static_cast<double>(made.count)) : 0;
  return made;
}

Histogram widened(Histogram histogram, double limit) {
  while (histogram.limit < limit) double_limit(histogram);
  return histogram;
}

}  // namespace glassbox::probe

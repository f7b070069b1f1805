#include "probe/spread.hpp"

#include <algorithm>
#include <iterator>

namespace glassbox::probe {
namespace {

constexpr int kHalf = Spread::kBins / 2;
/// Of a linear scale before it has seen a number: 2^-40.
constexpr double kLeastLimit = 9.094947017729282379150390625e-13;

/// 10^(-12 + k/4), the upper edges of all bins but the last.
const std::array<double, Spread::kBins - 1>& magnitude_edges() {
  static const std::array<double, Spread::kBins - 1> edges = [] {
    constexpr double kDecades[] = {1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3};
    constexpr double kQuarters[] = {1, 1.7782794100389228, 3.1622776601683795, 5.6234132519034912};
    static_assert(kDecades[0] == Spread::kLeastMagnitude && std::size(kDecades) * std::size(kQuarters) == Spread::kBins);
    std::array<double, Spread::kBins - 1> made{};
    for (std::size_t k = 0; k < made.size(); ++k) made[k] = kDecades[(k + 1) / 4] * kQuarters[(k + 1) % 4];
    return made;
  }();
  return edges;
}

int magnitude_bin(double magnitude) {
  const auto& edges = magnitude_edges();
  return static_cast<int>(std::upper_bound(edges.begin(), edges.end(), magnitude) - edges.begin());
}

/// Counted from 0 outwards on the number's own side.
int linear_bin(double number, double limit) {
  const double place = std::ceil(std::abs(number) / limit * kHalf) - 1;
  const int outwards = std::clamp(static_cast<int>(place), 0, kHalf - 1);
  return number < 0 ? kHalf - 1 - outwards : kHalf + outwards;
}

/// Twice the limit: two bins become one.
void double_limit(Spread& spread) {
  std::array<std::int64_t, Spread::kBins> bins{};
  for (int k = 0; k < kHalf; ++k) {
    bins[static_cast<std::size_t>(kHalf + k / 2)] += spread.bins[static_cast<std::size_t>(kHalf + k)];
    bins[static_cast<std::size_t>(kHalf - 1 - k / 2)] += spread.bins[static_cast<std::size_t>(kHalf - 1 - k)];
  }
  spread.bins = bins;
  spread.limit *= 2;
}

}  // namespace

SpreadMaker::SpreadMaker(Scale scale, double limit) : scale_(scale) {
  if (scale == Scale::linear) spread_.limit = limit > 0 ? limit : kLeastLimit;
}

void SpreadMaker::reach(double magnitude) {
  while (spread_.limit < magnitude) double_limit(spread_);
}

void SpreadMaker::add(double number) {
  if (!std::isfinite(number)) {
    ++spread_.odd;
    return;
  }
  const double magnitude = std::abs(number);
  ++spread_.count;
  spread_.zeros += number == 0;
  spread_.largest = std::max(spread_.largest, magnitude);
  squares_ += number * number;
  if (scale_ == Scale::linear) {
    reach(magnitude);
    ++spread_.bins[static_cast<std::size_t>(linear_bin(number, spread_.limit))];
  } else if (number != 0) {
    ++spread_.bins[static_cast<std::size_t>(magnitude_bin(magnitude))];
  }
}

Spread SpreadMaker::made() const {
  Spread made = spread_;
  made.norm = std::sqrt(squares_);
  made.rms = made.count > 0 ? std::sqrt(squares_ / static_cast<double>(made.count)) : 0;
  return made;
}

Spread widened(Spread spread, double limit) {
  while (spread.limit < limit) double_limit(spread);
  return spread;
}

}  // namespace glassbox::probe

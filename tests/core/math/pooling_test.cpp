#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "math/panels.hpp"
#include "math/pooling_kernels.hpp"

namespace {

math::Pooling pooling(math::Image in, int size) { return {in, {in.channels, in.height / size, in.width / size}, size}; }

/// The units of one square, row by row.
std::vector<int> square(const math::Pooling& shape, int c, int y, int x) {
  std::vector<int> units;
  for (int pixel = 0; pixel < shape.size * shape.size; ++pixel) {
    units.push_back(shape.in.unit(c, y * shape.size + pixel / shape.size, x * shape.size + pixel % shape.size));
  }
  return units;
}

/// Plain loops over rows; numbers come in steps of a quarter, so that equal ones meet.
template <class S>
void compare_with_plain_loops(math::Image in, int size, int rows) {
  CAPTURE(in.channels, in.height, in.width, size, rows);
  const math::Pooling shape = pooling(in, size);
  const int stride = math::padded(rows);
  Buffer<S> x(rows, in.units(), stride, 1), d_a(rows, shape.out.units(), stride, 2);
  for (int unit = 0; unit < in.units(); ++unit) {
    for (int n = 0; n < stride; ++n) x.panel.column(unit)[n] = std::floor(x.panel.column(unit)[n] * 4) / 4;
  }
  d_a.clear_padding();
  Buffer<S> largest(rows, shape.out.units(), stride, 3), mean(rows, shape.out.units(), stride, 4);
  Buffer<S> d_of_largest(rows, in.units(), stride, 5), d_of_mean(rows, in.units(), stride, 6);
  math::max_pooling_forward<S>(shape, x.read(), largest.panel);
  math::max_pooling_backward<S>(shape, x.read(), largest.read(), d_a.read(), d_of_largest.panel);
  math::average_pooling_forward<S>(shape, x.read(), mean.panel);
  math::average_pooling_backward<S>(shape, d_a.read(), d_of_mean.panel);

  Buffer<S> expected_largest(rows, in.units(), stride, 0), expected_mean(rows, in.units(), stride, 0);
  for (int unit = 0; unit < in.units(); ++unit) {
    std::fill_n(expected_largest.panel.column(unit), stride, S(0));
    std::fill_n(expected_mean.panel.column(unit), stride, S(0));
  }
  Buffer<S> expected_max(rows, shape.out.units(), stride, 3), expected_average(rows, shape.out.units(), stride, 4);
  for (int n = 0; n < rows; ++n) {
    for (int unit = 0; unit < shape.out.units(); ++unit) {
      const int place = unit % (shape.out.height * shape.out.width);
      const auto units = square(shape, unit / (shape.out.height * shape.out.width), place / shape.out.width, place % shape.out.width);
      const auto at = [&](int pixel) { return x.panel.column(pixel)[n]; };
      const int first = *std::max_element(units.begin(), units.end(), [&](int a, int b) { return at(a) < at(b); });
      S sum = at(units.front());
      for (std::size_t i = 1; i < units.size(); ++i) sum += at(units[i]);
      expected_max.panel.column(unit)[n] = at(first);
      expected_average.panel.column(unit)[n] = sum / (size * size);
      expected_largest.panel.column(first)[n] = d_a.panel.column(unit)[n];
      for (const int pixel : units) expected_mean.panel.column(pixel)[n] = d_a.panel.column(unit)[n] / (size * size);
    }
  }
  CHECK(same_bits(largest.rows(0, rows), expected_max.rows(0, rows)));
  CHECK(same_bits(mean.rows(0, rows), expected_average.rows(0, rows)));
  CHECK(same_bits(d_of_largest.rows(0, stride), expected_largest.rows(0, stride)));
  CHECK(same_bits(d_of_mean.rows(0, stride), expected_mean.rows(0, stride)));
}

}  // namespace

TEMPLATE_TEST_CASE("pooling kernels equal plain loops bit for bit, with the first of equals and edges that fill no square",
                   "[math][pooling]", float, double) {
  for (int rows : {1, 4, 7, 9}) {
    for (int size = 1; size <= 4; ++size) {
      for (const math::Image& in : {math::Image{1, 4, 4}, {3, 5, 7}, {2, 8, 6}}) compare_with_plain_loops<TestType>(in, size, rows);
    }
  }
}

TEMPLATE_TEST_CASE("a NaN passes through pooling wherever it stands in its square", "[math][pooling]", float, double) {
  using S = TestType;
  const math::Pooling shape = pooling({1, 2, 2}, 2);
  for (int place = 0; place < 4; ++place) {
    Buffer<S> x(1, 4, 4, 1), a(1, 1, 4, 2);
    x.panel.column(place)[0] = std::numeric_limits<S>::quiet_NaN();
    math::max_pooling_forward<S>(shape, x.read(), a.panel);
    CHECK(std::isnan(a.panel.column(0)[0]));
    math::average_pooling_forward<S>(shape, x.read(), a.panel);
    CHECK(std::isnan(a.panel.column(0)[0]));
  }
}

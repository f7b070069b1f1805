#include "math/kernels.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "math/panels.hpp"

namespace {

template <class S>
void compare_with_reference(int rows, int inputs, int outputs, int stride) {
  CAPTURE(rows, inputs, outputs, stride);
  const std::vector<S> w = numbers<S>(static_cast<std::size_t>(inputs) * outputs, 1), b = numbers<S>(outputs, 2);
  const Buffer<S> x(rows, inputs, stride, 3);

  Buffer<S> z(rows, outputs, stride, 4), expected_z(rows, outputs, stride, 4);
  math::dense_forward<S>(x.read(), w.data(), b.data(), z.panel);
  math::reference::dense_forward<S>(x.read(), w.data(), b.data(), expected_z.panel);
  const int end = math::padded(rows);
  CHECK(same_bits(z.rows(0, rows), expected_z.rows(0, rows)));
  CHECK(same_bits(z.rows(end, stride), expected_z.rows(end, stride)));
  for (const S padding : z.rows(rows, end)) CHECK(std::isfinite(padding));

  Buffer<S> d_z(rows, outputs, stride, 5);
  d_z.clear_padding();
  Buffer<S> d_x(rows, inputs, stride, 6), expected_d_x(rows, inputs, stride, 6);
  math::dense_backward_input<S>(d_z.read(), w.data(), d_x.panel);
  math::reference::dense_backward_input<S>(d_z.read(), w.data(), expected_d_x.panel);
  CHECK(same_bits(d_x.rows(0, rows), expected_d_x.rows(0, rows)));
  CHECK(same_bits(d_x.rows(end, stride), expected_d_x.rows(end, stride)));
  for (const S padding : d_x.rows(rows, end)) CHECK(padding == 0);

  std::vector<S> d_w = w, expected_d_w = w, d_b = b, expected_d_b = b;
  math::dense_backward_parameters<S>(x.read(), d_z.read(), d_w.data(), d_b.data());
  math::reference::dense_backward_parameters<S>(x.read(), d_z.read(), expected_d_w.data(), expected_d_b.data());
  CHECK(same_bits(d_w, expected_d_w));
  CHECK(same_bits(d_b, expected_d_b));

  expected_d_w.assign(w.size(), S(0));
  expected_d_b.assign(b.size(), S(0));
  math::reference::dense_backward_parameters<S>(x.read(), d_z.read(), expected_d_w.data(), expected_d_b.data());
  d_w.assign(w.size(), std::numeric_limits<S>::quiet_NaN());
  d_b.assign(b.size(), std::numeric_limits<S>::quiet_NaN());
  math::dense_backward_parameters<S>(x.read(), d_z.read(), d_w.data(), d_b.data(), false);
  CHECK(same_bits(d_w, expected_d_w));
  CHECK(same_bits(d_b, expected_d_b));
}

}  // namespace

TEMPLATE_TEST_CASE("dense kernels equal their plain loops bit for bit for every small shape", "[math][kernels]", float, double) {
  for (int rows = 1; rows <= 13; ++rows) {
    for (int inputs = 1; inputs <= 9; ++inputs) {
      for (int outputs = 1; outputs <= 9; ++outputs) compare_with_reference<TestType>(rows, inputs, outputs, math::padded(rows));
    }
  }
}

TEMPLATE_TEST_CASE("dense kernels equal their plain loops bit for bit for large and uneven shapes", "[math][kernels]", float, double) {
  const int shapes[][3] = {{1, 7, 300},   {1, 300, 1},    {3, 1024, 3}, {10, 63, 33}, {32, 64, 32}, {33, 31, 65},
                           {97, 130, 19}, {128, 257, 66}, {256, 5, 1},  {20, 2, 50},  {31, 4, 19},  {32, 4, 300}};
  for (const auto& [rows, inputs, outputs] : shapes) compare_with_reference<TestType>(rows, inputs, outputs, math::padded(rows));
}

TEMPLATE_TEST_CASE("dense kernels leave the memory beyond the padded rows alone", "[math][kernels]", float, double) {
  for (int rows : {1, 4, 6, 9, 17}) compare_with_reference<TestType>(rows, 6, 5, 256);
}

TEST_CASE("dense kernels give a packed row the bits of a padded one, and write nothing behind it", "[math][kernels]") {
  static constexpr float kUntouched = 1234;
  for (const auto& [inputs, outputs] : {std::pair{1, 1}, {3, 5}, {4, 4}, {5, 3}, {6, 4}, {7, 300}, {8, 7}, {18, 2}, {30, 9}, {300, 1}}) {
    CAPTURE(inputs, outputs);
    const std::vector<float> w = numbers<float>(static_cast<std::size_t>(inputs) * outputs, 1), b = numbers<float>(outputs, 2);
    Buffer<float> x(1, inputs, 4, 3), z(1, outputs, 4, 4), d_z(1, outputs, 4, 5), d_x(1, inputs, 4, 6);
    d_z.clear_padding();
    const auto packed = [](Buffer<float>& from) {
      std::vector<float> row(static_cast<std::size_t>(from.panel.units) + 8, kUntouched);
      for (int unit = 0; unit < from.panel.units; ++unit) row[unit] = from.panel.column(unit)[0];
      return row;
    };
    std::vector<float> row_x = packed(x), row_z = packed(z), row_d_z = packed(d_z), row_d_x = packed(d_x);
    const math::Panel<float> one_x{row_x.data(), 1, 1, inputs}, one_d_z{row_d_z.data(), 1, 1, outputs};
    std::vector<float> d_w = w, one_d_w = w, d_b = b, one_d_b = b;

    math::dense_forward<float>(x.read(), w.data(), b.data(), z.panel);
    math::dense_forward<float>(one_x, w.data(), b.data(), {row_z.data(), 1, 1, outputs});
    math::dense_backward_input<float>(d_z.read(), w.data(), d_x.panel);
    math::dense_backward_input<float>(one_d_z, w.data(), {row_d_x.data(), 1, 1, inputs});
    math::dense_backward_parameters<float>(x.read(), d_z.read(), d_w.data(), d_b.data());
    math::dense_backward_parameters<float>(one_x, one_d_z, one_d_w.data(), one_d_b.data());
    CHECK(same_bits(row_z, packed(z)));
    CHECK(same_bits(row_d_x, packed(d_x)));
    CHECK(same_bits(one_d_w, d_w));
    CHECK(same_bits(one_d_b, d_b));

    std::vector<float> added_w(w.size()), added_b(b.size());
    math::dense_backward_parameters<float>(one_x, one_d_z, added_w.data(), added_b.data());
    math::dense_backward_parameters<float>(one_x, one_d_z, one_d_w.data(), one_d_b.data(), false);
    CHECK(same_bits(one_d_w, added_w));
    CHECK(same_bits(one_d_b, added_b));
  }
}

TEMPLATE_TEST_CASE("a negative zero in a gradient sum comes out as the plain loops have it", "[math][kernels]", float, double) {
  using S = TestType;
  for (const auto& [rows, everywhere] : {std::pair{1, false}, {1, true}, {2, false}, {2, true}, {5, false}, {5, true}}) {
    CAPTURE(rows, everywhere);  // whether all rows have one, or the first alone
    Buffer<S> x(rows, 5, math::padded(rows), 0), d_z(rows, 5, math::padded(rows), 1);
    for (int unit = 0; unit < 5; ++unit) {
      std::fill_n(x.panel.column(unit), everywhere ? math::padded(rows) : 1, S(-0.0));
      std::fill_n(d_z.panel.column(unit), everywhere ? rows : 1, unit % 2 ? S(-0.0) : S(1));
    }
    d_z.clear_padding();
    std::vector<S> d_w(25, S(-0.0)), expected_d_w = d_w, d_b(5, S(-0.0)), expected_d_b = d_b;
    math::dense_backward_parameters<S>(x.read(), d_z.read(), d_w.data(), d_b.data());
    math::reference::dense_backward_parameters<S>(x.read(), d_z.read(), expected_d_w.data(), expected_d_b.data());
    CHECK(same_bits(d_w, expected_d_w));
    CHECK(same_bits(d_b, expected_d_b));

    expected_d_w.assign(25, S(0));
    expected_d_b.assign(5, S(0));
    math::reference::dense_backward_parameters<S>(x.read(), d_z.read(), expected_d_w.data(), expected_d_b.data());
    math::dense_backward_parameters<S>(x.read(), d_z.read(), d_w.data(), d_b.data(), false);
    CHECK(same_bits(d_w, expected_d_w));
    CHECK(same_bits(d_b, expected_d_b));
  }
}

TEST_CASE("dense kernels compute the sums of a worked example", "[math][kernels]") {
  // x = [1 2; 3 4], W = [1 -1; 2 0; 0.5 3], b = [10 20 30], d_z = [1 0 2; 0 1 -1], by hand
  Buffer<double> x(2, 2, 4, 0), z(2, 3, 4, 0), d_z(2, 3, 4, 0), d_x(2, 2, 4, 0);
  x.set({1, 3, 2, 4});
  d_z.set({1, 0, 0, 1, 2, -1});
  const std::vector<double> w = {1, -1, 2, 0, 0.5, 3}, b = {10, 20, 30};
  math::dense_forward<double>(x.read(), w.data(), b.data(), z.panel);
  CHECK(z.rows(0, 2) == std::vector<double>{9, 9, 22, 26, 36.5, 43.5});
  math::dense_backward_input<double>(d_z.read(), w.data(), d_x.panel);
  CHECK(d_x.rows(0, 2) == std::vector<double>{2, 1.5, 5, -3});
  std::vector<double> d_w = {100, 0, 0, 0, 0, 0}, d_b = {0, 0, 1000};
  math::dense_backward_parameters<double>(x.read(), d_z.read(), d_w.data(), d_b.data());
  CHECK(d_w == std::vector<double>{101, 2, 3, 4, -1, 0});
  CHECK(d_b == std::vector<double>{1, 1, 1001});
}

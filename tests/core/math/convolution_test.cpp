#include <cmath>
#include <vector>

#include "catch.hpp"
#include "math/convolution_kernels.hpp"
#include "math/panels.hpp"

namespace {

math::Convolution convolution(math::Image in, int outputs, math::Window window) {
  return {in, {outputs, window.places(in.height), window.places(in.width)}, window};
}

template <class S>
void compare_with_reference(const math::Convolution& shape, int rows, int stride) {
  CAPTURE(rows, stride, shape.in.channels, shape.in.height, shape.in.width, shape.out.channels);
  CAPTURE(shape.window.kernel, shape.window.stride, shape.window.padding);
  const std::vector<S> w = numbers<S>(static_cast<std::size_t>(shape.fan_in()) * shape.out.channels, 1);
  const std::vector<S> b = numbers<S>(shape.out.channels, 2);
  const int end = math::padded(rows);
  const Buffer<S> x(rows, shape.in.units(), stride, 3);

  Buffer<S> z(rows, shape.out.units(), stride, 4), expected_z(rows, shape.out.units(), stride, 4);
  math::convolution_forward<S>(shape, x.read(), w.data(), b.data(), z.panel);
  math::reference::convolution_forward<S>(shape, x.read(), w.data(), b.data(), expected_z.panel);
  CHECK(same_bits(z.rows(0, stride), expected_z.rows(0, stride)));

  Buffer<S> d_z(rows, shape.out.units(), stride, 5);
  d_z.clear_padding();
  Buffer<S> d_x(rows, shape.in.units(), stride, 6), expected_d_x(rows, shape.in.units(), stride, 6);
  math::convolution_backward_input<S>(shape, d_z.read(), w.data(), d_x.panel);
  math::reference::convolution_backward_input<S>(shape, d_z.read(), w.data(), expected_d_x.panel);
  CHECK(same_bits(d_x.rows(0, rows), expected_d_x.rows(0, rows)));
  CHECK(same_bits(d_x.rows(end, stride), expected_d_x.rows(end, stride)));
  for (const S padding : d_x.rows(rows, end)) CHECK(padding == 0);

  std::vector<S> d_w = w, expected_d_w = w, d_b = b, expected_d_b = b;
  math::convolution_backward_parameters<S>(shape, x.read(), d_z.read(), d_w.data(), d_b.data());
  math::reference::convolution_backward_parameters<S>(shape, x.read(), d_z.read(), expected_d_w.data(), expected_d_b.data());
  CHECK(same_bits(d_w, expected_d_w));
  CHECK(same_bits(d_b, expected_d_b));
}

}  // namespace

TEMPLATE_TEST_CASE("convolution kernels equal their plain loops bit for bit for every small window", "[math][convolution]", float, double) {
  for (int kernel = 1; kernel <= 5; ++kernel) {
    for (int stride = 1; stride <= 3; ++stride) {
      for (int padding = 0; padding < kernel; ++padding) {
        for (const auto& [height, width] : {std::pair{5, 5}, {6, 7}, {1, 4}}) {
          if (kernel > std::min(height, width) + 2 * padding) continue;
          compare_with_reference<TestType>(convolution({2, height, width}, 3, {kernel, stride, padding}), 5, 8);
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("convolution kernels equal their plain loops bit for bit for every count of channels and rows", "[math][convolution]",
                   float, double) {
  for (int rows : {1, 2, 4, 7, 8, 13}) {
    for (int in = 1; in <= 5; ++in) {
      for (int out = 1; out <= 6; ++out) {
        compare_with_reference<TestType>(convolution({in, 4, 5}, out, {3, 1, 1}), rows, math::padded(rows));
      }
    }
  }
}

TEMPLATE_TEST_CASE("convolution kernels equal their plain loops bit for bit for the size that is timed", "[math][convolution]", float,
                   double) {
  compare_with_reference<TestType>(convolution({16, 28, 28}, 32, {3, 1, 1}), 32, 32);
}

TEMPLATE_TEST_CASE("convolution kernels leave the memory beyond the padded rows alone", "[math][convolution]", float, double) {
  for (int rows : {1, 6, 9}) compare_with_reference<TestType>(convolution({3, 4, 4}, 2, {3, 2, 1}), rows, 64);
}

TEST_CASE("a window as large as the image is a dense layer", "[math][convolution]") {
  const math::Convolution shape = convolution({1, 2, 2}, 1, {2, 1, 0});
  Buffer<double> x(1, 4, 4, 0), z(1, 1, 4, 0);
  for (int unit = 0; unit < 4; ++unit) x.panel.column(unit)[0] = unit + 1;
  const std::vector<double> w = {1, 10, 100, 1000};
  const double b = 0.5;
  math::convolution_forward<double>(shape, x.read(), w.data(), &b, z.panel);
  CHECK(z.panel.column(0)[0] == 4321.5);
}

TEST_CASE("convolution kernels compute the sums of a worked example", "[math][convolution]") {
  // One 3×3 image 1 … 9, window 2×2 [1 2; 3 4], stride 2, one zero around, b = 10: the four windows by hand and by PyTorch. d_z = [1 2; 3
  // 4].
  const math::Convolution shape = convolution({1, 3, 3}, 1, {2, 2, 1});
  REQUIRE(shape.out == math::Image{1, 2, 2});
  Buffer<double> x(1, 9, 4, 0), z(1, 4, 4, 0), d_z(1, 4, 4, 0), d_x(1, 9, 4, 0);
  x.clear_padding();
  d_z.clear_padding();
  for (int unit = 0; unit < 9; ++unit) x.panel.column(unit)[0] = unit + 1;
  for (int unit = 0; unit < 4; ++unit) d_z.panel.column(unit)[0] = unit + 1;
  const std::vector<double> w = {1, 2, 3, 4};
  const double b = 10;
  const auto firsts = [](const Buffer<double>& panel) { return panel.rows(0, 1); };
  math::convolution_forward<double>(shape, x.read(), w.data(), &b, z.panel);
  CHECK(firsts(z) == std::vector<double>{14, 28, 46, 87});
  math::convolution_backward_input<double>(shape, d_z.read(), w.data(), d_x.panel);
  CHECK(firsts(d_x) == std::vector<double>{4, 6, 8, 6, 4, 8, 12, 12, 16});
  std::vector<double> d_w = {100, 0, 0, 0};
  double d_b = 1000;
  math::convolution_backward_parameters<double>(shape, x.read(), d_z.read(), d_w.data(), &d_b);
  CHECK(d_w == std::vector<double>{120, 36, 36, 64});
  CHECK(d_b == 1010);
}

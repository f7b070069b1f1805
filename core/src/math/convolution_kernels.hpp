#pragma once

#include "math/panel.hpp"

namespace glassbox::math {

/// What a window sees: squares of kernel × kernel, `stride` apart, over an image with `padding` zeros around it. All in pixels;
/// padding < kernel ≤ the image with its padding.
struct Window {
  int kernel = 1, stride = 1, padding = 0;

  /// Pixels along an axis of the output.
  constexpr int places(int pixels) const { return (pixels + 2 * padding - kernel) / stride + 1; }
};

/// An image of one row: unit = (channel · height + y) · width + x.
struct Image {
  int channels = 1, height = 1, width = 1;

  constexpr int units() const { return channels * height * width; }
  constexpr int unit(int channel, int y, int x) const { return (channel * height + y) * width + x; }
  bool operator==(const Image&) const = default;
};

/// A 2-D convolution (cross-correlation, as everywhere in the field) from `in` [C, Y, X] to `out` [O, window.places(Y), window.places(X)].
/// W is [O × C·k·k] row-major, w[((o · C + c) · k + ky) · k + kx]; b is [O]. Panels hold one image a row: x.units == in.units().
struct Convolution {
  Image in, out;
  Window window;

  constexpr int fan_in() const { return in.channels * window.kernel * window.kernel; }
};

/// z[n,o,y,x] = b[o] + Σ_c Σ_ky Σ_kx w[o,c,ky,kx] · x[n, c, y·stride + ky − padding, x·stride + kx − padding]: c, then ky, then kx
/// ascending, starting from b[o]; places outside the image are left out. Padding rows up to padded(N) are computed like the others.
template <class S>
void convolution_forward(const Convolution& shape, Panel<const S> x, const S* w, const S* b, Panel<S> z);

/// d_x[n,c,y,x] = Σ_o Σ_ky Σ_kx w[o,c,ky,kx] · d_z[n,o,(y + padding − ky) / stride,(x + padding − kx) / stride] over the windows that saw
/// the pixel: o, then ky, then kx ascending, starting from 0. d_z must be zero in padding rows; d_x then is too.
template <class S>
void convolution_backward_input(const Convolution& shape, Panel<const S> d_z, const S* w, Panel<S> d_x);

/// For each row y of the output, ascending: d_w[o,c,ky,kx] += sum_of_lanes(Σ_x Σ_n x[n,c,…] · d_z[n,o,y,x]) over the places inside the
/// image, x ascending, then n, lane l summing the rows n with n mod 4 = l from zero; nothing is added where no place is inside. And d_b[o]
/// += sum_of_lanes(Σ_y Σ_x Σ_n d_z[n,o,y,x]) in the same way. d_z must be zero in padding rows and x finite there.
template <class S>
void convolution_backward_parameters(const Convolution& shape, Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b);

/// Plain loops that state the same sums; they judge the kernels, bit for bit, in the tests.
namespace reference {
template <class S>
void convolution_forward(const Convolution& shape, Panel<const S> x, const S* w, const S* b, Panel<S> z);
template <class S>
void convolution_backward_input(const Convolution& shape, Panel<const S> d_z, const S* w, Panel<S> d_x);
template <class S>
void convolution_backward_parameters(const Convolution& shape, Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b);
}  // namespace reference

}  // namespace glassbox::math

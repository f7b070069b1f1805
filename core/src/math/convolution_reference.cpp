#include "math/convolution_kernels.hpp"

namespace glassbox::math::reference {
namespace {

/// Calls body(o, c, ky, kx, y, x, pixel y, pixel x) for everything that a window sees inside the image, in this order.
template <class Body>
void for_seen(const Convolution& shape, Body body) {
  const Window& window = shape.window;
  for (int o = 0; o < shape.out.channels; ++o)
    for (int c = 0; c < shape.in.channels; ++c)
      for (int ky = 0; ky < window.kernel; ++ky)
        for (int kx = 0; kx < window.kernel; ++kx)
          for (int y = 0; y < shape.out.height; ++y)
            for (int x = 0; x < shape.out.width; ++x) {
              const int pixel_y = y * window.stride + ky - window.padding, pixel_x = x * window.stride + kx - window.padding;
              if (pixel_y < 0 || pixel_y >= shape.in.height || pixel_x < 0 || pixel_x >= shape.in.width) continue;
              body(o, c, ky, kx, y, x, pixel_y, pixel_x);
            }
}

int weight(const Convolution& shape, int o, int c, int ky, int kx) {
  return ((o * shape.in.channels + c) * shape.window.kernel + ky) * shape.window.kernel + kx;
}

}  // namespace

template <class S>
void convolution_forward(const Convolution& shape, Panel<const S> x, const S* w, const S* b, Panel<S> z) {
  for (int n = 0; n < padded(x.rows); ++n) {
    for (int unit = 0; unit < z.units; ++unit) z.column(unit)[n] = b[unit / (shape.out.height * shape.out.width)];
    for_seen(shape, [&](int o, int c, int ky, int kx, int y, int place, int pixel_y, int pixel_x) {
      z.column(shape.out.unit(o, y, place))[n] += w[weight(shape, o, c, ky, kx)] * x.column(shape.in.unit(c, pixel_y, pixel_x))[n];
    });
  }
}

template <class S>
void convolution_backward_input(const Convolution& shape, Panel<const S> d_z, const S* w, Panel<S> d_x) {
  for (int n = 0; n < padded(d_z.rows); ++n) {
    for (int unit = 0; unit < d_x.units; ++unit) d_x.column(unit)[n] = 0;
    for_seen(shape, [&](int o, int c, int ky, int kx, int y, int place, int pixel_y, int pixel_x) {
      d_x.column(shape.in.unit(c, pixel_y, pixel_x))[n] += w[weight(shape, o, c, ky, kx)] * d_z.column(shape.out.unit(o, y, place))[n];
    });
  }
}

template <class S>
void convolution_backward_parameters(const Convolution& shape, Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b) {
  S lane[kLanes] = {};
  const auto add_lanes = [&](S& sum) {
    sum += (lane[0] + lane[2]) + (lane[1] + lane[3]);
    for (S& part : lane) part = 0;
  };
  for_seen(shape, [&](int o, int c, int ky, int kx, int y, int place, int pixel_y, int pixel_x) {
    const S* value = x.column(shape.in.unit(c, pixel_y, pixel_x));
    const S* gradient = d_z.column(shape.out.unit(o, y, place));
    for (int n = 0; n < padded(x.rows); ++n) lane[n % kLanes] += value[n] * gradient[n];
    const bool last = place + 1 == shape.out.width || pixel_x + shape.window.stride >= shape.in.width;
    if (last) add_lanes(d_w[weight(shape, o, c, ky, kx)]);
  });
  for (int o = 0; o < shape.out.channels; ++o) {
    for (int unit = shape.out.unit(o, 0, 0); unit < shape.out.unit(o + 1, 0, 0); ++unit) {
      for (int n = 0; n < padded(x.rows); ++n) lane[n % kLanes] += d_z.column(unit)[n];
    }
    add_lanes(d_b[o]);
  }
}

template void convolution_forward(const Convolution&, Panel<const float>, const float*, const float*, Panel<float>);
template void convolution_forward(const Convolution&, Panel<const double>, const double*, const double*, Panel<double>);
template void convolution_backward_input(const Convolution&, Panel<const float>, const float*, Panel<float>);
template void convolution_backward_input(const Convolution&, Panel<const double>, const double*, Panel<double>);
template void convolution_backward_parameters(const Convolution&, Panel<const float>, Panel<const float>, float*, float*);
template void convolution_backward_parameters(const Convolution&, Panel<const double>, Panel<const double>, double*, double*);

}  // namespace glassbox::math::reference

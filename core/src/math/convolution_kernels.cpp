#include "math/convolution_kernels.hpp"

#include <algorithm>
#include <cstddef>

#include "math/unroll.hpp"

namespace glassbox::math {
namespace {

using Index = std::ptrdiff_t;

/// As for the dense kernels: blocks for float fill the registers, those for double are small.
template <class S>
inline constexpr bool kFast = sizeof(S) == 4;
template <class S>
inline constexpr int kGroups = kFast<S> ? 2 : 1;
template <class S>
inline constexpr int kChannels = kFast<S> ? 4 : 1;

struct Range {
  int first, end;
};

/// The taps of a window at `place` that fall on one of `pixels` along an axis.
Range taps_inside(const Window& window, int place, int pixels) {
  const int start = place * window.stride - window.padding;
  return {std::max(0, -start), std::min(window.kernel, pixels - start)};
}

/// The places whose window holds a pixel under this tap.
Range places_seeing(const Window& window, int tap, int pixels, int places) {
  const int offset = window.padding - tap;
  const int first = offset > 0 ? (offset + window.stride - 1) / window.stride : 0;
  return {first, std::min(places, (pixels - 1 + offset + window.stride) / window.stride)};
}

/// sum[j][g] += weight of channel j · value of group g
template <int kOuter, int kCount, class S>
[[gnu::always_inline]] inline void multiply_add(Lanes<S> (&sum)[kOuter][kCount], const S* weights, Index apart, const S* column) {
  Lanes<S> value[kCount];
  unroll<kCount>([&](auto g) { value[g] = load(column + g * kLanes); });
  unroll<kOuter>([&](auto j) {
    const Lanes<S> weight = broadcast(weights[j * apart]);
    unroll<kCount>([&](auto g) { sum[j][g] += weight * value[g]; });
  });
}

/// z at (y, place) of kOutputs channels from `o` and kCount groups of lanes from row `n`
template <int kOutputs, int kCount, class S>
[[gnu::always_inline]] inline void forward_block(const Convolution& shape, const Panel<const S>& x, const S* w, const S* b,
                                                 const Panel<S>& z, int o, int y, int place, int n) {
  const Image& in = shape.in;
  const Window& window = shape.window;
  const Range rows = taps_inside(window, y, in.height), columns = taps_inside(window, place, in.width);
  const Index fan_in = shape.fan_in(), across = x.stride;
  const S* first_weight = w + o * fan_in + columns.first;
  const S* first_pixel = x.data + n + (place * window.stride - window.padding + columns.first) * across;
  Lanes<S> sum[kOutputs][kCount];
  unroll<kOutputs>([&](auto j) { unroll<kCount>([&](auto g) { sum[j][g] = broadcast(b[o + j]); }); });
  for (int c = 0; c < in.channels; ++c) {
    for (int ky = rows.first; ky < rows.end; ++ky) {
      const S* weights = first_weight + (c * window.kernel + ky) * window.kernel;
      const S* column = first_pixel + (c * in.height + y * window.stride - window.padding + ky) * in.width * across;
      for (int kx = columns.first; kx < columns.end; ++kx, ++weights, column += across) multiply_add(sum, weights, fan_in, column);
    }
  }
  S* target = z.column(shape.out.unit(o, y, place)) + n;
  const Index plane = static_cast<Index>(shape.out.height) * shape.out.width * z.stride;
  unroll<kOutputs>([&](auto j) { unroll<kCount>([&](auto g) { store(target + j * plane + g * kLanes, sum[j][g]); }); });
}

/// The windows along an axis that saw a pixel: the place of the smallest tap, and the taps.
struct Seen {
  int place, first, end;
};
Seen windows_seeing(const Window& window, int pixel, int places) {
  const int reach = pixel + window.padding;
  const int last_place = places - 1;
  int first = reach % window.stride;
  if (reach - first > last_place * window.stride) first = reach - last_place * window.stride;
  return {(reach - first) / window.stride, first, std::min(window.kernel, reach + 1)};
}

/// d_x at (y, x) of kInputs channels from `c` and kCount groups of lanes from row `n`
template <int kInputs, int kCount, class S>
[[gnu::always_inline]] inline void backward_block(const Convolution& shape, const Panel<const S>& d_z, const S* w, const Panel<S>& d_x,
                                                  int c, int y, int x, int n) {
  const Image& out = shape.out;
  const Window& window = shape.window;
  const Seen rows = windows_seeing(window, y, out.height), columns = windows_seeing(window, x, out.width);
  const Index square = static_cast<Index>(window.kernel) * window.kernel, across = d_z.stride;
  Lanes<S> sum[kInputs][kCount] = {};
  for (int o = 0; o < out.channels; ++o) {
    int row = rows.place;
    for (int ky = rows.first; ky < rows.end; ky += window.stride, --row) {
      const S* weights = w + (static_cast<Index>(o) * shape.in.channels + c) * square + ky * window.kernel + columns.first;
      const S* column = d_z.column(out.unit(o, row, columns.place)) + n;
      for (int kx = columns.first; kx < columns.end; kx += window.stride, weights += window.stride, column -= across) {
        multiply_add(sum, weights, square, column);
      }
    }
  }
  S* target = d_x.column(shape.in.unit(c, y, x)) + n;
  const Index plane = static_cast<Index>(shape.in.height) * shape.in.width * d_x.stride;
  unroll<kInputs>([&](auto j) { unroll<kCount>([&](auto g) { store(target + j * plane + g * kLanes, sum[j][g]); }); });
}

/// What row y of the output adds to d_w of kOutputs channels from `o` and kInputs channels from `c`, for one tap
template <int kOutputs, int kInputs, class S>
[[gnu::always_inline]] inline void parameters_block(const Convolution& shape, const Panel<const S>& x, const Panel<const S>& d_z, S* d_w,
                                                    int o, int c, int y, int ky, int kx) {
  const Window& window = shape.window;
  const Range places = places_seeing(window, kx, shape.in.width, shape.out.width);
  if (places.first >= places.end) return;
  const Index in_plane = static_cast<Index>(shape.in.height) * shape.in.width * x.stride;
  const Index out_plane = static_cast<Index>(shape.out.height) * shape.out.width * d_z.stride;
  const Index step = static_cast<Index>(window.stride) * x.stride;
  const S* value_column =
      x.column(shape.in.unit(c, y * window.stride + ky - window.padding, places.first * window.stride + kx - window.padding));
  const S* gradient_column = d_z.column(shape.out.unit(o, y, places.first));
  Lanes<S> sum[kOutputs][kInputs] = {};
  for (int place = places.first; place < places.end; ++place, value_column += step, gradient_column += d_z.stride) {
    for (int n = 0; n < x.rows; n += kLanes) {
      Lanes<S> gradient[kOutputs];
      unroll<kOutputs>([&](auto j) { gradient[j] = load(gradient_column + j * out_plane + n); });
      unroll<kInputs>([&](auto k) {
        const Lanes<S> value = load(value_column + k * in_plane + n);
        unroll<kOutputs>([&](auto j) { sum[j][k] += value * gradient[j]; });
      });
    }
  }
  const Index square = static_cast<Index>(window.kernel) * window.kernel;
  S* target = d_w + (static_cast<Index>(o) * shape.in.channels + c) * square + ky * window.kernel + kx;
  unroll<kOutputs>(
      [&](auto j) { unroll<kInputs>([&](auto k) { target[(j * shape.in.channels + k) * square] += sum_of_lanes<S>(sum[j][k]); }); });
}

}  // namespace

// All channels at each pixel: what its windows see then stays in the first cache, where the whole image would not fit into the second.
template <class S>
void convolution_forward(const Convolution& shape, Panel<const S> x, const S* w, const S* b, Panel<S> z) {
  for (int y = 0; y < shape.out.height; ++y) {
    for_blocks_of<kGroups<S>, 1>(padded(x.rows) / kLanes, [&](auto count, int group) {
      for (int place = 0; place < shape.out.width; ++place) {
        for_blocks_of<kChannels<S>, 1>(shape.out.channels, [&](auto outputs, int o) {
          forward_block<outputs, count>(shape, x, w, b, z, o, y, place, group * kLanes);
        });
      }
    });
  }
}

template <class S>
void convolution_backward_input(const Convolution& shape, Panel<const S> d_z, const S* w, Panel<S> d_x) {
  for (int y = 0; y < shape.in.height; ++y) {
    for_blocks_of<kGroups<S>, 1>(padded(d_z.rows) / kLanes, [&](auto count, int group) {
      for (int x = 0; x < shape.in.width; ++x) {
        for_blocks_of<kChannels<S>, 1>(
            shape.in.channels, [&](auto inputs, int c) { backward_block<inputs, count>(shape, d_z, w, d_x, c, y, x, group * kLanes); });
      }
    });
  }
}

template <class S>
void convolution_backward_parameters(const Convolution& shape, Panel<const S> x, Panel<const S> d_z, S* d_w, S* d_b) {
  for (int y = 0; y < shape.out.height; ++y) {
    const Range rows = taps_inside(shape.window, y, shape.in.height);
    for_blocks_of<kChannels<S>, 1>(shape.out.channels, [&](auto outputs, int o) {
      for_blocks_of<kGroups<S>, 1>(shape.in.channels, [&](auto inputs, int c) {
        for (int ky = rows.first; ky < rows.end; ++ky) {
          for (int kx = 0; kx < shape.window.kernel; ++kx) parameters_block<outputs, inputs>(shape, x, d_z, d_w, o, c, y, ky, kx);
        }
      });
    });
  }
  for (int o = 0; o < shape.out.channels; ++o) {
    Lanes<S> sum = broadcast(S(0));
    for (int unit = shape.out.unit(o, 0, 0); unit < shape.out.unit(o + 1, 0, 0); ++unit) {
      for (int n = 0; n < d_z.rows; n += kLanes) sum += load(d_z.column(unit) + n);
    }
    d_b[o] += sum_of_lanes<S>(sum);
  }
}

template void convolution_forward(const Convolution&, Panel<const float>, const float*, const float*, Panel<float>);
template void convolution_forward(const Convolution&, Panel<const double>, const double*, const double*, Panel<double>);
template void convolution_backward_input(const Convolution&, Panel<const float>, const float*, Panel<float>);
template void convolution_backward_input(const Convolution&, Panel<const double>, const double*, Panel<double>);
template void convolution_backward_parameters(const Convolution&, Panel<const float>, Panel<const float>, float*, float*);
template void convolution_backward_parameters(const Convolution&, Panel<const double>, Panel<const double>, double*, double*);

}  // namespace glassbox::math

#include "math/pooling_kernels.hpp"

#include <algorithm>
#include <cstddef>

namespace glassbox::math {
namespace {

/// Calls body(unit of the output, unit of the square's first pixel) for every square.
template <class Body>
void for_squares(const Pooling& shape, Body body) {
  for (int c = 0; c < shape.out.channels; ++c) {
    for (int y = 0; y < shape.out.height; ++y) {
      for (int x = 0; x < shape.out.width; ++x) body(shape.out.unit(c, y, x), shape.in.unit(c, y * shape.size, x * shape.size));
    }
  }
}

/// Calls body(unit) for the pixels of a square, row by row.
template <class Body>
[[gnu::always_inline]] inline void for_pixels(const Pooling& shape, int first, Body body) {
  for (int y = 0; y < shape.size; ++y) {
    for (int x = 0; x < shape.size; ++x) body(first + y * shape.in.width + x);
  }
}

template <class S>
void clear(Panel<S> panel) {
  for (int unit = 0; unit < panel.units; ++unit) std::fill_n(panel.column(unit), padded(panel.rows), S(0));
}

}  // namespace

template <class S>
void max_pooling_forward(const Pooling& shape, Panel<const S> x, Panel<S> a) {
  for_squares(shape, [&](int unit, int first) {
    for (int n = 0; n < x.rows; n += kLanes) {
      Lanes<S> largest = load(x.column(first) + n);
      for_pixels(shape, first, [&](int pixel) {
        const Lanes<S> value = load(x.column(pixel) + n);
        largest = select<S>((value > largest) | (value != value), value, largest);
      });
      store(a.column(unit) + n, largest);
    }
  });
}

template <class S>
void max_pooling_backward(const Pooling& shape, Panel<const S> x, Panel<const S> a, Panel<const S> d_a, Panel<S> d_x) {
  clear(d_x);
  for_squares(shape, [&](int unit, int first) {
    for (int n = 0; n < x.rows; n += kLanes) {
      const Lanes<S> largest = load(a.column(unit) + n);
      Lanes<S> gradient = load(d_a.column(unit) + n);
      for_pixels(shape, first, [&](int pixel) {
        const LaneMask<S> here = load(x.column(pixel) + n) == largest;
        store(d_x.column(pixel) + n, select<S>(here, gradient, Lanes<S>{}));
        gradient = select<S>(here, Lanes<S>{}, gradient);
      });
    }
  });
}

template <class S>
void average_pooling_forward(const Pooling& shape, Panel<const S> x, Panel<S> a) {
  const S count = static_cast<S>(shape.size * shape.size);
  for_squares(shape, [&](int unit, int first) {
    for (int n = 0; n < x.rows; n += kLanes) {
      Lanes<S> sum = load(x.column(first) + n);
      for_pixels(shape, first, [&](int pixel) {
        if (pixel != first) sum += load(x.column(pixel) + n);
      });
      store(a.column(unit) + n, sum / count);
    }
  });
}

template <class S>
void average_pooling_backward(const Pooling& shape, Panel<const S> d_a, Panel<S> d_x) {
  const S count = static_cast<S>(shape.size * shape.size);
  clear(d_x);
  for_squares(shape, [&](int unit, int first) {
    for (int n = 0; n < d_x.rows; n += kLanes) {
      const Lanes<S> share = load(d_a.column(unit) + n) / count;
      for_pixels(shape, first, [&](int pixel) { store(d_x.column(pixel) + n, share); });
    }
  });
}

template void max_pooling_forward(const Pooling&, Panel<const float>, Panel<float>);
template void max_pooling_forward(const Pooling&, Panel<const double>, Panel<double>);
template void max_pooling_backward(const Pooling&, Panel<const float>, Panel<const float>, Panel<const float>, Panel<float>);
template void max_pooling_backward(const Pooling&, Panel<const double>, Panel<const double>, Panel<const double>, Panel<double>);
template void average_pooling_forward(const Pooling&, Panel<const float>, Panel<float>);
template void average_pooling_forward(const Pooling&, Panel<const double>, Panel<double>);
template void average_pooling_backward(const Pooling&, Panel<const float>, Panel<float>);
template void average_pooling_backward(const Pooling&, Panel<const double>, Panel<double>);

}  // namespace glassbox::math

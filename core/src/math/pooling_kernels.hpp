#pragma once

#include "math/convolution_kernels.hpp"

namespace glassbox::math {

/// Squares of size × size side by side, each one pixel of `out` [C, Y / size, X / size]; what is left at the far edges belongs to none.
struct Pooling {
  Image in, out;
  int size = 1;
};

/// The largest of each square; a NaN in it counts as the largest.
template <class S>
void max_pooling_forward(const Pooling& shape, Panel<const S> x, Panel<S> a);
/// The gradient of a square goes to the first of its pixels (row by row) that equals the largest, the others get 0.
template <class S>
void max_pooling_backward(const Pooling& shape, Panel<const S> x, Panel<const S> a, Panel<const S> d_a, Panel<S> d_x);

/// The sum of each square, row by row from its first pixel, divided by size².
template <class S>
void average_pooling_forward(const Pooling& shape, Panel<const S> x, Panel<S> a);
/// d_a / size² for each pixel of a square, 0 for the pixels of none.
template <class S>
void average_pooling_backward(const Pooling& shape, Panel<const S> d_a, Panel<S> d_x);

}  // namespace glassbox::math

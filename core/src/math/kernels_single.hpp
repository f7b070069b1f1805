#pragma once

#include "math/kernels.hpp"

/// The dense kernels for batches of one row: lanes go across units instead of rows, so that none is wasted. Every sum keeps its order.
/// kernels.cpp calls them for rows == 1.
namespace glassbox::math::single {

template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z);
template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x);
template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b, bool add);  ///< else written

}  // namespace glassbox::math::single

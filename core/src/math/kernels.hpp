#pragma once

#include "math/panel.hpp"

namespace glassbox::math {

/// W is [O × I] row-major: w[o * I + i]. Written orders of sums are part of the definition of an experiment's numbers.

/// z[n,o] = b[o] + Σ_i w[o,i] · x[n,i], i ascending, starting from b[o]. Padding rows up to padded(N)
/// are computed like the others; for N = 1 they repeat row 0.
template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z);

/// d_x[n,i] = Σ_o w[o,i] · d_z[n,o], o ascending, starting from the first product. d_z must be zero in padding rows; d_x then is too.
template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x);

/// d_w[o,i] += sum_of_lanes(Σ_n x[n,i] · d_z[n,o]) and d_b[o] += sum_of_lanes(Σ_n d_z[n,o]): lane l sums the rows n with n mod 4 = l in
/// ascending order starting from zero. d_z must be zero in padding rows and x finite there. Unless `add`, what stands in d_w and d_b is not
/// read, and every bit is as onto zeros.
template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b, bool add = true);

/// Plain loops that state the same sums; they judge the kernels, bit for bit, in the tests. Padding rows are theirs alone.
namespace reference {
template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z);
template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x);
template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b);
}  // namespace reference

}  // namespace glassbox::math

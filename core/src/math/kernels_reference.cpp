#include "math/kernels.hpp"

namespace glassbox::math::reference {

template <class S>
void dense_forward(const Panel<const S>& x, const S* w, const S* b, const Panel<S>& z) {
  for (int n = 0; n < padded(x.rows); ++n) {
    for (int o = 0; o < z.units; ++o) {
      S sum = b[o];
      for (int i = 0; i < x.units; ++i) sum += w[o * x.units + i] * x.column(i)[n];
      z.column(o)[n] = sum;
    }
  }
}

template <class S>
void dense_backward_input(const Panel<const S>& d_z, const S* w, const Panel<S>& d_x) {
  for (int n = 0; n < padded(d_z.rows); ++n) {
    for (int i = 0; i < d_x.units; ++i) {
      S sum = w[i] * d_z.column(0)[n];
      for (int o = 1; o < d_z.units; ++o) sum += w[o * d_x.units + i] * d_z.column(o)[n];
      d_x.column(i)[n] = sum;
    }
  }
}

template <class S>
void dense_backward_parameters(const Panel<const S>& x, const Panel<const S>& d_z, S* d_w, S* d_b) {
  for (int o = 0; o < d_z.units; ++o) {
    for (int i = 0; i < x.units; ++i) {
      S lane[kLanes] = {};
      for (int n = 0; n < padded(x.rows); ++n) lane[n % kLanes] += x.column(i)[n] * d_z.column(o)[n];
      d_w[o * x.units + i] += (lane[0] + lane[2]) + (lane[1] + lane[3]);
    }
    S lane[kLanes] = {};
    for (int n = 0; n < padded(x.rows); ++n) lane[n % kLanes] += d_z.column(o)[n];
    d_b[o] += (lane[0] + lane[2]) + (lane[1] + lane[3]);
  }
}

template void dense_forward(const Panel<const float>&, const float*, const float*, const Panel<float>&);
template void dense_forward(const Panel<const double>&, const double*, const double*, const Panel<double>&);
template void dense_backward_input(const Panel<const float>&, const float*, const Panel<float>&);
template void dense_backward_input(const Panel<const double>&, const double*, const Panel<double>&);
template void dense_backward_parameters(const Panel<const float>&, const Panel<const float>&, float*, float*);
template void dense_backward_parameters(const Panel<const double>&, const Panel<const double>&, double*, double*);

}  // namespace glassbox::math::reference

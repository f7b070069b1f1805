#pragma once

#include <cstddef>

namespace glassbox::network {

/// A dense layer of a chain with its activation, and where its numbers lie in one Buffers: what a pass would otherwise look up each time.
struct Link {
  const float* x;
  float *z, *a, *d_a, *d_z;
  float* lanes;  ///< those of its parameters' gradients, in Buffers::sums()
  int inputs, units;
  std::size_t first_weight, first_bias;
};

}  // namespace glassbox::network

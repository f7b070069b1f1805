#pragma once

#include <cstddef>

#include "math/lanes.hpp"

/// The kernels of steps of one row through a wide layer before a single output, on parameters laid out for them: the weights of each input
/// in a column, a unit in each lane. Every sum keeps the order of kernels.hpp.
namespace glassbox::math::row {

inline constexpr int kBlock = 4 * kLanes;  ///< units that are worked on together; the last of them overlap others

/// How the parameters stand: a column of weights for each input, one of biases, the output's weights and its bias. Columns are `width`
/// long, whole lanes and a block at least, with zeros behind the units.
struct Layout {
  int inputs, units, width;

  Layout(int input_count, int unit_count)
      : inputs(input_count), units(unit_count), width(padded(unit_count) < kBlock ? kBlock : padded(unit_count)) {}
  std::size_t column(int i) const { return static_cast<std::size_t>(i) * width; }
  std::size_t biases() const { return column(inputs); }
  std::size_t output_weights() const { return column(inputs + 1); }
  std::size_t output_bias() const { return column(inputs + 2); }
  std::size_t size() const { return output_bias() + 1; }
};

/// What is known of the units in a step, each `width` long; z, a and their gradients as in Panel.
struct Units {
  float *z, *a, *d_a, *d_z;
};

using Values = void (*)(const float* z, float* a, std::size_t count);
using Slopes = void (*)(const float* z, const float* a, const float* d_a, float* d_z, std::size_t count);

/// Makes z and a = values(z) from x [inputs]; returns the output. a is zero behind the units.
float forward(const Layout& layout, const float* parameters, const float* x, Values values, const Units& units);

/// next = parameters - rate · gradient, d being the gradient of the output and tiny gradients zero; x has a 1 behind the inputs, for the
/// biases. The parameters must be finite. False where next may not be, which is then to be found out in another way.
bool descend(const Layout& layout, const float* parameters, const float* x, Slopes slopes, const Units& units, float d, float rate,
             float* next);

}  // namespace glassbox::math::row

#pragma once

#include <string>

#include "math/convolution_kernels.hpp"
#include "network/layers.hpp"

/// What the layers that work on images share.
namespace glassbox::network {

inline bool is_image(Shape shape) { return shape.pixels() > 1; }
inline math::Image image(Shape shape) { return {shape.channels, shape.height, shape.width}; }

/// The refusal of an input without pixels side by side; `layer` begins the sentence.
inline std::string needs_image(const char* layer, Shape input) {
  return std::string(layer) + " needs an image, and its input is " + std::to_string(input.units()) +
         " numbers without a place: it can stand before the first dense layer on data of images, such as the digits.";
}

struct Side {
  const char* name;
  int pixels;
};
inline Side shorter_side(Shape shape) {
  return shape.height <= shape.width ? Side{"a height", shape.height} : Side{"a width", shape.width};
}

}  // namespace glassbox::network

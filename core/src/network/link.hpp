#pragma once

#include "math/kernels_narrow.hpp"
#include "network/operation.hpp"

namespace glassbox::network {

/// A dense layer of a chain, and its activation.
struct Link {
  int x, z, a;  ///< slots
  int inputs, units;
  std::size_t first_weight, first_bias;
};

/// z of the link.
inline math::narrow::Sums sums_forward(const Link& link, const Pass<float>& pass) {
  const float* p = pass.parameters;
  return {pass.panels.value(link.x).data, p + link.first_weight, link.inputs, 1, p + link.first_bias, link.inputs, link.units};
}

/// The gradient of the link's inputs. These sums start from zero, not from their first term: where that makes 0 of -0, the slopes before
/// make 0 of both.
inline math::narrow::Sums sums_backward(const Link& link, const Pass<float>& pass) {
  return {pass.panels.gradient(link.z).data, pass.parameters + link.first_weight, 1, link.inputs, nullptr, link.units, link.inputs};
}

inline math::narrow::ParameterLanes parameter_lanes(const Link& link, const Pass<float>& pass) {
  return {pass.panels.value(link.x).data, link.inputs, link.units, math::padded(pass.panels.rows()),
          pass.panels.sums() + link.first_weight * math::kLanes};
}

}  // namespace glassbox::network

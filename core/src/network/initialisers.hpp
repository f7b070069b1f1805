#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "network/registry.hpp"

namespace glassbox::network {

/// Draws the weights W [outputs × inputs] of one dense layer. `layer` counts dense layers from 0; each weight is a draw of its own place
/// in W, so that other layers keep their weights when this one is resized. `size` is a of uniform:a and s of normal:s.
void draw_weights(std::string_view initialiser, double size, std::uint32_t seed, int layer, int inputs, int outputs,
                  std::span<double> weights);

}  // namespace glassbox::network

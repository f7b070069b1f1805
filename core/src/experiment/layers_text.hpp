#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// `8:tanh,act:relu,drop:0.2,res(8:tanh,8:linear)`; empty or `none` for no hidden layer. Adds problems under `key`.
std::vector<LayerSpec> read_layers(std::string_view text, std::string_view key, Problems& problems);
std::string write_layers(const std::vector<LayerSpec>& net);
std::string write_layer(const LayerSpec& layer);
/// The numbers of a named layer, `8x3s2`; `in_full` with those that have their defaults, `8x3s2p0`.
std::string write_arguments(const LayerSpec& layer, bool in_full = false);

}  // namespace glassbox::experiment

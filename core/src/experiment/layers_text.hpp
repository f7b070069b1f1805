#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// `8:tanh,act:relu,res(8:tanh,8:linear)`; empty or `none` for no hidden layer. Adds problems under `key`.
std::vector<LayerSpec> read_layers(std::string_view text, std::string_view key, Problems& problems);
std::string write_layers(const std::vector<LayerSpec>& net);
std::string write_layer(const LayerSpec& layer);

}  // namespace glassbox::experiment

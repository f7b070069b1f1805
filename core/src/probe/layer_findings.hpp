#pragma once

#include <vector>

#include "glassbox/layers.hpp"

namespace glassbox::probe {

/// What there is to say about a look: by the bounds of LayersLook, in sentences.
std::vector<LayerFinding> findings_of(const LayersLook& look, const Summary& summary);

}  // namespace glassbox::probe

#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// The layer that a whole row passes through as two numbers: the first hidden one with two units that nothing goes around. Index into
/// layers(), or nothing.
template <class S>
std::optional<int> code_layer(const network::Network<S>& network);

/// Sends codes, two numbers a point, through the layers behind the code layer and hands each batch's answers to `seen` with the number
/// of its first point.
template <class S>
void decode_points(const training::TrainerOf<S>& run, int layer, std::span<const double> codes,
                   const std::function<void(math::Panel<const S> answers, int first)>& seen);

/// Low and high of both units: the range of the layer's outputs where it has one, otherwise that of the codes with a margin.
/// `codes` is [2 × rows].
std::vector<float> code_box(const LayerSummary& layer, std::span<const float> codes);

}  // namespace glassbox::probe

#include "network/layers.hpp"

#include <algorithm>

namespace glassbox::network {

extern const LayerRow kConvolution, kMaxPooling, kAveragePooling, kFlatten, kDropout, kBatchNormalisation, kLayerNormalisation, kSoftmax;

namespace {

const LayerRow* const kRows[] = {&kConvolution, &kMaxPooling,         &kAveragePooling,     &kFlatten,
                                 &kDropout,     &kBatchNormalisation, &kLayerNormalisation, &kSoftmax};

}  // namespace

std::span<const LayerRow* const> named_layers() { return kRows; }

const LayerRow* find_layer(std::string_view name) {
  const auto row = std::find_if(std::begin(kRows), std::end(kRows), [&](const LayerRow* candidate) { return candidate->name == name; });
  return row == std::end(kRows) ? nullptr : *row;
}

bool can_make(const std::vector<LayerSpec>& layers) {
  return math::kAllLayers || std::all_of(layers.begin(), layers.end(), [](const LayerSpec& spec) {
           const bool plain = spec.kind == LayerSpec::Kind::dense || spec.kind == LayerSpec::Kind::activation;
           return plain && can_make_activation(spec.activation);
         });
}

namespace {

LayerPlan plain_plan(const LayerSpec& spec, Shape input) {
  LayerPlan plan;
  plan.shape = input;
  if (spec.kind == LayerSpec::Kind::dense) {
    plan.shape = {1, 1, spec.units};
    plan.rows = spec.units;
    plan.columns = input.units();
  }
  return plan;
}

}  // namespace

LayerPlan plan_layer(const LayerSpec& spec, Shape input) {
  const LayerRow* row = spec.kind == LayerSpec::Kind::named ? find_layer(spec.name) : nullptr;
  LayerPlan plan = row != nullptr ? row->plan(spec, input) : plain_plan(spec, input);
  if (plan.refusal.empty() && std::int64_t{plan.shape.pixels()} * plan.shape.channels > kMaxLayerUnits) {
    plan.refusal = "It would have more than " + std::to_string(kMaxLayerUnits) + " units.";
  }
  if (!plan.refusal.empty()) plan = {.shape = input, .refusal = std::move(plan.refusal)};
  if (const ActivationChoice* activation = find_activation(spec.activation)) {
    plan.low = activation->low;
    plan.high = activation->high;
  }
  return plan;
}

}  // namespace glassbox::network

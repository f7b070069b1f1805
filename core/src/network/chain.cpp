#include "network/chain.hpp"

#include "math/kernels_narrow.hpp"

namespace glassbox::network {
namespace {

/// Beyond, the list's kernels win: they hold larger blocks, and form the gradient before a single output as they go.
constexpr int kMostUnits = 16, kMostRows = 64;
constexpr std::size_t kMostParameters = 2048;

}  // namespace

Chain Chain::of(const std::vector<OperationPointer<float>>& operations, const std::vector<Slot>& slots) {
  Chain chain;
  for (std::size_t i = 1; i < operations.size(); i += 2) {
    const Operation<float>&dense = *operations[i - 1], &activation = *operations[i];
    if (dense.name() != "dense" || activation.unit_by_unit() == nullptr) return {};
    const int inputs = slots[dense.in()].units, units = slots[dense.out()].units;
    const std::size_t weights = dense.first_parameter(), biases = weights + static_cast<std::size_t>(inputs) * units;
    chain.parameter_count_ = biases + units;
    if (units > kMostUnits || chain.parameter_count_ > kMostParameters) return {};
    chain.links_.push_back({dense.in(), dense.out(), activation.out(), inputs, units, weights, biases, *activation.unit_by_unit()});
  }
  if (operations.size() % 2 > 0) return {};
  return chain;
}

bool Chain::takes(int rows) const { return !links_.empty() && rows >= math::narrow::kFewestRows && rows <= kMostRows; }

void Chain::forward(const Pass<float>& pass) const {
  const Buffers<float>& panels = pass.panels;
  const int stride = math::padded(panels.rows());
  for (const Link& link : links_) {
    link.activation.values_of_sums(
        {pass.parameters + link.first_weight, link.inputs, 1, pass.parameters + link.first_bias, link.inputs, link.units},
        panels.value(link.x).data, stride, panels.value(link.z).data, panels.value(link.a).data);
  }
}

void Chain::backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const {
  using math::kLanes;
  const Buffers<float>& panels = pass.panels;
  const int stride = math::padded(panels.rows());
  const Link& last = links_.back();
  if (!from_logits) {
    last.activation.slopes(panels.value(last.z).data, panels.value(last.a).data, panels.gradient(last.a).data, panels.gradient(last.z).data,
                           static_cast<std::size_t>(stride) * last.units);
  }
  alignas(sizeof(math::Lanes<float>)) float lanes[kMostParameters * kLanes];
  for (std::size_t i = links_.size(); i-- > 0;) {
    const Link& link = links_[i];
    const float* d_z = panels.gradient(link.z).data;
    math::narrow::parameter_lanes(panels.value(link.x).data, link.inputs, d_z, link.units, stride, lanes + link.first_weight * kLanes);
    if (i == 0) break;
    // These sums start from zero, not from their first term: where that makes 0 of -0, the slopes make 0 of both.
    const Link& before = links_[i - 1];
    before.activation.slopes_of_sums({pass.parameters + link.first_weight, 1, link.inputs, nullptr, link.units, link.inputs}, d_z, stride,
                                     panels.value(before.z).data, panels.value(before.a).data, panels.gradient(before.a).data,
                                     panels.gradient(before.z).data);
  }
  math::narrow::sum_parameter_lanes(lanes, d_parameters, parameter_count_, !pass.whole_step);
}

}  // namespace glassbox::network

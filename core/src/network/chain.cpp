#include "network/chain.hpp"

#include "math/kernels.hpp"
#include "math/kernels_narrow.hpp"

namespace glassbox::network {
namespace {

/// Beyond, the list's kernels win: they hold larger blocks, and form the gradient before a single output as they go.
constexpr int kMostUnits = 16, kMostRows = 64;

}  // namespace

Chain Chain::of(const std::vector<OperationPointer<float>>& operations, const std::vector<Slot>& slots) {
  Chain chain;
  for (std::size_t i = 1; i < operations.size(); i += 2) {
    const Operation<float>&dense = *operations[i - 1], &activation = *operations[i];
    if (dense.name() != "dense" || activation.unit_by_unit() == nullptr) return {};
    const int inputs = slots[dense.in()].units, units = slots[dense.out()].units;
    if (units > kMostUnits) return {};
    const std::size_t weights = dense.first_parameter(), biases = weights + static_cast<std::size_t>(inputs) * units;
    chain.links_.push_back({dense.in(), dense.out(), activation.out(), inputs, units, weights, biases, *activation.unit_by_unit()});
  }
  if (operations.size() % 2 > 0) return {};
  return chain;
}

bool Chain::takes(int rows) const { return !links_.empty() && rows >= math::narrow::kFewestRows && rows <= kMostRows; }

void Chain::forward(const Pass<float>& pass) const {
  const int stride = math::padded(pass.panels.rows());
  const float* x = pass.panels.input().data;
  for (const Link& link : links_) {
    const float* weights = pass.parameters + link.first_weight;
    float* z = pass.panels.value(link.z).data;
    float* a = pass.panels.value(link.a).data;
    math::narrow::sums_of_columns({weights, link.inputs, 1, pass.parameters + link.first_bias, link.inputs, link.units}, x, z, stride);
    link.activation.values(z, a, static_cast<std::size_t>(stride) * link.units);
    x = a;
  }
}

void Chain::backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const {
  const Buffers<float>& panels = pass.panels;
  const int stride = math::padded(panels.rows());
  for (std::size_t i = links_.size(); i-- > 0;) {
    const Link& link = links_[i];
    const math::Panel<float> d_z = panels.gradient(link.z);
    if (!from_logits || i + 1 < links_.size()) {
      link.activation.slopes(panels.value(link.z).data, panels.value(link.a).data, panels.gradient(link.a).data, d_z.data,
                             static_cast<std::size_t>(stride) * link.units);
    }
    math::dense_backward_parameters<float>(panels.value(link.x), d_z, d_parameters + link.first_weight, d_parameters + link.first_bias);
    if (i == 0) return;
    // These sums start from zero, not from their first term: where that makes 0 of -0, the slopes below make 0 of both.
    const float* weights = pass.parameters + link.first_weight;
    math::narrow::sums_of_columns({weights, 1, link.inputs, nullptr, link.units, link.inputs}, d_z.data, panels.gradient(link.x).data,
                                  stride);
  }
}

}  // namespace glassbox::network

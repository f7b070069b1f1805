#include "network/chain.hpp"

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
    const UnitByUnit<float>& functions = *activation.unit_by_unit();
    if (chain.runs_.empty() || chain.runs_.back().activation.values != functions.values) {
      chain.runs_.push_back({static_cast<int>(chain.links_.size()), 0, functions});
    }
    ++chain.runs_.back().count;
    chain.links_.push_back({dense.in(), dense.out(), activation.out(), inputs, units, weights, biases});
  }
  if (operations.size() % 2 > 0 || chain.links_.empty()) return {};
  chain.most_rows_ = kMostRows;
  return chain;
}

void Chain::forward(const Pass<float>& pass) const {
  for (const Run& run : runs_) {
    if (run.activation.forward_links != nullptr) {
      run.activation.forward_links(&links_[run.first], run.count, pass);
    } else {
      for (int i = run.first; i < run.first + run.count; ++i) forward(links_[i], run.activation, pass);
    }
  }
}

void Chain::forward(const Link& link, const UnitByUnit<float>& activation, const Pass<float>& pass) {
  const math::Panel<float> z = pass.panels.value(link.z);
  math::narrow::sums_of_columns(sums_forward(link, pass), z.stride, z.data);
  activation.values(z.data, pass.panels.value(link.a).data, scalars(z));
}

void Chain::backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const {
  const Link& last = links_.back();
  const math::Panel<float> d_z = pass.panels.gradient(last.z);
  if (!from_logits) slopes(last, runs_.back().activation, pass);
  parameter_lanes(last, pass).add_all(d_z.data);
  int left = static_cast<int>(links_.size()) - 1;
  for (std::size_t r = runs_.size(); r-- > 0;) {
    const Run& run = runs_[r];
    if (run.activation.backward_links != nullptr) {
      run.activation.backward_links(&links_[run.first], left - run.first, pass);
    } else {
      for (int i = left; i-- > run.first;) backward(links_[i], links_[i + 1], run.activation, pass);
    }
    left = run.first;
  }
  math::narrow::take_parameter_lanes(pass.panels.sums(), d_parameters, parameter_count_, !pass.whole_step);
}

void Chain::slopes(const Link& link, const UnitByUnit<float>& activation, const Pass<float>& pass) {
  const math::Panel<float> d_z = pass.panels.gradient(link.z);
  activation.slopes(pass.panels.value(link.z).data, pass.panels.value(link.a).data, pass.panels.gradient(link.a).data, d_z.data,
                    scalars(d_z));
}

void Chain::backward(const Link& link, const Link& next, const UnitByUnit<float>& activation, const Pass<float>& pass) {
  const math::Panel<float> d_a = pass.panels.gradient(link.a);
  math::narrow::sums_of_columns(sums_backward(next, pass), d_a.stride, d_a.data);
  slopes(link, activation, pass);
  parameter_lanes(link, pass).add_all(pass.panels.gradient(link.z).data);
}

}  // namespace glassbox::network

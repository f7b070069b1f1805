#include "network/chain.hpp"

#include <algorithm>

#include "network/chain_step.hpp"

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
      chain.runs_.push_back({static_cast<int>(chain.layers_.size()), 0, functions});
    }
    ++chain.runs_.back().count;
    chain.layers_.push_back({dense.in(), dense.out(), activation.out(), inputs, units, weights, biases});
  }
  if (operations.size() % 2 > 0 || chain.layers_.empty()) return {};
  chain.most_rows_ = kMostRows;
  return chain;
}

std::vector<Link> Chain::links(const Buffers<float>& buffers) const {
  std::vector<Link> links(layers_.size());
  float* const lanes = buffers.sums();  // nullptr where nothing goes backward
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto& [x, z, a, inputs, units, first_weight, first_bias] = layers_[i];
    links[i] = {buffers.value(x).data,
                buffers.value(z).data,
                buffers.value(a).data,
                buffers.gradient(a).data,
                buffers.gradient(z).data,
                lanes + (lanes == nullptr ? 0 : first_weight * math::kLanes),
                inputs,
                units,
                first_weight,
                first_bias};
  }
  return links;
}

void Chain::forward(const Pass<float>& pass) const {
  const Link* link = pass.panels.links().data();
  for (const Run& run : runs_) {
    run.activation.forward_links(link, link + run.count, pass.parameters, pass.panels.rows());
    link += run.count;
  }
}

void Chain::backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const {
  const std::vector<Link>& links = pass.panels.links();
  const int stride = math::padded(pass.panels.rows());
  const Link* end = links.data() + links.size();
  if (from_logits) {
    --end;
    parameter_lanes(*end, stride).add_all(end->d_z);
  }
  bool from_a = !from_logits;
  for (auto run = runs_.rbegin(); run != runs_.rend(); ++run, from_a = false) {
    const Link* first = links.data() + run->first;
    run->activation.backward_links(first, end, from_a, pass.parameters, stride);
    end = first;
  }
  math::narrow::take_parameter_lanes(pass.panels.sums(), d_parameters, parameter_count_, !pass.whole_step);
}

bool Chain::takes_steps(int rows) const {
  return takes(rows) && math::narrow::half_empty(rows) && runs_.size() == 1 && runs_.front().activation.take_step != nullptr;
}

ChainStep Chain::begin_steps(const Buffers<float>& buffers) const {
  const std::vector<Link>& links = buffers.links();
  ChainStep step;
  step.first = links.data();
  step.end = step.first + links.size();
  step.examples = buffers.examples();
  step.lanes = buffers.sums();
  step.count = parameter_count_;
  return step;
}

void Chain::end_steps(const ChainStep& step) const { std::fill_n(step.lanes, sums(), 0.0F); }

}  // namespace glassbox::network

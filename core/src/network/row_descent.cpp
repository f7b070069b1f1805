#include "network/row_descent.hpp"

#include <algorithm>
#include <utility>

#include "math/finite_sum.hpp"

namespace glassbox::network {

std::unique_ptr<RowDescent> RowDescent::of(const Network<float>& network) {
  const auto& operations = network.operations();
  const bool fits = !network.wrapped() && operations.size() == 4 && operations[0]->name() == "dense" &&
                    operations[1]->unit_by_unit() != nullptr && operations[2]->name() == "dense" && network.outputs() == 1;
  if (!fits) return nullptr;
  return std::unique_ptr<RowDescent>(new RowDescent(network));
}

RowDescent::RowDescent(const Network<float>& network)
    : network_(network),
      layout_(network.layers().front().inputs, network.layers().front().units),
      activation_(*network.operations()[1]->unit_by_unit()),
      present_(layout_.size()),
      other_(layout_.size()),
      x_(static_cast<std::size_t>(layout_.inputs) + 1),
      units_(static_cast<std::size_t>(layout_.width) * 4) {
  x_.data()[layout_.inputs] = 1;
}

template <class Visit>
void RowDescent::for_places(Visit visit) const {
  const Layer &wide = network_.layers().front(), &output = network_.layers().back();
  for (int unit = 0; unit < layout_.units; ++unit) {
    const std::size_t row = wide.first_weight + static_cast<std::size_t>(unit) * layout_.inputs;
    for (int i = 0; i < layout_.inputs; ++i) visit(layout_.column(i) + unit, row + i);
    visit(layout_.biases() + unit, wide.first_bias + unit);
    visit(layout_.output_weights() + unit, output.first_weight + unit);
  }
  visit(layout_.output_bias(), output.first_bias);
}

bool RowDescent::take(const float* parameters) {
  float* to = present_.data();
  for_places([&](std::size_t place, std::size_t parameter) { to[place] = parameters[parameter]; });
  math::FiniteSum<float> sum;
  for (std::size_t i = 0; i < present_.padded_size(); i += math::kLanes) sum.see(math::load(to + i));
  return sum.finite();
}

void RowDescent::write(const Arena<float>& laid_out, float* parameters) const {
  const float* from = laid_out.data();
  for_places([&](std::size_t place, std::size_t parameter) { parameters[parameter] = from[place]; });
}

void RowDescent::give(float* parameters, float* before) const {
  write(present_, parameters);
  write(other_, before);
}

namespace {

math::row::Units parts_of(const Arena<float>& units, int width) {
  float* first = units.data();
  return {first, first + width, first + 2 * width, first + 3 * width};
}

}  // namespace

void RowDescent::forward(const Pass<float>& pass) {
  const math::Panel<float> x = pass.panels.input(), logit = pass.panels.value(network_.logits());
  for (int i = 0; i < layout_.inputs; ++i) x_.data()[i] = *x.column(i);
  const float sum = math::row::forward(layout_, present_.data(), x_.data(), activation_.values, parts_of(units_, layout_.width));
  std::fill_n(logit.data, logit.stride, sum);
  network_.operations().back()->forward(pass);
}

bool RowDescent::descend(const Pass<float>& pass, bool from_logits, float rate) {
  if (!from_logits) network_.operations().back()->backward(pass, nullptr);
  const float d = *pass.panels.gradient(network_.logits()).data;
  const bool finite =
      math::row::descend(layout_, present_.data(), x_.data(), activation_.slopes, parts_of(units_, layout_.width), d, rate, other_.data());
  if (finite) std::swap(present_, other_);
  return finite;
}

}  // namespace glassbox::network

#include "probe/passes.hpp"

#include <algorithm>
#include <vector>

namespace glassbox::probe {
namespace {

constexpr int kRows = 256;

template <class S>
void fill_input(const math::Panel<S>& input, const double* numbers, std::size_t stride) {
  for (int unit = 0; unit < input.units; ++unit, numbers += stride) {
    S* column = input.column(unit);
    for (int row = 0; row < input.rows; ++row) column[row] = static_cast<S>(numbers[row]);
    // padding repeats the last point, so that it stays finite
    for (int row = input.rows; row < input.stride; ++row) column[row] = column[input.rows - 1];
  }
}

template <class S>
void backward_from_logit(const network::Network<S>& network, const network::Pass<S>& pass, int output) {
  const math::Panel<S> start = pass.panels.gradient(network.logits());
  std::fill_n(start.data, network::scalars(start), S(0));
  std::fill_n(start.column(output), start.rows, S(1));
  network.backward(pass, true, nullptr);
}

}  // namespace

FedPoints fed_rows(const Dataset& dataset, const Prepared& prepared, int count) {
  return {prepared.x.data(), static_cast<std::size_t>(dataset.rows), std::min(dataset.rows, count)};
}

std::vector<double> feed(const InputTransform& transform, std::span<const double> raw, int columns) {
  const std::size_t inputs = transform.columns.size(), points = raw.size() / columns;
  std::vector<double> one(inputs), fed(inputs * points);
  for (std::size_t point = 0; point < points; ++point) {
    transform.apply(raw.subspan(point * columns, columns), one);
    for (std::size_t i = 0; i < inputs; ++i) fed[i * points + point] = one[i];
  }
  return fed;
}

template <class S>
void forward_points(const training::TrainerOf<S>& run, const FedPoints& fed, bool gradients,
                    const std::function<void(const network::Buffers<S>&, int first)>& seen) {
  const network::Network<S>& network = run.network();
  if (fed.points == 0) return;
  const auto held = gradients ? network::GradientPanels::all : network::GradientPanels::none;
  network::Buffers<S> buffers = network.make_buffers(std::min(fed.points, kRows), held);
  for (int first = 0; first < fed.points; first += kRows) {
    buffers.set_rows(std::min(kRows, fed.points - first));
    fill_input(buffers.input(), fed.numbers + first, fed.stride);
    const network::Pass<S> pass = run.pass(buffers);
    network.forward(pass);
    if (gradients) backward_from_logit(network, pass, 0);
    seen(buffers, first);
  }
}

template <class S>
std::vector<double> input_slopes(const training::TrainerOf<S>& run, std::span<const double> fed, int output) {
  const network::Network<S>& network = run.network();
  const network::Buffers<S> buffers = network.make_buffers(1, network::GradientPanels::all);
  fill_input(buffers.input(), fed.data(), 1);
  const network::Pass<S> pass = run.pass(buffers);
  network.forward(pass);
  backward_from_logit(network, pass, output);
  std::vector<double> slopes;
  for (int i = 0; i < network.inputs(); ++i) slopes.push_back(static_cast<double>(buffers.gradient(0).column(i)[0]));
  return slopes;
}

template <class S>
void copy_units(const math::Panel<S>& panel, float* target, std::size_t stride) {
  for (int unit = 0; unit < panel.units; ++unit, target += stride) {
    const S* column = panel.column(unit);
    for (int row = 0; row < panel.rows; ++row) target[row] = static_cast<float>(column[row]);
  }
}

template void forward_points(const training::TrainerOf<float>&, const FedPoints&, bool,
                             const std::function<void(const network::Buffers<float>&, int)>&);
template void forward_points(const training::TrainerOf<double>&, const FedPoints&, bool,
                             const std::function<void(const network::Buffers<double>&, int)>&);
template std::vector<double> input_slopes(const training::TrainerOf<float>&, std::span<const double>, int);
template std::vector<double> input_slopes(const training::TrainerOf<double>&, std::span<const double>, int);
template void copy_units(const math::Panel<float>&, float*, std::size_t);
template void copy_units(const math::Panel<double>&, float*, std::size_t);

}  // namespace glassbox::probe

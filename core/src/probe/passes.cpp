#include "probe/passes.hpp"

#include <algorithm>
#include <vector>

namespace glassbox::probe {
namespace {

constexpr int kRows = 256;

template <class S>
void fill_input(math::Panel<S> input, const InputTransform& transform, std::span<const double> raw, int columns) {
  std::vector<double> fed(transform.columns.size());
  for (int row = 0; row < input.stride; ++row) {
    const int point = std::min(row, input.rows - 1);  // padding repeats the last point, so that it stays finite
    transform.apply(raw.subspan(static_cast<std::size_t>(point) * columns, columns), fed);
    for (int unit = 0; unit < input.units; ++unit) input.column(unit)[row] = static_cast<S>(fed[unit]);
  }
}

template <class S>
void backward_first_logit(const network::Network<S>& network, const network::Pass<S>& pass) {
  const math::Panel<S> start = pass.panels.gradient(network.logits());
  std::fill_n(start.data, network::scalars(start), S(0));
  std::fill_n(start.column(0), start.rows, S(1));
  network.backward(pass, true, nullptr);
}

}  // namespace

template <class S>
void forward_points(const training::TrainerOf<S>& run, std::span<const double> raw, int columns, bool gradients,
                    const std::function<void(const network::Buffers<S>&, int first)>& seen) {
  const network::Network<S>& network = run.network();
  const int points = static_cast<int>(raw.size()) / columns;
  if (points == 0) return;
  const auto held = gradients ? network::GradientPanels::all : network::GradientPanels::none;
  network::Buffers<S> buffers = network.make_buffers(std::min(points, kRows), held);
  for (int first = 0; first < points; first += kRows) {
    const int rows = std::min(kRows, points - first);
    buffers.set_rows(rows);
    fill_input(buffers.input(), run.prepared().transform, raw.subspan(static_cast<std::size_t>(first) * columns), columns);
    const network::Pass<S> pass = run.pass(buffers);
    network.forward(pass);
    if (gradients) backward_first_logit(network, pass);
    seen(buffers, first);
  }
}

template void forward_points(const training::TrainerOf<float>&, std::span<const double>, int, bool,
                             const std::function<void(const network::Buffers<float>&, int)>&);
template void forward_points(const training::TrainerOf<double>&, std::span<const double>, int, bool,
                             const std::function<void(const network::Buffers<double>&, int)>&);

}  // namespace glassbox::probe

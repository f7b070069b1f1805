#include "probe/code.hpp"

#include <algorithm>
#include <cmath>

namespace glassbox::probe {

constexpr int kCodeUnits = 2;
constexpr int kRows = 256;

template <class S>
std::optional<int> code_layer(const network::Network<S>& network) {
  const int output = static_cast<int>(network.layers().size()) - 1;
  for (int layer = 0; layer < output; ++layer) {
    if (network.layers()[layer].units != kCodeUnits) continue;
    bool passed = false, alone = true;  // operations of later layers before its last one: a way around it
    for (std::size_t i = network.operations().size(); i-- > 0;) {
      passed = passed || network.layer_of(i) == layer;
      alone = alone && (passed ? network.layer_of(i) <= layer : network.layer_of(i) > layer);
    }
    if (alone) return layer;
  }
  return std::nullopt;
}

template <class S>
void decode_points(const training::TrainerOf<S>& run, int layer, std::span<const double> codes,
                   const std::function<void(math::Panel<const S> answers, int first)>& seen) {
  const int points = static_cast<int>(codes.size()) / kCodeUnits;
  if (points == 0) return;
  const network::Network<S>& network = run.network();
  network::Buffers<S> buffers = network.make_buffers(std::min(points, kRows), network::GradientPanels::none);
  for (int first = 0; first < points; first += kRows) {
    buffers.set_rows(std::min(kRows, points - first));
    const math::Panel<S> code = buffers.value(network.layers()[layer].a);
    for (int unit = 0; unit < kCodeUnits; ++unit) {
      for (int row = 0; row < code.stride; ++row) {
        const int point = first + std::min(row, code.rows - 1);
        code.column(unit)[row] = static_cast<S>(codes[static_cast<std::size_t>(point) * kCodeUnits + unit]);
      }
    }
    for (std::size_t i = 0; i < network.operations().size(); ++i) {
      if (network.layer_of(i) > layer) network.operations()[i]->forward(run.pass(buffers));
    }
    seen(buffers.value(network.answers()), first);
  }
}

std::vector<float> code_box(const LayerSummary& layer, std::span<const float> codes) {
  constexpr float kMargin = 0.06f;
  std::vector<float> box;
  const std::size_t rows = codes.size() / kCodeUnits;
  for (std::size_t unit = 0; unit < kCodeUnits; ++unit) {
    float low = HUGE_VALF, high = -HUGE_VALF;
    if (layer.low < layer.high) {
      low = static_cast<float>(layer.low);
      high = static_cast<float>(layer.high);
    } else {
      for (const float code : codes.subspan(unit * rows, rows)) {
        low = std::min(low, code);
        high = std::max(high, code);
      }
      if (!(low < high && std::isfinite(high - low))) {
        low = -1;
        high = 1;
      }
    }
    const float margin = kMargin * (high - low);
    box.push_back(low - margin);
    box.push_back(high + margin);
  }
  return box;
}

template std::optional<int> code_layer(const network::Network<float>&);
template std::optional<int> code_layer(const network::Network<double>&);
template void decode_points(const training::TrainerOf<float>&, int, std::span<const double>,
                            const std::function<void(math::Panel<const float>, int)>&);
template void decode_points(const training::TrainerOf<double>&, int, std::span<const double>,
                            const std::function<void(math::Panel<const double>, int)>&);

}  // namespace glassbox::probe

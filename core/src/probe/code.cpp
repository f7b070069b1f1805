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
void decode_points(const network::Network<S>& network, std::span<const S> parameters, int layer, std::span<const double> codes,
                   const std::function<void(math::Panel<const S> answers, int first)>& seen) {
  const int points = static_cast<int>(codes.size()) / kCodeUnits;
  if (points == 0) return;
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
      if (network.layer_of(i) > layer) network.operations()[i]->forward(parameters.data(), buffers);
    }
    seen(buffers.value(network.answers()), first);
  }
}

std::vector<float> code_box(const network::ActivationChoice* activation, std::span<const float> codes) {
  constexpr float kMargin = 0.06f;
  std::vector<float> box;
  const std::size_t rows = codes.size() / kCodeUnits;
  for (std::size_t unit = 0; unit < kCodeUnits; ++unit) {
    float low = HUGE_VALF, high = -HUGE_VALF;
    if (activation && activation->low < activation->high) {
      low = static_cast<float>(activation->low);
      high = static_cast<float>(activation->high);
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
template void decode_points(const network::Network<float>&, std::span<const float>, int, std::span<const double>,
                            const std::function<void(math::Panel<const float>, int)>&);
template void decode_points(const network::Network<double>&, std::span<const double>, int, std::span<const double>,
                            const std::function<void(math::Panel<const double>, int)>&);

}  // namespace glassbox::probe

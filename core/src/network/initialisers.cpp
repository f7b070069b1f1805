#include "network/initialisers.hpp"

#include <array>
#include <cmath>

#include "math/random.hpp"

namespace glassbox::network {
namespace {

enum class Draw { uniform, normal, zeros };

struct Initialiser {
  Choice choice;
  Draw draw;
  /// Half width of the uniform, standard deviation of the normal.
  double (*spread)(int inputs, int outputs, double size);
};

constexpr Initialiser kInitialisers[] = {
    {{"xavier-uniform", "Xavier uniform", "uniform within sqrt(6 / (inputs + outputs)); suits tanh and sigmoid"},
     Draw::uniform,
     [](int inputs, int outputs, double) { return std::sqrt(6.0 / (inputs + outputs)); }},
    {{"xavier-normal", "Xavier normal", "normal with deviation sqrt(2 / (inputs + outputs)); suits tanh and sigmoid"},
     Draw::normal,
     [](int inputs, int outputs, double) { return std::sqrt(2.0 / (inputs + outputs)); }},
    {{"he-uniform", "He uniform", "uniform within sqrt(6 / inputs); suits ReLU"},
     Draw::uniform,
     [](int inputs, int, double) { return std::sqrt(6.0 / inputs); }},
    {{"he-normal", "He normal", "normal with deviation sqrt(2 / inputs); suits ReLU"},
     Draw::normal,
     [](int inputs, int, double) { return std::sqrt(2.0 / inputs); }},
    {{"lecun-uniform", "LeCun uniform", "uniform within sqrt(3 / inputs)"},
     Draw::uniform,
     [](int inputs, int, double) { return std::sqrt(3.0 / inputs); }},
    {{"lecun-normal", "LeCun normal", "normal with deviation sqrt(1 / inputs)"},
     Draw::normal,
     [](int inputs, int, double) { return std::sqrt(1.0 / inputs); }},
    {{"uniform", "Uniform", "uniform between -a and a"}, Draw::uniform, [](int, int, double size) { return size; }},
    {{"normal", "Normal", "normal with deviation s"}, Draw::normal, [](int, int, double size) { return size; }},
    {{"zeros", "Zeros", "all weights 0: units of one layer then stay equal for ever"}, Draw::zeros, [](int, int, double) { return 0.0; }},
};

}  // namespace

std::span<const Choice> initialisers() {
  static const auto choices = [] {
    std::array<Choice, std::size(kInitialisers)> rows;
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = kInitialisers[i].choice;
    return rows;
  }();
  return choices;
}

void draw_weights(std::string_view initialiser, double size, std::uint32_t seed, int layer, int inputs, int outputs,
                  std::span<double> weights) {
  const math::Random random{seed, math::Purpose::initial_weights, static_cast<std::uint32_t>(layer), 0};
  for (const Initialiser& row : kInitialisers) {
    if (row.choice.name != initialiser) continue;
    const double spread = row.spread(inputs, outputs, size);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto index = static_cast<std::uint32_t>(i);
      if (row.draw == Draw::zeros) weights[i] = 0;
      if (row.draw == Draw::uniform) weights[i] = random.uniform(index, -spread, spread);
      if (row.draw == Draw::normal) weights[i] = spread * random.normal(index);
    }
  }
}

}  // namespace glassbox::network

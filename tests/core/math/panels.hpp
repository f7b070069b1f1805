#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "math/panel.hpp"
#include "math/random.hpp"

namespace math = glassbox::math;

/// A panel with memory of its own, filled with numbers from -1 to 1, padding included.
template <class S>
struct Buffer {
  Buffer(int rows, int units, int stride, std::uint32_t layer) : panel{nullptr, rows, stride, units} {
    const std::size_t count = static_cast<std::size_t>(stride) * units;
    storage.resize(count * sizeof(S) + 32);
    panel.data = reinterpret_cast<S*>((reinterpret_cast<std::uintptr_t>(storage.data()) + 31) / 32 * 32);
    const math::Random random{.seed = 5, .purpose = math::Purpose::probe, .layer = layer, .step = 0};
    for (std::size_t i = 0; i < count; ++i) panel.data[i] = static_cast<S>(random.uniform(static_cast<std::uint32_t>(i), -1, 1));
  }
  Buffer(const Buffer&) = delete;

  void clear_padding() {
    for (int unit = 0; unit < panel.units; ++unit) {
      for (int n = panel.rows; n < panel.stride; ++n) panel.column(unit)[n] = 0;
    }
  }
  /// Numbers of all rows, unit by unit; padding 0.
  void set(const std::vector<S>& numbers) {
    clear_padding();
    for (int unit = 0; unit < panel.units; ++unit)
      std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(unit) * panel.rows, panel.rows, panel.column(unit));
  }
  /// The numbers of rows [first, last), unit by unit.
  std::vector<S> rows(int first, int last) const {
    std::vector<S> result;
    for (int unit = 0; unit < panel.units; ++unit) result.insert(result.end(), panel.column(unit) + first, panel.column(unit) + last);
    return result;
  }
  math::Panel<const S> read() const { return panel; }

  math::Panel<S> panel;
  std::vector<std::byte> storage;
};

template <class S>
bool same_bits(const std::vector<S>& a, const std::vector<S>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(S)) == 0);
}

template <class S>
std::vector<S> numbers(std::size_t count, std::uint32_t layer) {
  const math::Random random{.seed = 6, .purpose = math::Purpose::probe, .layer = layer, .step = 0};
  std::vector<S> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = static_cast<S>(random.normal(static_cast<std::uint32_t>(i)));
  return result;
}

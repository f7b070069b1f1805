#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "math/panel.hpp"
#include "network/arena.hpp"
#include "network/link.hpp"

namespace glassbox::network {

/// One place where a network keeps a panel of numbers [N × units]. Slot 0 holds the inputs; every operation fills one more.
struct Slot {
  int units = 0;
  int storage = 0;                ///< the slot whose value panel it shares; its own index in general
  bool below_parameters = false;  ///< whether some parameter stands before it: only then does training need its gradient
  bool packs_one_row = false;     ///< whether a single row is held without padding: see OneRow
};

/// Which gradient panels to hold beside the values.
enum class GradientPanels { none, training, all };

/// The working memory of one forward and backward pass: a value panel and, where wanted, a gradient panel for each slot.
/// Allocated once for `capacity` rows, then used for any number of rows up to that.
template <class S>
class Buffers {
 public:
  Buffers() = default;
  /// `targets`: columns of targets(); `sums`: see sums().
  Buffers(const std::vector<Slot>& slots, int capacity, GradientPanels gradients, int targets = 0, std::size_t sums = 0)
      : sums_(sums), targets_(targets), capacity_(math::padded(capacity)) {
    const auto own = [&](std::size_t s) { return slots[s].storage == static_cast<int>(s); };
    const auto wanted = [&](std::size_t s) {
      return gradients == GradientPanels::all || (gradients == GradientPanels::training && slots[s].below_parameters);
    };
    std::size_t values = targets_ * capacity_, gradient_scalars = 0;
    for (std::size_t s = 0; s < slots.size(); ++s) {
      if (own(s)) values += slots[s].units * capacity_;
      if (wanted(s)) gradient_scalars += slots[s].units * capacity_;
    }
    values_ = Arena<S>(values);
    gradients_ = Arena<S>(gradient_scalars);
    S *value = values_.data(), *gradient = gradients_.data();
    for (std::size_t s = 0; s < slots.size(); ++s) {
      const std::size_t scalars = (slots[s].units + (s == 0 ? targets_ : 0)) * capacity_;
      places_.push_back(
          {own(s) ? value : places_[slots[s].storage].value, wanted(s) ? gradient : nullptr, slots[s].units, slots[s].packs_one_row});
      if (own(s)) value += scalars;
      if (wanted(s)) gradient += slots[s].units * capacity_;
    }
    set_rows(capacity);
  }

  int capacity() const { return capacity_; }
  int rows() const { return rows_; }
  /// The number of rows of all panels from now on; at most capacity(). Their contents are then undefined.
  void set_rows(int rows) {
    rows_ = rows;
    stride_ = math::padded(rows);
    packed_stride_ = rows == 1 ? 1 : stride_;
  }

  math::Panel<S> value(int slot) const { return panel(places_[slot].value, places_[slot]); }
  /// An empty panel (data == nullptr) where the gradient is not held.
  math::Panel<S> gradient(int slot) const {
    if (places_[slot].gradient == nullptr) return {};
    return panel(places_[slot].gradient, places_[slot]);
  }
  math::Panel<S> input() const { return value(0); }
  /// Columns right behind those of the inputs.
  math::Panel<S> targets() const { return {input().column(input().units), rows_, stride_, targets_}; }
  /// Both.
  math::Panel<S> examples() const { return {input().data, rows_, stride_, input().units + targets_}; }
  /// Room for sums on the way backward, zero between passes.
  S* sums() const { return sums_.data(); }
  /// Of the network that made them, where that is a chain.
  const std::vector<Link>& links() const { return links_; }
  void set_links(std::vector<Link> links) { links_ = std::move(links); }

 private:
  struct Place {
    S *value, *gradient;  ///< in the arenas
    int units;
    bool packs_one_row;
  };
  math::Panel<S> panel(S* data, const Place& place) const {
    return {data, rows_, place.packs_one_row ? packed_stride_ : stride_, place.units};
  }

  std::vector<Place> places_;
  std::vector<Link> links_;
  Arena<S> values_, gradients_, sums_;
  int targets_ = 0;
  std::size_t capacity_ = 0;
  int rows_ = 0, stride_ = 0, packed_stride_ = 0;
};

/// The scalars of a panel in whole lanes, padding included: its columns follow each other without gaps.
template <class S>
std::size_t scalars(math::Panel<S> panel) {
  return (static_cast<std::size_t>(panel.stride) * panel.units + math::kLanes - 1) / math::kLanes * math::kLanes;
}

}  // namespace glassbox::network

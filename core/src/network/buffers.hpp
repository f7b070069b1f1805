#pragma once

#include <cstddef>
#include <vector>

#include "math/panel.hpp"
#include "network/arena.hpp"

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
  Buffers(const std::vector<Slot>& slots, int capacity, GradientPanels gradients) : capacity_(math::padded(capacity)) {
    std::size_t values = 0, gradient_scalars = 0;
    for (std::size_t s = 0; s < slots.size(); ++s) {
      const bool own = slots[s].storage == static_cast<int>(s);
      const bool wanted = gradients == GradientPanels::all || (gradients == GradientPanels::training && slots[s].below_parameters);
      const std::size_t scalars = slots[s].units * capacity_;
      places_.push_back({slots[s].units, own ? values : places_[slots[s].storage].value, gradient_scalars, wanted, slots[s].packs_one_row});
      if (own) values += scalars;
      if (wanted) gradient_scalars += scalars;
    }
    values_ = Arena<S>(values);
    gradients_ = Arena<S>(gradient_scalars);
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

  math::Panel<S> value(int slot) const { return panel(values_, places_[slot], places_[slot].value); }
  /// An empty panel (data == nullptr) where the gradient is not held.
  math::Panel<S> gradient(int slot) const {
    if (!places_[slot].has_gradient) return {};
    return panel(gradients_, places_[slot], places_[slot].gradient);
  }
  math::Panel<S> input() const { return value(0); }

 private:
  struct Place {
    int units;
    std::size_t value, gradient;  ///< in the arenas
    bool has_gradient, packs_one_row;
  };
  math::Panel<S> panel(const Arena<S>& arena, const Place& place, std::size_t first) const {
    return {arena.data() + first, rows_, place.packs_one_row ? packed_stride_ : stride_, place.units};
  }

  std::vector<Place> places_;
  Arena<S> values_, gradients_;
  std::size_t capacity_ = 0;
  int rows_ = 0, stride_ = 0, packed_stride_ = 0;
};

/// The scalars of a panel in whole lanes, padding included: its columns follow each other without gaps.
template <class S>
std::size_t scalars(math::Panel<S> panel) {
  return (static_cast<std::size_t>(panel.stride) * panel.units + math::kLanes - 1) / math::kLanes * math::kLanes;
}

}  // namespace glassbox::network

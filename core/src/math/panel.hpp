#pragma once

#include <cstddef>

#include "math/lanes.hpp"

namespace glassbox::math {

/// A batch of activations or gradients: column-major [N × units], the batch fast and padded to kLanes, aligned to 32 bytes.
/// Rows from N to `stride` are padding: finite, and zero wherever a gradient is summed over them. A single row may be packed instead:
/// stride 1, without padding rows, and whole lanes of memory behind the last unit. Does not own its memory.
template <class S>
struct Panel {
  S* data = nullptr;
  int rows = 0;    ///< N
  int stride = 0;  ///< padded(N) or more, a multiple of kLanes; or 1
  int units = 0;

  S* column(int unit) const { return data + static_cast<std::ptrdiff_t>(unit) * stride; }
  operator Panel<const S>() const { return {data, rows, stride, units}; }
};

}  // namespace glassbox::math

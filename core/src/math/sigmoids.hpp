#pragma once

#include <cstddef>

namespace glassbox::math {

/// y[i] = sigmoid(x[i]) for i < count, to the last bit. Whole lanes are read and written; both are aligned to them and do not overlap.
void sigmoids(const float* x, float* y, std::size_t count);
/// y[i] = tanh(x[i]), likewise.
void tanhs(const float* x, float* y, std::size_t count);

}  // namespace glassbox::math

#pragma once

#include <functional>
#include <string_view>

#include "probe/equation.hpp"
#include "probe/recording.hpp"

namespace glassbox::probe {

/// A matrix as a picture shows it: the numbers around a marked place, and its whole shape.
struct MatrixView {
  std::string symbol;
  Flow flow = Flow::none;
  int rows = 1, columns = 1;
  int row = -1, column = -1;  ///< marked; -1: none, or the whole of the other
  bool image = false;         ///< all of it, as pixels
};

/// A JSON object {symbol, flow, rows, columns, firstRow, firstColumn, mark, image, values}.
void write_matrix(JsonWriter& json, const MatrixView& view, const std::function<double(int row, int column)>& number);
/// {text}: what stands between two matrices.
void write_sign(JsonWriter& json, std::string_view sign);

}  // namespace glassbox::probe

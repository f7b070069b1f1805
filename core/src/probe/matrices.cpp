#include "probe/matrices.hpp"

#include <algorithm>

namespace glassbox::probe {
namespace {

struct Window {
  int first, count;
};

Window around(int marked, int extent, int most) {
  const int count = std::min(extent, most);
  return {std::clamp(marked - most / 2, 0, extent - count), count};
}

}  // namespace

void write_matrix(JsonWriter& json, const MatrixView& view, const std::function<double(int row, int column)>& number) {
  constexpr int kMostRows = 6, kMostColumns = 5;
  const Window rows = view.image ? Window{0, view.rows} : around(view.row, view.rows, kMostRows);
  const Window columns = view.image ? Window{0, view.columns} : around(view.column, view.columns, kMostColumns);
  json.begin_object().member("symbol", view.symbol).member("flow", name_of(view.flow)).member("rows", view.rows);
  json.member("columns", view.columns).member("firstRow", rows.first).member("firstColumn", columns.first);
  json.member("mark", {view.row, view.column}).member("image", view.image).key("values").begin_array();
  for (int row = rows.first; row < rows.first + rows.count; ++row) {
    json.begin_array();
    for (int column = columns.first; column < columns.first + columns.count; ++column) json.value(number(row, column));
    json.end_array();
  }
  json.end_array().end_object();
}

void write_sign(JsonWriter& json, std::string_view sign) { json.begin_object().member("text", sign).end_object(); }

}  // namespace glassbox::probe

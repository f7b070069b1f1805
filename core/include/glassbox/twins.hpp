#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

/// Twins of a network: other weights, the same function. Two units of a layer trade places, a unit of an odd activation turns the signs of
/// everything into and out of it, or a unit that hands on the same number whatever comes in is taken out. A unit here is a channel where a
/// layer makes images. Nothing here changes the run.
namespace glassbox {

/// A unit that hands on the same number at every row of train, test and blind.
struct DeadUnit {
  int unit = 0;
  double value = 0;  ///< as the next layer with weights receives it

  bool operator==(const DeadUnit&) const = default;
};

/// A layer whose units may be moved: one with weights of its own, not the output layer.
struct TwinLayer {
  int layer = 0;  ///< index into Summary::layers
  int units = 0;
  /// Indices of all layers whose rows of W are these units (more than one where a residual block adds them up), and of those whose columns
  /// are.
  std::vector<int> into, out_of;
  std::string swap, flip, remove;  ///< why it cannot be done, one sentence; empty where it can
  std::vector<DeadUnit> dead;      ///< that can be taken out
  double twins = 1;                ///< how many there are: n! orders where units may trade places, times 2^n signs where those may turn
};
struct TwinLayers {
  std::vector<TwinLayer> layers;
  int rows = 0, all_rows = 0;  ///< looked at, the first of train, test, blind; and all of them
};
/// As the run stands.
TwinLayers twin_layers(const Trainer& trainer);
/// {step, rows, allRows, layers:[{layer, name, units, image, into:[…], outOf:[…], swap, flip, remove, dead:[{unit, value}], twins}]};
/// layers are named.
std::string twin_layers_json(const Trainer& trainer);

struct TwinQuestion {
  enum class Act { swap, flip, remove };
  Act act = Act::swap;
  int layer = 0;                ///< index into Summary::layers
  std::vector<int> units = {};  ///< swap: two; flip: any number; remove: dead ones, none for all of them
};

/// What a W looks like before and after, or as much of it as a page holds: b is one more column. Rows and columns by their numbers before.
struct TwinMatrix {
  int layer = 0;
  bool into = false, out_of = false;  ///< its rows, its columns are the units
  int rows = 0, columns = 0;          ///< of W, before
  std::vector<int> shown_rows, shown_columns;
  std::vector<int> kept_rows, kept_columns;  ///< of those, what is left after
  std::vector<std::vector<double>> before, after;
};

struct Twin {
  std::vector<int> units;  ///< that were moved or taken out
  double difference = 0;   ///< the largest between an answer of both networks; NaN where an answer is no number
  double largest = 0;      ///< magnitude of an answer
  int rows = 0, all_rows = 0;
  std::int64_t before = 0, after = 0;  ///< parameters
  std::vector<TwinMatrix> matrices;
  std::string text = {};     ///< an experiment that begins as the twin, and gives its very answers; empty where no link can hold it
  std::string no_text = {};  ///< then: why, one sentence
};
/// Makes a twin of the run as it stands and sends all rows through both. Problems: no-such-unit, no-twin.
Result<Twin> make_twin(const Trainer& trainer, const TwinQuestion& question);
/// {ok, step, units, difference, largest, rows, allRows, before, after, text, noText, matrices:[{name, into, outOf, rows, columns,
/// shownRows, shownColumns, keptRows, keptColumns, before:[[…]], after:[[…]]}]}; or {ok:false, problems}. act: "swap", "flip", "remove".
std::string twin_json(const Trainer& trainer, const std::string& act, int layer, const std::vector<int>& units);

}  // namespace glassbox

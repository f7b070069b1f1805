#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// What a layer is made of and what it costs, beside its row of Summary.
struct LayerStructure {
  LayerSummary summary;
  std::string kind;    ///< "dense", "activation", "residual", or its name in the registry of layers: "conv"
  Shape input = {};    ///< what goes in
  bool drawn = false;  ///< W joins units with inputs, and is drawn by the initialiser; otherwise it is one gain a unit or channel
  std::vector<std::string> parts = {};  ///< what W and b, then the running statistics are called where W is not drawn
  int statistics = 0;                   ///< numbers kept beside the parameters and not trained
  std::int64_t multiply_adds = 0;       ///< of weights with values, for one row, forward
};
struct Structure {
  Shape input = {};
  std::vector<LayerStructure> layers;
  std::int64_t parameters = 0;  ///< trained
  std::int64_t statistics = 0;
  std::int64_t multiply_adds = 0;
};
/// Derived from the experiment's fields alone; it must be valid.
Structure structure_of(const Experiment& experiment);

/// The structure as a table of text, one line a layer, parameters last; then the totals.
std::string structure_text(const Structure& structure);

/// {text, precision, batch, farthest, input:[height, width, channels], parameters, statistics, multiplyAdds, layers:[{name, text, kind,
/// activation, input, shape, rows, columns, drawn, parts, parameters, statistics, multiplyAdds}], activations:[{name, label}]}. batch:
/// rows, 0 for all; activations: all that curve_json() draws.
std::string structure_json(const Experiment& experiment);

/// What goes into the activations of a run as it stands: {step, rows, allRows, layers:[{low, high}]}, over the training rows in an
/// evaluation, as many as some 10^8 multiply-adds allow. Pure.
std::string ranges_json(const Trainer& trainer);

/// Linear dense layers folded into the dense layer right behind them: W = W₂ W₁, b = W₂ b₁ + b₂, worked out in double. Within residual
/// blocks, and across layers of other kinds, nothing is folded.
struct Collapse {
  std::vector<std::string> layers;     ///< names of those that become fewer; empty: there are none
  std::int64_t before = 0, after = 0;  ///< parameters of the network
  double difference = 0;               ///< the largest between an answer of the folded network and of the whole one
  double largest = 0;                  ///< magnitude of an answer of the whole network
  int rows = 0, all_rows = 0;          ///< training rows compared, the first ones; and all of them
  std::string text = {};               ///< an experiment that begins as the folded network; empty where no link can hold it
};
/// As the run stands; pure.
Collapse collapse_linear(const Trainer& trainer);
/// {step, layers, before, after, difference, largest, rows, allRows, text}.
std::string collapse_json(const Trainer& trainer);

/// What a curve shows of an activation; `limit` and `at` are taken as near as kFarthest allows.
struct CurveQuestion {
  std::string activation;  ///< a name from the activations
  int precision = 32;      ///< 32 or 64
  double limit = 6;        ///< drawn from -limit to limit
  double at = 0;           ///< the tangent's point, rounded to the precision
};
inline constexpr double kFarthest = 1000;
/// Points of a curve: an odd number, so that 0 is one of them.
inline constexpr int kCurvePoints = 481;

/// An activation and its slope as a run of that precision computes them: {name, label, meaning, formula, slopeFormula, limit, z:[…], a:[…],
/// slope:[…], at:{z, a, slope}, far:[{z, e, a, slope}], flatBelow, flatAbove}. Formulas: variables in braces, what stands raised in ^[…].
/// far: far out, `e` is e^|z|, which a formula as it is written would need. flatBelow, flatAbove: the z nearest to 0 from which on, as far
/// as numbers reach, the slope is exactly 0; absent where there is none. An unknown activation gives {ok:false}.
std::string curve_json(const CurveQuestion& question);

}  // namespace glassbox

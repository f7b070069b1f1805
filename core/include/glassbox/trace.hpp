#pragma once

#include <memory>
#include <string>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// What to look at in a trace. Numbers out of range give way to the nearest in range.
struct TraceFocus {
  int item = 0;    ///< of the journey
  int row = 0;     ///< example: its place in the batch; -1: the whole batch
  int layer = -1;  ///< of the update only, index into Summary::layers; -1: the last with parameters
  int unit = 0;
  int input = 0;  ///< the weight's other end; of the update -1: the bias
};

/// The step that a run takes next, replayed on a copy, operation by operation: input, forward, loss, backward, update. A value that never
/// changes: looking at it in any order gives the same numbers, and the run it was made from stays as it was.
///
/// All documents are JSON. Symbols and formulas are written with _[lowered] and ^[raised] parts. A number belongs to the forward pass, the
/// backward pass or neither: `flow` is "forward", "backward" or "".
class Trace {
 public:
  /// Of a run that has not diverged.
  explicit Trace(const Trainer& trainer);
  Trace(Trace&&) noexcept;
  ~Trace();

  /// {step, epoch, taken, rows:[dataset rows of the batch], kept, layers:[{name, symbol, rows, columns}], items:[{kind, phase, symbol,
  /// layer, layerName}]}. `taken` is false where the step diverges: then nothing is updated. `kept`: the examples that can be looked at,
  /// the first of the batch. phase: forward, backward, update; kind: input, dense, activation, softmax, add, layer, loss, start, weights,
  /// biases, back, slope, join, update.
  std::string journey_json() const;
  /// {loss, batchLoss, target:[…], sheets:[{item, symbol, flow, layer, sum, values:[one a unit]}]} of one example; a sheet is known from
  /// its item on, and `sum` tells z and δ from a and ∂a.
  std::string example_json(int row) const;
  /// {kind, layer, layerName, unit, input, units, inputs, equations:[{inline, pieces:[{text} or {symbol, value, flow, note}]}],
  /// product:[{text} or {symbol, flow, rows, columns, firstRow, firstColumn, mark:[row, column], image, values:[[…]]}], meaning}. Numbers
  /// of a matrix are those around the mark; `input` -1 is the bias.
  std::string look_json(const TraceFocus& focus) const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace glassbox

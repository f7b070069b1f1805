#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// What a run's answer to one row costs.
struct RowLoss {
  int row = 0;           ///< of the data set
  double loss = 0;       ///< weighted as in training, not yet divided by the rows
  double share = 0;      ///< of its part's sum; 0 where that is 0
  int answered = -1;     ///< class; -1 where the target is none
  std::vector<int> out;  ///< columns in which the row lies outside the range of the training rows
};

/// The answer over one raw column, the others held where a row has them.
struct SweptInput {
  int row = 0, column = 0;
  double trained_low = 0, trained_high = 0;  ///< of the column, over the training rows
  std::vector<double> x;                     ///< [points] over the range of all rows and a tenth beyond
  std::vector<std::vector<double>> answers;  ///< [outputs][points]
  /// [points] What the generator of the data would answer, without noise; empty where it is not known, NaN where there is no answer.
  std::vector<double> truth;
};

/// The slope of the answer by each input of one row.
struct InputSlopes {
  int output = 0;              ///< whose input sum z is looked at: the one answered, of numbers the first
  std::vector<double> slopes;  ///< [columns] ∂z/∂(raw input)
};

/// What the answers of a run are worth row by row, and beyond its rows. It holds a copy of the run; nothing changes the numbers.
/// A point lies outside the training domain where one of its raw inputs is below the least or above the largest of the training rows.
class Generalisation {
 public:
  /// Takes the run over.
  explicit Generalisation(Trainer run);
  Generalisation(Generalisation&&) noexcept;
  ~Generalisation();

  const Trainer& run() const;
  /// All rows of a part, the dearest first; rows that cost the same in their order.
  const std::vector<RowLoss>& rows(Part part) const;
  /// Rows and columns out of range give way to the nearest in range.
  SweptInput sweep(int row, int column) const;
  InputSlopes slopes(int row) const;

  /// {step, target:"classes"|"numbers", classes:[…], columns:[{name, low, high}] (of the training rows), column (in which most held-out
  /// rows lie outside), imageWidth, outputs, priced,
  /// parts:[{name, rows, loss, score, baseLoss, baseScore, cost, outside, half}] (outside: rows outside the training domain; half: the
  /// dearest rows that make half the loss), logarithms:[{name, label, loss:[by part]}] (bce only)}
  std::string overview_json();
  /// {part, total, rows:[{row, loss, share, target, answers:[…], answered, out:[columns], inputs:[…]}]}: the dearest `count` rows.
  std::string rows_json(Part part, int count) const;
  /// {row, column, name, trainedLow, trainedHigh, value, target, x:[…], answers:[[…]], truth:[…]}
  std::string sweep_json(int row, int column) const;
  /// {row, output, values:[raw inputs], slopes:[…]}
  std::string slopes_json(int row) const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace glassbox

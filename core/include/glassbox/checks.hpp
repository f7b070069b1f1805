#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// What a check says of a program that trains, or of one of its numbers. `none`: there was nothing to judge.
enum class Verdict { right, note, wrong, none };
/// "right", "note", "wrong", "none".
std::string_view verdict_name(Verdict verdict);

/// One parameter under a check, with its address as in edits: "0.w.2.1" (row, column) or "0.b.2".
struct CheckedParameter {
  std::string address;
  int layer = 0;   ///< index into Summary::layers
  int unit = 0;    ///< row of W, entry of b
  int input = -1;  ///< column of W; -1: a bias
  double value = 0;
  double found = 0;     ///< what the trainer made of it: its gradient, or its value after the step
  double expected = 0;  ///< what the check made of it
  double error = 0;     ///< |found - expected| over its scale; of a kink or an unclear one only for looking
  enum class Kind { right, wrong, kink, unclear } kind = Kind::right;
};

/// The gradient of the step that comes next, in double precision on the present weights, beside difference quotients of a loss that was
/// written for the check alone (checks/plain_network.hpp), on the same rows and with the same dropout. From the step's quotients at
/// h, h/2 and so on the first two that agree are extrapolated, once no kink lies between their ends; where none do, a kink is too near, and
/// the parameter is named as such. One is called wrong only where the quotient of no step, down to those that rounding blurs, speaks for
/// it; otherwise unclear. Errors are relative to the larger of both numbers, at least kSmall times the largest gradient.
struct GradientCheck {
  /// Right ones stay below 1e-8: quotients in double, extrapolated, keep 8 digits and more. Mistakes change the first.
  static constexpr double kTolerance = 1e-6;
  static constexpr double kSmall = 1e-3;
  Verdict verdict = Verdict::none;
  std::int64_t parameters = 0;  ///< of the network
  int asked = 0;                ///< how many of them are compared: all, or an even sample of every layer
  int checked = 0;              ///< so far
  int wrong = 0, kinks = 0, unclear = 0;
  int judged() const { return checked - kinks - unclear; }  ///< where there is none of them, there is no verdict either
  double worst = 0;                                         ///< error, kinks left out
  double loss = 0, plain_loss = 0;                          ///< of the step's rows, by the trainer and by the check
  std::vector<CheckedParameter> rows;                       ///< worst first, kinks last; at most kMostRows
  std::vector<std::string> borrowed;                        ///< layers whose own forward pass had to serve the check
  static constexpr std::size_t kMostRows = 48;
};

/// The step that comes next, from its gradients as they leave the layers to its weights, beside the textbook's formulas in double:
/// penalties, clipping, schedule, optimiser and maximum norm. Errors are relative to the parameter's step, at least 1e-3 of the largest.
struct UpdateCheck {
  static constexpr double kTolerance = 1e-9;
  Verdict verdict = Verdict::none;
  std::string optimiser;
  double rate = 0, plain_rate = 0;  ///< the learning rate, as scheduled
  double ratio = 0;                 ///< of the whole step's length to the expected one's, √Σ Δ²
  double worst = 0;
  int wrong = 0;
  std::vector<CheckedParameter> rows;  ///< worst first, at most kMostRows
  static constexpr std::size_t kMostRows = 24;
};

/// One question about the data and what came of it. code: "overlap", "scaler", "order", "balance", "epoch", "divisor".
struct DataFinding {
  std::string code;
  Verdict verdict = Verdict::none;
  /// What it was found from: overlap: held-out rows that also stand among the training rows, held-out rows; scaler: columns fitted on the
  /// training rows, on all rows, on others; order: the chance that a drawn split is as sorted as this one; balance: classes missing from
  /// a part that has rows; epoch: training rows, rows seen once, rows missed; divisor: rows of the last batch, what its gradient was
  /// divided by.
  std::vector<double> numbers = {};
};
struct DataCheck {
  Verdict verdict = Verdict::none;
  std::vector<DataFinding> findings;
  struct Part {
    int rows = 0;
    std::vector<int> classes;  ///< rows of each
  } parts[3];                  ///< by Part
  std::vector<std::string> class_names;
  std::vector<int> batches;  ///< rows of each batch of an epoch
};

/// The three checks of one run, on copies of it: the run stays as it is. The data and the update are checked at once, the gradient by and
/// by.
class Checks {
 public:
  /// Of a run that has not diverged.
  explicit Checks(const Trainer& trainer);
  Checks(Checks&&) noexcept;
  ~Checks();

  /// Compares further gradients; `keep_going` is asked between two of them. True once all are compared.
  bool advance(const std::function<bool()>& keep_going = nullptr);

  const GradientCheck& gradient() const;
  const UpdateCheck& update() const;
  const DataCheck& data() const;
  std::int64_t step() const;  ///< steps taken before the one that is checked
  /// Whether that step can be taken; where it diverges there is no gradient and no update to judge.
  bool taken() const;
  Verdict verdict() const;  ///< the worst of the three

  /// {step, taken, done, verdict, gradient:{verdict, tolerance, parameters, asked, checked, judged, wrong, kinks, unclear, worst, loss,
  /// plainLoss, borrowed:[…], rows:[{address, layer, layerName, unit, input, value, found, expected, error, kind}]}, update:{verdict,
  /// tolerance, optimiser, rate, plainRate, ratio, worst, wrong, rows:[…]}, data:{verdict, findings:[{code, verdict, numbers}],
  /// parts:[{name, rows, classes}], classNames, batches:[…]}}
  std::string json() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// The `data` of Checks::json alone: of a run that may have diverged.
std::string data_check_json(const Trainer& trainer);

}  // namespace glassbox

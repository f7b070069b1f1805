#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"
#include "network/network.hpp"

namespace glassbox::probe {

/// Numbers of the first rows of a batch, one column a unit: [rows × units], the row fast. Empty where they are not held.
struct Sheet {
  int rows = 0, units = 0;
  std::vector<double> values;

  void resize(int new_rows, int new_units);
  bool held() const { return units > 0; }
  double& at(int row, int unit) { return values[static_cast<std::size_t>(unit) * rows + row]; }
  double at(int row, int unit) const { return values[static_cast<std::size_t>(unit) * rows + row]; }
};

/// One operation of the network as it went through the step.
struct OperationRecord {
  std::string name;  ///< Operation::name()
  int layer = 0;     ///< index into Summary::layers
  int in = 0, out = 0;
  std::size_t first_parameter = 0, parameter_count = 0;
  bool went_back = false;  ///< its backward was part of the step
  Sheet slopes;            ///< f'(z) of an activation that the gradient passed
};

/// Asks an operation again about one row of the recorded batch.
class Replay {
 public:
  virtual ~Replay() = default;
  /// ∂(unit of the operation's output)/∂(its inputs), with everything that the operation drew for that row.
  virtual std::vector<double> factors(int operation, int row, int unit) = 0;
  /// What this row adds to the gradient of the operation's parameters.
  virtual std::vector<double> share(int operation, int row) = 0;
  /// The loss of one output of a row, before it is averaged over the outputs; only of losses that are sums over outputs.
  virtual double output_loss(int row, int output) = 0;
};

/// A whole step of a run, number for number, in double (exact for float too). Stays where it is: `replay` reads it.
struct Recording {
  std::int64_t step = 0;  ///< steps taken before it
  std::int64_t epoch = 0;
  std::vector<int> rows;                     ///< of the batch: dataset rows in order
  int kept = 0;                              ///< rows of the batch that are in the sheets: the first ones
  std::vector<Sheet> values, gradients;      ///< by slot
  std::vector<OperationRecord> operations;   ///< in forward order
  Sheet targets;                             ///< [kept × outputs]
  std::vector<double> row_losses;            ///< by kept row
  double loss = 0;                           ///< of the step: Σ over its rows, times `scale`
  double scale = 1;                          ///< 1 / counted where losses are averaged, else 1
  double counted = 0;                        ///< what the rows count together: their number, or their classes' weights
  std::vector<double> row_weights;           ///< of every row, by its class; 1 without class weights
  bool on_logits = false;                    ///< where the loss's gradient enters: z or a of the output layer
  std::vector<network::Layer> layers;        ///< as of the network
  std::vector<double> parameters;            ///< before the step
  std::vector<double> sums;                  ///< gradients as the operations left them
  std::vector<double> penalised;             ///< the same with the penalties' slopes
  std::vector<double> gradients_used;        ///< the same as the optimiser took them: clipped
  std::vector<double> unlimited;             ///< parameters as the optimiser left them
  std::vector<double> next;                  ///< parameters after the step, as limited; both empty when it diverged
  std::vector<std::vector<double>> moments;  ///< of the optimiser, before and after: moments[2 m] and [2 m + 1]
  std::vector<double> powers;                ///< of beta, after the step
  double rate = 0, momentum = 0;             ///< as edited and scheduled
  std::unique_ptr<Replay> replay;
};

/// Takes the step that comes next on a copy of the run, even where the run has reached its length, and writes down what every operation
/// did. At most about kMostNumbers numbers are kept: then the sheets hold only the first rows of the batch.
inline constexpr std::size_t kMostNumbers = std::size_t{1} << 21;
std::unique_ptr<Recording> record_step(const Trainer& trainer);

}  // namespace glassbox::probe

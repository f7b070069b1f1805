#pragma once

#include <memory>
#include <vector>

#include "glassbox/trainer.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"
#include "training/decision.hpp"

namespace glassbox::training {

/// The rows of an experiment in the scalar of its trainer.
template <class S>
class Rows {
 public:
  explicit Rows(const Prepared& prepared);

  int inputs() const { return inputs_; }
  int outputs() const { return outputs_; }
  /// Row-major: the inputs of a row, then its outputs; whole lanes can be read behind the last.
  const S* table() const { return table_.data(); }
  /// Fills [rows.size() × (inputs, then outputs)], as in Buffers::examples(); padding rows repeat the last row.
  void gather(std::span<const int> rows, const math::Panel<S>& examples) const {
    gather(rows.data(), static_cast<int>(rows.size()) - 1, examples);
  }

 private:
  [[gnu::noinline]] void gather(const int* rows, int last, const math::Panel<S>& examples) const;

  int inputs_ = 0, outputs_ = 0;
  std::vector<S> table_;  ///< row-major: the inputs of a row, then its outputs
};

/// Measures the parts of a data set chunk by chunk, in dataset order.
template <class S>
class Evaluation {
 public:
  Evaluation(const Experiment& experiment, const Dataset& dataset, const Prepared& prepared, const Rows<S>& rows,
             const network::Loss<S>& loss);

  /// Starts over.
  void begin();
  bool done() const { return part_ == 3; }
  /// Measures the next at most chunk.capacity() rows.
  void advance(const network::Network<S>& network, const S* parameters, const S* statistics, network::Buffers<S>& chunk);
  /// Once done(): everything but step, epoch and penalty.
  void write(Metrics& metrics) const;

 private:
  struct Sums {
    double loss = 0, squared_error = 0;
    int right = 0;
    std::vector<int> confusion;
  };
  struct Base {
    double loss = kNotMeasured, accuracy = kNotMeasured, total_square = 0, weight = 0;
  };
  void write_costs(PartMetrics& measured) const;
  void count(std::span<const int> rows, const math::Panel<const S>& answers, const math::Panel<const S>& targets);
  void measure_base(const Experiment& experiment);
  double base_loss(const Experiment& experiment, const network::Loss<S>& loss, const std::vector<double>& constant,
                   const std::vector<int>& rows) const;
  std::vector<double> best_constant(const Experiment& experiment, network::loss::Constant kind) const;
  void skip_finished_parts();

  const Dataset& dataset_;
  const Prepared& prepared_;
  const Rows<S>& rows_;
  const network::Loss<S>& loss_;
  const std::vector<int>* parts_[3];
  bool mean_;
  Decision<S> decision_;
  std::vector<double> costs_;
  int classes_;
  Base base_[3];
  Sums sums_[3];
  int part_ = 3;
  std::size_t next_row_ = 0;
};

}  // namespace glassbox::training

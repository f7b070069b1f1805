#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "checks/plain_functions.hpp"
#include "glassbox/dataset.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::checks {

/// An experiment's network and loss on the rows of one training step, as plain arithmetic in double: written for the checks, from the
/// experiment itself, without the trainer's operations. Dropout uses the masks of that step, batch normalisation the rows of the batch.
/// A layer, activation or loss without a plain form lends its own forward pass, and is named in borrowed().
class PlainNetwork {
 public:
  /// rows: of the data set, in the order of the batch; step: steps taken before this one.
  PlainNetwork(const Experiment& experiment, const Prepared& prepared, std::span<const int> rows, std::int64_t step);
  PlainNetwork(const PlainNetwork&) = delete;
  PlainNetwork& operator=(const PlainNetwork&) = delete;

  /// The loss that the step descends, penalties left out. Parameters in canonical order.
  double loss(const std::vector<double>& parameters);
  /// The same after one parameter of the last loss() has moved; only the layers behind it are worked out again.
  double loss_with(std::size_t parameter, double value);
  /// Of the last loss() or loss_with(); to be compared between losses with the same parameter moved. A borrowed function's kinks are not in
  /// it.
  const Course& course() const { return course_; }

  /// The largest number that the last loss() came by, from the first layer to the targets: what its rounding is measured by.
  double largest() const { return largest_; }
  /// The same with what is fed: how far a number may move when a weight moves by 1.
  double reach() const { return std::max(largest_, inputs_.front().abs().maxCoeff()); }
  /// The largest number that the parameter's layer gave then.
  double reach_of(std::size_t parameter) const { return std::prev(given_.upper_bound(parameter))->second; }
  /// Multiply-adds of one loss(), about.
  double work() const { return work_; }
  const std::vector<std::string>& borrowed() const { return borrowed_; }

 private:
  using Forward = std::function<Values(const Values& x, const double* parameters)>;
  struct Stage {
    std::size_t end;  ///< behind its last parameter
    Forward forward;
  };

  Forward add(const LayerSpec& spec);
  Forward noted(std::size_t first, Forward forward);
  Forward residual(const LayerSpec& spec);
  Forward dense(int outputs);
  Forward named(const LayerSpec& spec);
  Forward activation(const std::string& name);
  Forward convolution(const LayerSpec& spec, Shape input, Shape output);
  Forward pooling(const LayerSpec& spec, Shape input, Shape output);
  Forward dropout(const LayerSpec& spec, int units);
  Forward batch_normalisation(const LayerSpec& spec, Shape input);
  Forward layer_normalisation(const LayerSpec& spec, Shape input);
  Forward borrow(const LayerSpec& spec, Shape input);
  std::size_t stage_of(std::size_t parameter) const;
  double finish(const Values& logits);
  /// Σ over rows that count alike.
  double loss_of(const Values& z, const Values& a, const Values& y);

  const Experiment experiment_;
  std::int64_t step_;
  Values x_, y_;
  Shape shape_;
  std::size_t parameter_count_ = 0;
  std::uint32_t named_ = 0;
  double work_ = 0, largest_ = 0;
  std::vector<std::string> borrowed_;
  std::vector<Stage> stages_;   ///< the output layer's sum is the last one
  std::vector<Values> inputs_;  ///< of every stage, at parameters_
  std::vector<double> parameters_;
  std::map<std::size_t, double> given_;      ///< by a layer's first parameter: the largest number it gave at parameters_
  std::map<std::size_t, double> now_given_;  ///< the same of the last loss() or loss_with()
  Course course_;
};

}  // namespace glassbox::checks

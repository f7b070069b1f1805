#pragma once

#include <vector>

#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// The loss of a run's training rows in evaluation, at other parameters than its own: chunk by chunk, summed as the run's own evaluation
/// sums it, so that equal parameters give equal bits.
template <class S>
class LossAt {
 public:
  /// `run` stays in place and is not advanced meanwhile. With `penalised`, l1 and l2 count as they are now.
  LossAt(const training::TrainerOf<S>& run, bool penalised);

  /// To be filled before begin(); canonical order.
  std::span<S> parameters() { return parameters_.span(); }
  void begin();
  /// One more chunk; true once value() is known.
  bool advance();
  double value() const { return value_; }
  double penalty() const { return penalty_; }
  /// ∂value/∂(each parameter) at parameters(), penalty included where it counts.
  std::vector<double> gradient();

 private:
  int load(std::size_t first);

  const training::TrainerOf<S>& run_;
  const network::Network<S>& network_;
  const std::vector<int>& rows_;
  bool penalised_, mean_;
  double weight_;
  network::Arena<S> parameters_;
  network::Buffers<S> buffers_;
  std::size_t next_ = 0;
  double sum_ = 0, value_ = 0, penalty_ = 0;
};

}  // namespace glassbox::probe

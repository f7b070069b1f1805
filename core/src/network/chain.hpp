#pragma once

#include <vector>

#include "network/operation.hpp"

namespace glassbox::network {

/// A network of narrow dense layers, each followed by its activation, and nothing else: the whole of it forward or backward in one call,
/// for batches of few rows, where the way from one operation to the next costs as much as the operations. Every bit is as their list has
/// it.
class Chain {
 public:
  /// Takes no rows.
  Chain() = default;
  /// The same where the operations are no chain.
  static Chain of(const std::vector<OperationPointer<float>>& operations, const std::vector<Slot>& slots);

  bool takes(int rows) const;
  /// Takes no rows from now on.
  void clear() { links_.clear(); }
  /// As Network::forward and Network::backward, with d_parameters given.
  void forward(const Pass<float>& pass) const;
  void backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const;

 private:
  struct Link {
    int x, z, a;  ///< slots
    int inputs, units;
    std::size_t first_weight, first_bias;
    UnitByUnit<float> activation;
  };
  std::vector<Link> links_;
  std::size_t parameter_count_ = 0;
};

}  // namespace glassbox::network

#pragma once

#include <vector>

#include "network/link.hpp"

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

  bool takes(int rows) const { return rows >= math::narrow::kFewestRows && rows <= most_rows_; }
  /// Takes no rows from now on.
  void clear() { most_rows_ = 0; }
  /// How many of Buffers::sums() backward needs.
  std::size_t sums() const { return parameter_count_ * math::kLanes; }
  /// As Network::forward and Network::backward, with d_parameters given.
  void forward(const Pass<float>& pass) const;
  void backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const;

 private:
  /// Links that follow each other and have the same activation.
  struct Run {
    int first, count;
    UnitByUnit<float> activation;
  };
  static void forward(const Link& link, const UnitByUnit<float>& activation, const Pass<float>& pass);
  static void slopes(const Link& link, const UnitByUnit<float>& activation, const Pass<float>& pass);
  static void backward(const Link& link, const Link& next, const UnitByUnit<float>& activation, const Pass<float>& pass);

  std::vector<Link> links_;
  std::vector<Run> runs_;
  std::size_t parameter_count_ = 0;
  int most_rows_ = 0;
};

}  // namespace glassbox::network

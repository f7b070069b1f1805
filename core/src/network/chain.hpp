#pragma once

#include <vector>

#include "math/kernels_narrow.hpp"
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

  bool takes(int rows) const { return rows >= math::narrow::kFewestRows && rows <= most_rows_; }
  /// Takes no rows from now on.
  void clear() { most_rows_ = 0; }
  /// How many of Buffers::sums() backward needs.
  std::size_t sums() const { return (parameter_count_ + math::kLanes - 1) / math::kLanes * math::kLanes * math::kLanes; }
  /// For Buffers::set_links(); none where there is no chain.
  std::vector<Link> links(const Buffers<float>& buffers) const;
  /// As Network::forward and Network::backward, with d_parameters given.
  void forward(const Pass<float>& pass) const;
  void backward(const Pass<float>& pass, bool from_logits, float* d_parameters) const;

  /// Whether there are steps of plain descent in one function for batches of so many rows.
  bool takes_steps(int rows) const;
  /// What such steps have in common; the rest of ChainStep is the caller's. Between this and end_steps() nothing else may use the buffers.
  ChainStep begin_steps(const Buffers<float>& buffers) const;
  /// The loss, which is not finite where the next parameters may not be.
  float take_step(const ChainStep& step) const { return runs_.front().activation.take_step(step); }
  void end_steps(const ChainStep& step) const;

 private:
  /// Slots and places of parameters.
  struct Layer {
    int x, z, a, inputs, units;
    std::size_t first_weight, first_bias;
  };
  /// Layers that follow each other and have the same activation.
  struct Run {
    int first, count;
    UnitByUnit<float> activation;
  };

  std::vector<Layer> layers_;
  std::vector<Run> runs_;
  std::size_t parameter_count_ = 0;
  int most_rows_ = 0;
};

/// z of the link.
inline math::narrow::Sums sums_forward(const Link& link, const float* parameters) {
  return {link.x, parameters + link.first_weight, link.inputs, 1, parameters + link.first_bias, link.inputs, link.units};
}

/// The gradient of the link's inputs. These sums start from zero, not from their first term: where that makes 0 of -0, the slopes before
/// make 0 of both.
inline math::narrow::Sums sums_backward(const Link& link, const float* parameters) {
  return {link.d_z, parameters + link.first_weight, 1, link.inputs, nullptr, link.units, link.inputs};
}

inline math::narrow::ParameterLanes parameter_lanes(const Link& link, int stride) {
  return {link.x, link.inputs, link.units, stride, link.lanes};
}

}  // namespace glassbox::network

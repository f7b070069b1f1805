#pragma once

#include <memory>

#include "math/kernels_row.hpp"
#include "network/network.hpp"

namespace glassbox::network {

/// Plain descent, one row a step, in a network of one dense layer before a single output. It takes the parameters, lays them out for that,
/// makes any number of steps, and gives them back: meanwhile nobody else has them. Every bit is as the list of operations has it.
class RowDescent {
 public:
  /// Nothing where the network is another, or wrapped().
  static std::unique_ptr<RowDescent> of(const Network<float>& network);

  /// False where the parameters may not be finite: then it must not be used.
  bool take(const float* parameters);
  /// The parameters after the steps, and those before the last of them.
  void give(float* parameters, float* before) const;

  /// As Network::forward for one row in training; the values of hidden units go nowhere.
  void forward(const Pass<float>& pass);
  /// As Network::backward, and then the step. False, and no step taken, where its parameters may not be finite.
  bool descend(const Pass<float>& pass, bool from_logits, float rate);

 private:
  explicit RowDescent(const Network<float>& network);
  void write(const Arena<float>& laid_out, float* parameters) const;
  /// Calls visit(place in the layout, place in the parameters) for all parameters.
  template <class Visit>
  void for_places(Visit visit) const;

  const Network<float>& network_;
  math::row::Layout layout_;
  const UnitByUnit<float>& activation_;
  Arena<float> present_, other_, x_, units_;  ///< other_: before a step, and where its parameters go
};

}  // namespace glassbox::network

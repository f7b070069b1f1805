#pragma once

#include <vector>

#include "probe/inside.hpp"
#include "probe/unit_groups.hpp"

namespace glassbox::probe {

/// What becomes of the units of a group.
struct Rearrangement {
  std::vector<int> from;     ///< each unit afterwards: which it was
  std::vector<bool> turned;  ///< each unit before: whether its sign turns
  /// Units left out, and what each reader of the group received from them: [readers × removed].
  std::vector<int> removed = {};
  std::vector<std::vector<double>> constants = {};
};

/// The entries of an axis of a tensor that holds each unit so many times in turn.
std::vector<int> entries(const std::vector<int>& units, int block);

/// Rows and columns of a layer's W and entries of its b, afterwards: which they were.
struct Moved {
  std::vector<int> rows, columns;
};
Moved moved(const network::Layer& layer, int index, const UnitGroup& group, const Rearrangement& change);

template <class S>
struct Numbers {
  std::vector<S> parameters, statistics;
};
/// All numbers of the network of a run as it now is, rearranged; what removed units handed on goes into the next biases.
template <class S>
Numbers<S> rearranged(const training::TrainerOf<S>& run, const UnitGroup& group, const Rearrangement& change);

/// The experiment's net with as many units in the layers of the group as are left.
std::vector<LayerSpec> rearranged_net(const Experiment& experiment, const std::vector<network::Layer>& layers, const UnitGroup& group,
                                      const Rearrangement& change);

}  // namespace glassbox::probe

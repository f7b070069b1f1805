#pragma once

#include <span>
#include <vector>

#include "glassbox/twins.hpp"
#include "probe/rearranged.hpp"

namespace glassbox::probe {

/// The layers into and out of a group with their numbers before and after; of large ones a part that holds the units asked about.
template <class S>
std::vector<TwinMatrix> twin_matrices(const network::Network<S>& before, std::span<const S> parameters, const network::Network<S>& after,
                                      std::span<const S> parameters_after, const UnitGroup& group, const Rearrangement& change,
                                      const std::vector<int>& units);

}  // namespace glassbox::probe

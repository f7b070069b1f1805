#pragma once

#include <string>
#include <vector>

#include "network/network.hpp"

namespace glassbox::probe {

/// Units (channels, where there are images) that reach one place of a network unmixed: whoever moves one of them moves it everywhere here.
struct UnitGroup {
  int channels = 0;
  std::vector<int> into;     ///< layers whose rows of W are these units, each channels × so many
  std::vector<int> through;  ///< layers with a gain and a shift for each of them
  std::vector<int> out_of;   ///< layers whose columns of W are these units
  struct Reader {
    int layer, slot;
    bool dense;
  };
  std::vector<Reader> readers;  ///< what each layer of out_of reads
  /// Why two may not trade places, one may not turn its sign, one may not be left out: a sentence; empty where they may.
  std::string swap = {}, flip = {}, remove = {};
};

/// All groups but that of the answers, by their first layer of `into`.
template <class S>
std::vector<UnitGroup> unit_groups(const network::Network<S>& network, const Summary& summary);

}  // namespace glassbox::probe

#include "probe/rearranged.hpp"

#include <algorithm>
#include <numeric>

namespace glassbox::probe {
namespace {

bool holds(const std::vector<int>& list, int number) { return std::find(list.begin(), list.end(), number) != list.end(); }

std::vector<int> all_of(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// One layer's numbers on their way.
template <class S>
class Layerwise {
 public:
  Layerwise(const training::TrainerOf<S>& run, int index, const UnitGroup& group, const Rearrangement& change)
      : layer_(run.network().layers()[static_cast<std::size_t>(index)]),
        numbers_(run.parameters().data()),
        kept_(run.statistics().data() + layer_.first_statistic),
        index_(index),
        group_(group),
        change_(change),
        into_(holds(group.into, index)),
        through_(holds(group.through, index)),
        out_of_(holds(group.out_of, index)),
        moved_(moved(layer_, index, group, change)) {}

  void append(Numbers<S>& to) const {
    for (const int row : moved_.rows) {
      for (const int column : moved_.columns) {
        const S weight = numbers_[layer_.first_weight + static_cast<std::size_t>(row) * layer_.columns + column];
        const bool turn = (into_ && turned(row, layer_.rows)) != (out_of_ && turned(column, layer_.columns));
        to.parameters.push_back(turn ? -weight : weight);
      }
    }
    for (const int row : moved_.rows) {
      const S bias = with_constants(row);
      to.parameters.push_back((into_ || through_) && turned(row, layer_.rows) ? -bias : bias);
    }
    // The first of the running statistics is a mean, and turns with what it is the mean of.
    for (int first = 0; first < layer_.statistics; first += layer_.rows) {
      for (const int row : moved_.rows) {
        to.statistics.push_back(first == 0 && through_ && turned(row, layer_.rows) ? -kept_[row] : kept_[first + row]);
      }
    }
  }

 private:
  bool turned(int entry, int count) const { return change_.turned[static_cast<std::size_t>(entry / (count / group_.channels))]; }

  /// z = Σ w x + b: where x is always the same, w x is a part of b.
  S with_constants(int row) const {
    const S bias = numbers_[layer_.first_bias + row];
    const int block = layer_.columns / group_.channels;
    double more = 0;
    for (std::size_t reader = 0; reader < change_.constants.size(); ++reader) {
      if (group_.readers[reader].layer != index_) continue;
      for (std::size_t i = 0; i < change_.removed.size(); ++i) {
        const std::size_t first = layer_.first_weight + static_cast<std::size_t>(row) * layer_.columns + change_.removed[i] * block;
        for (int k = 0; k < block; ++k) more += static_cast<double>(numbers_[first + k]) * change_.constants[reader][i];
      }
    }
    return more == 0 ? bias : static_cast<S>(bias + more);
  }

  const network::Layer& layer_;
  const S* numbers_;
  const S* kept_;
  int index_;
  const UnitGroup& group_;
  const Rearrangement& change_;
  bool into_, through_, out_of_;
  Moved moved_;
};

/// The entries of a net in the order of Summary::layers.
void flatten(std::vector<LayerSpec>& net, std::vector<LayerSpec*>& flat) {
  for (LayerSpec& layer : net) {
    if (layer.kind == LayerSpec::Kind::residual) flatten(layer.inner, flat);
    flat.push_back(&layer);
  }
}

}  // namespace

std::vector<int> entries(const std::vector<int>& units, int block) {
  std::vector<int> numbers;
  for (const int unit : units) {
    for (int k = 0; k < block; ++k) numbers.push_back(unit * block + k);
  }
  return numbers;
}

Moved moved(const network::Layer& layer, int index, const UnitGroup& group, const Rearrangement& change) {
  const bool rows = holds(group.into, index) || holds(group.through, index);
  return {rows ? entries(change.from, layer.rows / group.channels) : all_of(layer.rows),
          holds(group.out_of, index) ? entries(change.from, layer.columns / group.channels) : all_of(layer.columns)};
}

template <class S>
Numbers<S> rearranged(const training::TrainerOf<S>& run, const UnitGroup& group, const Rearrangement& change) {
  Numbers<S> numbers;
  for (std::size_t i = 0; i < run.network().layers().size(); ++i) {
    if (run.network().layers()[i].rows > 0) Layerwise<S>(run, static_cast<int>(i), group, change).append(numbers);
  }
  return numbers;
}

std::vector<LayerSpec> rearranged_net(const Experiment& experiment, const std::vector<network::Layer>& layers, const UnitGroup& group,
                                      const Rearrangement& change) {
  std::vector<LayerSpec> net = experiment.net;
  std::vector<LayerSpec*> flat;
  flatten(net, flat);
  for (const int index : group.into) {
    LayerSpec& spec = *flat[static_cast<std::size_t>(index)];
    const int rows = layers[static_cast<std::size_t>(index)].rows / group.channels * static_cast<int>(change.from.size());
    if (spec.kind == LayerSpec::Kind::dense) {
      spec.units = rows;
    } else {
      spec.numbers[0] = rows;
    }
  }
  return net;
}

template Numbers<float> rearranged(const training::TrainerOf<float>&, const UnitGroup&, const Rearrangement&);
template Numbers<double> rearranged(const training::TrainerOf<double>&, const UnitGroup&, const Rearrangement&);

}  // namespace glassbox::probe

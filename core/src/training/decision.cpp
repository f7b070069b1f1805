#include "training/decision.hpp"

#include <algorithm>

namespace glassbox::training {

using math::broadcast;
using math::Lanes;
using math::Panel;
using math::select;

std::vector<double> cost_matrix(const Experiment& experiment, const Dataset& dataset) {
  if (!dataset.classes) return {};
  if (!experiment.costs.empty()) return experiment.costs;
  const bool plain = dataset.class_names.size() != 2 || (experiment.cost01 == 1 && experiment.cost10 == 1);
  return plain ? std::vector<double>() : std::vector<double>{0, experiment.cost01, experiment.cost10, 0};
}

template <class S>
Decision<S>::Decision(const Experiment& experiment, const Prepared& prepared) : threshold_(static_cast<S>(prepared.threshold)) {
  std::vector<double> costs = experiment.costs;
  if (prepared.outputs == 2) costs = {0, prepared.threshold, 1 - prepared.threshold, 0};
  if (costs.empty()) return;
  const double largest = *std::max_element(costs.begin(), costs.end());
  for (const double cost : costs) costs_.push_back(static_cast<S>(cost / largest));
}

template <class S>
Lanes<S> Decision<S>::worth(const Panel<const S>& answers, int row, int label) const {
  if (costs_.empty()) return math::load(answers.column(label) + row);
  Lanes<S> expected = broadcast(S(0));
  for (int truth = 0; truth < answers.units; ++truth) {
    expected += costs_[static_cast<std::size_t>(truth) * answers.units + label] * math::load(answers.column(truth) + row);
  }
  return -expected;
}

template <class S>
typename Decision<S>::Answer Decision<S>::of(const Panel<const S>& answers, int row) const {
  Lanes<S> chosen = broadcast(S(0));
  if (answers.units == 1) return {select<S>(math::load(answers.column(0) + row) > threshold_, broadcast(S(1)), chosen), chosen};
  Lanes<S> best = worth(answers, row, 0), second = broadcast(S(-2));
  for (int label = 1; label < answers.units; ++label) {
    const Lanes<S> worth_here = worth(answers, row, label);
    const math::LaneMask<S> better = worth_here > best;
    second = select<S>(better, best, select<S>(worth_here > second, worth_here, second));
    chosen = select<S>(better, broadcast(S(label)), chosen);
    best = select<S>(better, worth_here, best);
  }
  return {chosen, best - second};
}

template class Decision<float>;
template class Decision<double>;

}  // namespace glassbox::training

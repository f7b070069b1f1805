#pragma once

#include <functional>
#include <memory>

#include "descent/optimiser.hpp"
#include "glassbox/dataset.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"

/// The mistakes of experiment/mistakes.cpp, each put in place of a right part when a run is made: its rows, its loss, its optimiser, or an
/// operation of its network. A run without one is made as if there were none. They train in the module that holds everything only.
namespace glassbox::training {

/// What a planted part may ask of the run it stands in, which outlives it.
struct PlantingSite {
  const Experiment& experiment;
  std::function<int()> batch_rows;  ///< of a full batch
  std::function<double()> rate;     ///< the learning rate of the present step
};

/// The rows of a run, split and scaled, with targets as its loss wants them.
inline Prepared prepare_rows(const Experiment& experiment, const Dataset& dataset) {
  return prepare(experiment, dataset, network::no_target(experiment.out, experiment.loss));
}
/// The same with a mistake.
Prepared plant_in_rows(const Experiment& experiment, Dataset& dataset);
/// Gives back what it is handed where the mistake is another.
template <class S>
std::unique_ptr<network::Loss<S>> plant_in_loss(std::unique_ptr<network::Loss<S>> loss, const PlantingSite& site);
template <class S>
std::unique_ptr<descent::Optimiser<S>> plant_in_optimiser(std::unique_ptr<descent::Optimiser<S>> optimiser, const Experiment& experiment);
template <class S>
void plant_in_network(network::Network<S>& network, const PlantingSite& site);

}  // namespace glassbox::training

#include "training/class_weights.hpp"

namespace glassbox::training {

double total_class_weight(const Experiment& experiment, const Dataset& dataset, std::span<const int> rows) {
  double sum = 0;
  for (const int row : rows) sum += experiment.classw[static_cast<std::size_t>(dataset.target[static_cast<std::size_t>(row)])];
  return sum;
}

}  // namespace glassbox::training

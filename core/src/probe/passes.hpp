#pragma once

#include <functional>
#include <span>
#include <vector>

#include "glassbox/dataset.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// Points as they are fed to a network: all points' first input, then `stride` numbers further their second.
struct FedPoints {
  const double* numbers;
  std::size_t stride;
  int points;
};

/// The first rows of a data set; all of them unless `count` is smaller.
FedPoints fed_rows(const Dataset& dataset, const Prepared& prepared, int count);

/// `raw` holds `columns` numbers a point, one point after the other; [fed inputs × points].
std::vector<double> feed(const InputTransform& transform, std::span<const double> raw, int columns);

/// Sends points through the network of a run as it now is, in evaluation, at most 256 at a time, and hands each batch's buffers to `seen`
/// with the number of its first point. With `gradients`, every slot also holds ∂(first output's logit)/∂(slot).
template <class S>
void forward_points(const training::TrainerOf<S>& run, const FedPoints& fed, bool gradients,
                    const std::function<void(const network::Buffers<S>&, int first)>& seen);

/// ∂(input sum z of an output)/∂(each fed input), of one point [fed inputs], in evaluation.
template <class S>
std::vector<double> input_slopes(const training::TrainerOf<S>& run, std::span<const double> fed, int output);

/// Copies a panel's rows to `target`, unit by unit, `stride` numbers apart.
template <class S>
void copy_units(const math::Panel<S>& panel, float* target, std::size_t stride);

}  // namespace glassbox::probe

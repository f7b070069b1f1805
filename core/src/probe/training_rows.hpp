#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>

#include "probe/inside.hpp"

namespace glassbox::probe {

/// Multiply-adds that one row needs forward, what every unit costs besides included.
template <class S>
std::int64_t row_work(const network::Network<S>& network) {
  std::int64_t work = 0;
  for (const auto& operation : network.operations()) work += operation->multiply_adds();
  for (const network::Layer& layer : network.layers()) work += 8 * layer.units;
  return work + network.inputs();
}

/// The first rows of a run's training rows, as many as `most_work` allows, no fewer than 64 where there are as many.
template <class S>
std::span<const int> first_training_rows(const training::TrainerOf<S>& run, std::int64_t work_of_row, std::int64_t most_work) {
  constexpr std::int64_t kLeastRows = 64;
  const std::span<const int> all = run.prepared().train;
  const std::int64_t room = std::max(kLeastRows, most_work / std::max<std::int64_t>(1, work_of_row));
  return all.first(static_cast<std::size_t>(std::min(static_cast<std::int64_t>(all.size()), room)));
}

/// Sends rows of the data set through the network of a run as it now is, in evaluation, at most so many at a time, and hands each pass with
/// the targets to `seen`.
template <class S>
void forward_rows(const training::TrainerOf<S>& run, std::span<const int> rows,
                  const std::function<void(const network::Pass<S>&, math::Panel<const S> targets)>& seen) {
  const int most = std::min(static_cast<int>(rows.size()), network::kMostChunkRows);
  network::Buffers<S> buffers = run.network().make_buffers(most, network::GradientPanels::none);
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(most)) {
    const int count = std::min(most, static_cast<int>(rows.size() - first));
    buffers.set_rows(count);
    run.rows().gather(rows.subspan(first, static_cast<std::size_t>(count)), buffers.examples());
    const network::Pass<S> pass = run.pass(buffers);
    run.network().forward(pass);
    seen(pass, buffers.targets());
  }
}

}  // namespace glassbox::probe

// How a run begins, what a step of it costs, and how it ends when it diverges: apart from its loop, which is built for speed.
#include <algorithm>
#include <cmath>
#include <type_traits>

#include "experiment/facts.hpp"
#include "math/hash.hpp"
#include "training/class_weights.hpp"
#include "training/divergence.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::training {

int chunk_rows(std::size_t parameter_count, bool whole_batch) {
  if (whole_batch) return network::kMostChunkRows;
  constexpr std::size_t kWork = std::size_t{1} << 25;  // multiply-adds of one forward pass: some ten milliseconds for the whole chunk
  const std::size_t rows = kWork / std::max<std::size_t>(parameter_count, 1);
  return static_cast<int>(std::clamp<std::size_t>(rows / math::kLanes * math::kLanes, math::kLanes, network::kMostChunkRows));
}

template <class S>
TrainerOf<S>::TrainerOf(Experiment experiment, Dataset dataset, Prepared prepared)
    : TrainerImplementation(std::move(experiment), std::move(dataset), std::move(prepared)),
      network_(experiment_, experiment::input_shape(experiment_), prepared_.outputs),
      loss_(make_loss()),
      loss_on_logits_(loss_->on_logits()),
      optimiser_(optimiser_of<S>(experiment_, network_.parameter_count())),
      rows_(prepared_),
      evaluation_(experiment_, dataset_, prepared_, rows_, *loss_),
      on_demand_(evaluation_),
      train_weight_(total_weight(experiment_, dataset_, prepared_.train)),
      chunk_rows_(rows_at_once()),
      parameters_(network_.parameter_count()),
      other_(network_.parameter_count()),
      gradients_(network_.parameter_count()),
      statistics_(network_.statistic_count()),
      next_statistics_(network_.statistic_count()),
      best_parameters_(stop_rule_.restores() ? parameters_.size() : 0),
      best_statistics_(stop_rule_.restores() ? statistics_.size() : 0),
      buffers_(network_.make_buffers(chunk_rows_, network::GradientPanels::training)) {
  if constexpr (math::kDouble) plant_in_network<S>(network_, site());
  if constexpr (std::is_same_v<S, float> && math::kSingleRows) row_descent_ = network::RowDescent::of(network_);
  network_.initialise(experiment_, parameters_.span());
  network_.start_statistics(statistics_.span());
  order_ = prepared_.train;
  undo_.reserve(experiment_.edits.size());
  arrive();
}

template <class S>
PlantingSite TrainerOf<S>::site() {
  return {experiment_, [this] { return batch_rows(); }, [this] { return present_rate(); }};
}

template <class S>
std::unique_ptr<network::Loss<S>> TrainerOf<S>::make_loss() {
  auto made = network::make_loss<S>(experiment_.loss, experiment_.classw, experiment_.logclip);
  if constexpr (math::kDouble) return plant_in_loss<S>(std::move(made), site());
  return made;
}

/// Where every answer meets every target, the largest part.
template <class S>
int TrainerOf<S>::rows_at_once() const {
  const int rows = chunk_rows(network_.parameter_count(), network_.whole_batch());
  if (experiment_.bug != "broadcast") return rows;
  return math::padded(static_cast<int>(std::max({prepared_.train.size(), prepared_.test.size(), prepared_.blind.size()})));
}

template <class S>
std::int64_t TrainerOf<S>::step_work() const {
  constexpr std::int64_t kBesides = 2048;
  std::int64_t work = 0;
  for (const auto& operation : network_.operations()) work += operation->multiply_adds();
  return 3 * work * batch_rows() + kBesides;
}

template <class S>
std::uint64_t TrainerOf<S>::weights_hash() const {
  math::Hash hash;
  hash.add_all(parameters());
  hash.add_all(statistics());
  return hash.value();
}

/// Parameters are still those from before the failing step.
template <class S>
void TrainerOf<S>::diverge() {
  std::optional<Divergence> found;
  if (std::isfinite(step_loss_)) found = find_in_update(network_, *optimiser_, settings_, parameters_, gradients_, other_);
  if (!found || found->operation == "gradient") {
    gradients_.clear();
    std::optional<Divergence> earlier;
    for (step_done_ = 0; step_done_ < step_rows_ && !earlier; step_done_ += buffers_.rows()) {
      load_chunk();
      earlier = find_in_chunk<S>(network_, *loss_, training_pass(), buffers_.targets(), gradient_scale(), gradients_.data());
    }
    if (earlier) found = earlier;
  }
  if (!found) {  // every chunk's loss is finite, their sum is not
    found = Divergence{};
    found->operation = "loss";
    found->value = step_loss_;
  }
  divergence_ = *found;
  divergence_.step = step_ + 1;
  moved_ = false;
  diverged_ = true;
  phase_ = Phase::resting;
}

template class TrainerOf<float>;
template class TrainerOf<double>;

}  // namespace glassbox::training

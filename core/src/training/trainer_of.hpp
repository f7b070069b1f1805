#pragma once

#include <memory>
#include <utility>

#include "descent/optimiser.hpp"
#include "math/scalars.hpp"
#include "network/loss.hpp"
#include "network/network.hpp"
#include "network/row_descent.hpp"
#include "training/evaluation.hpp"
#include "training/planting.hpp"
#include "training/trainer_implementation.hpp"

namespace glassbox::training {

class ByteReader;
class ByteWriter;

/// Rows a chunk, at most network::kMostChunkRows: part of the definition of an experiment's numbers, since chunks are summed one after the
/// other.
int chunk_rows(std::size_t parameter_count, bool whole_batch = false);

/// An optimiser of the experiment, with its planted mistake.
template <class S>
std::unique_ptr<descent::Optimiser<S>> optimiser_of(const Experiment& experiment, std::size_t parameter_count) {
  auto made = descent::make_optimiser<S>(experiment.opt, descent::settings_of(experiment), parameter_count);
  if constexpr (math::kDouble) return plant_in_optimiser<S>(std::move(made), experiment);
  return made;
}

/// The trainer in one scalar. A step adds up the gradients of its chunks, then writes the new parameters into a second arena and swaps:
/// when the new ones are not finite the old ones stay, and the last update can be looked at.
template <class S>
class TrainerOf final : public TrainerImplementation {
 public:
  TrainerOf(Experiment experiment, Dataset dataset, Prepared prepared);

  void advance(std::int64_t step, const std::function<bool()>& keep_going) override;
  const Metrics& measure() override;
  std::uint64_t weights_hash() const override;
  std::uint64_t state_hash() const override;
  std::vector<std::uint8_t> checkpoint() const override;
  std::vector<Problem> restore(std::span<const std::uint8_t> bytes, const History* history, const Metrics* latest) override;
  bool amend(const Experiment& experiment) override;
  std::int64_t step_work() const override;

  /// A checkpoint of the same run in double precision: the same numbers, exactly.
  std::vector<std::uint8_t> wide_checkpoint() const;

  const network::Network<S>& network() const { return network_; }
  network::Network<S>& network() { return network_; }
  const descent::Optimiser<S>& optimiser() const { return *optimiser_; }
  const network::Loss<S>& loss() const { return *loss_; }
  const Rows<S>& rows() const { return rows_; }
  /// A chunk, in training and in evaluation.
  int rows_at_once() const;
  /// Canonical order: layer by layer W [O × I] row-major, then b.
  std::span<const S> parameters() const { return parameters_.span(); }
  /// Of every layer that keeps some; not trained.
  std::span<const S> statistics() const { return statistics_.span(); }
  /// An evaluation of the run as it now is.
  network::Pass<S> pass(const network::Buffers<S>& panels) const { return {panels, parameters_.data(), statistics_.data()}; }
  /// Of the last step's batch, penalties included, as clipped; complete only when at_rest(), zero before the first step.
  std::span<const S> gradients() const { return gradients_.span(); }
  /// The rows of the data set that the next step takes, in its order; only at_rest().
  std::vector<int> next_rows();
  /// Before the last update, or the present ones when there was none; the difference is the update plus the edits made since.
  std::span<const S> previous_parameters() const { return moved_ ? other_.span() : parameters_.span(); }

 private:
  using Undo = std::pair<std::size_t, S>;  ///< a parameter's place and its value before the edits of the present step

  PlantingSite site();
  std::unique_ptr<network::Loss<S>> make_loss();
  void begin_step();
  void choose_rows();
  void load_chunk();
  void train_chunk();
  S loss_backward();
  S go_back(const network::Pass<S>& pass);
  bool descends() const;
  bool takes_chain_steps() const;
  bool updates_plainly() const;
  bool apply_rule();
  bool update();
  void form_owed_gradients();
  void take_steps(std::int64_t step, const std::function<bool()>& keep_going);
  bool descend_row_by_row(std::int64_t step, const std::function<bool()>& keep_going);
  bool take_even_steps(std::int64_t step, const std::function<bool()>& keep_going);
  bool take_chain_steps(int left, const std::function<bool()>& keep_going);
  int steps_between(std::int64_t step) const;
  std::vector<Edit>::const_iterator next_edit(std::int64_t from) const;
  void finish_step();
  bool conclude_step(bool plainly);
  void record_loss();
  void count_step();
  void complete_epoch();
  void diverge();
  void arrive();
  void evaluate_chunk();
  bool put_back_best();
  void rest();
  void undo_edits();
  void shuffle();
  S gradient_scale() const;
  network::Pass<S> training_pass() const;
  bool metrics_due() const;
  bool knows_edits(const Experiment& experiment) const;
  template <class T>
  std::vector<std::uint8_t> checkpoint_in() const;
  /// Numbers of the scalar S, written as T.
  template <class T>
  void write_state(ByteWriter& writer) const;
  bool read_state(ByteReader& reader);

  network::Network<S> network_;
  std::unique_ptr<network::Loss<S>> loss_;
  const bool loss_on_logits_;
  std::unique_ptr<descent::Optimiser<S>> optimiser_;
  Rows<S> rows_;
  Evaluation<S> evaluation_, on_demand_;
  double train_weight_;
  int chunk_rows_;
  network::Arena<S> parameters_, other_, gradients_, statistics_, next_statistics_;
  network::Arena<S> best_parameters_, best_statistics_;  ///< of the stop rule's best epoch, where it puts them back; else empty
  network::Buffers<S> buffers_;
  bool moved_ = false;

  std::vector<int> order_;  ///< training rows in the order of this epoch
  std::int64_t order_epoch_ = -1;
  int step_rows_ = 0, step_done_ = 0;
  double step_weight_ = 0;  ///< what the step's rows count together
  double step_loss_ = 0;
  std::unique_ptr<network::RowDescent> row_descent_;  ///< where the network has one
  int owed_rows_ = 0;                                 ///< those of the last step, where it left no gradients; else none
  std::vector<Undo> undo_;
  Metrics measured_;
  bool measured_valid_ = false;
};

/// Whether the run's trainer is a TrainerOf<double>, and no TrainerOf<float>.
inline bool in_double(const Experiment& experiment) { return math::kDouble && experiment.precision == 64; }

/// Calls visitor(const TrainerOf<S>&) with the scalar of the run.
template <class Visitor>
decltype(auto) visit(const TrainerImplementation& implementation, Visitor&& visitor) {
  if (in_double(implementation.experiment())) return visitor(static_cast<const TrainerOf<double>&>(implementation));
  return visitor(static_cast<const TrainerOf<float>&>(implementation));
}

}  // namespace glassbox::training

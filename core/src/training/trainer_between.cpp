// What comes between the steps of a run: epochs and their order, measurements, edits, and gradients that steps have left out. Apart from
// the loop over steps, which is built for speed.
#include <algorithm>

#include "math/random.hpp"
#include "training/penalty.hpp"
#include "training/trainer_of.hpp"

namespace glassbox::training {

template <class S>
void TrainerOf<S>::shuffle() {
  order_epoch_ = epoch_;
  if (fixed_order_) return;
  const math::Random random{experiment_.seed, math::Purpose::shuffle, 0, static_cast<std::uint64_t>(epoch_)};
  const std::vector<int> places = random.permutation(train_rows());
  for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = prepared_.train[places[i]];
}

template <class S>
std::vector<int> TrainerOf<S>::next_rows() {
  choose_rows();
  return {order_.begin() + position_, order_.begin() + position_ + step_rows_};
}

/// Of the last step, from the parameters before it.
template <class S>
void TrainerOf<S>::form_owed_gradients() {
  buffers_.set_rows(owed_rows_);
  rows_.gather(std::span(order_).subspan(position_ - owed_rows_, owed_rows_), buffers_.examples());
  step_done_ = 0;
  network::Pass<S> pass = training_pass();
  pass.parameters = other_.data();
  --pass.step;
  network_.forward(pass);
  go_back(pass);
  owed_rows_ = 0;
}

template <class S>
void TrainerOf<S>::complete_epoch() {
  ++epoch_;
  position_ = 0;
  history_.record_running(epoch_, mean_loss_ ? running_loss_ / train_weight_ : running_loss_);
  running_loss_ = 0;
}

namespace {

template <class S>
void copy(const network::Arena<S>& from, const network::Arena<S>& to) {
  std::copy_n(from.data(), from.padded_size(), to.data());
}

}  // namespace

template <class S>
bool TrainerOf<S>::metrics_due() const {
  return position_ == 0 && experiment_.eval > 0 && epoch_ % experiment_.eval == 0;
}

template <class S>
void TrainerOf<S>::arrive() {
  phase_ = Phase::arrived;
  if (!metrics_due()) return rest();
  evaluation_.begin();
}

template <class S>
void TrainerOf<S>::evaluate_chunk() {
  if (!evaluation_.done()) evaluation_.advance(network_, parameters_.data(), statistics_.data(), buffers_);
  if (!evaluation_.done()) return;
  evaluation_.write(latest_);
  latest_.step = step_;
  latest_.epoch = epoch_;
  latest_.penalty = penalty(network_, parameters_.data(), settings_.l1, settings_.l2);
  measured_ = latest_;
  measured_valid_ = true;
  if (!stop_rule_.stopped()) {
    history_.record_metrics(latest_);
    if (stop_rule_.on() && put_back_best()) return evaluation_.begin();
  }
  rest();
}

/// Lets the stop rule look at what was just measured. True when it has put other weights back, which are to be measured in their turn.
template <class S>
bool TrainerOf<S>::put_back_best() {
  const bool best = stop_rule_.look(latest_);
  if (best && stop_rule_.restores()) {
    copy(parameters_, best_parameters_);
    copy(statistics_, best_statistics_);
  }
  if (!stop_rule_.stop().restored) return false;
  copy(best_parameters_, parameters_);
  copy(best_statistics_, statistics_);
  gradients_.clear();
  owed_rows_ = 0;
  moved_ = measured_valid_ = false;
  return true;
}

/// Applies the edits of this step.
template <class S>
void TrainerOf<S>::rest() {
  phase_ = Phase::resting;
  const auto& edits = experiment_.edits;
  auto edit = next_edit(step_);
  if (edit == edits.end() || edit->step != step_) return;
  settings_ = settings_before(step_ + 1);
  measured_valid_ = false;
  for (; edit != edits.end() && edit->step == step_; ++edit) {
    if (const auto place = network_.parameter_index(edit->key)) {
      undo_.emplace_back(*place, parameters_.data()[*place]);
      parameters_.data()[*place] = static_cast<S>(edit->value);
    }
  }
}

template <class S>
const Metrics& TrainerOf<S>::measure() {
  if (measured_valid_) return measured_;
  on_demand_.begin();
  while (!on_demand_.done()) on_demand_.advance(network_, parameters_.data(), statistics_.data(), buffers_);
  on_demand_.write(measured_);
  measured_.step = step_;
  measured_.epoch = epoch_;
  measured_.penalty = penalty(network_, parameters_.data(), settings_.l1, settings_.l2);
  measured_valid_ = true;
  return measured_;
}

template class TrainerOf<float>;
template class TrainerOf<double>;

}  // namespace glassbox::training

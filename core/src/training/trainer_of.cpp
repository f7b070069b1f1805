#include "training/trainer_of.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "network/chain_step.hpp"
#include "training/class_weights.hpp"
#include "training/limits.hpp"
#include "training/penalty.hpp"

namespace glassbox::training {

template <class S>
void TrainerOf<S>::advance(std::int64_t step, const std::function<bool()>& keep_going) {
  take_steps(step, keep_going);
  if (owed_rows_ > 0) form_owed_gradients();
}

template <class S>
void TrainerOf<S>::take_steps(std::int64_t step, const std::function<bool()>& keep_going) {
  while (!diverged_) {
    if (phase_ == Phase::resting) {
      if (step_ >= step || state() == RunState::finished) return;
      if (settings_.batch == 1 && row_descent_ && !descend_row_by_row(step, keep_going)) return;
      if (!take_even_steps(step, keep_going)) return;
      begin_step();
    }
    if (phase_ == Phase::stepping) {
      train_chunk();
      if (step_done_ == step_rows_) finish_step();
    } else {
      evaluate_chunk();
    }
    if (keep_going && !keep_going()) return;
  }
}

template <class S>
void TrainerOf<S>::begin_step() {
  choose_rows();
  step_done_ = 0;
  step_loss_ = 0;
  owed_rows_ = 0;
  if (step_rows_ > chunk_rows_ || !network_.writes_gradients()) gradients_.clear();
  phase_ = Phase::stepping;
}

template <class S>
void TrainerOf<S>::choose_rows() {
  if (position_ == 0) epoch_batch_ = settings_.batch;
  if (order_epoch_ != epoch_) shuffle();
  step_rows_ = std::min(batch_rows(), train_rows() - position_);
  step_weight_ = total_weight(experiment_, dataset_, std::span(order_).subspan(position_, step_rows_));
}

template <class S>
void TrainerOf<S>::load_chunk() {
  const int count = std::min(chunk_rows_, step_rows_ - step_done_);
  buffers_.set_rows(count);
  rows_.gather(std::span(order_).subspan(position_ + step_done_, count), buffers_.examples());
}

/// Of the chunk now loaded.
template <class S>
network::Pass<S> TrainerOf<S>::training_pass() const {
  return {buffers_,
          parameters_.data(),
          statistics_.data(),
          next_statistics_.data(),
          network::Mode::train,
          static_cast<std::uint64_t>(step_),
          step_done_,
          experiment_.seed,
          step_rows_ <= chunk_rows_};
}

template <class S>
void TrainerOf<S>::train_chunk() {
  load_chunk();
  const network::Pass<S> pass = training_pass();
  network_.forward(pass);
  step_loss_ += go_back(pass);
  step_done_ += buffers_.rows();
}

/// From what a forward pass left, to where backward starts; the loss of the chunk.
template <class S>
S TrainerOf<S>::loss_backward() {
  const int logits = network_.logits(), answers = network_.answers();
  return loss_->gradient_and_value(buffers_.value(logits), buffers_.value(answers), buffers_.targets(), gradient_scale(),
                                   buffers_.gradient(loss_on_logits_ ? logits : answers));
}

/// All the way.
template <class S>
S TrainerOf<S>::go_back(const network::Pass<S>& pass) {
  const S loss = loss_backward();
  network_.backward(pass, loss_on_logits_, gradients_.data());
  return loss;
}

/// Whether the present step is one of row_descent_.
template <class S>
bool TrainerOf<S>::descends() const {
  return step_rows_ == 1 && !network_.wrapped() && optimiser_->plain() && updates_plainly();
}

/// Whether the chain has a function for steps like the present one.
template <class S>
bool TrainerOf<S>::takes_chain_steps() const {
  return std::is_same_v<S, float> && network_.chain().takes_steps(step_rows_) && loss_->squares().value != 0 && optimiser_->plain() &&
         updates_plainly();
}

/// 1 / rows of the step, counted by their classes' weights, or 1 where losses are summed.
template <class S>
S TrainerOf<S>::gradient_scale() const {
  return mean_loss_ ? S(1) / S(step_weight_) : S(1);
}

namespace {

template <class S>
bool all_finite(std::span<const S> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](S number) { return std::isfinite(number); });
}

}  // namespace

/// The first one at `from` or later.
template <class S>
std::vector<Edit>::const_iterator TrainerOf<S>::next_edit(std::int64_t from) const {
  const auto& edits = experiment_.edits;
  return std::lower_bound(edits.begin(), edits.end(), from, [](const Edit& e, std::int64_t step) { return e.step < step; });
}

/// How many steps of so many rows as the present one, up to `step`, are followed by another before an edit or the end of the epoch.
template <class S>
int TrainerOf<S>::steps_between(std::int64_t step) const {
  const auto edit = next_edit(step_ + 1);
  const std::int64_t end = edit == experiment_.edits.end() ? step : std::min(step, edit->step);
  return static_cast<int>(std::min<std::int64_t>(end - step_ - 1, (train_rows() - position_ - 1) / step_rows_));
}

/// Takes those steps where each is one chunk: between them nothing is due, and what they work on is looked up once. Whether to go on.
template <class S>
bool TrainerOf<S>::take_even_steps(std::int64_t step, const std::function<bool()>& keep_going) {
  choose_rows();
  int left = step_rows_ > chunk_rows_ ? 0 : steps_between(step);
  if (left <= 0) return true;
  step_done_ = 0;
  owed_rows_ = 0;
  buffers_.set_rows(step_rows_);
  if (takes_chain_steps()) return take_chain_steps(left, keep_going);
  network::Pass<S> pass = training_pass();
  const int logits = network_.logits(), answers = network_.answers();
  const math::Panel<const S> y = buffers_.targets(), z = buffers_.value(logits), a = buffers_.value(answers);
  const math::Panel<S> examples = buffers_.examples(), d = buffers_.gradient(loss_on_logits_ ? logits : answers);
  const bool adds = !network_.writes_gradients(), plainly = updates_plainly();
  for (; left > 0; --left) {
    const std::span<const int> rows = std::span(order_).subspan(position_, step_rows_);
    step_weight_ = total_weight(experiment_, dataset_, rows);
    rows_.gather(rows, examples);
    pass.parameters = parameters_.data();
    pass.statistics = statistics_.data();
    pass.next_statistics = next_statistics_.data();
    pass.step = static_cast<std::uint64_t>(step_);
    if (adds) gradients_.clear();
    network_.forward(pass);
    step_loss_ = loss_->gradient_and_value(z, a, y, gradient_scale(), d);
    network_.backward(pass, loss_on_logits_, gradients_.data());
    if (!conclude_step(plainly) || (keep_going && !keep_going())) return false;
  }
  return true;
}

/// Takes so many steps in one function each, or those before one that must not be taken so. Whether to go on with others.
template <class S>
bool TrainerOf<S>::take_chain_steps(int left, const std::function<bool()>& keep_going) {
  bool going = true;
  if constexpr (std::is_same_v<S, float>) {
    const network::Chain& chain = network_.chain();
    network::ChainStep step = chain.begin_steps(buffers_);
    step.table = rows_.table();
    step.squares = loss_->squares();
    step_weight_ = step_rows_;  // squares() says that classes have no weights
    step.scale = gradient_scale();
    for (; left > 0 && going; --left) {
      step.rows = order_.data() + position_;
      step.rate = static_cast<float>(present_rate());
      step.parameters = parameters_.data();
      step.next = other_.data();
      step_loss_ = chain.take_step(step);
      if (!std::isfinite(step_loss_)) break;
      record_loss();
      std::swap(parameters_, other_);
      owed_rows_ = step_rows_;
      count_step();
      going = !keep_going || keep_going();
    }
    chain.end_steps(step);
  }
  return going;
}

/// Takes those steps on parameters laid out for them, which are back before anybody looks. Whether to go on with others.
template <class S>
bool TrainerOf<S>::descend_row_by_row(std::int64_t step, const std::function<bool()>& keep_going) {
  if constexpr (std::is_same_v<S, float> && math::kSingleRows) {
    constexpr int kFewest = 8;  // fewer do not pay for the way there and back
    choose_rows();
    int left = steps_between(step);
    if (left < kFewest || !descends() || !row_descent_->take(parameters_.data())) return true;
    step_done_ = 0;
    const network::Pass<S> pass = training_pass();
    const std::int64_t first = step_;
    bool going = true;
    for (; left > 0 && going; --left) {
      choose_rows();
      load_chunk();
      row_descent_->forward(pass);
      step_loss_ = loss_backward();
      if (!std::isfinite(step_loss_) || !row_descent_->descend(pass, loss_on_logits_, static_cast<S>(present_rate()))) break;
      record_loss();
      owed_rows_ = 1;
      count_step();
      going = !keep_going || keep_going();
    }
    if (step_ > first) row_descent_->give(parameters_.data(), other_.data());
    return going;
  }
  return true;
}

template <class S>
void TrainerOf<S>::record_loss() {
  recent_[recent_count_++ % kRecent] = step_loss_ / step_weight_;
}

/// It was taken, and its loss was finite.
template <class S>
void TrainerOf<S>::count_step() {
  moved_ = true;
  measured_valid_ = false;
  ++step_;
  running_loss_ += step_loss_;
  position_ += step_rows_;
  undo_.clear();
}

template <class S>
void TrainerOf<S>::finish_step() {
  if (!conclude_step(updates_plainly())) return;
  if (position_ == train_rows()) complete_epoch();
  arrive();
}

/// Whether the step was taken; the run has diverged otherwise. `plainly`: updates_plainly().
template <class S>
bool TrainerOf<S>::conclude_step(bool plainly) {
  record_loss();
  if (!std::isfinite(step_loss_) || !(plainly ? apply_rule() : update())) {
    diverge();
    return false;
  }
  std::swap(parameters_, other_);
  if (!plainly) std::swap(statistics_, next_statistics_);
  count_step();
  return true;
}

/// Whether an update is the optimiser's rule and nothing besides.
template <class S>
bool TrainerOf<S>::updates_plainly() const {
  return statistics_.size() == 0 && !limited_ && settings_.l1 == 0 && settings_.l2 == 0;
}

/// Whether other_ now holds new parameters that are finite.
template <class S>
bool TrainerOf<S>::apply_rule() {
  return optimiser_->update(present_rate(), settings_.mom, parameters_, gradients_, other_);
}

/// The same with all that stands before and behind the rule, where the new statistics are finite too.
template <class S>
bool TrainerOf<S>::update() {
  if (!all_finite(std::span<const S>(next_statistics_.span()))) return false;
  add_penalty_gradient(network_, parameters_.data(), settings_.l1, settings_.l2, gradients_.data());
  if (limited_ && !clip_gradients(experiment_, gradients_)) return false;
  if (!apply_rule()) return false;
  if (limited_) limit_weights(network_, experiment_.maxnorm, other_.data());
  return true;
}

template class TrainerOf<float>;
template class TrainerOf<double>;

}  // namespace glassbox::training

#include "probe/loss_at.hpp"

#include <algorithm>

#include "training/class_weights.hpp"
#include "training/penalty.hpp"

namespace glassbox::probe {

template <class S>
LossAt<S>::LossAt(const training::TrainerOf<S>& run, bool penalised)
    : run_(run),
      network_(run.network()),
      rows_(run.prepared().train),
      penalised_(penalised),
      mean_(run.experiment().reduce == "mean"),
      weight_(training::total_weight(run.experiment(), run.dataset(), rows_)),
      parameters_(network_.parameter_count()),
      buffers_(network_.make_buffers(run.rows_at_once(), network::GradientPanels::none)) {}

/// Fills the inputs and targets of the chunk from row `first` on; how many rows it has.
template <class S>
int LossAt<S>::load(std::size_t first) {
  const std::size_t count = std::min(static_cast<std::size_t>(buffers_.capacity()), rows_.size() - first);
  buffers_.set_rows(static_cast<int>(count));
  run_.rows().gather(std::span(rows_).subspan(first, count), buffers_.examples());
  return static_cast<int>(count);
}

template <class S>
void LossAt<S>::begin() {
  next_ = 0;
  sum_ = 0;
}

template <class S>
bool LossAt<S>::advance() {
  const int count = load(next_);
  network_.forward({buffers_, parameters_.data(), run_.statistics().data()});
  sum_ += run_.loss().value(buffers_.value(network_.logits()), buffers_.value(network_.answers()), buffers_.targets());
  next_ += static_cast<std::size_t>(count);
  if (next_ < rows_.size()) return false;
  const training::LiveSettings& settings = run_.settings();
  penalty_ = penalised_ ? training::penalty(network_, parameters_.data(), settings.l1, settings.l2) : 0;
  value_ = mean_ ? sum_ / weight_ : sum_;
  if (penalised_) value_ += penalty_;
  return true;
}

template <class S>
std::vector<double> LossAt<S>::gradient() {
  buffers_ = network_.make_buffers(run_.rows_at_once(), network::GradientPanels::training);
  const network::Arena<S> gradients(network_.parameter_count());
  const bool on_logits = run_.loss().on_logits();
  const S scale = mean_ ? S(1) / S(weight_) : S(1);
  for (std::size_t first = 0; first < rows_.size();) {
    const int count = load(first);
    const network::Pass<S> pass = {buffers_, parameters_.data(), run_.statistics().data()};
    network_.forward(pass);
    run_.loss().gradient(buffers_.value(network_.logits()), buffers_.value(network_.answers()), buffers_.targets(), scale,
                         buffers_.gradient(on_logits ? network_.logits() : network_.answers()));
    network_.backward(pass, on_logits, gradients.data());
    first += static_cast<std::size_t>(count);
  }
  const training::LiveSettings& settings = run_.settings();
  if (penalised_) training::add_penalty_gradient(network_, parameters_.data(), settings.l1, settings.l2, gradients.data());
  buffers_ = network_.make_buffers(run_.rows_at_once(), network::GradientPanels::none);
  return {gradients.span().begin(), gradients.span().end()};
}

template class LossAt<float>;
template class LossAt<double>;

}  // namespace glassbox::probe

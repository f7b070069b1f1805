#include "training/evaluation.hpp"

#include <algorithm>

#include "math/unroll.hpp"

namespace glassbox::training {
namespace {

using math::kLanes;
using math::Lanes;
using math::Panel;

/// Copies four rows, from where they stand on, to row `n` of the panel and those behind it, and steps over them. Lanes behind the rows can
/// be read.
template <class S>
[[gnu::always_inline]] inline void take_columns(const S* (&rows)[kLanes], const Panel<S>& panel, int n) {
  const int units = panel.units, stride = panel.stride;
  S* target = panel.data + n;
  math::for_blocks<kLanes>(units, [&](auto count, int i) {
    Lanes<S> four[kLanes];
    math::unroll<kLanes>([&](auto k) { four[k] = math::load_unaligned(rows[k] + i); });
    math::transpose<S>(four);
    math::unroll<count>([&](auto k) { math::store(target + k * stride, four[k]); });
    target += kLanes * stride;
  });
  math::unroll<kLanes>([&](auto k) { rows[k] += units; });
}

}  // namespace

template <class S>
void Rows<S>::gather(const int* rows, int last, const Panel<S>& x, const Panel<S>& y) const {
  const Panel<S> inputs = x, outputs = y;  // locals, which nothing stored can change
  const std::size_t width = static_cast<std::size_t>(inputs_ + outputs_);
  const S* table = table_.data();
  for (int n = 0; n < inputs.stride; n += kLanes) {
    const S* four[kLanes];
    math::unroll<kLanes>([&](auto k) { four[k] = table + static_cast<std::size_t>(rows[std::min(n + k, last)]) * width; });
    take_columns(four, inputs, n);
    take_columns(four, outputs, n);
  }
}

template <class S>
void Evaluation<S>::begin() {
  for (Sums& sums : sums_) {
    sums.loss = sums.squared_error = 0;
    sums.right = 0;
    std::fill(sums.confusion.begin(), sums.confusion.end(), 0);
  }
  part_ = 0;
  next_row_ = 0;
  skip_finished_parts();
}

template <class S>
void Evaluation<S>::skip_finished_parts() {
  while (part_ < 3 && next_row_ == parts_[part_]->size()) {
    ++part_;
    next_row_ = 0;
  }
}

template <class S>
void Evaluation<S>::advance(const network::Network<S>& network, const S* parameters, const S* statistics, network::Buffers<S>& chunk,
                            S* targets) {
  const std::size_t count = std::min(static_cast<std::size_t>(chunk.capacity()), parts_[part_]->size() - next_row_);
  const std::span<const int> rows = std::span(*parts_[part_]).subspan(next_row_, count);
  chunk.set_rows(static_cast<int>(count));
  const Panel<S> y = {targets, chunk.rows(), math::padded(chunk.rows()), rows_.outputs()};
  rows_.gather(rows, chunk.input(), y);
  network.forward({chunk, parameters, statistics});
  const Panel<const S> answers = chunk.value(network.answers());
  sums_[part_].loss += loss_.value(chunk.value(network.logits()), answers, y);
  this->count(rows, answers, y);
  next_row_ += count;
  skip_finished_parts();
}

template <class S>
void Evaluation<S>::count(std::span<const int> rows, const Panel<const S>& answers, const Panel<const S>& targets) {
  Sums& sums = sums_[part_];
  if (classes_ == 0) {
    for (int k = 0; k < answers.units; ++k) {
      for (int n = 0; n < answers.rows; ++n) {
        const double error = static_cast<double>(answers.column(k)[n]) - static_cast<double>(targets.column(k)[n]);
        sums.squared_error += error * error;
      }
    }
    return;
  }
  for (int first = 0; first < answers.rows; first += kLanes) {
    const Lanes<S> chosen = decision_.of(answers, first).label;
    for (int n = first; n < std::min(first + kLanes, answers.rows); ++n) {
      const int truth = static_cast<int>(dataset_.target[rows[n]]), answer = static_cast<int>(chosen[n - first]);
      sums.right += truth == answer;
      ++sums.confusion[static_cast<std::size_t>(truth) * classes_ + answer];
    }
  }
}

template class Rows<float>;
template class Rows<double>;
template class Evaluation<float>;
template class Evaluation<double>;

}  // namespace glassbox::training

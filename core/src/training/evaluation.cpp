#include "training/evaluation.hpp"

#include <algorithm>

#include "math/columns.hpp"

namespace glassbox::training {

using math::kLanes;
using math::Lanes;
using math::Panel;

template <class S>
void Rows<S>::gather(const int* rows, int last, const Panel<S>& examples) const {
  const int stride = examples.stride, units = examples.units;  // locals, which nothing stored can change
  const std::size_t width = static_cast<std::size_t>(units);
  S* const first = examples.data;
  const S* table = table_.data();
  for (int n = 0; n < stride; n += kLanes) {
    const S* four[kLanes];
    math::unroll<kLanes>([&](auto k) { four[k] = table + static_cast<std::size_t>(rows[std::min(n + k, last)]) * width; });
    S* target = first + n;
    for (int left = units; left > 0; left -= kLanes, target += kLanes * stride) {
      math::store_as_columns<S>(four, left, target, stride);
      math::unroll<kLanes>([&](auto k) { four[k] += kLanes; });
    }
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
void Evaluation<S>::advance(const network::Network<S>& network, const S* parameters, const S* statistics, network::Buffers<S>& chunk) {
  const std::size_t count = std::min(static_cast<std::size_t>(chunk.capacity()), parts_[part_]->size() - next_row_);
  const std::span<const int> rows = std::span(*parts_[part_]).subspan(next_row_, count);
  chunk.set_rows(static_cast<int>(count));
  rows_.gather(rows, chunk.examples());
  network.forward({chunk, parameters, statistics});
  const Panel<const S> answers = chunk.value(network.answers()), y = chunk.targets();
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

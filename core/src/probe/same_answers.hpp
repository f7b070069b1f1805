#pragma once

#include <algorithm>
#include <cmath>

#include "glassbox/number.hpp"
#include "probe/training_rows.hpp"

namespace glassbox::probe {

/// A parameter as an experiment writes it: a float as the shortest number that reads as the same float.
template <class S>
double as_written(S number) {
  return read_number(write_number(number)).value_or(static_cast<double>(number));
}

/// How far the answers of two networks lie apart.
struct AnswersApart {
  double difference = 0;  ///< the largest; NaN as soon as an answer is no number
  double largest = 0;     ///< magnitude of the first network's answers
};

/// What is no number counts as largest of all: nothing equals it.
inline void keep_larger(double& kept, double number) {
  if (!std::isnan(kept) && !(number <= kept)) kept = number;
}

/// Sends rows of the data set through the network of a run as it now is and through another one of the same inputs and outputs, in
/// evaluation.
template <class S>
AnswersApart answers_apart(const training::TrainerOf<S>& run, const network::Network<S>& other, const S* parameters, const S* statistics,
                           std::span<const int> rows) {
  AnswersApart apart;
  const int most = std::min(static_cast<int>(rows.size()), network::kMostChunkRows);
  network::Buffers<S> buffers = other.make_buffers(most, network::GradientPanels::none);
  forward_rows<S>(run, rows, [&](const network::Pass<S>& pass, math::Panel<const S>) {
    buffers.set_rows(pass.panels.rows());
    const math::Panel<S> from = pass.panels.input(), to = buffers.input();
    for (int unit = 0; unit < from.units; ++unit) {
      S* column = std::copy_n(from.column(unit), from.rows, to.column(unit));
      std::fill_n(column, to.stride > 1 ? to.stride - to.rows : 0, S(0));
    }
    other.forward({buffers, parameters, statistics});
    const math::Panel<S> first = pass.panels.value(run.network().answers()), second = buffers.value(other.answers());
    for (int unit = 0; unit < first.units; ++unit) {
      for (int row = 0; row < first.rows; ++row) {
        const double a = first.column(unit)[row], b = second.column(unit)[row];
        keep_larger(apart.largest, std::abs(a));
        keep_larger(apart.difference, a == b ? 0 : std::abs(a - b));
      }
    }
  });
  return apart;
}

}  // namespace glassbox::probe

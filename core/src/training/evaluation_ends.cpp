// What an evaluation begins and ends with: the base rates, and the sums as metrics. Apart from its loop, which is built for speed.
#include <algorithm>
#include <cmath>
#include <utility>

#include "network/losses.hpp"
#include "training/class_weights.hpp"
#include "training/evaluation.hpp"

namespace glassbox::training {
namespace {

using math::kLanes;
using math::Panel;

/// Column-major doubles, both with a row for each, to scalars row by row: of x, then of y. Lanes behind them can be read.
template <class S>
std::vector<S> by_rows(const std::vector<double>& x, std::size_t inputs, const std::vector<double>& y, std::size_t outputs) {
  std::vector<S> rows(x.size() + y.size() + kLanes);
  const std::size_t width = inputs + outputs, count = y.size() / outputs;
  for (std::size_t i = 0; i < width; ++i) {
    const double* column = i < inputs ? x.data() + i * count : y.data() + (i - inputs) * count;
    for (std::size_t n = 0; n < count; ++n) rows[n * width + i] = static_cast<S>(column[n]);
  }
  return rows;
}

}  // namespace

template <class S>
Rows<S>::Rows(const Prepared& prepared)
    : inputs_(static_cast<int>(prepared.transform.columns.size())),
      outputs_(prepared.outputs),
      table_(by_rows<S>(prepared.x, static_cast<std::size_t>(inputs_), prepared.y, static_cast<std::size_t>(outputs_))) {}

template <class S>
Evaluation<S>::Evaluation(const Experiment& experiment, const Dataset& dataset, const Prepared& prepared, const Rows<S>& rows,
                          const network::Loss<S>& loss)
    : dataset_(dataset),
      prepared_(prepared),
      rows_(rows),
      loss_(loss),
      parts_{&prepared.train, &prepared.test, &prepared.blind},
      mean_(experiment.reduce == "mean"),
      decision_(experiment, prepared),
      costs_(cost_matrix(experiment, dataset)),
      classes_(dataset.classes ? std::max<int>(2, static_cast<int>(dataset.class_names.size())) : 0) {
  for (Sums& sums : sums_) sums.confusion.assign(static_cast<std::size_t>(classes_) * classes_, 0);
  measure_base(experiment);
}

template <class S>
void Evaluation<S>::write(Metrics& metrics) const {
  for (int part = 0; part < 3; ++part) {
    const int rows = static_cast<int>(parts_[part]->size());
    PartMetrics& measured = metrics.part[part];
    measured.rows = rows;
    measured.base_loss = base_[part].loss;
    measured.base_accuracy = base_[part].accuracy;
    if (rows == 0) continue;
    measured.loss = mean_ ? sums_[part].loss / base_[part].weight : sums_[part].loss;
    if (classes_ > 0) {
      measured.accuracy = static_cast<double>(sums_[part].right) / rows;
      measured.confusion = sums_[part].confusion;
      if (!costs_.empty()) write_costs(measured);
    } else if (base_[part].total_square > 0) {
      measured.r2 = 1 - sums_[part].squared_error / base_[part].total_square;
    }
  }
}

template <class S>
void Evaluation<S>::write_costs(PartMetrics& measured) const {
  const std::size_t classes = static_cast<std::size_t>(classes_);
  double cost = 0;
  std::vector<double> always(classes, 0);
  for (std::size_t truth = 0; truth < classes; ++truth) {
    int rows = 0;
    for (std::size_t answer = 0; answer < classes; ++answer) {
      const int count = measured.confusion[truth * classes + answer];
      rows += count;
      cost += costs_[truth * classes + answer] * count;
    }
    for (std::size_t answer = 0; answer < classes; ++answer) always[answer] += costs_[truth * classes + answer] * rows;
  }
  measured.cost = cost / measured.rows;
  for (double& total : always) total /= measured.rows;
  measured.cost_always = std::move(always);
}

namespace {

/// The middle of numbers that count by their weights; between two, their mean.
double median_of(std::vector<std::pair<double, double>>& weighted, double weight) {
  std::sort(weighted.begin(), weighted.end());
  double below = 0;
  std::size_t i = 0;
  while (below + weighted[i].second < weight / 2) below += weighted[i++].second;
  const bool between = below + weighted[i].second == weight / 2 && i + 1 < weighted.size();
  return between ? (weighted[i].first + weighted[i + 1].first) / 2 : weighted[i].first;
}

}  // namespace

template <class S>
std::vector<double> Evaluation<S>::best_constant(const Experiment& experiment, network::loss::Constant kind) const {
  std::vector<double> constant(prepared_.outputs, 0);
  const std::size_t rows = static_cast<std::size_t>(dataset_.rows);
  const double weight = total_weight(experiment, dataset_, prepared_.train);
  std::vector<std::pair<double, double>> values(prepared_.train.size());
  for (int k = 0; k < prepared_.outputs; ++k) {
    double sum = 0;
    for (std::size_t n = 0; n < values.size(); ++n) {
      const int row = prepared_.train[n];
      values[n] = {prepared_.y[k * rows + row], total_weight(experiment, dataset_, {&row, 1})};
      sum += values[n].first * values[n].second;
    }
    constant[k] = network::loss::kMedianHere && kind == network::loss::Constant::median ? median_of(values, weight) : sum / weight;
  }
  return constant;
}

/// The logit whose output is the constant: of a sigmoid for one output, of a softmax for several.
static double logit_of(double share, int outputs) {
  const double odds = outputs == 1 ? share / (1 - share) : share;
  return std::clamp(math::log_of<double>(odds), -40.0, 40.0);
}

template <class S>
double Evaluation<S>::base_loss(const Experiment& experiment, const network::Loss<S>& loss, const std::vector<double>& constant,
                                const std::vector<int>& rows) const {
  const int outputs = prepared_.outputs;
  const network::Arena<S> arena(static_cast<std::size_t>(3 * outputs) * kLanes);
  const Panel<S> z = {arena.data(), 1, kLanes, outputs};
  const Panel<S> a = {z.column(outputs), 1, kLanes, outputs};
  const Panel<S> y = {a.column(outputs), 1, kLanes, outputs};
  for (int k = 0; k < outputs; ++k) {
    a.column(k)[0] = static_cast<S>(constant[k]);
    z.column(k)[0] = static_cast<S>(loss.on_logits() ? logit_of(constant[k], outputs) : constant[k]);
  }
  double total = 0;
  for (const int row : rows) {
    for (int k = 0; k < outputs; ++k) y.column(k)[0] = static_cast<S>(prepared_.y[static_cast<std::size_t>(k) * dataset_.rows + row]);
    total += loss.value(z, a, y);
  }
  return experiment.reduce == "mean" ? total / total_weight(experiment, dataset_, rows) : total;
}

template <class S>
void Evaluation<S>::measure_base(const Experiment& experiment) {
  const auto loss = network::make_loss<S>(experiment.loss, experiment.classw, experiment.logclip);
  const std::vector<double> constant = best_constant(experiment, loss->constant());
  std::vector<int> frequency(classes_, 0);
  if (classes_ > 0) {
    for (const int row : prepared_.train) ++frequency[static_cast<int>(dataset_.target[row])];
  }
  const auto majority = std::max_element(frequency.begin(), frequency.end()) - frequency.begin();
  for (int part = 0; part < 3; ++part) {
    const std::vector<int>& rows = *parts_[part];
    if (rows.empty()) continue;
    base_[part].weight = total_weight(experiment, dataset_, rows);
    base_[part].loss = base_loss(experiment, *loss, constant, rows);
    const double count = static_cast<double>(rows.size());
    if (classes_ > 0) {
      base_[part].accuracy =
          std::count_if(rows.begin(), rows.end(), [&](int row) { return static_cast<int>(dataset_.target[row]) == majority; }) / count;
      continue;
    }
    for (int k = 0; k < prepared_.outputs; ++k) {
      const double* y = prepared_.y.data() + static_cast<std::size_t>(k) * dataset_.rows;
      double mean = 0;
      for (const int row : rows) mean += y[row] / count;
      for (const int row : rows) base_[part].total_square += (y[row] - mean) * (y[row] - mean);
    }
  }
}

template class Rows<float>;
template class Rows<double>;
template class Evaluation<float>;
template class Evaluation<double>;

}  // namespace glassbox::training

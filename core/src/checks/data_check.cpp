#include "checks/data_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "data/registry.hpp"
#include "math/functions.hpp"

namespace glassbox::checks {
namespace {

/// Raw inputs and target.
std::vector<double> row_of(const Dataset& dataset, int row) {
  std::vector<double> numbers;
  for (int column = 0; column < dataset.columns; ++column) {
    numbers.push_back(dataset.x[static_cast<std::size_t>(column) * static_cast<std::size_t>(dataset.rows) + static_cast<std::size_t>(row)]);
  }
  numbers.push_back(dataset.target[static_cast<std::size_t>(row)]);
  return numbers;
}

/// Rows that test or blind part share with the training part.
DataFinding overlap(const Trainer& trainer) {
  std::map<std::vector<double>, bool> trained;
  for (const int row : trainer.prepared().train) trained[row_of(trainer.dataset(), row)] = true;
  int held = 0, shared = 0;
  for (const std::vector<int>* part : {&trainer.prepared().test, &trainer.prepared().blind}) {
    for (const int row : *part) {
      ++held;
      shared += trained.count(row_of(trainer.dataset(), row)) > 0;
    }
  }
  const Verdict verdict = held == 0 ? Verdict::none : shared > 0 ? Verdict::note : Verdict::right;
  return {"overlap", verdict, {static_cast<double>(shared), static_cast<double>(held)}};
}

/// Whether a fed column has mean 0 and deviation 1, or reaches from 0 to 1, over these rows; a constant one is only moved to 0.
bool is_fitted(std::span<const double> column, std::span<const int> rows, bool standard, double tolerance) {
  double sum = 0, squares = 0, low = HUGE_VAL, high = -HUGE_VAL;
  for (const int row : rows) {
    const double value = column[static_cast<std::size_t>(row)];
    sum += value;
    squares += value * value;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const double count = static_cast<double>(rows.size()), mean = sum / count;
  if (low == high) return std::abs(low) <= tolerance;
  if (!standard) return std::abs(low) <= tolerance && std::abs(high - 1) <= tolerance;
  return std::abs(mean) <= tolerance && std::abs(squares / count - mean * mean - 1) <= tolerance;
}

/// The rows whose statistics the scaling has.
DataFinding scaler(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  const Prepared& prepared = trainer.prepared();
  const bool standard = experiment.scale == "standard";
  if (!standard && experiment.scale != "minmax") return {"scaler", Verdict::none, {}};
  std::vector<int> all = prepared.train;
  for (const std::vector<int>* part : {&prepared.test, &prepared.blind}) all.insert(all.end(), part->begin(), part->end());
  double of_train = 0, of_all = 0, of_others = 0;
  const std::size_t rows = static_cast<std::size_t>(trainer.dataset().rows);
  for (std::size_t i = 0; i < prepared.transform.columns.size(); ++i) {
    constexpr double kTolerance = 1e-9, kRounding = 1e-13;
    const InputTransform::Column& transform = prepared.transform.columns[i];
    if (!std::isfinite(transform.offset) || !std::isfinite(transform.scale)) continue;  // numbers whose squares are beyond double
    const std::span<const double> column(prepared.x.data() + i * rows, rows);
    const double tolerance = kTolerance + kRounding * std::abs(transform.offset / transform.scale);
    const bool train = is_fitted(column, prepared.train, standard, tolerance);
    ++(train ? of_train : is_fitted(column, all, standard, tolerance) ? of_all : of_others);
  }
  return {"scaler", of_all + of_others > 0 ? Verdict::wrong : Verdict::right, {of_train, of_all, of_others}};
}

double log_of(double x) { return math::log<double>(math::broadcast(x))[0]; }

/// ln of the number of ways to choose k of n.
double log_choices(double n, double k) {
  double sum = 0;
  for (double i = 1; i <= k; ++i) sum += log_of((n - k + i) / i);
  return sum;
}

/// ln of the chance that rows drawn at random for the held-out part are the last (or the first) by target; 0 where they are not.
double log_chance_of_order(const std::vector<double>& train, const std::vector<double>& held) {
  if (train.empty() || held.empty()) return 0;
  const auto [train_low, train_high] = std::minmax_element(train.begin(), train.end());
  const auto [held_low, held_high] = std::minmax_element(held.begin(), held.end());
  const bool last = *train_high <= *held_low, first = *held_high <= *train_low;
  if (!last && !first) return 0;
  const double border = last ? *train_high : *train_low;
  const auto at_border = [border](const std::vector<double>& targets) {
    return static_cast<double>(std::count(targets.begin(), targets.end(), border));
  };
  const double here = at_border(held), both = here + at_border(train);
  return log_choices(both, here) - log_choices(static_cast<double>(train.size() + held.size()), static_cast<double>(held.size()));
}

/// Whether the parts are stretches of the targets in order, although the rows were to be drawn at random.
DataFinding order(const Trainer& trainer) {
  constexpr double kLogLeast = -14;  // once in a million
  const Experiment& experiment = trainer.experiment();
  const Dataset& dataset = trainer.dataset();
  const data::SetRow* set = data::find_set(experiment.data);
  const int drawn = dataset.rows - (set != nullptr ? set->own_blind_rows : 0);
  std::vector<double> train, held;
  for (int row = 0; row < drawn; ++row) {
    const bool trained = dataset.part[static_cast<std::size_t>(row)] == Part::train;
    (trained ? train : held).push_back(dataset.target[static_cast<std::size_t>(row)]);
  }
  if (held.empty()) return {"order", Verdict::none, {}};
  const double chance = log_chance_of_order(train, held);
  const Verdict sorted = experiment.split == "last" ? Verdict::note : Verdict::wrong;
  return {"order", chance < kLogLeast ? sorted : Verdict::right, {math::exp<double>(math::broadcast(chance))[0]}};
}

/// Whether every class is in every part.
DataFinding balance(const Trainer& trainer, DataCheck& result) {
  const Dataset& dataset = trainer.dataset();
  result.class_names = dataset.classes ? dataset.class_names : std::vector<std::string>();
  const std::size_t classes = result.class_names.size();
  for (int row = 0; row < dataset.rows; ++row) {
    DataCheck::Part& part = result.parts[static_cast<int>(dataset.part[static_cast<std::size_t>(row)])];
    part.classes.resize(classes);
    ++part.rows;
    if (classes > 0) ++part.classes[static_cast<std::size_t>(dataset.target[static_cast<std::size_t>(row)])];
  }
  double missing = 0;
  for (const DataCheck::Part& part : result.parts) missing += static_cast<double>(std::count(part.classes.begin(), part.classes.end(), 0));
  return {"balance", classes == 0 ? Verdict::none : missing > 0 ? Verdict::note : Verdict::right, {missing}};
}

}  // namespace

DataCheck check_data(const Trainer& trainer) {
  DataCheck result;
  result.findings = {overlap(trainer), scaler(trainer), order(trainer), balance(trainer, result)};
  check_epoch(trainer, result);
  result.verdict = Verdict::right;
  for (const DataFinding& finding : result.findings) {
    if (finding.verdict == Verdict::wrong || (finding.verdict == Verdict::note && result.verdict == Verdict::right)) {
      result.verdict = finding.verdict;
    }
  }
  return result;
}

}  // namespace glassbox::checks

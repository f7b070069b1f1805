#include "checks/update_check.hpp"

#include <algorithm>
#include <cmath>

#include "checks/gradient_check.hpp"
#include "math/functions.hpp"

namespace glassbox::checks {
namespace {

using probe::Recording;

double power_of(double base, std::int64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent /= 2, base *= base) {
    if (exponent % 2 == 1) result *= base;
  }
  return result;
}

/// What a live setting was last edited to, before the step is taken.
double setting(const Experiment& experiment, std::string_view key, double value, std::int64_t step) {
  for (const Edit& edit : experiment.edits) {
    if (edit.step <= step && edit.key == key) value = edit.value;
  }
  return value;
}

/// The scheduled learning rate, with warm-up.
double plain_rate(const Experiment& experiment, const Recording& record, double part) {
  constexpr double kPi = 3.14159265358979323846;
  const double epoch = static_cast<double>(record.epoch), step = static_cast<double>(record.step);
  double rate = setting(experiment, "lr", experiment.lr, record.step);
  if (experiment.schedule == "step") rate *= power_of(experiment.factor, record.epoch / experiment.every);
  if (experiment.schedule == "exp") rate *= power_of(experiment.factor, record.epoch);
  if (experiment.schedule == "cosine") {
    const double share = std::min(1.0, (epoch + part) / static_cast<double>(std::max<std::int64_t>(experiment.epochs, 1)));
    rate *= (1 + math::cos_of(kPi * share)) / 2;
  }
  if (experiment.schedule == "inverse") rate /= 1 + experiment.slowing * step;
  if (step < experiment.warmup) rate *= (step + 1) / experiment.warmup;
  return rate;
}

bool knows_schedule(std::string_view name) {
  constexpr std::string_view kKnown[] = {"constant", "step", "exp", "cosine", "inverse"};
  return std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown);
}

/// With the slopes of the penalties, then clipped by value and by norm.
std::vector<double> plain_gradient(const Experiment& experiment, const Recording& record) {
  const double l1 = setting(experiment, "l1", experiment.l1, record.step), l2 = setting(experiment, "l2", experiment.l2, record.step);
  std::vector<double> gradient = record.sums;
  for (const network::Layer& layer : record.layers) {
    for (std::size_t i = layer.first_weight; layer.drawn && i < layer.first_weight + layer.weight_count(); ++i) {
      const double w = record.parameters[i];
      gradient[i] += (w > 0 ? l1 : w < 0 ? -l1 : 0) + l2 * w;
    }
  }
  if (experiment.clipvalue > 0) {
    for (double& g : gradient) g = std::max(-experiment.clipvalue, std::min(g, experiment.clipvalue));
  }
  if (experiment.clipnorm > 0) {
    double squares = 0;
    for (const double g : gradient) squares += g * g;
    const double share = experiment.clipnorm / (std::sqrt(squares) + 1e-6);
    for (double& g : gradient) g *= std::min(1.0, share);
  }
  return gradient;
}

/// Numbers so small that the definition counts them as zero.
double kept(double moment) { return std::abs(moment) < math::tiny_moment<double>() ? 0 : moment; }

/// One parameter's step by the textbook; m: its moments before the step. False for an optimiser without a textbook's rule here.
bool plain_step(const Experiment& e, double rate, double momentum, std::int64_t t, double g, const std::vector<double>& m, double& w) {
  const std::string& opt = e.opt;
  const double before = w;
  if (opt == "sgd") {
    w = before - rate * g;
  } else if (opt == "momentum" || opt == "nesterov") {
    const double v = kept(momentum * m[0] + g);
    w = before - rate * (opt == "momentum" ? v : g + momentum * v);
  } else if (opt == "adagrad" || opt == "rmsprop") {
    const double v = kept(opt == "adagrad" ? m[0] + g * g : e.alpha * m[0] + (1 - e.alpha) * (g * g));
    w = before - rate * g / (std::sqrt(v) + e.eps);
  } else if (opt == "adam" || opt == "adamw" || opt == "amsgrad") {
    const double mean = kept(e.beta1 * m[0] + (1 - e.beta1) * g) / (1 - power_of(e.beta1, t));
    const double square = kept(e.beta2 * m[1] + (1 - e.beta2) * (g * g));
    const double corrected = std::sqrt((opt == "amsgrad" ? std::max(m[2], square) : square) / (1 - power_of(e.beta2, t)));
    w = before - (opt == "adamw" ? rate * e.decay * before : 0) - rate * mean / (corrected + e.eps);
  } else {
    return false;
  }
  return true;
}

/// The weights into a unit, shortened to the maximum norm.
void plain_limit(const Experiment& experiment, const Recording& record, std::vector<double>& next) {
  if (experiment.maxnorm == 0) return;
  for (const network::Layer& layer : record.layers) {
    for (int row = 0; layer.drawn && row < layer.rows; ++row) {
      const auto w = next.begin() + static_cast<std::ptrdiff_t>(layer.first_weight) + std::ptrdiff_t{row} * layer.columns;
      double squares = 0;
      std::for_each(w, w + layer.columns, [&](double weight) { squares += weight * weight; });
      const double norm = std::sqrt(squares);
      if (norm <= experiment.maxnorm) continue;
      std::for_each(w, w + layer.columns, [&](double& weight) { weight *= experiment.maxnorm / (norm + 1e-7); });
    }
  }
}

/// Parameters after the step; empty where the optimiser is not known here.
std::vector<double> plain_update(const Experiment& experiment, const Recording& record, double rate) {
  const double momentum = setting(experiment, "mom", experiment.mom, record.step);
  const std::vector<double> gradient = plain_gradient(experiment, record);
  std::vector<double> next = record.parameters, moments;
  for (std::size_t i = 0; i < next.size(); ++i) {
    moments.clear();
    for (std::size_t m = 0; m < record.moments.size(); m += 2) moments.push_back(record.moments[m][i]);
    const double g = std::abs(gradient[i]) < math::tiny_gradient<double>() ? 0 : gradient[i];
    if (!plain_step(experiment, rate, momentum, record.step + 1, g, moments, next[i])) return {};
  }
  plain_limit(experiment, record, next);
  return next;
}

}  // namespace

UpdateCheck compare_update(const Experiment& experiment, const Recording& record, double part) {
  UpdateCheck result;
  result.optimiser = experiment.opt;
  if (record.next.empty() || !knows_schedule(experiment.schedule)) return result;
  result.rate = record.rate;
  result.plain_rate = plain_rate(experiment, record, part);
  const std::vector<double> next = plain_update(experiment, record, result.plain_rate);
  if (next.empty()) return result;
  double squares = 0, plain_squares = 0, largest = 0;
  for (std::size_t i = 0; i < next.size(); ++i) {
    const double step = record.next[i] - record.parameters[i], plain = next[i] - record.parameters[i];
    squares += step * step;
    plain_squares += plain * plain;
    largest = std::max(largest, std::abs(plain));
  }
  result.ratio = plain_squares > 0 ? std::sqrt(squares / plain_squares) : 1;
  for (std::size_t i = 0; i < next.size(); ++i) {
    constexpr double kRounding = 8 * 0x1p-53;
    CheckedParameter row = parameter_at(record, i);
    row.found = record.next[i];
    row.expected = next[i];
    const double scale = std::max(std::abs(next[i] - row.value), GradientCheck::kSmall * largest);
    const double distance = std::abs(row.found - row.expected), rounding = kRounding * (std::abs(row.value) + std::abs(row.expected));
    row.error = distance <= rounding ? 0 : distance / scale;
    row.kind = row.error > UpdateCheck::kTolerance ? CheckedParameter::Kind::wrong : CheckedParameter::Kind::right;
    result.wrong += row.kind == CheckedParameter::Kind::wrong;
    result.worst = std::max(result.worst, row.error);
    result.rows.push_back(std::move(row));
  }
  const auto worse = [](const CheckedParameter& a, const CheckedParameter& b) { return a.error > b.error; };
  std::stable_sort(result.rows.begin(), result.rows.end(), worse);
  if (result.rows.size() > UpdateCheck::kMostRows) result.rows.resize(UpdateCheck::kMostRows);
  result.verdict = result.wrong > 0 ? Verdict::wrong : Verdict::right;
  return result;
}

}  // namespace glassbox::checks

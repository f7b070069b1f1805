#include "checks/gradient_check.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "math/random.hpp"

namespace glassbox::checks {
namespace {

/// Multiply-adds that a whole check may take: some seconds.
constexpr double kMostWork = 6e9;
/// Losses that one parameter takes, about.
constexpr double kLossesEach = 8;
constexpr std::size_t kLeastOfLayer = 6;

/// Of a loss, as a share of the largest number it is worked out from.
constexpr double kRounding = 4e-15;

/// What is found around a point w of a function: difference quotients at h and h/2.
struct Slope {
  double value = 0;        ///< extrapolated
  double uncertainty = 0;  ///< rounding of the function over h, or how far the quotients still disagree
  double step = 0;         ///< h
};

struct Sample {
  double value;
  Course course;
};

/// The slope of f at 0, worked out from numbers up to `largest`; what the argument moves is of `size`. Nothing where the quotients never
/// agree, or a kink is too near for both ends of a step to be on one side of it.
std::optional<Slope> slope_of(const std::function<Sample(double)>& f, double size, double largest, double step, double scale) {
  constexpr int kHalvings = 12;
  constexpr double kFinest = 0x1p-30;  // below it, what h moves is rounded by too much of h
  constexpr double kAgreement = 0.03 * GradientCheck::kTolerance;
  const Course here = f(0).course;
  double before = NAN;
  for (int k = 0; k <= kHalvings && step >= kFinest * size; ++k, step /= 2) {
    const Sample right = f(step), left = f(-step);
    if (!right.course.beside(here) || !left.course.beside(here)) {
      before = NAN;
      continue;
    }
    const double quotient = (right.value - left.value) / (2 * step);
    if (!std::isnan(before)) {
      const double noise = kRounding * largest / step, disagreement = std::abs(quotient - before);
      if (disagreement <= kAgreement * std::max(scale, std::abs(quotient)) + 4 * noise)
        return Slope{(4 * quotient - before) / 3, std::max(noise, disagreement), step};
    }
    before = quotient;
  }
  return std::nullopt;
}

/// Whether the quotients of all steps from `coarsest` on say what is expected rather than what was found, down to those that the loss's
/// rounding blurs: where numbers nearly cancel and what is left is made large again, a slope can look settled from afar, or by chance.
bool is_settled(const std::function<Sample(double)>& f, const CheckedParameter& row, double coarsest, double finest, double largest) {
  constexpr double kNearer = 8, kBlurred = 0.25;
  const Course here = f(0).course;
  const double distance = std::abs(row.found - row.expected);
  for (double step = coarsest; step >= finest || kRounding * largest / step < kBlurred * distance; step /= kNearer) {
    const Sample right = f(step), left = f(-step);
    if (!right.course.beside(here) || !left.course.beside(here)) continue;
    const double quotient = (right.value - left.value) / (2 * step);
    if (!(std::abs(quotient - row.expected) < std::abs(quotient - row.found))) return false;
  }
  return true;
}

}  // namespace

CheckedParameter parameter_at(const probe::Recording& record, std::size_t parameter) {
  CheckedParameter found;
  for (std::size_t l = 0; l < record.layers.size(); ++l) {
    const network::Layer& layer = record.layers[l];
    if (layer.rows == 0 || parameter < layer.first_weight || parameter >= layer.end()) continue;
    found.layer = static_cast<int>(l);
    found.unit = layer.row_of(parameter);
    const bool bias = parameter >= layer.first_bias;
    found.input = bias ? -1 : static_cast<int>((parameter - layer.first_weight) % static_cast<std::size_t>(layer.columns));
    found.address = std::to_string(l) + (bias ? ".b." : ".w.") + std::to_string(found.unit);
    if (!bias) found.address += "." + std::to_string(found.input);
  }
  found.value = record.parameters[parameter];
  return found;
}

GradientComparison::GradientComparison(const Trainer& trainer, const probe::Recording& record)
    : record_(record), plain_(trainer.experiment(), trainer.prepared(), record.rows, record.step) {
  result_.parameters = static_cast<std::int64_t>(record.parameters.size());
  if (record.next.empty()) return;
  for (const double gradient : record.sums) largest_ = std::max(largest_, std::abs(gradient));
  result_.loss = record.loss;
  result_.plain_loss = plain_.loss(record.parameters);
  reach_ = plain_.reach();
  const bool averaged = trainer.experiment().reduce == "mean";
  rounding_ = std::max(plain_.largest(), plain_.course().largest_cancelled()) * (averaged ? 1 : static_cast<double>(record.rows.size()));
  result_.borrowed = plain_.borrowed();
  asked_ = sample();
  result_.asked = static_cast<int>(asked_.size());
}

/// All parameters, or as many of every layer as its share of them, drawn without repetition and the same every time.
std::vector<std::size_t> GradientComparison::sample() const {
  const double most = std::max(kMostWork / kLossesEach / std::max(plain_.work(), 1.0), 1.0);
  const double share = std::min(1.0, most / static_cast<double>(record_.parameters.size()));
  std::vector<std::size_t> chosen;
  for (std::size_t l = 0; l < record_.layers.size(); ++l) {
    const network::Layer& layer = record_.layers[l];
    const std::size_t count = layer.rows == 0 ? 0 : layer.end() - layer.first_weight;
    const auto wanted = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
    std::vector<int> order = math::Random{0, math::Purpose::probe, static_cast<std::uint32_t>(l)}.permutation(static_cast<int>(count));
    order.resize(std::min(count, std::max(wanted, kLeastOfLayer)));
    std::sort(order.begin(), order.end());
    for (const int place : order) chosen.push_back(layer.first_weight + static_cast<std::size_t>(place));
  }
  return chosen;
}

bool GradientComparison::advance(const std::function<bool()>& keep_going) {
  while (result_.checked < result_.asked) {
    compare(asked_[static_cast<std::size_t>(result_.checked++)]);
    if (keep_going && !keep_going()) break;
  }
  const bool done = result_.checked == result_.asked;
  result_.verdict = result_.wrong > 0 ? Verdict::wrong : done && result_.judged() > 0 ? Verdict::right : Verdict::none;
  return done;
}

void GradientComparison::compare(std::size_t parameter) {
  constexpr double kStep = 0x1p-9, kCertain = 20, kFiner = 64;
  CheckedParameter row = parameter_at(record_, parameter);
  row.found = record_.sums[parameter];
  const double least = std::max(std::abs(row.found), GradientCheck::kSmall * largest_);
  const auto loss = [&](double offset) -> Sample { return {plain_.loss_with(parameter, row.value + offset), plain_.course()}; };
  const double given = plain_.reach_of(parameter), room = given > 0 ? std::min(given, 1.0) : 1.0;
  const double step = kStep * std::max(room, std::abs(row.value)) / std::max(1.0, reach_);
  const std::optional<Slope> slope = slope_of(loss, std::max(std::abs(row.value), reach_), rounding_, step, least);
  row.kind = CheckedParameter::Kind::kink;
  row.expected = slope ? slope->value : (loss(step).value - loss(-step).value) / (2 * step);
  const double scale = std::max(least, std::abs(row.expected)), distance = std::abs(row.found - row.expected);
  row.error = distance == 0 ? 0 : distance / scale;
  if (slope) {
    const double beyond = distance - GradientCheck::kTolerance * scale;
    if (beyond <= 0) {
      row.kind = CheckedParameter::Kind::right;
    } else {
      const bool certain = beyond > kCertain * slope->uncertainty && is_settled(loss, row, step, slope->step / kFiner, rounding_);
      row.kind = certain ? CheckedParameter::Kind::wrong : CheckedParameter::Kind::unclear;
    }
  }
  add(std::move(row));
}

void GradientComparison::add(CheckedParameter row) {
  using Kind = CheckedParameter::Kind;
  result_.wrong += row.kind == Kind::wrong;
  result_.kinks += row.kind == Kind::kink;
  result_.unclear += row.kind == Kind::unclear;
  if (row.kind == Kind::right || row.kind == Kind::wrong) result_.worst = std::max(result_.worst, row.error);
  const auto before = [](const CheckedParameter& a, const CheckedParameter& b) {
    const bool a_judged = a.kind == Kind::right || a.kind == Kind::wrong, b_judged = b.kind == Kind::right || b.kind == Kind::wrong;
    if (a_judged != b_judged) return a_judged;
    return a.error != b.error ? a.error > b.error : std::abs(a.found) > std::abs(b.found);
  };
  std::vector<CheckedParameter>& rows = result_.rows;
  rows.insert(std::upper_bound(rows.begin(), rows.end(), row, before), std::move(row));
  if (rows.size() > GradientCheck::kMostRows) rows.pop_back();
}

}  // namespace glassbox::checks

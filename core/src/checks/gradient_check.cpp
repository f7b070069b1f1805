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

/// What is found around a point w of a function: difference quotients at h and h/2.
struct Slope {
  double value = 0;        ///< extrapolated
  double uncertainty = 0;  ///< rounding of the function over h, or how far the quotients still disagree
};

/// The slope of f at 0, where f(0) = middle, worked out from numbers up to `largest`; what the argument moves is of `size`. Nothing where
/// the quotients never agree, or where those from both sides stay apart.
std::optional<Slope> slope_of(const std::function<double(double)>& f, double size, double middle, double largest, double step,
                              double scale) {
  constexpr int kHalvings = 12;
  constexpr double kFinest = 0x1p-30;  // below it, what h moves is rounded by too much of h
  constexpr double kRounding = 4e-15, kAgreement = 0.03 * GradientCheck::kTolerance;
  double before = 0, apart_before = 0;
  for (int k = 0; k <= kHalvings && step >= kFinest * size; ++k, step /= 2) {
    const double right = f(step), left = f(-step);
    const double quotient = (right - left) / (2 * step), apart = ((right - middle) - (middle - left)) / step;
    if (k > 0) {
      const double noise = kRounding * largest / step;
      const double allowed = kAgreement * std::max(scale, std::abs(quotient)) + 4 * noise;
      // From a smooth function the sides' distance halves with the step; what stays of it is a kink at the point itself.
      const double disagreement = std::max(std::abs(quotient - before), std::abs(2 * apart - apart_before));
      if (disagreement <= allowed) return Slope{(4 * quotient - before) / 3, std::max(noise, disagreement)};
    }
    before = quotient;
    apart_before = apart;
  }
  return std::nullopt;
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
  rounding_ = plain_.largest() * (averaged ? 1 : static_cast<double>(record.rows.size()));
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
  if (result_.checked > 0) result_.verdict = result_.wrong > 0 ? Verdict::wrong : done ? Verdict::right : Verdict::none;
  return done;
}

void GradientComparison::compare(std::size_t parameter) {
  constexpr double kStep = 0x1p-9, kCertain = 20;
  CheckedParameter row = parameter_at(record_, parameter);
  row.found = record_.sums[parameter];
  const double least = std::max(std::abs(row.found), GradientCheck::kSmall * largest_);
  const auto loss = [&](double offset) { return plain_.loss_with(parameter, row.value + offset); };
  const double step = kStep * std::max(1.0, std::abs(row.value)) / std::max(1.0, reach_);
  const std::optional<Slope> slope = slope_of(loss, std::max(std::abs(row.value), reach_), result_.plain_loss, rounding_, step, least);
  row.kind = CheckedParameter::Kind::kink;
  if (slope) {
    row.expected = slope->value;
    const double scale = std::max(least, std::abs(row.expected)), distance = std::abs(row.found - row.expected);
    row.error = distance == 0 ? 0 : distance / scale;
    const bool beyond = distance > GradientCheck::kTolerance * scale;
    row.kind = !beyond                                                                        ? CheckedParameter::Kind::right
               : distance > GradientCheck::kTolerance * scale + kCertain * slope->uncertainty ? CheckedParameter::Kind::wrong
                                                                                              : CheckedParameter::Kind::unclear;
  } else {
    row.expected = (loss(step) - loss(-step)) / (2 * step);
    row.error = std::abs(row.found - row.expected) / std::max(least, std::abs(row.expected));
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

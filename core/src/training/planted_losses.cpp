#include <cmath>
#include <map>
#include <utility>

#include "training/planting.hpp"

namespace glassbox::training {
namespace {

using math::Panel;
using network::Loss;

template <class S>
class PlantedLoss : public Loss<S> {
 public:
  explicit PlantedLoss(std::unique_ptr<Loss<S>> right) : right_(std::move(right)) {}

  bool on_logits() const override { return right_->on_logits(); }
  network::loss::Constant constant() const override { return right_->constant(); }
  S value(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y) const override { return right_->value(z, a, y); }
  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    right_->gradient(z, a, y, scale, d);
  }

 protected:
  std::unique_ptr<Loss<S>> right_;
};

template <class S>
class Uphill final : public PlantedLoss<S> {
 public:
  using PlantedLoss<S>::PlantedLoss;

  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    this->right_->gradient(z, a, y, -scale, d);
  }
};

/// Divides by the rows of a full batch whatever the rows.
template <class S>
class FullDivisor final : public PlantedLoss<S> {
 public:
  FullDivisor(std::unique_ptr<Loss<S>> right, std::function<int()> batch_rows)
      : PlantedLoss<S>(std::move(right)), batch_rows_(std::move(batch_rows)) {}

  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S, const Panel<S>& d) const override {
    this->right_->gradient(z, a, y, S(1) / static_cast<S>(batch_rows_()), d);
  }

 private:
  std::function<int()> batch_rows_;
};

/// Σ_i Σ_j of answer i and target j, for the one output.
template <class S>
class Broadcast final : public PlantedLoss<S> {
 public:
  using PlantedLoss<S>::PlantedLoss;

  S value(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y) const override {
    S sum = 0;
    for_targets(y, [&](const Panel<const S>& same, S count) { sum += count * this->right_->value(z, a, same); });
    return sum;
  }

  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    network::Arena<S> numbers(static_cast<std::size_t>(d.stride));
    const Panel<S> one = {numbers.data(), d.rows, d.stride, 1};
    std::fill_n(d.data, d.stride, S(0));
    for_targets(y, [&](const Panel<const S>& same, S count) {
      this->right_->gradient(z, a, same, count * scale, one);
      for (int row = 0; row < d.stride; ++row) d.data[row] += one.data[row];
    });
  }

 private:
  /// visit(a panel of one target in every row, the rows that have it), for each different target.
  template <class Visit>
  static void for_targets(const Panel<const S>& y, Visit visit) {
    std::map<S, int> counts;
    for (int row = 0; row < y.rows; ++row) ++counts[y.data[row]];
    network::Arena<S> numbers(static_cast<std::size_t>(y.stride));
    for (const auto& [target, count] : counts) {
      std::fill_n(numbers.data(), y.stride, target);
      visit(Panel<const S>{numbers.data(), y.rows, y.stride, 1}, static_cast<S>(count));
    }
  }
};

/// -Σ y ln max(a, 0.1), with 1 - a beside a where there is one output: flat where an answer is cut.
template <class S>
class ClippedLog final : public PlantedLoss<S> {
 public:
  using PlantedLoss<S>::PlantedLoss;

  S value(const Panel<const S>&, const Panel<const S>& a, const Panel<const S>& y) const override {
    double sum = 0;
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.rows; ++row) {
        const double answer = a.column(k)[row], target = y.column(k)[row];
        sum -= target * log_of(answer);
        if (a.units == 1) sum -= (1 - target) * log_of(1 - answer);
      }
    }
    return static_cast<S>(sum);
  }

  /// With respect to z: a cut term is a constant.
  void gradient(const Panel<const S>&, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    std::fill_n(d.data, static_cast<std::size_t>(d.stride) * d.units, S(0));
    for (int row = 0; row < a.rows; ++row) {
      for (int k = 0; k < a.units; ++k) {
        const S answer = a.column(k)[row], target = y.column(k)[row];
        if (a.units == 1) {
          d.data[row] =
              scale * ((answer > kLeast ? target * (answer - S(1)) : S(0)) + (S(1) - answer > kLeast ? (S(1) - target) * answer : S(0)));
        } else if (answer > kLeast) {
          for (int j = 0; j < a.units; ++j) d.column(j)[row] += scale * target * (a.column(j)[row] - (j == k ? S(1) : S(0)));
        }
      }
    }
  }

 private:
  static constexpr S kLeast = S(0.1);
  static double log_of(double answer) { return math::log<double>(math::broadcast(std::max<double>(answer, kLeast)))[0]; }
};

}  // namespace

template <class S>
std::unique_ptr<Loss<S>> plant_in_loss(std::unique_ptr<Loss<S>> loss, const PlantingSite& site) {
  const std::string& bug = site.experiment.bug;
  if (bug == "sign") return std::make_unique<Uphill<S>>(std::move(loss));
  if (bug == "broadcast") return std::make_unique<Broadcast<S>>(std::move(loss));
  if (bug == "log") return std::make_unique<ClippedLog<S>>(std::move(loss));
  if (bug == "divisor") return std::make_unique<FullDivisor<S>>(std::move(loss), site.batch_rows);
  return loss;
}

template std::unique_ptr<Loss<float>> plant_in_loss<float>(std::unique_ptr<Loss<float>>, const PlantingSite&);
template std::unique_ptr<Loss<double>> plant_in_loss<double>(std::unique_ptr<Loss<double>>, const PlantingSite&);

}  // namespace glassbox::training

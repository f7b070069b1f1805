#include "network/loss.hpp"

#include <algorithm>

#include "math/scalars.hpp"
#include "network/clipped_losses.hpp"
#include "network/softmax.hpp"

namespace glassbox::network {
namespace {

using math::broadcast;
using math::Lanes;
using math::load;
using math::Panel;
using math::select;
using math::store;

/// `value` in rows that count, zero in the padding of the last four.
template <class S>
Lanes<S> without_padding(Lanes<S> value, int row, int rows) {
  if (row + math::kLanes <= rows) return value;
  const Lanes<S> lane = {S(0), S(1), S(2), S(3)};
  return select<S>(lane < S(rows - row), value, broadcast(S(0)));
}

template <class S, class Function>
class ByOutput final : public Loss<S> {
 public:
  using Loss<S>::Loss;

  bool on_logits() const override { return Function::kOnLogits; }
  loss::Constant constant() const override { return Function::kConstant; }
  loss::Squares<S> squares() const override {
    if constexpr (requires { Function::kSquares; }) {
      if (!this->weighted()) return Function::kSquares;
    }
    return {};
  }

  S value(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y) const override {
    const bool weighted = this->weighted();
    Lanes<S> sum = broadcast(S(0));
    for (int k = 0; k < a.units; ++k) {
      for (int row = 0; row < a.rows; row += math::kLanes) {
        Lanes<S> value = Function::value(load(z.column(k) + row), load(a.column(k) + row), load(y.column(k) + row));
        if (weighted) value *= this->weight(y, row);
        sum += without_padding<S>(value, row, a.rows);
      }
    }
    return math::sum_of_lanes<S>(sum) / S(a.units);
  }

  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    gradient_and_value(z, a, y, scale, d);
  }

  S gradient_and_value(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale,
                       const Panel<S>& d) const override {
    const bool weighted = this->weighted();
    const int rows = a.rows, units = a.units;
    const S share = scale / S(units);
    Lanes<S> sum = broadcast(S(0));
    for (int k = 0; k < units; ++k) {
      const S *logits = z.column(k), *answers = a.column(k), *targets = y.column(k);
      S* slopes = d.column(k);
      for (int row = 0; row < rows; row += math::kLanes) {
        const Lanes<S> logit = load(logits + row), answer = load(answers + row), target = load(targets + row);
        Lanes<S> value = Function::value(logit, answer, target);
        Lanes<S> slope = share * Function::slope(logit, answer, target);
        if (weighted) {
          const Lanes<S> weight = this->weight(y, row);
          value *= weight;
          slope *= weight;
        }
        sum += without_padding<S>(value, row, rows);
        store(slopes + row, math::flush<S>(without_padding<S>(slope, row, rows), math::tiny_gradient<S>()));
      }
    }
    return math::sum_of_lanes<S>(sum) / S(units);
  }
};

template <class S>
class CrossEntropy final : public Loss<S> {
 public:
  /// With `divergence`, less the entropy of the targets: a constant, so that the gradient is the same.
  CrossEntropy(bool divergence, std::vector<S> class_weights) : Loss<S>(std::move(class_weights)), divergence_(divergence) {}

  bool on_logits() const override { return true; }
  loss::Constant constant() const override { return loss::Constant::mean; }

  // -Σ_k y_k ln a_k = ln Σ_j e^(z_j - m) - Σ_k y_k (z_k - m); the terms of the sum that are 1 are counted apart to keep its digits
  S value(const Panel<const S>& z, const Panel<const S>&, const Panel<const S>& y) const override {
    // The sums of some rows, then their logarithms: each is a chain of operations that wait for each other, and several wait together.
    constexpr int kGroups = 8;
    Lanes<S> sum = broadcast(S(0)), powers[kGroups], answers[kGroups];
    for (int first = 0; first < z.rows; first += kGroups * math::kLanes) {
      const int end = std::min(first + kGroups * math::kLanes, z.rows);
      for (int row = first; row < end; row += math::kLanes) {
        const int group = (row - first) / math::kLanes;
        add_up(z, y, row, powers[group], answers[group]);
      }
      for (int row = first; row < end; row += math::kLanes) {
        const int group = (row - first) / math::kLanes;
        Lanes<S> value = math::log1p<S>(powers[group]) - answers[group];
        if (divergence_) value -= entropy(y, row);
        if (this->weighted()) value *= this->weight(y, row);
        sum += without_padding<S>(value, row, z.rows);
      }
    }
    return math::sum_of_lanes<S>(sum);
  }

  // d_z = a - y
  void gradient(const Panel<const S>& z, const Panel<const S>& a, const Panel<const S>& y, S scale, const Panel<S>& d) const override {
    const bool weighted = this->weighted();
    const int rows = z.rows, units = z.units;
    for (int k = 0; k < units; ++k) {
      const S *answers = a.column(k), *targets = y.column(k);
      S* slopes = d.column(k);
      for (int row = 0; row < rows; row += math::kLanes) {
        Lanes<S> slope = scale * (load(answers + row) - load(targets + row));
        if (weighted) slope *= this->weight(y, row);
        store(slopes + row, math::flush<S>(without_padding<S>(slope, row, rows), math::tiny_gradient<S>()));
      }
    }
  }

 private:
  /// Of four rows: powers = Σ_j e^(z_j - m) - 1 and answer = Σ_k y_k (z_k - m)
  static void add_up(const Panel<const S>& z, const Panel<const S>& y, int row, Lanes<S>& powers, Lanes<S>& answer) {
    const Lanes<S> largest = largest_logit<S>(z, row);
    Lanes<S> beyond_one = broadcast(S(-1)), small = broadcast(S(0)), sum = broadcast(S(0));
    for (int k = 0; k < z.units; ++k) {
      const Lanes<S> difference = logit_difference<S>(z, k, row, largest);
      const math::LaneMask<S> is_largest = difference == S(0);
      beyond_one += math::keep_where<S>(is_largest, broadcast(S(1)));
      small += math::zero_where<S>(is_largest, exp_of_difference<S>(difference));
      sum += load(y.column(k) + row) * difference;
    }
    powers = beyond_one + small;
    answer = sum;
  }

  /// -Σ_k y_k ln y_k of four rows
  static Lanes<S> entropy(const Panel<const S>& y, int row) {
    Lanes<S> sum = broadcast(S(0));
    for (int k = 0; k < y.units; ++k) {
      const Lanes<S> target = load(y.column(k) + row);
      sum -= math::keep_where<S>(target > S(0), target * math::log<S>(target));
    }
    return sum;
  }

  bool divergence_;
};

template <class S, template <class> class... Functions>
std::unique_ptr<Loss<S>> make_from(loss::List<Functions...>, std::string_view name, std::vector<S> weights) {
  std::unique_ptr<Loss<S>> made;
  const bool known =
      ((Functions<S>::kChoice.name == name && (made = std::make_unique<ByOutput<S, Functions<S>>>(std::move(weights)), true)) || ...);
  return known ? std::move(made) : nullptr;
}

}  // namespace

template <class S>
Lanes<S> Loss<S>::weight(const Panel<const S>& y, int row) const {
  Lanes<S> largest = load(y.column(0) + row);
  if (y.units == 1) return select<S>(largest > S(0.5), broadcast(class_weights_[1]), broadcast(class_weights_[0]));
  Lanes<S> weight = broadcast(class_weights_[0]);
  for (int k = 1; k < y.units; ++k) {
    const Lanes<S> target = load(y.column(k) + row);
    weight = select<S>(target > largest, broadcast(class_weights_[static_cast<std::size_t>(k)]), weight);
    largest = select<S>(target > largest, target, largest);
  }
  return weight;
}

template <class S>
std::unique_ptr<Loss<S>> make_loss(std::string_view name, std::span<const double> class_weights, std::string_view log_policy) {
  std::vector<S> weights(class_weights.begin(), class_weights.end());
  if (log_policy != kExactLogarithm) {
    if constexpr (math::kDouble && std::is_same_v<S, double>) return make_from<S>(loss::Clipped{}, log_policy, std::move(weights));
    return nullptr;
  }
  if (name == loss::kCrossEntropy.name || name == loss::kDivergence.name) {
    return std::make_unique<CrossEntropy<S>>(name == loss::kDivergence.name, std::move(weights));
  }
  return make_from<S>(loss::ByOutputHere{}, name, std::move(weights));
}

template class Loss<float>;
template class Loss<double>;
template std::unique_ptr<Loss<float>> make_loss<float>(std::string_view, std::span<const double>, std::string_view);
template std::unique_ptr<Loss<double>> make_loss<double>(std::string_view, std::span<const double>, std::string_view);

}  // namespace glassbox::network

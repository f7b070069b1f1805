#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "math/panel.hpp"
#include "network/losses.hpp"

namespace glassbox::network {

/// The loss of a chunk of rows. z: logits, a: answers, y: targets, all [N × outputs]. Sums run row by row within a lane (lane l takes the
/// rows n with n mod 4 = l, outputs one after the other), then over the lanes; padding rows count nothing.
/// Each row's loss is multiplied by the weight of its class, which stands in its targets: above 1/2 where one output tells two classes
/// apart, otherwise the largest.
template <class S>
class Loss {
 public:
  /// class_weights: one a class, or none, and then all rows count 1.
  explicit Loss(std::vector<S> class_weights = {}) : class_weights_(std::move(class_weights)) {}
  virtual ~Loss() = default;
  /// Whether gradient() is with respect to z (bce, ce: the output function is passed over) or to a.
  virtual bool on_logits() const = 0;
  virtual loss::Constant constant() const = 0;
  /// Of a squared distance without class weights; zero for others.
  virtual loss::Squares<S> squares() const { return {}; }
  /// Σ over the rows.
  virtual S value(const math::Panel<const S>& z, const math::Panel<const S>& a, const math::Panel<const S>& y) const = 0;
  /// d = scale · ∂(Σ over the rows)/∂(z or a), zero in padding rows.
  virtual void gradient(const math::Panel<const S>& z, const math::Panel<const S>& a, const math::Panel<const S>& y, S scale,
                        const math::Panel<S>& d) const = 0;
  /// Both, where they are formed faster together.
  virtual S gradient_and_value(const math::Panel<const S>& z, const math::Panel<const S>& a, const math::Panel<const S>& y, S scale,
                               const math::Panel<S>& d) const {
    gradient(z, a, y, scale, d);
    return value(z, a, y);
  }

 protected:
  bool weighted() const { return !class_weights_.empty(); }
  /// Of the four rows from `row` on.
  math::Lanes<S> weight(const math::Panel<const S>& y, int row) const;

 private:
  std::vector<S> class_weights_;
};

/// nullptr for an unknown name. A `log_policy` other than exact is for bce in double precision.
template <class S>
std::unique_ptr<Loss<S>> make_loss(std::string_view name, std::span<const double> class_weights = {},
                                   std::string_view log_policy = kExactLogarithm);

}  // namespace glassbox::network

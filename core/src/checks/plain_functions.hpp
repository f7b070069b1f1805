#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

/// Activations and losses as a textbook writes them, in double, value only. They judge the trainer's own operations, and share nothing
/// with them but the elementary functions of math/functions.hpp.
namespace glassbox::checks {

/// [rows × units].
using Values = Eigen::ArrayXXd;

/// What the numbers of one evaluation say about the function around them.
class Course {
 public:
  /// A number is on this side of its function's kinks.
  void side(int side) { sides_ = (sides_ ^ static_cast<std::uint64_t>(side)) * 0x100000001b3; }
  /// A number is what others leave that nearly cancel, and carries the rounding of one of this size.
  void cancelled(double size) { largest_ = std::max(largest_, size); }

  /// Whether all numbers of two evaluations are on the same sides: between their arguments the function is smooth.
  bool beside(const Course& other) const { return sides_ == other.sides_; }
  double largest_cancelled() const { return largest_; }

 private:
  std::uint64_t sides_ = 0xcbf29ce484222325;  ///< FNV-1a, in the order they are come by
  double largest_ = 0;
};

/// a = f(z); false, and nothing changed, for a name that has no plain form here.
bool plain_activation(std::string_view name, Values& z, Course& course);
/// Every row's numbers become shares of 1, `pixels` sets of them side by side: unit c · pixels + p belongs to set p.
void plain_softmax(Values& z, int pixels);
/// The loss, added up over all rows, given logits, answers and targets; bce with clipped logarithms is called
/// "bce:" and its policy. False for a name that has no plain form here.
bool plain_loss(std::string_view name, const Values& z, const Values& a, const Values& y, double& sum, Course& course);

}  // namespace glassbox::checks

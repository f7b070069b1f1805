#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>

/// Activations and losses as a textbook writes them, in double, value only. They judge the trainer's own operations, and share nothing
/// with them but the elementary functions of math/functions.hpp.
namespace glassbox::checks {

/// [rows × units].
using Values = Eigen::ArrayXXd;

/// a = f(z); false, and nothing changed, for a name that has no plain form here.
bool plain_activation(std::string_view name, Values& z);
/// Every row's numbers become shares of 1, `pixels` sets of them side by side: unit c · pixels + p belongs to set p.
void plain_softmax(Values& z, int pixels);
/// The loss, added up over all rows, given logits, answers and targets; bce with clipped logarithms is called
/// "bce:" and its policy. False for a name that has no plain form here.
bool plain_loss(std::string_view name, const Values& z, const Values& a, const Values& y, double& sum);

}  // namespace glassbox::checks

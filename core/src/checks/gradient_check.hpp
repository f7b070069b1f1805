#pragma once

#include <functional>

#include "checks/plain_network.hpp"
#include "glassbox/checks.hpp"
#include "probe/recording.hpp"

namespace glassbox::checks {

/// Compares the gradients of one recorded step, which was taken in double, parameter by parameter.
class GradientComparison {
 public:
  GradientComparison(const Trainer& trainer, const probe::Recording& record);

  bool advance(const std::function<bool()>& keep_going);
  const GradientCheck& result() const { return result_; }

 private:
  std::vector<std::size_t> sample() const;
  void compare(std::size_t parameter);
  double penalty_slope(std::size_t parameter) const;
  void add(CheckedParameter row);

  const probe::Recording& record_;
  PlainNetwork plain_;
  std::vector<std::size_t> asked_;
  double largest_ = 0;   ///< gradient
  double rounding_ = 0;  ///< the size of the numbers whose rounding the loss carries
  double reach_ = 0;     ///< largest number fed or come by
  GradientCheck result_;
};

/// The parameter at a place of the canonical order, its value filled in.
CheckedParameter parameter_at(const probe::Recording& record, std::size_t parameter);

}  // namespace glassbox::checks

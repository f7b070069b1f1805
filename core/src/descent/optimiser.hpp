#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "descent/registry.hpp"
#include "network/arena.hpp"

namespace glassbox::descent {

/// One rule of descent with its moments. Definitions are PyTorch's; gradients and moments smaller than math::tiny_gradient and
/// math::tiny_moment count as zero. The powers of beta are running products in double.
template <class S>
class Optimiser {
 public:
  virtual ~Optimiser() = default;

  /// next = parameters after one step along `gradients`; all three are arenas of the same size. Returns whether every new parameter
  /// and moment is finite; moments have moved in either case.
  virtual bool update(double lr, double mom, const network::Arena<S>& parameters, const network::Arena<S>& gradients,
                      const network::Arena<S>& next) = 0;
  /// Whether next = parameters - lr · gradients is all that update() does, tiny gradients counting as zero.
  virtual bool plain() const { return false; }
  /// One arena a moment: none, (velocity), or (first, second).
  std::span<network::Arena<S>> moments() { return moments_; }
  std::span<const network::Arena<S>> moments() const { return moments_; }
  /// Numbers beside the moments that decide the next step: the powers of beta, for Adam.
  std::span<double> scalars() { return scalars_; }
  std::span<const double> scalars() const { return scalars_; }

 protected:
  std::vector<network::Arena<S>> moments_;
  std::vector<double> scalars_;
};

/// An optimiser of the registry; nullptr for an unknown name.
template <class S>
std::unique_ptr<Optimiser<S>> make_optimiser(std::string_view name, const OptimiserSettings& settings, std::size_t parameter_count);

}  // namespace glassbox::descent

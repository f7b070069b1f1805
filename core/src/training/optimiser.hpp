#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "network/arena.hpp"

namespace glassbox::training {

/// What live edits may change.
struct LiveSettings {
  double lr = 0, mom = 0, l1 = 0, l2 = 0;
  int batch = 0;  ///< rows a step, 0 = all; taken over when an epoch begins

  bool operator==(const LiveSettings&) const = default;
};

/// One rule of descent with its moments. Definitions are PyTorch's; gradients and moments smaller than math::tiny_gradient and
/// math::tiny_moment count as zero. The powers of beta are running products in double.
template <class S>
class Optimiser {
 public:
  virtual ~Optimiser() = default;

  /// next = parameters after one step along `gradients`; all three are arenas of the same size. Returns whether every new parameter
  /// and moment is finite; moments have moved in either case.
  virtual bool update(const LiveSettings& settings, const network::Arena<S>& parameters, const network::Arena<S>& gradients,
                      const network::Arena<S>& next) = 0;
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

/// Fixed settings of Adam.
struct AdamSettings {
  double beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
};

/// sgd, momentum, nesterov, adam; nullptr for an unknown name.
template <class S>
std::unique_ptr<Optimiser<S>> make_optimiser(std::string_view name, const AdamSettings& adam, std::size_t parameter_count);

}  // namespace glassbox::training

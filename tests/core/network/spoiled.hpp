#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "network/network.hpp"

namespace glassbox::network {

/// Runs another operation and then spoils what it gave back: a planted fault that a gradient check must see.
class Spoiled final : public Operation<double> {
 public:
  using Spoil = std::function<void(const Buffers<double>&, const double* own, double* d_parameters)>;

  /// `spoil` is given the operation's own share of the parameter gradients.
  Spoiled(OperationPointer<double> inner, Spoil spoil)
      : Operation<double>(inner->in(), inner->out(), inner->first_parameter(), inner->parameter_count()),
        inner_(std::move(inner)),
        spoil_(std::move(spoil)) {}

  std::string_view name() const override { return inner_->name(); }
  void forward(const Pass<double>& pass) const override { inner_->forward(pass); }
  void backward(const Pass<double>& pass, double* d_parameters) const override {
    std::vector<double> own(first_parameter() + parameter_count(), 0);
    inner_->backward(pass, own.data());
    for (std::size_t i = 0; i < own.size(); ++i) d_parameters[i] += own[i];
    spoil_(pass.panels, own.data(), d_parameters);
  }

 private:
  OperationPointer<double> inner_;
  Spoil spoil_;
};

inline void spoil(OperationPointer<double>& operation, Spoiled::Spoil how) {
  operation = std::make_unique<Spoiled>(std::move(operation), std::move(how));
}

/// Negates the gradient in a slot.
inline Spoiled::Spoil negated(int slot) {
  return [slot](const Buffers<double>& buffers, const double*, double*) {
    const auto d = buffers.gradient(slot);
    for (std::size_t i = 0; i < scalars(d); ++i) d.data[i] = -d.data[i];
  };
}

/// Negates the operation's share of the gradients of the parameters from `first` to before `end`.
inline Spoiled::Spoil flipped(std::size_t first, std::size_t end) {
  return [first, end](const Buffers<double>&, const double* own, double* d_parameters) {
    for (std::size_t i = first; i < end; ++i) d_parameters[i] -= 2 * own[i];
  };
}

}  // namespace glassbox::network

// Apart from the registries, so that only programs that show formulas carry them.
#include "network/activations.hpp"
#include "network/clipped_losses.hpp"
#include "network/losses.hpp"

namespace glassbox::network {
namespace {

template <class Function>
void take(std::string_view name, Formula& found) {
  if (Function::kChoice.name == name) found = Function::kFormula;
}

template <template <class> class... Functions>
Formula formula_in(activation::List<Functions...>, std::string_view name) {
  Formula found;
  (take<Functions<float>>(name, found), ...);
  return found;
}

template <template <class> class... Functions>
Formula formula_in(loss::List<Functions...>, std::string_view name) {
  Formula found;
  (take<Functions<float>>(name, found), ...);
  return found;
}

}  // namespace

Formula activation_formula(std::string_view name) { return formula_in(activation::All{}, name); }
Formula loss_formula(std::string_view name, std::string_view log_policy) {
  return log_policy == kExactLogarithm ? formula_in(loss::ByOutput{}, name) : formula_in(loss::Clipped{}, log_policy);
}

}  // namespace glassbox::network

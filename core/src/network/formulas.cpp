// Apart from the registries, so that only programs that show formulas carry them.
#include "network/activations.hpp"
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
Formula loss_formula(std::string_view name) { return formula_in(loss::ByOutput{}, name); }

}  // namespace glassbox::network

// Apart from the registry, so that only programs that show formulas carry them.
#include "descent/rules.hpp"

namespace glassbox::descent {
namespace {

template <class Rule>
void take(std::string_view name, UpdateFormula& found) {
  if (Rule::kChoice.name != name) return;
  found.lines = Rule::kLines;
  if constexpr (Rule::kMoments > 0) found.moments = Rule::kMomentNames;
}

template <template <class> class... Rules>
UpdateFormula formula_in(rule::List<Rules...>, std::string_view name) {
  UpdateFormula found;
  (take<Rules<float>>(name, found), ...);
  return found;
}

}  // namespace

UpdateFormula update_formula(std::string_view optimiser) { return formula_in(rule::All{}, optimiser); }

}  // namespace glassbox::descent

#include <algorithm>
#include <cmath>
#include <utility>

#include "descent/registry.hpp"
#include "network/arena.hpp"
#include "network/loss.hpp"
#include "network/registry.hpp"
#include "probe/look.hpp"

namespace glassbox::probe {
namespace {

struct Term {
  Term(Variable one, Variable other) : first(std::move(one)), second(std::move(other)) {}
  double product() const { return first.value * second.value; }

  Variable first, second;
};

/// The formulas of a stop, with their numbers.
class Equations : public Look {
 public:
  Equations(const Look& look, JsonWriter& json) : Look(look), json_(json) {}

  void write() {
    if (stop_.kind == "input") return input_equation();
    if (stop_.kind == "dense") return sum_equation(true);
    if (stop_.kind == "layer") return layer_equation();
    if (stop_.kind == "activation") return activation_equation();
    if (stop_.kind == "softmax") return softmax_equation();
    if (stop_.kind == "add") return add_equation();
    if (stop_.kind == "loss") return loss_equations();
    if (stop_.kind == "start") return start_equation();
    if (stop_.kind == "weights" || stop_.kind == "biases") return parameter_equations();
    if (stop_.kind == "back") return back_equations();
    if (stop_.kind == "slope") return slope_equations();
    if (stop_.kind == "join") return join_equation();
    update_equations();
  }

 private:
  /// Σ of products; of many, the largest ones and what the others come to.
  void sum(Equation& equation, std::vector<Term> terms, std::string_view rest_note) const {
    constexpr std::size_t kMost = 4;
    double rest = 0;
    std::size_t left = 0;
    if (terms.size() > kMost + 1) {
      std::vector<double> sizes;
      for (const Term& term : terms) sizes.push_back(std::abs(term.product()));
      std::nth_element(sizes.begin(), sizes.begin() + kMost, sizes.end(), std::greater<>());
      std::vector<Term> shown;
      for (const Term& term : terms) {
        const bool large = std::abs(term.product()) > sizes[kMost] && shown.size() < kMost;
        if (large) {
          shown.push_back(term);
        } else {
          rest += term.product();
          ++left;
        }
      }
      terms = shown;
    }
    for (std::size_t i = 0; i < terms.size(); ++i) equation.product(terms[i].first, terms[i].second, i > 0);
    if (left > 0) {
      if (!terms.empty()) equation.text("+");
      equation.variable({"Σ_[" + std::to_string(left) + "]", rest, kNone, rest_note});
    }
  }

  void input_equation() {
    Equation equation(json_, false);
    equation.variable(value(0, unit_, "input"))
        .text("=")
        .variable({j_.input_names[static_cast<std::size_t>(unit_)], values(0).at(row_, unit_), kNone, "fed"});
  }

  void sum_equation(bool dense) {
    std::vector<Term> terms;
    const std::vector<double> factors = dense ? std::vector<double>() : r_.replay->factors(stop_.operation, row_, unit_);
    const bool weights = operation_->parameter_count > 0;
    double checked = weights ? bias_of_unit() : 0;
    for (int i = 0; i < inputs_; ++i) {
      const double factor = dense ? weight(unit_, i) : factors[static_cast<std::size_t>(i)];
      if (!dense && factor == 0) continue;
      const std::string name = dense ? j_.weight_symbol("", layer_, unit_, i) : symbol(weights ? "w" : "k", "", i);
      terms.emplace_back(Variable{name, factor, kNone, weights ? "weight" : "factor"}, value(operation_->in, i, "input"));
      checked += terms.back().product();
    }
    const double result = values(operation_->out).at(row_, unit_);
    Equation equation(json_, false);
    equation.variable(value(operation_->out, unit_, dense ? "sum" : "output")).text("=");
    // A layer that is no weighted sum of its inputs (a normalisation) is shown by what goes in and comes out.
    if (!(std::abs(checked - result) <= 1e-3 * (1 + std::abs(result)))) {
      equation.text("f(").variable(value(operation_->in, std::min(unit_, inputs_ - 1), "input")).text(", …)");
      return;
    }
    if (terms.empty() && !weights) equation.variable({"0", 0, kNone, "factor"});
    sum(equation, std::move(terms), "rest");
    if (weights) equation.text("+").variable({j_.bias_symbol("", layer_, bias_unit()), bias_of_unit(), kNone, "bias"});
  }

  void layer_equation() { sum_equation(false); }
  /// f with z and a in the places of its variables.
  void function(std::string_view written, const OperationRecord& operation) {
    Equation equation(json_, true);
    equation.variable(value(operation.out, unit_, "output")).text(" = ");
    equation.formula(written, [&](std::string_view) { return value(operation.in, unit_, "sum"); });
  }

  void activation_equation() { function(network::activation_formula(activation()).value, *operation_); }

  void softmax_equation() {
    constexpr int kMost = 4;
    Equation equation(json_, true);
    equation.variable(value(operation_->out, unit_, "output")).text(" = e^[").variable(value(operation_->in, unit_, "sum")).text("] / (");
    for (int k = 0; k < std::min(units_, kMost); ++k) {
      equation.text(k > 0 ? " + e^[" : "e^[").variable(value(operation_->in, k, "sum")).text("]");
    }
    equation.text(units_ > kMost ? " + …)" : ")");
  }

  void add_equation() {
    Equation equation(json_, false);
    equation.variable(value(operation_->out, unit_, "output")).text("=").variable(value(operation_->in, unit_, "block"));
    equation.text("+").variable(value(saved(), unit_, "shortcut"));
  }

  Variable target(int output) const {
    return {symbol("y", "", r_.targets.units > 1 ? output : -1), r_.targets.at(row_, output), kNone, "target"};
  }
  Variable of_loss(std::string_view name, int output) const {
    if (name == "y") return target(output);
    return value(name == "a" ? j_.answers() : j_.logits(), output, name == "a" ? "output" : "sum");
  }

  void loss_equations() {
    const network::Formula formula = network::loss_formula(j_.experiment.loss, j_.experiment.logclip);
    const int outputs = r_.targets.units;
    if (!formula.value.empty()) {
      const bool several = outputs > 1, weighted = !several && class_weight() != 1;
      const double one = several ? r_.replay->output_loss(row_, unit_) : r_.row_losses[static_cast<std::size_t>(row_)];
      Equation equation(json_, true);
      equation.variable({several ? symbol("ℓ", "", unit_) : "ℓ", one, kForward, "loss"}).text(" = ");
      if (weighted) equation.variable(weight_of_class()).text(" · (");
      equation.formula(formula.value, [&](std::string_view name) { return of_loss(name, unit_); });
      if (weighted) equation.text(")");
    } else {
      classes_loss();
    }
    if (outputs > 1 && !formula.value.empty()) {
      Equation equation(json_, false);
      const double loss = r_.row_losses[static_cast<std::size_t>(row_)];
      equation.variable({"ℓ", loss, kForward, "loss"}).text("=");
      if (class_weight() != 1) equation.variable(weight_of_class()).text("×");
      equation.variable({"Σℓ_[k]", loss * outputs / class_weight(), kForward, "outputs"}).text("/");
      equation.variable({"K", static_cast<double>(outputs), kNone, "outputCount"});
    }
    if (r_.rows.size() > 1) total_loss();
    if (j_.experiment.logclip != network::kExactLogarithm) other_logarithms();
  }

  /// What this row would cost were its logarithms kept finite in another way.
  void other_logarithms() {
    Equation equation(json_, false);
    bool further = false;
    for (const network::Choice& policy : network::log_policies()) {
      if (policy.name == j_.experiment.logclip) continue;
      if (further) equation.text("or");
      equation.variable({"ℓ", loss_under(policy.name), kNone, policy.label});
      further = true;
    }
  }

  double loss_under(std::string_view policy) const {
    const auto loss = network::make_loss<double>("bce", j_.experiment.classw, policy);
    const network::Arena<double> numbers(3 * math::kLanes);
    const auto one = [&](double value, int place) {
      std::fill_n(numbers.data() + place * math::kLanes, math::kLanes, value);
      return math::Panel<const double>{numbers.data() + place * math::kLanes, 1, math::kLanes, 1};
    };
    return loss->value(one(values(j_.logits()).at(row_, 0), 0), one(values(j_.answers()).at(row_, 0), 1), one(r_.targets.at(row_, 0), 2));
  }

  double class_weight() const { return r_.row_weights[static_cast<std::size_t>(row_)]; }
  Variable weight_of_class() const { return {"c", class_weight(), kNone, "classWeight"}; }

  /// -Σ y ln a, of the classes whose target is not 0.
  void classes_loss() {
    Equation equation(json_, true);
    equation.variable({"ℓ", r_.row_losses[static_cast<std::size_t>(row_)], kForward, "loss"}).text(" = ");
    if (class_weight() != 1) equation.variable(weight_of_class()).text(" · ");
    equation.text("-(");
    bool further = false;
    for (int k = 0; k < r_.targets.units; ++k) {
      if (r_.targets.at(row_, k) == 0) continue;
      equation.text(further ? " + " : "").variable(target(k)).text(" · ln ").variable(value(j_.answers(), k, "output"));
      further = true;
    }
    equation.text(j_.experiment.loss == "kl" ? " - Σ y · ln y)" : ")");
  }

  void total_loss() {
    Equation equation(json_, false);
    equation.variable({"L", r_.loss, kForward, r_.scale == 1 ? "sumOfRows" : "meanOfRows"}).text("=");
    equation.variable({"Σℓ", r_.loss / r_.scale, kForward, "rows"});
    if (r_.scale != 1) equation.text("/").variable({counted(), r_.counted, kNone, weighted() ? "rowsCounted" : "rowCount"});
  }

  bool weighted() const { return !j_.experiment.classw.empty(); }
  /// What a mean over the rows divides by.
  std::string counted() const { return weighted() ? "Σc" : "N"; }

  void start_equation() {
    const network::Formula formula = network::loss_formula(j_.experiment.loss, j_.experiment.logclip);
    const bool by_output = !formula.slope.empty();
    const double factor = r_.scale / (by_output ? r_.targets.units : 1);
    const double error = values(j_.answers()).at(row_, unit_) - r_.targets.at(row_, unit_);
    const Variable result = gradient(stop_.slot, unit_, r_.on_logits ? "error" : "slopeOfLoss");
    Equation equation(json_, !r_.on_logits);
    if (r_.on_logits) {
      equation.variable(result).text("= (").variable(value(j_.answers(), unit_, "output")).text("−").variable(target(unit_)).text(")");
      if (factor != 1) equation.text("×").variable(averaging(factor));
      if (class_weight() != 1) equation.text("×").variable(weight_of_class());
      const bool clips = j_.experiment.logclip != network::kExactLogarithm;
      const double ratio = result.value / (error * factor * class_weight());
      if (std::isfinite(ratio) && std::abs(ratio - 1) > 1e-4)
        equation.text("×").variable({"c", ratio, kNone, clips ? "logSlope" : "rowWeight"});
    } else {
      const bool more = factor != 1 || class_weight() != 1;
      equation.variable(result).text(more ? " = (" : " = ");
      equation.formula(formula.slope, [&](std::string_view name) { return of_loss(name, unit_); });
      if (more) equation.text(")");
      if (class_weight() != 1) equation.text(" · ").variable(weight_of_class());
      if (factor != 1) equation.text(" · ").variable(averaging(factor));
    }
  }

  /// The share of one row and one output in the mean.
  Variable averaging(double factor) const {
    std::string below = r_.scale != 1 ? counted() : "";
    const bool both = !below.empty() && factor != r_.scale;
    if (factor != r_.scale) below += below.empty() ? "K" : "·K";
    return {both ? "1/(" + below + ")" : "1/" + below, factor, kNone, "averaging"};
  }

  void parameter_equations() {
    const bool bias = stop_.kind == "biases";
    const bool dense = operation_->name == "dense";
    const std::string name = bias ? j_.bias_symbol("∂", layer_, unit_) : j_.weight_symbol("∂", layer_, unit_, input_);
    if (!whole_) {
      Equation equation(json_, false);
      const std::vector<double> share = r_.replay->share(stop_.operation, row_);
      equation.variable(
          {name, share[parameter() - operation_->first_parameter], kBackward, r_.rows.size() > 1 ? "shareOfRow" : "gradient"});
      if (dense) {
        equation.text("=").variable(gradient(operation_->out, unit_, "errorHere"));
        if (!bias) equation.text("×").variable(value(operation_->in, input_, "input"));
      } else {
        equation.text("= Σ");
      }
    }
    if (r_.rows.size() > 1) summed(name, dense, bias);
  }

  void summed(const std::string& name, bool dense, bool bias) {
    Equation equation(json_, false);
    if (!whole_ || !dense || r_.kept < static_cast<int>(r_.rows.size())) {
      equation.variable({"Σ" + name, r_.sums[parameter()], kBackward, "allRows"});
      return;
    }
    equation.variable({name, r_.sums[parameter()], kBackward, "gradient"}).text("=");
    std::vector<Term> terms;
    for (int row = 0; row < r_.kept; ++row) {
      const Variable error = gradient(operation_->out, unit_, "errorHere", row);
      terms.emplace_back(error, bias ? Variable{"1", 1, kNone, "one"} : value(operation_->in, input_, "input", row));
    }
    sum(equation, std::move(terms), "rest");
  }

  /// Through the dense operation that comes after.
  std::vector<Term> arriving(int unit) const {
    std::vector<Term> terms;
    for (int k = 0; k < layer().rows; ++k) {
      const Variable out = {j_.weight_symbol("", layer_, k, unit), weight(k, unit), kNone, "weightOut"};
      terms.emplace_back(out, gradient(operation_->out, k, "errorArriving"));
    }
    return terms;
  }

  void back_equations() {
    const bool dense = operation_->name == "dense";
    if (!dense) return passed_through();
    std::vector<Term> terms = arriving(unit_);
    const bool many = terms.size() > 1;
    {
      Equation equation(json_, false);
      equation.variable(gradient(stop_.slot, unit_, "thisUnit")).text(many && stop_.slope >= 0 ? "= (" : "=");
      sum(equation, std::move(terms), "rest");
      if (stop_.slope < 0) return;
      equation.text(many ? ") ×" : "×").variable(slope(r_.operations[static_cast<std::size_t>(stop_.slope)]));
    }
    slope_formula(r_.operations[static_cast<std::size_t>(stop_.slope)]);
  }

  void passed_through() {
    Equation equation(json_, false);
    equation.variable(gradient(stop_.slot, unit_, "thisUnit"));
    const int other = operation_->out;
    if (values(other).units == values(stop_.slot).units) equation.text("←").variable(gradient(other, unit_, "errorArriving"));
  }

  Variable slope(const OperationRecord& operation) const {
    return {"f′(" + j_.value_symbol(operation.in, unit_) + ")", operation.slopes.at(row_, unit_), kForward, "slope"};
  }

  void slope_formula(const OperationRecord& operation) {
    const std::string_view name = j_.summary.layers[static_cast<std::size_t>(operation.layer)].activation;
    Equation equation(json_, true);
    equation.variable(slope(operation)).text(" = ");
    equation.formula(network::activation_formula(name).slope, [&](std::string_view variable) {
      return variable == "a" ? value(operation.out, unit_, "output") : value(operation.in, unit_, "sum");
    });
  }

  void slope_equations() {
    if (operation_->name == "softmax") return softmax_slope();
    {
      Equation equation(json_, false);
      equation.variable(gradient(operation_->in, unit_, "thisUnit")).text("=").variable(gradient(operation_->out, unit_, "errorArriving"));
      equation.text("×").variable(slope(*operation_));
    }
    slope_formula(*operation_);
  }

  void softmax_slope() {
    double mean = 0;
    for (int k = 0; k < units_; ++k) mean += values(operation_->out).at(row_, k) * gradients(operation_->out).at(row_, k);
    Equation equation(json_, false);
    equation.variable(gradient(operation_->in, unit_, "thisUnit")).text("=").variable(value(operation_->out, unit_, "output")).text("× (");
    equation.variable(gradient(operation_->out, unit_, "errorArriving"))
        .text("−")
        .variable({"Σ ŷ·∂ŷ", mean, kBackward, "weighted"})
        .text(")");
  }

  void join_equation() {
    Equation equation(json_, false);
    const Variable whole = gradient(operation_->in, unit_, "thisUnit");
    const double block = gradients(operation_->out).at(row_, unit_);
    equation.variable(whole).text("=").variable({"∂", block, kBackward, "block"}).text("+");
    const int sum_slot = r_.layers[static_cast<std::size_t>(operation_->layer)].a;
    equation.variable(gradient(sum_slot, unit_, "shortcut"));
  }

  void update_equations() {
    const std::size_t p = parameter();
    const std::string plain = input_ < 0 ? j_.bias_symbol("", layer_, unit_) : j_.weight_symbol("", layer_, unit_, input_);
    const bool penalised = r_.penalised[p] != r_.sums[p], clipped = r_.gradients_used[p] != r_.penalised[p];
    const Variable gradient = {"∂" + plain, r_.sums[p], kBackward, "gradient"};
    const Variable sum = {"g", r_.penalised[p], kBackward, "gradientUsed"};
    if (penalised) {
      Equation equation(json_, false);
      equation.variable(sum).text("=").variable(gradient);
      equation.text("+").variable({"p", r_.penalised[p] - r_.sums[p], kNone, "penalty"});
    }
    if (clipped) {
      Equation equation(json_, false);
      equation.variable({used_symbol(p, plain), r_.gradients_used[p], kBackward, "gradientUsed"}).text("=");
      equation.variable(penalised ? sum : gradient).text("×").variable({"c", r_.gradients_used[p] / r_.penalised[p], kNone, "clipped"});
    }
    const descent::UpdateFormula formula = descent::update_formula(j_.experiment.opt);
    for (const std::string_view line : formula.lines) {
      Equation equation(json_, true);
      equation.formula(line, [&](std::string_view name) { return of_update(formula, name, p, plain); });
    }
    if (r_.next[p] != r_.unlimited[p]) {
      Equation equation(json_, false);
      equation.variable({plain + "″", r_.next[p], kNone, "after"}).text("=").variable({plain + "′", r_.unlimited[p], kNone, "before"});
      equation.text("×").variable({"c", r_.next[p] / r_.unlimited[p], kNone, "limited"});
    }
  }

  /// Of the gradient as the optimiser took it.
  std::string used_symbol(std::size_t p, const std::string& plain) const {
    if (r_.gradients_used[p] != r_.penalised[p]) return "g_[c]";
    return r_.penalised[p] != r_.sums[p] ? "g" : "∂" + plain;
  }

  Variable of_update(const descent::UpdateFormula& formula, std::string_view name, std::size_t p, const std::string& plain) const {
    const std::string written(name);
    if (name == "w") return {plain, r_.parameters[p], kNone, "before"};
    if (name == "w'") return {plain + "′", r_.unlimited[p], kNone, "after"};
    if (name == "g") return {used_symbol(p, plain), r_.gradients_used[p], kBackward, "gradient"};
    for (std::size_t m = 0; m < formula.moments.size(); ++m) {
      if (name == formula.moments[m]) return {written, r_.moments[2 * m][p], kNone, "moment"};
      if (name.size() == formula.moments[m].size() + 1 && name.back() == '\'' && name.substr(0, name.size() - 1) == formula.moments[m]) {
        return {std::string(formula.moments[m]) + "′", r_.moments[2 * m + 1][p], kNone, "moment"};
      }
    }
    const Experiment& e = j_.experiment;
    const std::pair<std::string_view, double> settings[] = {{"η", r_.rate},
                                                            {"μ", r_.momentum},
                                                            {"β_[1]", e.beta1},
                                                            {"β_[2]", e.beta2},
                                                            {"α", e.alpha},
                                                            {"ε", e.eps},
                                                            {"λ", e.decay},
                                                            {"β_[1]^[t]", r_.powers.empty() ? 1 : r_.powers.front()},
                                                            {"β_[2]^[t]", r_.powers.empty() ? 1 : r_.powers.back()}};
    for (const auto& [setting, number] : settings) {
      if (name == setting) return {written, number, kNone, name == "η" ? "rate" : "setting"};
    }
    return {written, 0, kNone, "setting"};
  }

  JsonWriter& json_;
};

}  // namespace

void write_equations(const Look& look, JsonWriter& json) { Equations(look, json).write(); }

}  // namespace glassbox::probe

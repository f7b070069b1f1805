#include <algorithm>

#include "experiment/facts.hpp"
#include "experiment/field_table.hpp"
#include "experiment/layers_text.hpp"
#include "network/layers.hpp"

namespace glassbox::experiment {
namespace {

template <class Rows>
std::vector<Option> options_of(const Rows& rows) {
  std::vector<Option> options;
  for (const auto& row : rows) options.push_back({row.name, row.label, row.meaning});
  return options;
}

std::string default_net(const Experiment& experiment) {
  return facts(experiment).kind == data::SetRow::Kind::image ? "32:relu" : "8:tanh,8:tanh";
}

/// Names every layer there is.
std::string meaning_of_net() {
  if (!kWhole) return {};
  std::string text = "Units and activation of each hidden layer, as 8:tanh,8:relu; the output layer follows from the target. Others are ";
  for (const network::LayerRow* row : network::named_layers()) text += std::string(row->sample) + ", ";
  return text + "act:tanh and res(8:tanh,8:linear).";
}

void read_net(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  experiment.net = read_layers(text, row.key, problems);
}

Verdict judge_activation(const Experiment& experiment, std::string_view name) {
  for (const auto& activation : network::activations()) {
    if (activation.name == name && !activation.trainable && experiment.lr != 0) {
      return {false, "Its slope is zero everywhere, so nothing can be learned through it; with a learning rate of 0 it can be looked at."};
    }
  }
  return {};
}

/// Whether a loss can stand on an output for the present target.
Verdict judge_pair(const Experiment& experiment, std::string_view output, const network::LossChoice& loss) {
  const DataFacts data = facts(experiment);
  Verdict verdict;
  verdict.fits = loss.accepts == nullptr || loss.accepts(output, data.classes, data.class_count, verdict.reason);
  return verdict;
}

/// An output fits when some loss can stand on it; otherwise the first loss for this kind of target says why not.
Verdict judge_output(const Experiment& experiment, std::string_view output) {
  const bool classes = facts(experiment).classes;
  Verdict refusal;
  for (const network::LossChoice& loss : network::losses()) {
    const Verdict verdict = judge_pair(experiment, output, loss);
    if (verdict.fits) return {};
    const bool meant = classes ? loss.for_classes : loss.for_numbers;
    if (meant && refusal.fits) refusal = verdict;
  }
  return refusal;
}

Verdict judge_loss(const Experiment& experiment, std::string_view name) {
  for (const network::LossChoice& loss : network::losses()) {
    if (loss.name == name) return judge_pair(experiment, experiment.out, loss);
  }
  return {};
}

std::string default_output(const Experiment& experiment) {
  const DataFacts data = facts(experiment);
  return !data.classes ? "linear" : data.class_count == 2 ? "sigmoid" : "softmax";
}

/// Cross-entropy where the output is a probability, otherwise the first loss that fits.
std::string default_loss(const Experiment& experiment) {
  const bool classes = facts(experiment).classes;
  const std::string_view natural = classes && experiment.out == "sigmoid" ? "bce" : classes && experiment.out == "softmax" ? "ce" : "mse";
  if (judge_loss(experiment, natural).fits) return std::string(natural);
  for (const network::LossChoice& loss : network::losses()) {
    if (judge_loss(experiment, loss.name).fits) return std::string(loss.name);
  }
  return std::string(natural);
}

Verdict only_spread_targets(const Experiment& experiment) {
  if (experiment.loss == "ce" || experiment.loss == "kl") return {};
  return {false, "Used by ce and kl only."};
}

Verdict only_two_classes(const Experiment& experiment) {
  if (facts(experiment).class_count == 2) return {};
  return {false, "Used with two classes only."};
}

Verdict only_classes(const Experiment& experiment) {
  if (facts(experiment).classes) return {};
  return {false, "Used where the target is a class."};
}

Verdict only_many_classes(const Experiment& experiment) {
  const DataFacts data = facts(experiment);
  if (data.classes && data.class_count > 2) return {};
  return {false, "Used with three classes or more; two have cost01 and cost10."};
}

Verdict only_logarithms(const Experiment& experiment) {
  if (experiment.loss == "bce") return {};
  return {false, "Used by bce only."};
}

Verdict judge_log_policy(const Experiment& experiment, std::string_view name) {
  if (name == network::kExactLogarithm) return {};
  if (experiment.loss != "bce") return {false, "Used by bce only."};
  if (experiment.precision == 64) return {};
  return {false, "Needs precision=64: in single precision no number lies between 1 - 1e-15 and 1."};
}

constexpr Range kCosts = {0, 1000};

/// A square of numbers, row by row.
void read_costs(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  experiment.costs.clear();
  if (text.empty()) return;
  const std::vector<std::string_view> lines = split(text, ';');
  std::vector<double> costs;
  for (const std::string_view line : lines) {
    const std::vector<std::string_view> parts = split(line, ',');
    if (parts.size() != lines.size()) {
      return problems.add("bad-form", row.key, line, "a row of costs for each class, with as many costs, as 0,1,5;1,0,1;2,1,0");
    }
    for (const std::string_view part : parts) {
      const auto cost = read_number(trim(part));
      if (!cost || *cost < row.range.least || *cost > row.range.most) {
        return problems.add(cost ? "out-of-range" : "not-a-number", row.key, part,
                            write_number(row.range.least) + " to " + write_number(row.range.most));
      }
      costs.push_back(*cost);
    }
  }
  if (std::all_of(costs.begin(), costs.end(), [](double cost) { return cost == 0; })) {
    return problems.add("out-of-range", row.key, "0", "a cost above 0 for one mistake at least");
  }
  experiment.costs = std::move(costs);
}

std::string write_costs(const Experiment& experiment) {
  std::string text;
  std::size_t classes = 0;
  while (classes * classes < experiment.costs.size()) ++classes;
  for (std::size_t i = 0; i < experiment.costs.size(); ++i) {
    if (i > 0) text += i % classes == 0 ? ";" : ",";
    text += write_number(experiment.costs[i]);
  }
  return text;
}

constexpr Range kClassWeights = {0.001, 1000};

void read_class_weights(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  experiment.classw.clear();
  if (text.empty()) return;
  for (const std::string_view part : split(text, ',')) {
    const auto weight = read_number(trim(part));
    if (!weight || *weight < kClassWeights.least || *weight > kClassWeights.most) {
      problems.add(weight ? "out-of-range" : "not-a-number", row.key, part,
                   write_number(kClassWeights.least) + " to " + write_number(kClassWeights.most) + " for each class");
      return experiment.classw.clear();
    }
    experiment.classw.push_back(*weight);
  }
}

constexpr FieldRow cost_field(std::string_view key, std::string_view label, Meaning meaning, double Experiment::*slot) {
  return {.key = key,
          .group = "network",
          .label = label,
          .meaning = meaning,
          .kind = Kind::real,
          .slot = slot,
          .range = {0, 1000},
          .slider = {0, 10},
          .start = false,
          .fallback = [](const Experiment&) { return std::string("1"); },
          .relevant = only_two_classes};
}

}  // namespace

std::vector<FieldRow> network_fields() {
  std::vector<FieldRow> rows = {
      {.key = "net",
       .group = "network",
       .label = "Hidden layers",
       .kind = Kind::list,
       .fallback = default_net,
       .options = [] { return options_of(network::activations()); },
       .judge = judge_activation,
       .read = read_net,
       .write = [](const Experiment& e) { return write_layers(e.net); }},
      {.key = "out",
       .group = "network",
       .label = "Output",
       .meaning = "The last activation: it decides what the answer can be, any number, a probability or one share for each class.",
       .kind = Kind::choice,
       .slot = &Experiment::out,
       .fallback = default_output,
       .options = [] { return options_of(network::outputs()); },
       .judge = judge_output},
      {.key = "loss",
       .group = "network",
       .label = "Loss",
       .meaning = "The number that training makes smaller: how wrong the answers are.",
       .kind = Kind::choice,
       .slot = &Experiment::loss,
       .fallback = default_loss,
       .options = [] { return options_of(network::losses()); },
       .judge = judge_loss},
      {.key = "logclip",
       .group = "network",
       .label = "Logarithms",
       .meaning = "How the logarithms of binary cross-entropy stay finite where the answer is 0 or 1; only the exact form needs no trick.",
       .kind = Kind::choice,
       .slot = &Experiment::logclip,
       .seldom = true,
       .fallback = [](const Experiment&) { return std::string(network::kExactLogarithm); },
       .options = [] { return options_of(network::log_policies()); },
       .judge = judge_log_policy,
       .relevant = only_logarithms},
      {.key = "smooth",
       .group = "network",
       .label = "Smoothing",
       .meaning =
           "Label smoothing: the share of each target that is spread evenly over all classes, so that answers stay less than certain.",
       .kind = Kind::real,
       .slot = &Experiment::smooth,
       .range = {0, 0.9},
       .slider = {0, 0.4},
       .fallback = [](const Experiment&) { return std::string("0"); },
       .relevant = only_spread_targets},
      {.key = "cut",
       .group = "network",
       .label = "Decision cut",
       .meaning = "How sure the second class must be to be the answer; it changes what is counted, not what is learned.",
       .kind = Kind::real,
       .slot = &Experiment::cut,
       .range = {0, 1},
       .slider = {0.05, 0.95},
       .start = false,
       .fallback = [](const Experiment&) { return std::string("0.5"); },
       .relevant = only_two_classes},
      cost_field("cost01", "Cost, 1 as 2", "What it costs to answer the second class where the first is true.", &Experiment::cost01),
      cost_field("cost10", "Cost, 2 as 1",
                 "What it costs to answer the first class where the second is true; the cut that honest probabilities want is "
                 "cost01 / (cost01 + cost10).",
                 &Experiment::cost10),
      {.key = "costs",
       .group = "network",
       .label = "Cost matrix",
       .meaning = "What each answer costs, as 0,1,5;1,0,1;2,1,0: a row for each true class, and in it a cost for each answer. The answer "
                  "is then the class with the least expected cost; left empty, the class with the largest share.",
       .kind = Kind::text,
       .range = kCosts,
       .start = false,
       .seldom = true,
       .fallback = [](const Experiment&) { return std::string(); },
       .relevant = only_many_classes,
       .read = read_costs,
       .write = write_costs},
      {.key = "classw",
       .group = "network",
       .label = "Class weights",
       .meaning = "How much a row counts in the loss by its class, as 1,3: one number a class. A mean is then taken over what the rows "
                  "count. Left empty, all count alike.",
       .kind = Kind::text,
       .range = kClassWeights,
       .seldom = true,
       .fallback = [](const Experiment&) { return std::string(); },
       .relevant = only_classes,
       .read = read_class_weights,
       .write =
           [](const Experiment& e) {
             std::string text;
             for (const double weight : e.classw) text += (text.empty() ? "" : ",") + write_number(weight);
             return text;
           }},
      {.key = "reduce",
       .group = "network",
       .label = "Over a batch",
       .meaning = "Whether the losses of a batch are averaged or added up; a sum makes steps longer for larger batches.",
       .kind = Kind::choice,
       .slot = &Experiment::reduce,
       .seldom = true,
       .fallback = [](const Experiment&) { return std::string("mean"); },
       .options = []() -> std::vector<Option> {
         return {{"mean", "Mean", "The average over the batch."}, {"sum", "Sum", "The sum over the batch."}};
       }},
  };
  static const std::string net = meaning_of_net();
  rows.front().meaning = std::string_view(net);
  return rows;
}

}  // namespace glassbox::experiment

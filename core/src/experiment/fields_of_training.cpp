#include "descent/registry.hpp"
#include "descent/schedule.hpp"
#include "experiment/field_table.hpp"
#include "experiment/mistakes.hpp"

namespace glassbox::experiment {
namespace {

constexpr double kMostBatch = 100000;

std::vector<Option> optimiser_options() {
  std::vector<Option> options;
  for (const descent::OptimiserChoice& choice : descent::optimisers()) {
    options.push_back({choice.name, choice.label, choice.meaning});
  }
  return options;
}

std::vector<Option> schedule_options() {
  std::vector<Option> options;
  for (const descent::ScheduleChoice& choice : descent::schedules()) options.push_back({choice.name, choice.label, choice.meaning});
  return options;
}

std::vector<Option> mistake_options() {
  std::vector<Option> options = {{"none", "None", "Everything as it should be."}};
  for (const Mistake& mistake : mistakes()) options.push_back(mistake);
  return options;
}

Verdict judge_mistake(const Experiment& experiment, std::string_view name) {
  for (const Mistake& mistake : mistakes()) {
    if (mistake.name == name && mistake.fits != nullptr) return mistake.fits(experiment);
  }
  return {};
}

/// Whether the present schedule uses a setting.
template <bool descent::ScheduleChoice::*uses>
Verdict only_scheduled(const Experiment& experiment) {
  const descent::ScheduleChoice* present = descent::find_schedule(experiment.schedule);
  if (present != nullptr && present->*uses) return {};
  return {false, "The present schedule does not use it."};
}

std::string factor_default(const Experiment& experiment) { return experiment.schedule == "exp" ? "0.99" : "0.5"; }

/// Whether the present optimiser uses a setting; otherwise who does.
template <bool descent::OptimiserChoice::*uses>
Verdict only_where_used(const Experiment& experiment) {
  const descent::OptimiserChoice* present = descent::find_optimiser(experiment.opt);
  if (present != nullptr && present->*uses) return {};
  static const std::string reason = [] {
    std::vector<std::string_view> labels;
    for (const descent::OptimiserChoice& choice : descent::optimisers()) {
      if (choice.*uses) labels.push_back(choice.label);
    }
    return "Used with " + list_names(labels) + " only.";
  }();
  return {false, reason};
}

std::string eps_default(const Experiment& experiment) {
  const descent::OptimiserChoice* present = descent::find_optimiser(experiment.opt);
  return write_number(present == nullptr ? default_experiment().eps : present->default_eps);
}

void read_batch(const FieldRow& row, std::string_view text, Experiment& experiment, Problems& problems) {
  double value = 0;
  if (text == "all" || read_in_range(row, text, row.range, value, problems)) experiment.batch = static_cast<int>(value);
}

std::string write_batch(const Experiment& experiment) { return experiment.batch == 0 ? "all" : std::to_string(experiment.batch); }

Verdict only_with_test_rows(const Experiment& experiment) {
  if (experiment.test > 0 && experiment.eval > 0) return {};
  return {false, kWatchesTest};
}

Verdict only_with_patience(const Experiment& experiment) {
  if (experiment.patience > 0) return {};
  return {false, "Used with patience only."};
}

template <auto slot>
std::string member_default(const Experiment&) {
  return write_number(static_cast<double>(default_experiment().*slot));
}

}  // namespace

std::vector<FieldRow> training_fields() {
  return {
      {.key = "opt",
       .group = "training",
       .label = "Optimiser",
       .meaning = "How a gradient becomes a step.",
       .kind = Kind::choice,
       .slot = &Experiment::opt,
       .fallback = [](const Experiment&) { return default_experiment().opt; },
       .options = optimiser_options},
      {.key = "lr",
       .group = "training",
       .label = "Learning rate",
       .meaning = "How long each step is: too small and nothing happens, too large and the loss explodes.",
       .kind = Kind::real,
       .slot = &Experiment::lr,
       .range = {0, 100},
       .slider = {1e-5, 10},
       .logarithmic = true,
       .live = true,
       .fallback = member_default<&Experiment::lr>},
      {.key = "mom",
       .group = "training",
       .label = "Momentum",
       .meaning = "The share of the last step that is kept in the next one.",
       .kind = Kind::real,
       .slot = &Experiment::mom,
       .range = {0, 0.99999},
       .slider = {0, 0.99},
       .live = true,
       .seldom = true,
       .fallback = member_default<&Experiment::mom>,
       .relevant = only_where_used<&descent::OptimiserChoice::momentum>},
      {.key = "beta1",
       .group = "training",
       .label = "β1",
       .meaning = "Adam's memory of the gradient: the share of the running mean that is kept in each step.",
       .kind = Kind::real,
       .slot = &Experiment::beta1,
       .range = {0, 0.999999},
       .slider = {0, 0.99},
       .seldom = true,
       .fallback = member_default<&Experiment::beta1>,
       .relevant = only_where_used<&descent::OptimiserChoice::betas>},
      {.key = "beta2",
       .group = "training",
       .label = "β2",
       .meaning = "Adam's memory of the squared gradient.",
       .kind = Kind::real,
       .slot = &Experiment::beta2,
       .range = {0, 0.999999},
       .slider = {0.9, 0.9999},
       .seldom = true,
       .fallback = member_default<&Experiment::beta2>,
       .relevant = only_where_used<&descent::OptimiserChoice::betas>},
      {.key = "eps",
       .group = "training",
       .label = "ε",
       .meaning = "Keeps the step from dividing by zero; larger values make it more like plain gradient descent.",
       .kind = Kind::real,
       .slot = &Experiment::eps,
       .range = {1e-16, 1},
       .slider = {1e-10, 1e-2},
       .logarithmic = true,
       .seldom = true,
       .fallback = eps_default,
       .relevant = only_where_used<&descent::OptimiserChoice::eps>},
      {.key = "alpha",
       .group = "training",
       .label = "α",
       .meaning = "RMSProp's memory of the squared gradient: the share of the running mean that is kept in each step.",
       .kind = Kind::real,
       .slot = &Experiment::alpha,
       .range = {0, 0.999999},
       .slider = {0.5, 0.999},
       .seldom = true,
       .fallback = member_default<&Experiment::alpha>,
       .relevant = only_where_used<&descent::OptimiserChoice::alpha>},
      {.key = "decay",
       .group = "training",
       .label = "Weight decay",
       .meaning = "The share of every weight that AdamW takes away in a step, times the learning rate.",
       .kind = Kind::real,
       .slot = &Experiment::decay,
       .range = {0, 10},
       .slider = {0, 0.1},
       .fallback = member_default<&Experiment::decay>,
       .relevant = only_where_used<&descent::OptimiserChoice::decay>},
      {.key = "schedule",
       .group = "training",
       .label = "Schedule",
       .meaning = "How the learning rate changes during the run.",
       .kind = Kind::choice,
       .slot = &Experiment::schedule,
       .seldom = true,
       .fallback = [](const Experiment&) { return default_experiment().schedule; },
       .options = schedule_options},
      {.key = "factor",
       .group = "training",
       .label = "Factor",
       .meaning = "What the learning rate is multiplied by, again and again.",
       .kind = Kind::real,
       .slot = &Experiment::factor,
       .range = {0, 1},
       .slider = {0.5, 1},
       .fallback = factor_default,
       .relevant = only_scheduled<&descent::ScheduleChoice::factor>},
      {.key = "every",
       .group = "training",
       .label = "Every",
       .unit = "epochs",
       .meaning = "After how many epochs the learning rate steps down.",
       .slot = &Experiment::every,
       .range = {1, 1e6},
       .slider = {1, 1000},
       .logarithmic = true,
       .fallback = member_default<&Experiment::every>,
       .relevant = only_scheduled<&descent::ScheduleChoice::every>},
      {.key = "slowing",
       .group = "training",
       .label = "Slowing",
       .unit = "a step",
       .meaning = "How fast the learning rate falls: after 1/slowing steps it is half of what it was.",
       .kind = Kind::real,
       .slot = &Experiment::slowing,
       .range = {0, 1000},
       .slider = {1e-6, 1},
       .logarithmic = true,
       .fallback = member_default<&Experiment::slowing>,
       .relevant = only_scheduled<&descent::ScheduleChoice::slowing>},
      {.key = "warmup",
       .group = "training",
       .label = "Warm-up",
       .unit = "steps",
       .meaning = "Over how many steps the learning rate rises from zero; 0 for none.",
       .slot = &Experiment::warmup,
       .range = {0, 1e6},
       .slider = {0, 1000},
       .seldom = true,
       .fallback = member_default<&Experiment::warmup>},
      {.key = "l1",
       .group = "training",
       .label = "L1 penalty",
       .meaning = "Adds l1·Σ|w| to the loss: pulls weights to exactly zero, so that few connections remain.",
       .kind = Kind::real,
       .slot = &Experiment::l1,
       .range = {0, 10},
       .slider = {0, 0.05},
       .live = true,
       .seldom = true,
       .fallback = member_default<&Experiment::l1>},
      {.key = "l2",
       .group = "training",
       .label = "L2 penalty",
       .meaning = "Adds l2·½Σw² to the loss: keeps weights small and the answer smooth.",
       .kind = Kind::real,
       .slot = &Experiment::l2,
       .range = {0, 10},
       .slider = {0, 0.05},
       .live = true,
       .fallback = member_default<&Experiment::l2>},
      {.key = "clipnorm",
       .group = "training",
       .label = "Clip norm",
       .meaning =
           "How long the gradient of all weights together may be, √Σg²: a longer one is shortened, in its direction; 0 for any length.",
       .kind = Kind::real,
       .slot = &Experiment::clipnorm,
       .range = {0, 1000},
       .slider = {0, 10},
       .seldom = true,
       .fallback = member_default<&Experiment::clipnorm>},
      {.key = "clipvalue",
       .group = "training",
       .label = "Clip value",
       .meaning = "How large each entry of the gradient may be: more is cut off, before clipnorm; 0 for any size.",
       .kind = Kind::real,
       .slot = &Experiment::clipvalue,
       .range = {0, 1000},
       .slider = {0, 1},
       .seldom = true,
       .fallback = member_default<&Experiment::clipvalue>},
      {.key = "maxnorm",
       .group = "training",
       .label = "Max norm",
       .meaning = "How long the weights into a unit may grow, √Σw²: longer ones are shortened after each step; 0 for any length.",
       .kind = Kind::real,
       .slot = &Experiment::maxnorm,
       .range = {0, 1000},
       .slider = {0, 10},
       .seldom = true,
       .fallback = member_default<&Experiment::maxnorm>},
      {.key = "batch",
       .group = "training",
       .label = "Batch",
       .unit = "rows",
       .meaning = "How many rows each step looks at; all of them give the exact gradient, one gives a quick and noisy one.",
       .slot = &Experiment::batch,
       .range = {1, kMostBatch},
       .slider = {1, 256},
       .logarithmic = true,
       .live = true,
       .fallback = member_default<&Experiment::batch>,
       .read = read_batch,
       .write = write_batch},
      {.key = "order",
       .group = "training",
       .label = "Row order",
       .meaning = "Whether the training rows are shuffled before each epoch.",
       .kind = Kind::choice,
       .slot = &Experiment::order,
       .seldom = true,
       .fallback = [](const Experiment&) { return default_experiment().order; },
       .options = []() -> std::vector<Option> {
         return {{"shuffle", "Shuffled", "A new order in every epoch."}, {"fixed", "As they are", "The same order in every epoch."}};
       }},
      {.key = "epochs",
       .group = "training",
       .label = "Length",
       .unit = "epochs",
       .meaning = "After how many passes over the training rows the run ends; 0 for an open end.",
       .slot = &Experiment::epochs,
       .range = {0, static_cast<double>(kMaxStep)},
       .slider = {1, 10000},
       .logarithmic = true,
       .start = false,
       .fallback = member_default<&Experiment::epochs>},
      {.key = "eval",
       .group = "training",
       .label = "Measure every",
       .unit = "epochs",
       .meaning = "How often the whole training, test and blind sets are measured; 0 only when asked.",
       .slot = &Experiment::eval,
       .range = {0, 1e6},
       .slider = {1, 100},
       .logarithmic = true,
       .start = false,
       .seldom = true,
       .fallback = member_default<&Experiment::eval>},
      {.key = "patience",
       .group = "training",
       .label = "Patience",
       .unit = "epochs",
       .meaning = "The run stops when the test loss has not fallen for so many epochs; 0 for a run that goes on whatever happens.",
       .slot = &Experiment::patience,
       .range = {0, 1e6},
       .slider = {0, 200},
       .start = false,
       .seldom = true,
       .fallback = member_default<&Experiment::patience>,
       .relevant = only_with_test_rows},
      {.key = "mindelta",
       .group = "training",
       .label = "Least fall",
       .meaning = "How much the test loss has to fall by to count: a fall that is no larger does not renew the patience.",
       .kind = Kind::real,
       .slot = &Experiment::mindelta,
       .range = {0, 1e6},
       .slider = {0, 0.1},
       .start = false,
       .fallback = member_default<&Experiment::mindelta>,
       .relevant = only_with_patience},
      {.key = "restore",
       .group = "training",
       .label = "Weights kept",
       .meaning = "Which weights the network has once patience has run out.",
       .kind = Kind::choice,
       .slot = &Experiment::restore,
       .start = false,
       .fallback = [](const Experiment&) { return default_experiment().restore; },
       .options = []() -> std::vector<Option> {
         return {{"last", "The last", "Those of the epoch at which the run stops."},
                 {"best", "The best", "Those of the epoch with the lowest test loss are put back."}};
       },
       .relevant = only_with_patience},
      {.key = "stoploss",
       .group = "training",
       .label = "Target loss",
       .meaning = "The run stops as soon as the test loss is this low; 0 for no target.",
       .kind = Kind::real,
       .slot = &Experiment::stoploss,
       .range = {0, 1e9},
       .slider = {0, 1},
       .start = false,
       .seldom = true,
       .fallback = member_default<&Experiment::stoploss>,
       .relevant = only_with_test_rows},
      {.key = "stopscore",
       .group = "training",
       .label = "Target score",
       .meaning = "The run stops as soon as this share of the test rows is right, or their R² is this high; 0 for no target.",
       .kind = Kind::real,
       .slot = &Experiment::stopscore,
       .range = {0, 1},
       .slider = {0, 1},
       .start = false,
       .seldom = true,
       .fallback = member_default<&Experiment::stopscore>,
       .relevant = only_with_test_rows},
      {.key = "bug",
       .group = "training",
       .label = "Planted mistake",
       .meaning = "A real mistake built into the training on purpose, to be found with the checks.",
       .kind = Kind::choice,
       .slot = &Experiment::bug,
       .seldom = true,
       .fallback = [](const Experiment&) { return default_experiment().bug; },
       .options = mistake_options,
       .judge = judge_mistake},
  };
}

}  // namespace glassbox::experiment

#include "descent/schedule.hpp"

#include <algorithm>
#include <array>

#include "math/functions.hpp"

namespace glassbox::descent {
namespace {

constexpr double kPi = 3.14159265358979323846;

double power(double base, std::int64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent /= 2, base *= base) {
    if (exponent % 2 == 1) result *= base;
  }
  return result;
}

struct Row {
  ScheduleChoice choice;
  double (*share)(const Experiment& experiment, const Moment& moment);
};

/// Definitions are PyTorch's, except for the inverse, which is Keras's old `decay`.
constexpr Row kRows[] = {
    {{{"constant", "Constant", "The learning rate stays as it is."}}, [](const Experiment&, const Moment&) { return 1.0; }},
    {{{"step", "Steps down", "After every so many epochs the rate is multiplied by the factor."}, true, true},
     [](const Experiment& experiment, const Moment& moment) { return power(experiment.factor, moment.epoch / experiment.every); }},
    {{{"exp", "Exponential", "After every epoch the rate is multiplied by the factor: lr·factor^epoch."}, true},
     [](const Experiment& experiment, const Moment& moment) { return power(experiment.factor, moment.epoch); }},
    {{{"cosine", "Cosine", "Half a cosine from the full rate to zero at the end of the run: lr·½(1 + cos(π·share of the run))."},
      false,
      false,
      false,
      true},
     [](const Experiment& experiment, const Moment& moment) {
       const double passed =
           (static_cast<double>(moment.epoch) + moment.part) / static_cast<double>(std::max<std::int64_t>(experiment.epochs, 1));
       return 0.5 * (1 + math::cos_of(kPi * std::min(passed, 1.0)));
     }},
    {{{"inverse", "Inverse time", "The rate falls as time passes: lr / (1 + slowing·step)."}, false, false, true},
     [](const Experiment& experiment, const Moment& moment) { return 1 / (1 + experiment.slowing * static_cast<double>(moment.step)); }},
};

constexpr auto choices() {
  std::array<ScheduleChoice, std::size(kRows)> result{};
  for (std::size_t i = 0; i < std::size(kRows); ++i) result[i] = kRows[i].choice;
  return result;
}
constexpr auto kSchedules = choices();

}  // namespace

std::span<const ScheduleChoice> schedules() { return kSchedules; }

const ScheduleChoice* find_schedule(std::string_view name) {
  for (const ScheduleChoice& choice : kSchedules) {
    if (choice.name == name) return &choice;
  }
  return nullptr;
}

bool is_constant(const Experiment& experiment) { return experiment.schedule == "constant" && experiment.warmup == 0; }

double rate_share(const Experiment& experiment, const Moment& moment) {
  if (is_constant(experiment)) return 1;
  double share = 1;
  for (const Row& row : kRows) {
    if (row.choice.name == experiment.schedule) share = row.share(experiment, moment);
  }
  const double warm = experiment.warmup > moment.step ? static_cast<double>(moment.step + 1) / static_cast<double>(experiment.warmup) : 1;
  return share * warm;
}

}  // namespace glassbox::descent

#include "commands.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "embedded_tables.hpp"
#include "glassbox/checks.hpp"
#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/number.hpp"
#include "glassbox/profile.hpp"
#include "glassbox/result.hpp"
#include "glassbox/structure.hpp"
#include "glassbox/sweep.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox {

int refuse(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) std::cerr << "glassbox: " << describe(problem) << '\n';
  return kBadExperiment;
}

Result<Trainer> trained(const std::string& text, std::optional<std::int64_t> at_step) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return {{}, parsed.problems};
  Result<Trainer> created = Trainer::create(parsed.value, embedded_tables());
  if (created.ok()) created.value.advance(at_step.value_or(parsed.value.at));
  return created;
}

namespace {

void append(std::string& line, const char* name, double value) {
  if (std::isnan(value)) return;
  char text[64];
  std::snprintf(text, sizeof text, "  %s %.6g", name, value);
  line += text;
}

void print_line(const Trainer& trainer, const Metrics& metrics) {
  static constexpr const char* kPartNames[] = {"train", "test", "blind"};
  std::string line = "epoch " + std::to_string(metrics.epoch) + "  step " + std::to_string(metrics.step);
  for (int part = 0; part < 3; ++part) {
    const PartMetrics& measured = metrics.part[part];
    if (measured.rows == 0) continue;
    append(line, (std::string(kPartNames[part]) + " loss").c_str(), measured.loss);
    append(line, trainer.dataset().classes ? "accuracy" : "R2", trainer.dataset().classes ? measured.accuracy : measured.r2);
    append(line, "cost", measured.cost);
  }
  std::cout << line << '\n';
}

/// Why the run stopped by itself, in one sentence; empty when it did not.
std::string stop_sentence(const Stop& stop) {
  if (stop.reason == Stop::Reason::none) return {};
  const std::string value = write_number(stop.value), at = "stopped at epoch " + std::to_string(stop.epoch) + ": ";
  if (stop.reason == Stop::Reason::loss) return at + "the test loss came down to " + value;
  if (stop.reason == Stop::Reason::score) return at + "the test score came up to " + value;
  const std::string best = std::to_string(stop.best_epoch);
  return at + "the test loss had not fallen for " + std::to_string(stop.epoch - stop.best_epoch) + " epochs, since epoch " + best +
         (stop.restored ? "; the weights of epoch " + best + " put back" : "");
}

void print_json(const Trainer& trainer, const Metrics& metrics) {
  JsonWriter json;
  json.begin_object();
  json.member("step", metrics.step).member("epoch", metrics.epoch);
  json.member("loss", metrics.part[0].loss).member("penalty", metrics.penalty);
  write_parts(json, metrics);
  write_stop(json, trainer.stop());
  json.end_object();
  std::cout << json.text() << '\n';
}

/// The step to run to, or nothing when the experiment has no end and none was asked for.
std::optional<std::int64_t> last_step(const Trainer& trainer, const RunOptions& options) {
  if (options.steps) return *options.steps;
  if (options.epochs) return *options.epochs * trainer.steps_per_epoch();
  return last_step(trainer);
}

int finish(Trainer& trainer, const RunOptions& options) {
  const Experiment& experiment = trainer.experiment();
  const std::string hash = write_hash(trainer.weights_hash());
  if (const std::string why = stop_sentence(trainer.stop()); !why.empty() && !options.json && !options.result) std::cout << why << '\n';
  if (options.hash) std::cout << "hash " << hash << '\n';
  if (trainer.state() == RunState::diverged) {
    const Divergence& divergence = trainer.divergence();
    std::cerr << "glassbox: diverged at step " << divergence.step << ": " << divergence.operation << " gave "
              << write_number(divergence.value) << '\n';
    return kDiverged;
  }
  if (experiment.expect && trainer.step() == experiment.at)
    std::cerr << "glassbox: "
              << (*experiment.expect == trainer.weights_hash() ? "the same numbers as the sender" : "differs from the sender") << '\n';
  return kDone;
}

}  // namespace

int run(const std::string& text, const RunOptions& options) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  Result<Trainer> created = Trainer::create(parsed.value, embedded_tables());
  if (!created.ok()) return refuse(created.problems);
  Trainer& trainer = created.value;

  const std::optional<std::int64_t> end = last_step(trainer, options);
  if (!end) return refuse({{"no-end", "epochs", "", "a length: --steps, --epochs, or epochs= in the experiment", ""}});
  if (*end > kMaxStep) return refuse({{"out-of-range", "steps", std::to_string(*end), "at most " + std::to_string(kMaxStep), ""}});

  const std::int64_t stride = std::max(1, trainer.experiment().eval) * trainer.steps_per_epoch();
  while (trainer.step() < *end && trainer.state() == RunState::ready) {
    const std::int64_t next = std::min(*end, (trainer.step() / stride + 1) * stride);
    trainer.advance(next);
    if (options.result) continue;
    const Metrics& metrics = trainer.experiment().eval > 0 && trainer.step() % stride == 0 ? trainer.latest() : trainer.measure();
    if (options.json)
      print_json(trainer, metrics);
    else
      print_line(trainer, metrics);
  }
  if (options.result) std::cout << result_json(trainer) << std::endl;
  return finish(trainer, options);
}

int sweep(const std::string& text, const SweepOptions& options) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  const Result<std::vector<SweepAxis>> axes = read_axes(options.axes);
  if (!axes.ok()) return refuse(axes.problems);
  const Result<std::vector<Experiment>> experiments = sweep(parsed.value, axes.value, options.seeds);
  if (!experiments.ok()) return refuse(experiments.problems);
  int outcome = kDone;
  for (const Experiment& experiment : experiments.value) {
    if (options.run) {
      RunOptions only_result;
      only_result.result = true;
      outcome = std::max(outcome, run(format(experiment), only_result));
    } else {
      std::cout << format(experiment) << '\n';
    }
  }
  return outcome;
}

int check(const std::string& text) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  std::cout << format(parsed.value) << '\n';
  return kDone;
}

int summary(const std::string& text) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  std::printf("%s", structure_text(structure_of(parsed.value)).c_str());
  return kDone;
}

namespace {

void print_profile(const Profile& profile) {
  double sum = 0;
  for (const ProfilePart& part : profile.parts) sum += part.seconds;
  std::printf("%-9s %12s %7s %14s %12s %9s\n", "part", "us a step", "share", "multiply-adds", "bytes", "of peak");
  for (const ProfilePart& part : profile.parts) {
    std::printf("%-9s %12.3f %6.1f%% %14lld %12lld", part.name.c_str(), part.seconds * 1e6, 100 * part.seconds / sum,
                static_cast<long long>(part.multiply_adds), static_cast<long long>(part.bytes));
    if (part.multiply_adds > 0) std::printf(" %8.1f%%", 100 * static_cast<double>(part.multiply_adds) / part.seconds / profile.peak);
    std::printf("\n");
  }
  std::printf("a step of %d rows, trained: %.3f us, %.4g samples/s, %.1f%% of the peak of %.3g multiply-adds/s\n", profile.rows,
              profile.seconds * 1e6, profile.samples_per_second(), 100 * profile.share_of_peak(), profile.peak);
}

}  // namespace

int profile(const std::string& text, bool json) {
  const Result<Experiment> parsed = parse(text, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  Result<Trainer> created = Trainer::create(parsed.value, embedded_tables());
  if (!created.ok()) return refuse(created.problems);
  constexpr double kBudget = 0.2;  // seconds for each part
  const auto now = [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
  const Profile measured = profile(std::move(created.value), now, kBudget);
  if (json)
    std::cout << profile_json(measured) << '\n';
  else
    print_profile(measured);
  return kDone;
}

namespace {

/// The names of DataFinding::numbers, in their order.
struct FindingWords {
  const char *code, *what;
  std::vector<const char*> numbers;
};
const FindingWords kFindings[] = {
    {"overlap", "rows in two parts", {"held-out rows that were trained on", "held-out rows"}},
    {"scaler", "scaling", {"columns fitted on the training rows", "on all rows", "on others"}},
    {"order", "split", {"chance that a drawn split is as sorted"}},
    {"balance", "classes", {"missing from a part"}},
    {"epoch", "rows of an epoch", {"training rows", "seen once", "missed"}},
    {"divisor", "last batch", {"rows", "its gradient was divided by"}},
};

void print_rows(const std::vector<CheckedParameter>& rows, const char* found, const char* expected) {
  constexpr std::size_t kMost = 8;
  static constexpr const char* kKinds[] = {"", "wrong", "kink", "unclear"};
  std::printf("  %-14s %22s %22s %10s\n", "parameter", found, expected, "error");
  for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i) {
    std::printf("  %-14s %22.15g %22.15g %10.2g  %s\n", rows[i].address.c_str(), rows[i].found, rows[i].expected, rows[i].error,
                kKinds[static_cast<int>(rows[i].kind)]);
  }
}

void print_checks(const Checks& checks) {
  const GradientCheck& gradient = checks.gradient();
  const UpdateCheck& update = checks.update();
  const auto name = [](Verdict verdict) { return std::string(verdict_name(verdict)); };
  std::printf("step %lld%s\n", static_cast<long long>(checks.step()), checks.taken() ? "" : ": the next one diverges");
  std::printf(
      "gradient  %-6s %d of %lld parameters, worst error %.2g, tolerance %g; %d wrong, %d at a kink, %d unclear; loss %.10g, plain %.10g\n",
      name(gradient.verdict).c_str(), gradient.judged(), static_cast<long long>(gradient.parameters), gradient.worst,
      GradientCheck::kTolerance, gradient.wrong, gradient.kinks, gradient.unclear, gradient.loss, gradient.plain_loss);
  if (!gradient.rows.empty()) print_rows(gradient.rows, "gradient", "difference quotient");
  std::printf("update    %-6s %s, rate %g, worst error %.2g, tolerance %g; %d wrong; the step is %.10g of the expected one\n",
              name(update.verdict).c_str(), update.optimiser.c_str(), update.rate, update.worst, UpdateCheck::kTolerance, update.wrong,
              update.ratio);
  if (!update.rows.empty()) print_rows(update.rows, "after the step", "by the formulas");
  std::printf("data      %s\n", name(checks.data().verdict).c_str());
  for (const DataFinding& finding : checks.data().findings) {
    const FindingWords* words =
        std::find_if(std::begin(kFindings), std::end(kFindings), [&](const FindingWords& one) { return one.code == finding.code; });
    std::printf("  %-18s %-6s", words->what, name(finding.verdict).c_str());
    for (std::size_t i = 0; i < finding.numbers.size(); ++i)
      std::printf("%s %s %.6g", i > 0 ? "," : "", words->numbers[i], finding.numbers[i]);
    std::printf("\n");
  }
}

}  // namespace

int inspect(const std::string& text, const InspectOptions& options) {
  Result<Trainer> created = trained(text, options.at_step);
  if (!created.ok()) return refuse(created.problems);
  Trainer& trainer = created.value;
  if (trainer.state() == RunState::diverged) return finish(trainer, {});
  Checks checks(trainer);
  checks.advance();
  if (options.json)
    std::cout << checks.json() << '\n';
  else
    print_checks(checks);
  return checks.verdict() == Verdict::wrong ? kAccused : kDone;
}

int fields(const std::string& format) {
  std::cout << (format == "json" ? fields_json() : format == "markdown" ? fields_markdown() : fields_text());
  if (format == "json") std::cout << '\n';
  return kDone;
}

}  // namespace glassbox

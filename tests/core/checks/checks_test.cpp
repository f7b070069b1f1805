#include "glassbox/checks.hpp"

#include <fstream>
#include <iterator>
#include <regex>

#include "catch.hpp"
#include "embedded_tables.hpp"
#include "experiment/random_experiment.hpp"
#include "golden/golden.hpp"
#include "training/runs.hpp"

namespace glassbox::checks {
namespace {

/// The texts of the page's gallery that have data.
std::vector<std::string> gallery() {
  std::ifstream stream(GLASSBOX_FIXTURES "/../../web/src/gallery/gallery.json");
  REQUIRE(stream.good());
  const std::string all{std::istreambuf_iterator<char>(stream), {}};
  static const std::regex text(R"re("text": "([^"]+)")re");
  std::vector<std::string> texts;
  for (std::sregex_iterator match(all.begin(), all.end(), text), end; match != end; ++match) {
    if ((*match)[1] != "data=rows" && match->str().find("bug=") == std::string::npos) texts.push_back((*match)[1]);
  }
  return texts;
}

/// All three, the gradient of at most so many parameters.
Checks checked(const Trainer& trainer, int most) {
  Checks checks(trainer);
  checks.advance([&] { return checks.gradient().checked < most; });
  return checks;
}

void check_that_none_accuses(const Checks& checks) {
  for (const CheckedParameter& row : checks.gradient().rows) {
    if (row.kind == CheckedParameter::Kind::wrong) UNSCOPED_INFO(row.address << ": " << row.found << " for " << row.expected);
  }
  CHECK(checks.gradient().wrong == 0);
  CHECK(checks.update().wrong == 0);
  CHECK(checks.update().verdict != Verdict::wrong);
  for (const DataFinding& finding : checks.data().findings) {
    INFO(finding.code);
    CHECK(finding.verdict != Verdict::wrong);
  }
}

}  // namespace

TEST_CASE("No check accuses an experiment of the gallery", "[checks]") {
  constexpr int kMost = 120;
  const std::vector<std::string> texts = gallery();
  CHECK(texts.size() > 30);
  for (const std::string& text : texts) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(23);
    const Checks checks = checked(trainer, kMost);
    CHECK(checks.taken());
    CHECK(checks.gradient().borrowed.empty());
    CHECK(checks.gradient().plain_loss == Approx(checks.gradient().loss).epsilon(1e-12));
    CHECK(checks.update().verdict == Verdict::right);
    check_that_none_accuses(checks);
  }
}

TEST_CASE("No check accuses what has one of everything that a step can hold", "[checks]") {
  for (const std::string& text : training::varied_experiments()) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(41);
    const Checks checks = checked(trainer, 1000);
    CHECK(checks.gradient().verdict == Verdict::right);
    CHECK(checks.update().verdict == Verdict::right);
    check_that_none_accuses(checks);
  }
}

TEST_CASE("No check accuses one of 220 random experiments", "[checks]") {
  constexpr int kMost = 24, kMostRows = 400;
  constexpr double kMostRate = 0.1;
  test::Dice dice(97);
  int judged = 0;
  for (int taken = 0; taken < 220;) {
    Experiment experiment = test::random_experiment(dice);
    experiment.n = std::min(experiment.n, kMostRows);
    experiment.lr = std::min(experiment.lr, kMostRate);
    experiment.w.clear();
    experiment.bug = "none";
    if (!summarize(experiment).whole_batch) experiment.batch %= kMostRows / 8;
    Result<Trainer> made = Trainer::create(experiment, embedded_tables());
    if (!made.ok()) continue;
    ++taken;
    made.value.advance(2);
    if (made.value.state() == RunState::diverged) continue;
    INFO(format(experiment));
    const Checks checks = checked(made.value, kMost);
    judged += checks.taken();
    check_that_none_accuses(checks);
  }
  CHECK(judged > 120);
}

}  // namespace glassbox::checks

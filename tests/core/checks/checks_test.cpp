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

TEST_CASE("The gradient check reads what only looks wrong, from afar or by rounding", "[checks]") {
  const char* texts[] = {
      // images go around a block that takes them for rows
      "data=parity&net=res(11:gelu,64:sigmoid),conv:2x3:silu&batch=8",
      "data=parity&target=inputs&net=res(12:lrelu,flatten,64:lrelu),ln,4:tanh&out=sigmoid&loss=halfmse&reduce=sum&batch=16",
      // two kinks at one point, whose slopes are alike on both sides and another at the point itself
      "data=xor4&dataseed=3311856540&in=x1&test=0.36728250892872577&blind=0.21&split=numpy:3&scale=minmax&net=act:elu,res(6:lrelu,1:lrelu)"
      "&loss=huber&lr=0&batch=all&init=xavier-normal&seed=3",
      // a normalisation of numbers of 1e-8: every step of the size of 1 is far away
      "data=mortgage&in=x2,x2x2,x1x2&split=random:2&scale=minmax&net=4:linear,act:relu,ln&out=linear&loss=hinge&reduce=sum&lr=0&batch=16"
      "&order=fixed&init=uniform:8.718193651127216e-8&seed=0",
      "data=table4&dataseed=1314332251&in=sinx1,sinx2&test=0.002229427771476565&split=last&scale=standard&net=res(11:sine,"
      "bn:1.0021778221606042e-16m0.000007109826674580699,2:linear)&out=tanh&reduce=sum&opt=sgd&lr=0.1"
      "&maxnorm=0.000001531130670070622&batch=84&init=lecun-uniform&seed=3&precision=64",
      // what a sum leaves of a mean, made large by its deviation
      "data=table4&dataseed=0&in=x1x1,x2x2,x1x2&blind=0.22&split=last&scale=div:776487.895&net=res(9:sigmoid,bn:0.4915285868793711,3:tanh),"
      "4:sine,bn:m1,act:softplus&out=tanh&loss=huber&lr=0&batch=256&order=fixed&init=uniform:42.413&seed=0",
      // the logarithm of what a saturated answer leaves of 1 moves in steps
      "data=mortgage&dataseed=2460866070&in=x1,x2x2,sinx2&test=0.055965189330666944&split=random:1273299144&net=none&logclip=floor&lr=0"
      "&batch=all&init=lecun-uniform&seed=2147084432&precision=64",
  };
  constexpr int kMost = 250;
  for (const char* text : texts) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(2);
    check_that_none_accuses(checked(trainer, kMost));
  }
}

TEST_CASE("The gradient check says nothing of a network that stands at a kink with all its weights", "[checks]") {
  const Checks checks = checked(golden::trainer_of("data=rows&rows=value(a):1,0;2,0&net=none&loss=mae&w=0,0"), 1000);
  CHECK(checks.gradient().kinks == 2);
  CHECK(checks.gradient().judged() == 0);
  CHECK(checks.gradient().verdict == Verdict::none);
  CHECK(checks.gradient().rows.front().error == 0);
  check_that_none_accuses(checks);
}

TEST_CASE("The batch audit judges by slopes that are neither bent nor at a kink", "[checks]") {
  const char* texts[] = {
      "data=bumps&n=400&noise=0&dataseed=3279587873&in=x1x1,sinx1,sinx2&blind=0.000003775993804104389&split=random:2443240081"
      "&scale=div:1000000&net=none&out=tanh&loss=mae&reduce=sum&lr=0&batch=42&order=fixed&init=uniform:100&seed=4&precision=64",
      "data=line&noise=0&dataseed=870552858&split=last&scale=div:869457.8915947109&net=none&out=tanh&loss=mae&opt=nesterov&lr=0"
      "&init=he-normal&seed=2&precision=64",
  };
  for (const char* text : texts) {
    INFO(text);
    check_that_none_accuses(checked(golden::trainer_of(text), 1));
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

#include <algorithm>
#include <cmath>
#include <set>

#include "catch.hpp"
#include "experiment/mistakes.hpp"
#include "glassbox/checks.hpp"
#include "golden/golden.hpp"
#include "training/runs.hpp"

namespace glassbox::checks {
namespace {

struct Case {
  std::string bug, text;
  std::int64_t step = 30;
  std::string also = {};  ///< a second check that the same mistake shows in, at that step
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"slope", "data=xor&net=4:sigmoid&lr=0.03"},
      {"slope", "data=circle&net=4:tanh&loss=mse&opt=sgd&lr=0.1", 0},
      {"late", "data=xor&net=4:sigmoid&opt=sgd&lr=0.1"},
      {"late", "data=reflectivity&net=30:sigmoid&opt=sgd&lr=0.001&batch=1&init=normal:0.1"},
      {"late", "data=spiral3&n=700&net=6:relu,res(6:tanh)&opt=sgd&lr=0.05&batch=all&precision=64", 3},
      {"sign", "data=digits&net=8:tanh&batch=32", 4},
      {"sign", "data=sine&net=6:tanh&loss=huber&precision=64", 0},
      {"broadcast", "data=xor&net=4:tanh"},
      {"broadcast", "data=sine&net=4:tanh&batch=all", 5},
      {"log", "data=spiral&n=200&net=8:tanh&lr=0.3&batch=50", 150},
      {"log", "data=digits&net=16:tanh&batch=32", 1},
      {"adam", "data=spiral"},
      {"adam", "data=xor&opt=adamw&clipnorm=0.1&schedule=exp", 7},
      {"adam", "data=digits&opt=amsgrad&net=8:tanh&batch=32&precision=64", 0},
      {"divisor", "data=xor&n=150&test=0.3&batch=20&order=fixed", 2},
      {"divisor", "data=digits&net=8:tanh&batch=32", 44, "gradient"},
      {"dropped", "data=xor&n=150&test=0.3&batch=20"},
      {"scaler", "data=wine&net=4:tanh"},
      {"scaler", "data=cancer&net=none&scale=minmax&blind=0.1"},
      {"ordered", "data=iris&net=4:tanh"},
      {"ordered", "data=plane&net=none&split=numpy:7"},
  };
  return all;
}

Checks checked(const std::string& text, std::int64_t step) {
  Trainer trainer = golden::trainer_of(text);
  trainer.advance(step);
  REQUIRE(trainer.step() == step);
  Checks checks(trainer);
  checks.advance();
  return checks;
}

bool accuses(const Checks& checks, std::string_view check) {
  const Verdict verdict = check == "gradient" ? checks.gradient().verdict
                          : check == "update" ? checks.update().verdict
                                              : checks.data().verdict;
  return verdict == Verdict::wrong;
}

std::string_view check_of(const std::string& bug) {
  for (const experiment::Mistake& mistake : experiment::mistakes()) {
    if (mistake.name == bug) return mistake.check;
  }
  FAIL("no mistake " << bug);
  return {};
}

}  // namespace

TEST_CASE("Every planted mistake is caught by the check made for it and by no other, and nothing is caught without it",
          "[checks][planting]") {
  std::set<std::string_view> planted;
  for (const Case& one : cases()) {
    INFO(one.text << "&bug=" << one.bug << " at step " << one.step);
    planted.insert(one.bug);
    const Checks wrong = checked(one.text + "&bug=" + one.bug, one.step), right = checked(one.text, one.step);
    CHECK(right.verdict() != Verdict::wrong);
    for (const std::string_view check : {"gradient", "update", "data"}) {
      INFO(check);
      CHECK(accuses(wrong, check) == (check == check_of(one.bug) || check == one.also));
    }
  }
  for (const experiment::Mistake& mistake : experiment::mistakes()) CHECK(planted.count(mistake.name) == 1);
}

TEST_CASE("A wrong divisor of the left-over batch shows in the gradient of that batch alone", "[checks][planting]") {
  const std::string text = "data=xor&n=150&test=0.3&batch=20&order=fixed&bug=divisor";
  CHECK_FALSE(accuses(checked(text, 4), "gradient"));
  const Checks last = checked(text, 5);
  CHECK(accuses(last, "gradient"));
  CHECK(last.gradient().rows.front().found / last.gradient().rows.front().expected == Approx(5. / 20));
  REQUIRE(last.data().findings.back().code == "divisor");
  CHECK(last.data().findings.back().numbers[0] == 5);
  CHECK(last.data().findings.back().numbers[1] == Approx(20));
}

TEST_CASE("A planted mistake is part of the run: it is stepped over, kept and restored as any other", "[checks][planting]") {
  for (const Case& one : cases()) {
    INFO(one.text << "&bug=" << one.bug);
    const std::string text = one.text + "&bug=" + one.bug;
    Trainer straight = golden::trainer_of(text), sliced = golden::trainer_of(text), restored = golden::trainer_of(text),
            right = golden::trainer_of(one.text);
    straight.advance(60);
    right.advance(60);
    while (sliced.step() < 23 && sliced.state() == RunState::ready) sliced.advance(23, [] { return false; });
    sliced.advance(23);
    REQUIRE(restored.restore(sliced.checkpoint()).empty());
    restored.advance(60);
    CHECK(restored.weights_hash() == straight.weights_hash());
    CHECK(straight.state_hash() != right.state_hash());
  }
}

TEST_CASE("Course 1.9: a column of answers against a row of 1437 targets loses 996.052498 in place of ln 2", "[checks][golden]") {
  const std::string text = "data=parity&net=none&test=0.2&init=zeros&precision=64";
  Trainer wrong = golden::trainer_of(text + "&bug=broadcast"), right = golden::trainer_of(text);
  CHECK(wrong.measure().part[0].rows == 1437);
  CHECK(std::abs(wrong.measure().part[0].loss - 996.052498) <= 0.5e-6);
  CHECK(std::abs(right.measure().part[0].loss - 0.693147) <= 0.5e-6);
  CHECK(wrong.measure().part[0].base_loss == right.measure().part[0].base_loss);
}

TEST_CASE("Course 1.12: the first step of an Adam without its correction is (1 - β1) / √(1 - β2) learning rates long, 10 for β 0 and 0.99",
          "[checks][golden]") {
  const auto longest = [](const std::string& betas) {
    Trainer trainer = golden::trainer_of("data=spiral&precision=64&lr=0.001&eps=1e-16" + betas);
    const std::vector<double> before = golden::parameters_of(golden::snapshot_of(trainer, kPartParameters));
    trainer.advance(1);
    const std::vector<double> after = golden::parameters_of(golden::snapshot_of(trainer, kPartParameters));
    double step = 0;
    for (std::size_t i = 0; i < after.size(); ++i) step = std::max(step, std::abs(after[i] - before[i]));
    return step / 0.001;
  };
  CHECK(longest("&beta1=0&beta2=0.99&bug=adam") == Approx(10).epsilon(1e-9));
  CHECK(longest("&bug=adam") == Approx(std::sqrt(10)).epsilon(1e-9));
  CHECK(longest("") == Approx(1).epsilon(1e-9));
}

TEST_CASE("Course 0.6: the error that passes through updated weights is theirs, (w - lr ∂w) δ in place of w δ", "[checks][golden]") {
  golden::References expected = golden::read_course();
  const std::vector<double> w2 = {3.1, -1.2}, d_w2 = expected["3.5 d_W2"], d_b1 = expected["3.5 d_b1"];
  Trainer trainer = golden::trainer_of(
      "data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=1&batch=1&order=fixed&precision=64&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1&bug="
      "late");
  trainer.advance(1);
  const Snapshot snapshot = golden::snapshot_of(trainer, kPartGradients);
  const std::vector<double> found = golden::numbers_of(snapshot, "d_b", 0);
  for (std::size_t i = 0; i < 2; ++i) CHECK(golden::ulps(found[i], d_b1[i] * (w2[i] - d_w2[i]) / w2[i]) <= 16);
  CHECK(golden::numbers_of(snapshot, "d_W", 1)[0] == Approx(d_w2[0]).epsilon(1e-14));
}

TEST_CASE("The gradient check sees updated weights that the loss does not show, as in course 0.6", "[checks][golden]") {
  const std::string text = "data=reflectivity&net=30:sigmoid&opt=sgd&lr=0.001&batch=1&init=normal:0.1&epochs=20&eval=0&precision=64";
  Trainer late = golden::trainer_of(text + "&bug=late"), right = golden::trainer_of(text);
  late.advance(8000);
  right.advance(8000);
  CHECK(late.measure().part[1].loss == Approx(right.measure().part[1].loss).epsilon(1e-2));
  CHECK(accuses(checked(text + "&bug=late", 8000 - 1), "gradient"));
  CHECK_FALSE(accuses(checked(text, 8000 - 1), "gradient"));
}

TEST_CASE("A mistake is refused with a reason where it cannot stand", "[experiment][planting]") {
  const auto refusal = [](const std::string& text) {
    const Result<Experiment> parsed = parse(text);
    return parsed.ok() ? std::string() : describe(parsed.problems.front());
  };
  CHECK(refusal("data=xor&opt=sgd&bug=adam") == "bug: “adam” does not fit: Needs Adam, or one of its kind.");
  CHECK(refusal("data=xor&bug=late").find("opt=sgd") != std::string::npos);
  CHECK(refusal("data=xor&net=4:tanh&bug=slope").find("sigmoid") != std::string::npos);
  CHECK(refusal("data=sine&bug=log").find("bce or ce") != std::string::npos);
  CHECK(refusal("data=digits&bug=broadcast").find("single output") != std::string::npos);
  CHECK(refusal("data=circle&batch=10&bug=divisor").find("every batch is full") != std::string::npos);
  CHECK(refusal("data=circle&batch=9&reduce=sum&bug=divisor").find("average") != std::string::npos);
  CHECK(refusal("data=circle&batch=all&bug=dropped").find("more than one batch") != std::string::npos);
  CHECK(refusal("data=circle&bug=scaler").find("standard or minmax") != std::string::npos);
  CHECK(refusal("data=circle&scale=standard&test=0&bug=scaler").find("held out") != std::string::npos);
  CHECK(refusal("data=iris&split=last&bug=ordered").find("random split") != std::string::npos);
  CHECK(refusal("data=iris&test=0.1&bug=ordered").find("25") != std::string::npos);
  CHECK(refusal("data=xor&bug=z").find("choose none, slope") != std::string::npos);
}

}  // namespace glassbox::checks

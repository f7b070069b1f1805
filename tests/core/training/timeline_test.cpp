#include "glassbox/timeline.hpp"

#include <cmath>

#include "catch.hpp"
#include "glassbox/number.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

/// A run and its timeline, as a page holds them.
struct Held {
  Trainer trainer;
  Timeline timeline;

  explicit Held(const std::string& text, std::size_t bytes = Timeline::kMostBytes) : trainer(trainer_of(text)), timeline(bytes, 50'000) {
    timeline.follow(trainer.experiment());
    timeline.advance(trainer, 0);
  }
  void go(std::int64_t step) {
    if (!timeline.go(trainer, step)) {
      trainer = std::move(Trainer::create(trainer.experiment(), {}).value);
    }
    timeline.advance(trainer, step);
  }
  void amend(const std::string& text) {
    REQUIRE(trainer.amend(experiment_of(text)));
    timeline.follow(trainer.experiment());
  }
};

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Every number of a history, one after the other; stretches without any are left out.
std::string written(const History& history) {
  std::string text;
  for (const HistoryStretch& stretch : history.stretches) {
    std::string numbers;
    for (const auto& range : {stretch.loss[0], stretch.loss[1], stretch.score[0], stretch.score[1], stretch.running}) {
      if (!std::isnan(range.last))
        numbers += " " + write_number(range.low) + " " + write_number(range.high) + " " + write_number(range.last);
    }
    if (!numbers.empty()) text += std::to_string(stretch.last_epoch) + ":" + numbers + "\n";
  }
  return text;
}

/// Everything a picture shows is what it would be had the run been trained straight to this step.
void check_like_straight(Held& held, const std::string& text) {
  Trainer straight = trainer_of(text);
  straight.advance(held.trainer.step());
  CHECK(held.trainer.weights_hash() == straight.weights_hash());
  CHECK(held.trainer.state_hash() == straight.state_hash());
  CHECK(written(held.trainer.history()) == written(straight.history()));
  CHECK(same(held.trainer.history().best_test_loss, straight.history().best_test_loss));
  CHECK(held.trainer.history().best_test_step == straight.history().best_test_step);
  for (const int part : {0, 1, 2}) CHECK(same(held.trainer.latest().part[part].loss, straight.latest().part[part].loss));
  const auto gradients = [](Trainer& trainer) {
    double sum = 0;
    visit(trainer.implementation(), [&](const auto& of) {
      for (const auto gradient : of.gradients()) sum += std::abs(static_cast<double>(gradient));
    });
    return sum;
  };
  CHECK(gradients(held.trainer) == gradients(straight));
}

constexpr std::size_t kSmall = 100'000;

}  // namespace

TEST_CASE("500 steps, back to 137 and on by 363 end like 500 steps", "[timeline]") {
  for (const std::string& text : varied_experiments()) {
    INFO(text);
    Trainer straight = trainer_of(text);
    straight.advance(500);
    Held held(text, kSmall);
    held.timeline.advance(held.trainer, 500);
    held.go(137);
    CHECK(held.trainer.step() == 137);
    held.timeline.advance(held.trainer, 500);
    CHECK(held.trainer.weights_hash() == straight.weights_hash());
    CHECK(held.trainer.state_hash() == straight.state_hash());
  }
}

TEST_CASE("every step that is gone to shows what straight training shows there", "[timeline]") {
  for (const std::string& text : varied_experiments()) {
    Held held(text, kSmall);
    for (const int step : {420, 419, 137, 136, 1, 0, 300, 64, 500, 128, 129}) {
      INFO(text << " at " << step);
      held.go(step);
      REQUIRE(held.trainer.step() == std::min<std::int64_t>(step, held.trainer.length() > 0 ? held.trainer.length() : step));
      check_like_straight(held, text);
    }
  }
}

TEST_CASE("what is kept stays within its bytes and spreads evenly", "[timeline]") {
  Held held("data=xor&n=20&net=32:tanh,32:tanh&batch=2&eval=0&epochs=0", 300'000);
  held.timeline.advance(held.trainer, 4000);
  const std::int64_t stride = held.timeline.stride();
  CHECK(held.timeline.bytes() <= 300'000);
  CHECK(held.timeline.count() >= 15);
  CHECK(static_cast<std::int64_t>(held.timeline.count()) == 4000 / stride + 1);
  held.go(3999);
  CHECK(held.timeline.go(held.trainer, 3990));
  CHECK(held.trainer.step() == 3989 / stride * stride);
}

TEST_CASE("a network too large to be kept is made anew", "[timeline]") {
  const std::string text = "data=xor&n=20&net=8:tanh&batch=2&epochs=0";
  Held held(text, 100);
  held.timeline.advance(held.trainer, 50);
  CHECK(held.timeline.count() == 0);
  CHECK_FALSE(held.timeline.go(held.trainer, 20));
  CHECK(held.timeline.go(held.trainer, 60));
  CHECK(held.trainer.step() == 50);
  held.go(20);
  check_like_straight(held, text);
}

TEST_CASE("a change at an earlier step is a branch, and both runs can be reached again", "[timeline]") {
  const std::string plain = "data=circle&net=6:tanh&opt=adam&batch=5&epochs=0", branch = plain + "&edits=137:lr=0.3;137:0.b.1=2";
  Held held(plain, kSmall);
  held.timeline.advance(held.trainer, 600);
  held.go(137);
  held.amend(branch);
  held.timeline.advance(held.trainer, 600);
  check_like_straight(held, branch);
  held.go(130);
  check_like_straight(held, branch);
  held.amend(plain);
  held.go(600);
  check_like_straight(held, plain);
  held.go(100);
  held.amend(branch);
  held.go(599);
  check_like_straight(held, branch);
}

TEST_CASE("another experiment keeps nothing of the one before", "[timeline]") {
  Held held("data=circle&net=6:tanh&epochs=0", kSmall);
  held.timeline.advance(held.trainer, 300);
  const std::string other = "data=circle&net=6:tanh&epochs=0&seed=2";
  held.trainer = trainer_of(other);
  held.timeline.follow(held.trainer.experiment());
  CHECK(held.timeline.count() == 0);
  held.timeline.advance(held.trainer, 200);
  held.go(90);
  check_like_straight(held, other);
}

TEST_CASE("a run that diverged can be left for any step before", "[timeline]") {
  const std::string text = "data=plane&net=8:relu&opt=sgd&lr=50&epochs=0";
  Held held(text);
  held.timeline.advance(held.trainer, 1000);
  REQUIRE(held.trainer.state() == RunState::diverged);
  const std::int64_t last = held.trainer.step();
  held.go(last);
  CHECK(held.trainer.state() == RunState::ready);
  CHECK(held.trainer.step() == last);
  check_like_straight(held, text);
}

TEST_CASE("being interrupted after every chunk changes nothing that is kept", "[timeline]") {
  const std::string text = varied_experiments()[4];
  Held straight(text, kSmall), interrupted(text, kSmall);
  straight.timeline.advance(straight.trainer, 60);
  while (interrupted.trainer.step() < 60 || !interrupted.trainer.at_rest())
    interrupted.timeline.advance(interrupted.trainer, 60, [] { return false; });
  CHECK(interrupted.timeline.count() == straight.timeline.count());
  CHECK(interrupted.trainer.state_hash() == straight.trainer.state_hash());
}

TEST_CASE("the length of a run counts its batches as edited", "[timeline]") {
  for (const char* text : {"data=circle&n=101&net=3:tanh&batch=10&epochs=7", "data=circle&n=101&net=3:tanh&batch=all&epochs=7",
                           "data=circle&n=101&net=3:tanh&batch=10&epochs=9&edits=3:batch=7;20:batch=all;21:batch=33",
                           "data=circle&n=101&net=3:tanh&batch=10&epochs=4&edits=0:batch=50;500:batch=1"}) {
    INFO(text);
    Trainer trainer = trainer_of(text);
    trainer.advance(100'000);
    REQUIRE(trainer.state() == RunState::finished);
    CHECK(trainer.length() == trainer.step());
  }
  CHECK(trainer_of("data=circle&net=3:tanh&epochs=0").length() == 0);
}

}  // namespace glassbox::training

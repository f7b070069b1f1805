#include "training/stop_rule.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "glassbox/timeline.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

/// What a rule makes of test losses, one an epoch, from epoch 0 on.
Stop stop_after(const Experiment& experiment, const std::vector<double>& losses, int every = 1) {
  StopRule rule(experiment);
  for (std::size_t epoch = 0; epoch < losses.size() && !rule.stopped(); epoch += static_cast<std::size_t>(every)) {
    Metrics metrics;
    metrics.epoch = static_cast<std::int64_t>(epoch);
    metrics.step = 10 * metrics.epoch;
    metrics.part[1].loss = losses[epoch];
    metrics.part[1].accuracy = 1 - losses[epoch] / 10;
    rule.look(metrics);
  }
  return rule.stop();
}

Experiment with_patience(int patience, double mindelta = 0) {
  Experiment experiment;
  experiment.patience = patience;
  experiment.mindelta = mindelta;
  return experiment;
}

/// A net with far too many weights for its thirty noisy rows.
const std::string kOverfits = "data=moons&n=60&noise=0.4&test=0.5&net=16:tanh,16:tanh&epochs=400";

std::vector<double> parameters_of(const Trainer& trainer) {
  std::vector<double> numbers;
  visit(trainer.implementation(), [&](const auto& run) { numbers.assign(run.parameters().begin(), run.parameters().end()); });
  return numbers;
}

/// Experiments that stop within 400 epochs, each with something in its state that has to be put back or counted on.
const std::vector<std::string> kStopping = {
    kOverfits + "&patience=12",
    kOverfits + "&patience=12&restore=best",
    kOverfits + "&patience=12&mindelta=0.01&restore=best&eval=5&batch=7&precision=64",
    "data=moons&n=60&noise=0.4&test=0.5&net=16:tanh,bn,drop:0.2,16:tanh&batch=15&opt=momentum&lr=0.1&patience=15&restore=best&epochs=0",
    kOverfits + "&patience=12&restore=best&edits=9:lr=0.03;40:0.w.1.0=0.5",
    "data=circle&net=4:tanh&stoploss=0.3&epochs=0",
    "data=circle&net=4:tanh&stopscore=0.9&patience=300&restore=best&epochs=0",
    "data=sine&net=10:tanh&stopscore=0.5&epochs=0",
};

}  // namespace

TEST_CASE("patience counts the epochs since the lowest test loss", "[stop]") {
  const Stop stop = stop_after(with_patience(3), {5, 4, 3, 3.5, 2, 2.1, 2, 2.5, 1});
  CHECK(stop.reason == Stop::Reason::patience);
  CHECK(stop.epoch == 7);
  CHECK(stop.step == 70);
  CHECK(stop.best_epoch == 4);
  CHECK(stop.value == 2);
  CHECK_FALSE(stop.restored);
  CHECK(stop_after(with_patience(4), {5, 4, 3, 3.5, 2, 2.1, 2, 2.5, 1}).reason == Stop::Reason::none);
  CHECK(stop_after(with_patience(2), {1, 2, 3, 0}).epoch == 2);  // the untrained network was the best
}

TEST_CASE("a fall of at most mindelta is none, and slow falls add up", "[stop]") {
  const std::vector<double> slow = {4, 3.5, 3, 2.5, 2, 1.5, 1};
  CHECK(stop_after(with_patience(2, 0.5), slow).reason == Stop::Reason::none);
  CHECK(stop_after(with_patience(2, 1), slow).epoch == 2);
  CHECK(stop_after(with_patience(3, 1), slow).reason == Stop::Reason::none);
}

TEST_CASE("patience is counted in epochs also where only some are measured", "[stop]") {
  const std::vector<double> losses = {5, 4, 3, 2, 9, 9, 1, 9, 9, 9, 9, 9, 9};
  CHECK(stop_after(with_patience(4), losses, 3).epoch == 12);
  CHECK(stop_after(with_patience(3), losses, 3).epoch == 9);
}

TEST_CASE("a test loss that is not a number counts as no fall", "[stop]") {
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  CHECK(stop_after(with_patience(3), {nan, 2, nan, inf, nan, 1}).epoch == 4);
  CHECK(stop_after(with_patience(2), {nan, inf, nan}).epoch == 2);
}

TEST_CASE("a run stops at the first epoch that reaches a target, and a target comes before patience", "[stop]") {
  Experiment experiment = with_patience(2);
  experiment.stoploss = 2;
  Stop stop = stop_after(experiment, {3, 3, 2, 1});
  CHECK(stop.reason == Stop::Reason::loss);
  CHECK(stop.value == 2);
  experiment.stoploss = 0;
  experiment.stopscore = 0.8;
  experiment.restore = "best";
  stop = stop_after(experiment, {3, 4, 2, 1});
  CHECK(stop.reason == Stop::Reason::score);
  CHECK(stop.epoch == 2);
  CHECK_FALSE(stop.restored);
  CHECK(stop_after(experiment, {3, 4, 5}).restored);
}

TEST_CASE("until it stops a run is the one without a rule", "[stop]") {
  for (const std::string& text : kStopping) {
    INFO(text);
    Experiment plain = experiment_of(text);
    plain.patience = 0;
    plain.stoploss = plain.stopscore = 0;
    Trainer watched = trainer_of(text), unwatched = std::move(Trainer::create(plain, {}).value);
    watched.advance(100'000);
    REQUIRE(watched.state() == RunState::finished);
    REQUIRE(watched.stop().reason != Stop::Reason::none);
    CHECK(watched.stop().step == watched.step());
    unwatched.advance(watched.step());
    CHECK((watched.weights_hash() == unwatched.weights_hash()) == !watched.stop().restored);
    const auto last_loss = [](const Trainer& run) { return run.history().stretches.back().loss[1].last; };
    CHECK(last_loss(watched) == last_loss(unwatched));
  }
}

TEST_CASE("the weights put back are those of the best epoch, and so is what is measured", "[stop]") {
  for (const std::string& text : kStopping) {
    Trainer run = trainer_of(text), best = trainer_of(text);
    run.advance(100'000);
    if (!run.stop().restored) continue;
    INFO(text);
    best.advance(0);
    while (best.epoch() < run.stop().best_epoch) best.advance(best.step() + 1);
    CHECK(best.latest().part[1].loss == run.stop().value);
    CHECK(run.latest().part[1].loss == run.stop().value);
    CHECK(run.latest().part[0].loss == best.latest().part[0].loss);
    CHECK(run.measure().part[1].loss == run.stop().value);
    CHECK(run.weights_hash() == best.weights_hash());
    CHECK(run.epoch() > best.epoch());
    CHECK(run.history().stretches.back().loss[1].last > run.stop().value);
  }
}

TEST_CASE("a run restored while its patience runs out stops at the same step with the same weights", "[stop]") {
  for (const std::string& text : kStopping) {
    Trainer straight = trainer_of(text);
    straight.advance(100'000);
    const std::int64_t end = straight.step();
    for (const std::int64_t k : {std::int64_t{0}, end / 3, end - 5, end - 1, end, end + 9}) {
      INFO(text << ", checkpoint at step " << k << " of " << end);
      Trainer first = trainer_of(text), second = trainer_of(text);
      first.advance(k);
      second.advance(11);
      REQUIRE(second.restore(first.checkpoint()).empty());
      CHECK(second.state_hash() == first.state_hash());
      second.advance(100'000);
      CHECK(second.step() == end);
      CHECK(second.state() == RunState::finished);
      CHECK(second.stop().reason == straight.stop().reason);
      CHECK(second.stop().best_epoch == straight.stop().best_epoch);
      CHECK(second.state_hash() == straight.state_hash());
    }
  }
}

TEST_CASE("a run interrupted after every chunk stops like one in a single call", "[stop]") {
  for (const std::string& text : kStopping) {
    INFO(text);
    Trainer straight = trainer_of(text), interrupted = trainer_of(text);
    straight.advance(100'000);
    for (int calls = 0; interrupted.state() == RunState::ready && calls < 100'000; ++calls) {
      interrupted.advance(100'000, [] { return false; });
      if (calls % 97 != 0) continue;
      Trainer other = trainer_of(text);
      if (interrupted.at_rest() || interrupted.stop().restored) {
        REQUIRE(other.restore(interrupted.checkpoint()).empty());
        interrupted = std::move(other);
      }
    }
    CHECK(interrupted.step() == straight.step());
    CHECK(interrupted.state_hash() == straight.state_hash());
    CHECK(interrupted.latest().part[1].loss == straight.latest().part[1].loss);
  }
}

TEST_CASE("on its timeline a stopped run is left for any step, and a jump beyond its end arrives there", "[stop]") {
  for (const std::string& text : kStopping) {
    Trainer straight = trainer_of(text);
    straight.advance(100'000);
    const std::int64_t end = straight.step();
    Trainer held = trainer_of(text);
    Timeline timeline(100'000, 50'000);
    timeline.follow(held.experiment());
    for (const std::int64_t step : {end + 500, end / 2, end + 1, end - 1, end, std::int64_t{0}, end - 3, end + 77, end}) {
      INFO(text << " at " << step << " of " << end);
      if (!timeline.go(held, step)) held = trainer_of(text);
      timeline.advance(held, step);
      Trainer there = trainer_of(text);
      there.advance(step);
      REQUIRE(held.step() == std::min(step, end));
      CHECK(held.state() == there.state());
      CHECK(held.state_hash() == there.state_hash());
      CHECK(held.stop().reason == there.stop().reason);
      CHECK(held.latest().part[1].loss == there.latest().part[1].loss);
    }
  }
}

TEST_CASE("a run is not amended to another rule, and its rule decides whether measuring may change", "[stop]") {
  Trainer watched = trainer_of(kOverfits + "&patience=9");
  watched.advance(20);
  for (const char* change : {"&patience=10", "&patience=9&mindelta=0.1", "&patience=9&restore=best", "&patience=9&stoploss=0.1",
                             "&patience=9&stopscore=0.9", "&patience=9&eval=2", ""}) {
    INFO(change);
    CHECK_FALSE(watched.amend(experiment_of(kOverfits + change)));
    CHECK_FALSE(trainer_of(kOverfits + change).restore(watched.checkpoint()).empty());
  }
  CHECK(watched.amend(experiment_of(kOverfits + "&patience=9&edits=20:lr=0.02")));
}

TEST_CASE("a change at the step where the run stopped is made to the weights put back", "[stop]") {
  const std::string text = kOverfits + "&patience=12&restore=best";
  Trainer run = trainer_of(text);
  run.advance(100'000);
  const std::vector<double> before = parameters_of(run);
  const std::string edited = text + "&edits=" + std::to_string(run.step()) + ":0.w.1.0=0.5";
  REQUIRE(run.amend(experiment_of(edited)));
  std::vector<double> wanted = before;
  wanted[2] = 0.5;
  CHECK(parameters_of(run) == wanted);
  CHECK(run.state() == RunState::finished);
  Trainer straight = trainer_of(edited);
  straight.advance(100'000);
  CHECK(straight.state_hash() == run.state_hash());
}

TEST_CASE("a run without test rows, or that never measures them, is not asked to stop by them", "[stop]") {
  for (const char* key : {"patience=5", "stoploss=0.1", "stopscore=0.9"}) {
    for (const char* blind : {"test=0&", "eval=0&"}) {
      const Result<Experiment> refused = parse(std::string(blind) + key);
      REQUIRE(refused.problems.size() == 1);
      CHECK(refused.problems[0].code == "mismatch");
      CHECK(refused.problems[0].key == std::string(key).substr(0, std::string(key).find('=')));
      CHECK(describe(refused.problems[0]).find("test share") != std::string::npos);
    }
  }
  CHECK(parse("test=0&mindelta=0.1&restore=best").ok());
}

TEST_CASE("a stop rule is off by default and stays in range", "[stop]") {
  CHECK(format(experiment_of("patience=0&mindelta=0&restore=last&stoploss=0&stopscore=0")) == format(Experiment()));
  CHECK(format(experiment_of("stopscore=0.95&patience=20&restore=best&mindelta=0.001&stoploss=0.1"))
            .find("patience=20&mindelta=0.001&restore=best&stoploss=0.1&stopscore=0.95") != std::string::npos);
  for (const char* bad :
       {"patience=-1", "patience=1.5", "patience=1000001", "mindelta=-1", "restore=first", "stoploss=-1", "stopscore=1.1"})
    CHECK(parse(bad).problems.size() == 1);
}

}  // namespace glassbox::training

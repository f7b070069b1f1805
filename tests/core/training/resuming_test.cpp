#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox::training {

TEST_CASE("a run restored from a checkpoint ends like one that was never stopped", "[training]") {
  for (const std::string& text : varied_experiments()) {
    for (const int k : {0, 1, 40, 63}) {
      INFO(text << ", checkpoint at step " << k);
      Trainer straight = trainer_of(text), first = trainer_of(text), second = trainer_of(text);
      straight.advance(100);
      first.advance(k);
      second.advance(17);
      REQUIRE(second.restore(first.checkpoint()).empty());
      CHECK(second.step() == k);
      CHECK(second.weights_hash() == first.weights_hash());
      CHECK(second.state_hash() == first.state_hash());
      second.advance(100);
      CHECK(second.step() == 100);
      CHECK(second.weights_hash() == straight.weights_hash());
      CHECK(second.state_hash() == straight.state_hash());
    }
  }
}

TEST_CASE("a run interrupted after every chunk ends like one in a single call", "[training]") {
  for (const std::string& text : varied_experiments()) {
    INFO(text);
    Trainer straight = trainer_of(text), interrupted = trainer_of(text);
    straight.advance(100);
    int calls = 0;
    while (interrupted.step() < 100 || !interrupted.at_rest()) {
      interrupted.advance(100, [] { return false; });
      if (++calls % 3 == 0) interrupted.measure();  // looking changes nothing
      REQUIRE(calls < 2000);
    }
    CHECK(calls >= 100);
    CHECK(interrupted.state_hash() == straight.state_hash());
    CHECK(interrupted.history().stretches.size() == straight.history().stretches.size());
  }
}

TEST_CASE("a checkpoint taken inside a step is the one from before the step", "[training]") {
  Trainer straight = trainer_of(varied_experiments()[4]), stopped = trainer_of(varied_experiments()[4]);
  straight.advance(10);
  stopped.advance(10);
  stopped.advance(11, [] { return false; });
  REQUIRE_FALSE(stopped.at_rest());
  CHECK(stopped.checkpoint() == straight.checkpoint());
}

TEST_CASE("damaged and foreign checkpoints are refused and change nothing", "[training]") {
  Trainer trainer = trainer_of("data=xor&net=3:tanh&epochs=0"), other = trainer_of("data=xor&net=3:tanh&epochs=0&lr=0.5");
  trainer.advance(5);
  other.advance(9);
  const std::vector<std::uint8_t> good = trainer.checkpoint();
  const std::uint64_t before = other.state_hash();
  CHECK_FALSE(other.restore(good).empty());
  CHECK_FALSE(other.restore({}).empty());
  std::vector<std::uint8_t> cut(good.begin(), good.end() - 1), wrong = good;
  wrong[0] ^= 1;
  CHECK_FALSE(trainer.restore(cut).empty());
  CHECK_FALSE(trainer.restore(wrong).empty());
  CHECK(other.state_hash() == before);
  CHECK(trainer.restore(good).empty());
}

TEST_CASE("amending a run gives the run that had the edit from the start", "[training]") {
  const std::string plain = "data=circle&net=3:tanh&opt=adam&epochs=0";
  const std::string edited = plain + "&edits=50:0.w.1.0=0.5;50:lr=0.02;60:batch=5";
  Trainer straight = trainer_of(edited), amended = trainer_of(plain);
  straight.advance(120);
  amended.advance(50);
  REQUIRE(amended.amend(experiment_of(plain + "&edits=50:0.w.1.0=2")));  // tried, then replaced
  const auto tried = amended.weights_hash();
  REQUIRE(amended.amend(experiment_of(edited)));
  CHECK(amended.weights_hash() != tried);
  amended.advance(120);
  CHECK(amended.state_hash() == straight.state_hash());
}

TEST_CASE("amending refuses what would change the past", "[training]") {
  const std::string plain = "data=circle&net=3:tanh&opt=adam&epochs=0";
  Trainer trainer = trainer_of(plain);
  trainer.advance(50);
  const auto before = trainer.state_hash();
  CHECK_FALSE(trainer.amend(experiment_of(plain + "&edits=49:lr=0.02")));
  CHECK_FALSE(trainer.amend(experiment_of(plain + "&seed=2")));
  CHECK(trainer.state_hash() == before);
  CHECK(trainer.amend(experiment_of("data=circle&net=3:tanh&opt=adam&epochs=1")));
  CHECK(trainer.state() == RunState::finished);
}

}  // namespace glassbox::training

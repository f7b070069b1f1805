#include "descent/schedule.hpp"

#include <cmath>

#include "catch.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox::descent {
namespace {

Experiment with(std::string_view text) {
  const auto parsed = parse(text);
  for (const Problem& problem : parsed.problems) INFO(describe(problem));
  REQUIRE(parsed.ok());
  return parsed.value;
}

}  // namespace

TEST_CASE("without a schedule the learning rate is exactly what was asked for", "[descent]") {
  const Experiment plain = with("data=xor");
  for (const std::int64_t step : {0, 1, 999, 100000}) CHECK(rate_share(plain, {step, step / 10, 0.5}) == 1);
}

TEST_CASE("schedules follow their formulas", "[descent]") {
  const Experiment steps = with("data=xor&schedule=step&factor=0.3&every=20"), falling = with("data=xor&schedule=exp&factor=0.97");
  const Experiment cosine = with("data=xor&schedule=cosine&epochs=80"), inverse = with("data=xor&schedule=inverse&slowing=0.01");
  for (int epoch = 0; epoch < 80; ++epoch) {
    for (const double part : {0.0, 0.25, 0.9}) {
      const Moment moment{epoch * 10 + static_cast<int>(part * 10), epoch, part};
      CHECK(rate_share(steps, moment) == Approx(std::pow(0.3, epoch / 20)).epsilon(1e-13));
      CHECK(rate_share(falling, moment) == Approx(std::pow(0.97, epoch)).epsilon(1e-12));
      CHECK(rate_share(cosine, moment) == Approx(0.5 * (1 + std::cos(M_PI * (epoch + part) / 80))).epsilon(1e-12));
      CHECK(rate_share(inverse, moment) == Approx(1 / (1 + 0.01 * static_cast<double>(moment.step))).epsilon(1e-13));
    }
  }
  CHECK(rate_share(cosine, {800, 80, 0}) == Approx(0).margin(1e-15));
}

TEST_CASE("warm-up rises in equal steps to the full rate, over whatever schedule there is", "[descent]") {
  const Experiment warm = with("data=xor&warmup=4"), both = with("data=xor&warmup=4&schedule=exp&factor=0.5");
  const double expected[] = {0.25, 0.5, 0.75, 1, 1, 1};
  for (int step = 0; step < 6; ++step) {
    CHECK(rate_share(warm, {step, 0, 0}) == expected[step]);
    CHECK(rate_share(both, {step, 2, 0}) == 0.25 * expected[step]);
  }
}

TEST_CASE("a cosine needs a run with an end, and says so", "[descent]") {
  const auto parsed = parse("data=xor&schedule=cosine&epochs=0");
  REQUIRE(parsed.problems.size() == 1);
  CHECK(parsed.problems[0].key == "schedule");
  CHECK(describe(parsed.problems[0]).find("epochs") != std::string::npos);
}

TEST_CASE("a trainer steps with the scheduled rate, edits of the rate included", "[descent]") {
  // Gradient descent on one weight without a penalty: the step is rate times gradient, read off the run with and without a schedule.
  const std::string base = "data=line&net=none&opt=sgd&lr=0.1&batch=all&order=fixed&test=0&precision=64&epochs=10&edits=3:lr=0.2";
  Result<Trainer> scheduled = Trainer::create(with(base + "&schedule=inverse&slowing=1"), {});
  REQUIRE(scheduled.ok());
  const double expected[] = {0.1, 0.05, 0.1 / 3, 0.2 / 4, 0.2 / 5};
  for (int step = 0; step < 5; ++step) {
    CHECK(scheduled.value.learning_rate() == Approx(expected[step]).epsilon(1e-14));
    scheduled.value.advance(step + 1);
  }
  Result<Trainer> slow =
      Trainer::create(with("data=line&net=none&opt=sgd&lr=0.1&batch=all&order=fixed&test=0&precision=64&epochs=10&warmup=2"), {});
  Result<Trainer> half =
      Trainer::create(with("data=line&net=none&opt=sgd&lr=0.05&batch=all&order=fixed&test=0&precision=64&epochs=10"), {});
  slow.value.advance(1);
  half.value.advance(1);
  CHECK(slow.value.weights_hash() == half.value.weights_hash());
}

TEST_CASE("a longer run is the same run, unless its schedule ends with it", "[descent]") {
  for (const char* schedule : {"exp", "cosine"}) {
    INFO(schedule);
    const std::string text = std::string("data=xor&net=2:tanh&schedule=") + schedule;
    Result<Trainer> made = Trainer::create(with(text + "&epochs=20"), {});
    REQUIRE(made.ok());
    made.value.advance(30);
    CHECK(made.value.amend(with(text + "&epochs=40")) == (std::string(schedule) == "exp"));
  }
}

}  // namespace glassbox::descent

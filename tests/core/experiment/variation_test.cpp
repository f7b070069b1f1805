#include "catch.hpp"
#include "experiment/random_experiment.hpp"
#include "glassbox/compare.hpp"

using namespace glassbox;

namespace {

Experiment parsed(std::string_view text) {
  const Result<Experiment> result = parse(text);
  REQUIRE(result.ok());
  return result.value;
}

std::string text_of(const Change& change) {
  REQUIRE(change.problems.empty());
  return format(change.experiment);
}

}  // namespace

TEST_CASE("a variation sets its fields one after the other, and what depends on them follows", "[compare]") {
  const Experiment base = parsed("data=circle&net=4:tanh&at=500");
  CHECK(text_of(varied(base, "")) == "data=circle&net=4:tanh");
  CHECK(text_of(varied(base, "lr=0.3&batch=20")) == "data=circle&net=4:tanh&lr=0.3&batch=20");
  CHECK(text_of(varied(base, "data=digits")) == "data=digits&net=4:tanh");
}

TEST_CASE("edits of the base stay in a variation as long as what they name is there", "[compare]") {
  const Experiment base = parsed("data=circle&net=4:tanh&edits=20:0.w.3.1=0.5;100:batch=20");
  CHECK(text_of(varied(base, "lr=0.3")) == "data=circle&net=4:tanh&lr=0.3&edits=20:0.w.3.1=0.5;100:batch=20");
  CHECK(text_of(varied(base, "net=2:tanh")) == "data=circle&net=2:tanh");
  CHECK(text_of(varied(base, "lr=0.3&edits=100:batch=20")) == "data=circle&net=4:tanh&lr=0.3&edits=100:batch=20");
  CHECK(variation(base, parsed("data=circle&net=4:tanh&lr=0.3")).value == "lr=0.3&edits=");
}

TEST_CASE("a variation that is wrong names what is wrong and changes nothing further", "[compare]") {
  const Change change = varied(parsed("data=circle"), "lr=0.3&btch=20&seed=7");
  REQUIRE(change.problems.size() == 1);
  CHECK(change.problems[0].code == "unknown-key");
  CHECK(change.problems[0].nearest == "batch");
  CHECK(varied(parsed("data=circle"), "lr=fast").problems[0].code == "not-a-number");
  CHECK_FALSE(varied(parsed("data=circle"), "&&").problems.empty());
}

TEST_CASE("the variation that makes one experiment of another names only what differs", "[compare]") {
  const Experiment base = parsed("data=circle&net=4:tanh&lr=0.03&at=500&expect=0123456789abcdef");
  CHECK(variation(base, base).value == "");
  CHECK(variation(base, parsed("data=circle&net=4:tanh&lr=0.3&at=20")).value == "lr=0.3");
  CHECK(variation(base, parsed("data=circle&net=4:tanh")).value == "lr=0.01");
  CHECK(variation(base, parsed("data=circle&net=4:tanh&lr=0.03&edits=100:lr=0.3")).value == "edits=100:lr=0.3");
}

TEST_CASE("whatever two experiments are, the variation between them leads from one to the other or is refused", "[compare]") {
  test::Dice dice(2026);
  int found = 0;
  constexpr int kPairs = 400;
  for (int pair = 0; pair < kPairs; ++pair) {
    const Experiment base = test::random_experiment(dice);
    Experiment other = test::random_experiment(dice);
    const Result<std::string> changes = variation(base, other);
    if (!changes.ok()) continue;
    ++found;
    other.at = 0;
    other.expect.reset();
    CHECK(text_of(varied(base, changes.value)) == format(other));
  }
  CHECK(found > kPairs / 2);
}

TEST_CASE("the fields that differ are named with both values, where they matter", "[compare]") {
  const Experiment base = parsed("data=circle&net=4:tanh");
  CHECK(differing_fields(base, base).empty());
  CHECK(differing_fields(base, parsed("data=circle&net=4:tanh&at=7")).empty());
  const auto one = differing_fields(base, parsed("data=circle&net=4:relu&lr=0.3"));
  REQUIRE(one.size() == 2);
  CHECK(one[0] == FieldDifference{"net", "Hidden layers", "4:tanh", "4:relu"});
  CHECK(one[1] == FieldDifference{"lr", "Learning rate", "0.01", "0.3"});
}

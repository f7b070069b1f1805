#include "glassbox/sweep.hpp"

#include <cmath>
#include <set>

#include "catch.hpp"
#include "glassbox/number.hpp"

using namespace glassbox;

namespace {

std::vector<std::string> texts(const std::vector<Experiment>& experiments) {
  std::vector<std::string> result;
  for (const Experiment& experiment : experiments) result.push_back(format(experiment));
  return result;
}

Experiment parsed(std::string_view text) {
  const Result<Experiment> result = parse(text);
  REQUIRE(result.ok());
  return result.value;
}

std::vector<std::string> values(const std::string& word) {
  const auto axes = read_axes({word});
  REQUIRE(axes.ok());
  return axes.value.at(0).values;
}

}  // namespace

TEST_CASE("a key that is given again takes one more value, whatever stands between", "[experiment][sweep]") {
  const auto axes = read_axes({"lr=0.1", "net=4:tanh", "lr=0.2", "net=8:tanh,8:tanh"});
  REQUIRE(axes.ok());
  CHECK(axes.value == std::vector<SweepAxis>{{"lr", {"0.1", "0.2"}}, {"net", {"4:tanh", "8:tanh,8:tanh"}}});
}

TEST_CASE("a range has equal ratios where the key's scale is logarithmic, equal steps elsewhere, and exact ends", "[experiment][sweep]") {
  CHECK(values("lr=0.001..1:7") == std::vector<std::string>{"0.001", "0.003162", "0.01", "0.03162", "0.1", "0.3162", "1"});
  CHECK(values("noise=0..1:5") == std::vector<std::string>{"0", "0.25", "0.5", "0.75", "1"});
  CHECK(values("noise=1..0:3") == std::vector<std::string>{"1", "0.5", "0"});
  CHECK(values("test=0.123456789..0.2:2") == std::vector<std::string>{"0.123456789", "0.2"});
}

TEST_CASE("values of whole keys are whole, each once", "[experiment][sweep]") {
  CHECK(values("batch=1..100:5") == std::vector<std::string>{"1", "3", "10", "32", "100"});
  CHECK(values("epochs=1..3:9") == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("words that cannot be read are all named", "[experiment][sweep]") {
  const auto axes = read_axes({"lrr=1", "lr=0..1", "lr=0..1:1", "lr=a..b:3", "lr=0..1:1001", "batch", "lr=0.1..0.2:x"});
  REQUIRE(axes.problems.size() == 7);
  CHECK(axes.problems[0].code == "unknown-key");
  CHECK(axes.problems[0].nearest == "lr");
  CHECK(axes.problems[1].code == "bad-form");
  CHECK(axes.problems[2].code == "out-of-range");
  CHECK(axes.problems[3].code == "bad-form");
  CHECK(axes.problems[4].code == "out-of-range");
  CHECK(axes.problems[5].code == "bad-form");
  CHECK(axes.problems[6].code == "bad-form");
  for (const Problem& problem : axes.problems) CHECK_FALSE(describe(problem).empty());
}

TEST_CASE("a sweep holds every combination once, the seed changing fastest", "[experiment][sweep]") {
  const auto runs = sweep(parsed("data=circle"), {{"lr", {"0.1", "0.2"}}, {"batch", {"1", "5", "all"}}}, 2);
  REQUIRE(runs.ok());
  const std::vector<std::string> lines = texts(runs.value);
  CHECK(lines.size() == 12);
  CHECK(std::set<std::string>(lines.begin(), lines.end()).size() == 12);
  CHECK(lines[0] == "data=circle&lr=0.1&batch=1");
  CHECK(lines[1] == "data=circle&lr=0.1&batch=1&seed=2");
  CHECK(lines.back() == "data=circle&lr=0.2&batch=all&seed=2");
  for (const std::string& line : lines) CHECK(format(parsed(line)) == line);
}

TEST_CASE("without axes and seeds a sweep is the experiment itself", "[experiment][sweep]") {
  const auto runs = sweep(parsed("data=xor&seed=7"), {}, 0);
  CHECK(texts(runs.value) == std::vector<std::string>{"data=xor&seed=7"});
}

TEST_CASE("a value that does not fit is refused in the words of its key", "[experiment][sweep]") {
  const auto runs = sweep(parsed("data=circle"), {{"net", {"4:tanh", "9:tanx"}}}, 3);
  REQUIRE(runs.problems.size() == 1);
  CHECK(runs.problems[0].key == "net");
  CHECK(runs.problems[0].nearest == "tanh");
}

TEST_CASE("a sweep too long for any machine is refused before it is made", "[experiment][sweep]") {
  std::vector<SweepAxis> axes;
  for (const char* key : {"lr", "noise", "l2", "l1", "test"}) axes.push_back({key, std::vector<std::string>(1000, "0.1")});
  const auto runs = sweep(parsed("data=circle"), axes, 10'000);
  REQUIRE(runs.problems.size() == 1);
  CHECK(runs.problems[0].code == "too-many");
}

TEST_CASE("the spread of some numbers is their ends and the middle, without those that are not finite", "[experiment][sweep]") {
  const Spread odd = spread({3, 1, 2});
  CHECK(odd.count == 3);
  CHECK(odd.low == 1);
  CHECK(odd.median == 2);
  CHECK(odd.high == 3);
  CHECK(spread({4, 1, 3, 2}).median == 2.5);
  CHECK(spread({NAN, 7, INFINITY}).count == 1);
  CHECK(spread_json(spread({NAN})) == R"({"count":0})");
  CHECK(spread_json(spread({0.5})) == R"({"count":1,"low":0.5,"median":0.5,"high":0.5})");
}

TEST_CASE("a sweep for the page says what its axes are, keeps to its cap, and gives every run its length", "[experiment][sweep]") {
  CHECK(sweep_json("data=circle", {"lr=0.1", "lr=0.2"}, 2, "5", 4) ==
        R"({"ok":true,"axes":[{"key":"lr","label":"Learning rate","values":["0.1","0.2"]}],"experiments":[)"
        R"("data=circle&lr=0.1&epochs=5","data=circle&lr=0.1&epochs=5&seed=2",)"
        R"("data=circle&lr=0.2&epochs=5","data=circle&lr=0.2&epochs=5&seed=2"]})");
  const auto refuses = [](const std::string& json, const char* code) { return json.find(code) != std::string::npos; };
  CHECK(refuses(sweep_json("data=circle", {"lr=0.1", "lr=0.2"}, 2, "", 3), "too-many"));
  CHECK(refuses(sweep_json("data=circle", {"lrr=0.1"}, 1, "", 9), "unknown-key"));
  CHECK(refuses(sweep_json("data=circle", {"lr=0.1"}, 1, "many", 9), "not-a-number"));
  CHECK(refuses(sweep_json("data=circel", {"lr=0.1"}, 1, "", 9), "unknown-choice"));
}

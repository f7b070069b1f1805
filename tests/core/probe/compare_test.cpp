#include "glassbox/compare.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "glassbox/snapshot.hpp"

using namespace glassbox;

namespace {

Trainer trainer_of(std::string_view text, std::int64_t steps = 0) {
  const Result<Experiment> parsed = parse(text);
  REQUIRE(parsed.ok());
  Result<Trainer> made = Trainer::create(parsed.value, {});
  REQUIRE(made.ok());
  made.value.advance(steps);
  return std::move(made.value);
}

struct Map {
  std::vector<float> values, classes;
  int outputs = 0;
};

Map decision(std::string_view text, std::int64_t steps) {
  Trainer trainer = trainer_of(text, steps);
  Snapshot snapshot;
  take_snapshot(trainer, kPartDecision, 0, {}, snapshot);
  const SnapshotEntry& entry = snapshot.entries.at(0);
  const auto* numbers = reinterpret_cast<const float*>(snapshot.bytes.data() + entry.offset);
  Map map = {{numbers, numbers + entry.shape[0] * entry.shape[1] * entry.shape[2]}, {}, entry.shape[0]};
  if (snapshot.entries.size() > 1) {
    const auto* classes = reinterpret_cast<const float*>(snapshot.bytes.data() + snapshot.entries[1].offset);
    map.classes.assign(classes, classes + entry.shape[1] * entry.shape[2]);
  }
  return map;
}

bool says(const std::string& json, const std::string& part) { return json.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("identical experiments differ by exactly 0 after any number of steps", "[compare]") {
  for (const std::string_view text : {"data=spiral", "data=spiral3&net=6:relu", "data=sine&net=4:tanh&precision=64"}) {
    const Map one = decision(text, 137), other = decision(text, 137);
    const AnswerDifference same = difference(one.values, other.values, one.outputs, one.classes, other.classes);
    CHECK(same.values.size() * static_cast<std::size_t>(one.outputs) == one.values.size());
    CHECK(same.different == 0);
    CHECK(same.largest == 0);
    CHECK(same.mean == 0);
    CHECK(same.otherwise == 0);
  }
}

TEST_CASE("another learning rate answers otherwise, by as much as the maps say", "[compare]") {
  const Map one = decision("data=spiral&lr=0.01", 300), other = decision("data=spiral&lr=0.1", 300);
  const AnswerDifference found = difference(one.values, other.values, 1, one.classes, other.classes);
  CHECK(found.has_sign);
  CHECK(found.different > 0);
  CHECK(found.otherwise > 0);
  double largest = 0, sum = 0;
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    const double delta = static_cast<double>(other.values[i]) - one.values[i];
    CHECK(found.values[i] == Approx(delta).margin(1e-7));
    largest = std::max(largest, std::abs(delta));
    sum += std::abs(delta);
  }
  CHECK(found.largest == Approx(largest).margin(1e-7));
  CHECK(found.mean == Approx(sum / static_cast<double>(one.values.size())));
}

TEST_CASE("of two shares the second counts, of more what went from some classes to others", "[compare]") {
  const std::vector<float> first = {0.75f, 0.5f, 0.25f, 0.5f}, second = {0.25f, 0.5f, 0.75f, 0.5f};
  const AnswerDifference two = difference(first, second, 2, std::vector<float>{0, 0}, std::vector<float>{1, 0});
  CHECK(two.has_sign);
  CHECK(two.values == std::vector<float>{0.5f, 0});
  CHECK(two.different == 1);
  CHECK(two.otherwise == 1);
  const std::vector<float> a = {0.5f, 0.25f, 0.25f}, b = {0.25f, 0.25f, 0.5f};
  const AnswerDifference three = difference(a, b, 3);
  CHECK_FALSE(three.has_sign);
  CHECK(three.values == std::vector<float>{0.25f});
}

TEST_CASE("numbers that are not finite are no difference where they are the same, and never a finite one elsewhere", "[compare]") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  const std::vector<float> first = {nan, inf, 1}, second = {nan, inf, nan}, third = {0, 0, 1};
  CHECK(difference(first, first, 1).different == 0);
  CHECK(difference(first, second, 1).different == 1);
  CHECK(std::isnan(difference(first, second, 1).largest));
  CHECK(std::isnan(difference(first, third, 1).largest));
  CHECK(difference(first, {second.data(), 2}, 1).values.empty());
}

TEST_CASE("two runs are told apart by their data, their start and the size of their steps", "[compare]") {
  const Trainer base = trainer_of("data=circle&net=4:tanh");
  const auto against = [&](std::string_view text) { return comparison_json(base, trainer_of(text)); };
  CHECK(against("data=circle&net=4:tanh") == R"({"sameData":true,"sameStart":true,"byEpoch":false,"sameQuestions":true,"differences":[]})");
  const std::string rate = against("data=circle&net=4:tanh&lr=0.3");
  CHECK(says(rate, R"("sameData":true,"sameStart":true,"byEpoch":false)"));
  CHECK(says(rate, R"({"key":"lr","label":"Learning rate","first":"0.01","second":"0.3"})"));
  CHECK(says(against("data=circle&net=4:tanh&batch=20"), R"("byEpoch":true)"));
  CHECK(says(against("data=circle&net=4:tanh&seed=2"), R"("sameStart":false)"));
  CHECK(says(against("data=circle&noise=0.3&net=4:tanh"), R"("sameData":false,"sameStart":true)"));
  CHECK(says(against("data=spiral3&net=4:tanh"), R"("sameQuestions":false)"));
}

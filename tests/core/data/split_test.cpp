#include "data/split.hpp"

#include <algorithm>
#include <numeric>

#include "data/made.hpp"

namespace glassbox {
namespace {

int count(const std::vector<Part>& part, Part wanted) { return static_cast<int>(std::count(part.begin(), part.end(), wanted)); }

Experiment split_as(const std::string& split, double test, double blind) {
  Experiment experiment;
  experiment.split = split;
  experiment.test = test;
  experiment.blind = blind;
  return experiment;
}

}  // namespace

TEST_CASE("numpy's permutation gives scikit-learn's split of the digits") {
  Experiment experiment = on("digits");
  experiment.split = "numpy";
  experiment.splitseed = 42;
  const Dataset dataset = made(experiment);
  const Prepared prepared = prepare(experiment, dataset);
  REQUIRE(prepared.train.size() == 1437);
  REQUIRE(prepared.test.size() == 360);
  // From numpy.random.RandomState(42).permutation(1797): the test part first.
  CHECK(std::vector<int>(prepared.test.begin(), prepared.test.begin() + 5) == std::vector<int>{1245, 220, 1518, 438, 1270});
  CHECK(std::vector<int>(prepared.train.begin(), prepared.train.begin() + 5) == std::vector<int>{1734, 855, 1642, 175, 925});
  const auto label = [&](std::size_t i) { return dataset.target[prepared.train[i]]; };
  CHECK(std::vector<double>{label(0), label(1), label(2)} == std::vector<double>{6, 0, 0});
  CHECK(std::vector<double>{label(1434), label(1435), label(1436)} == std::vector<double>{2, 7, 1});
}

TEST_CASE("parts have their shares, rounded up, and leave a training row") {
  for (const char* split : {"random", "last", "numpy"}) {
    CAPTURE(split);
    const std::vector<Part> usual = data::assign_parts(split_as(split, 0.3, 0.1), 25);
    CHECK(count(usual, Part::test) == 8);
    CHECK(count(usual, Part::blind) == 3);
    CHECK(count(usual, Part::train) == 14);
    CHECK(count(data::assign_parts(split_as(split, 0.3, 0), 1), Part::train) == 1);
    CHECK(count(data::assign_parts(split_as(split, 0.5, 0.4), 2), Part::train) == 1);
    CHECK(count(data::assign_parts(split_as(split, 0.5, 0.4), 3), Part::train) == 1);
    CHECK(count(data::assign_parts(split_as(split, 0, 0), 10), Part::train) == 10);
  }
}

TEST_CASE("last cuts the rows as they stand: train, test, blind") {
  const std::vector<Part> part = data::assign_parts(split_as("last", 0.2, 0.1), 10);
  CHECK(std::is_sorted(part.begin(), part.end()));
  CHECK(count(part, Part::test) == 2);
}

TEST_CASE("random parts depend on their own seed only") {
  Experiment experiment = split_as("random", 0.3, 0);
  const std::vector<Part> first = data::assign_parts(experiment, 200);
  experiment.seed = 99;
  experiment.dataseed = 99;
  CHECK(data::assign_parts(experiment, 200) == first);
  experiment.blind = 0.1;
  const std::vector<Part> with_blind = data::assign_parts(experiment, 200);
  for (std::size_t row = 0; row < 200; ++row) CHECK((with_blind[row] == Part::test) == (first[row] == Part::test));
  experiment.splitseed = 2;
  CHECK(data::assign_parts(experiment, 200) != with_blind);
}

TEST_CASE("every row is in exactly one part") {
  for (const char* split : {"random", "last", "numpy"}) {
    for (const char* name : {"spiral", "reflectivity"}) {
      Experiment experiment = on(name);
      experiment.split = split;
      experiment.blind = 0.1;
      const Dataset dataset = made(experiment);
      const Prepared prepared = prepare(experiment, dataset);
      std::vector<int> all = prepared.train;
      all.insert(all.end(), prepared.test.begin(), prepared.test.end());
      all.insert(all.end(), prepared.blind.begin(), prepared.blind.end());
      std::sort(all.begin(), all.end());
      std::vector<int> expected(dataset.rows);
      std::iota(expected.begin(), expected.end(), 0);
      CHECK(all == expected);
      for (const int row : prepared.blind) CHECK(dataset.part[row] == Part::blind);
    }
  }
}

}  // namespace glassbox

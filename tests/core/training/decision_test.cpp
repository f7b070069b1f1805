#include "training/decision.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "glassbox/fields.hpp"
#include "golden/golden.hpp"
#include "network/arena.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

constexpr const char* kThree = "data=spiral3&net=4:tanh&epochs=0";

/// Shares of three classes in one row.
Decision<double>::Answer decided(const std::vector<double>& costs, const std::vector<double>& shares) {
  Experiment experiment = experiment_of(kThree);
  experiment.costs = costs;
  const math::Panel<double> panel = {nullptr, 1, math::kLanes, 3};
  network::Arena<double> numbers(3 * math::kLanes);
  for (int k = 0; k < 3; ++k) numbers.data()[k * math::kLanes] = shares[static_cast<std::size_t>(k)];
  return Decision<double>(experiment, Prepared{}).of({numbers.data(), panel.rows, panel.stride, panel.units}, 0);
}

std::string problem_of(const std::string& text) {
  const Result<Experiment> parsed = parse(text);
  return parsed.ok() ? "" : describe(parsed.problems.front());
}

}  // namespace

TEST_CASE("with a cost matrix the answer is the class that numpy expects to cost least, in every part", "[costs]") {
  std::ifstream file(GLASSBOX_FIXTURES "/decisions.txt");
  std::string text, answers;
  int cases = 0;
  while (std::getline(file, text) && std::getline(file, answers)) {
    for (const char* precision : {"32", "64"}) {
      Trainer trainer = trainer_of(text + precision);
      const auto answered = golden::numbers_of(golden::snapshot_of(trainer, kPartPredictions), "prediction_class", -1);
      std::istringstream stream(answers);
      const Dataset& dataset = trainer.dataset();
      const std::size_t classes = dataset.class_names.size();
      double sum[3] = {}, always[3] = {};
      for (int row = 0; row < dataset.rows; ++row) {
        std::size_t expected = 0;
        REQUIRE(stream >> expected);
        REQUIRE(answered[static_cast<std::size_t>(row)] == static_cast<double>(expected));
        const std::size_t truth = static_cast<std::size_t>(dataset.target[static_cast<std::size_t>(row)]);
        const auto part = static_cast<std::size_t>(dataset.part[static_cast<std::size_t>(row)]);
        sum[part] += trainer.experiment().costs[truth * classes + expected];
        always[part] += trainer.experiment().costs[truth * classes + 1];
      }
      const Metrics metrics = trainer.measure();
      for (int part = 0; part < 3; ++part) {
        REQUIRE(metrics.part[part].rows > 0);
        CHECK(metrics.part[part].cost * metrics.part[part].rows == Approx(sum[part]).epsilon(1e-12));
        CHECK(metrics.part[part].cost_always.at(1) * metrics.part[part].rows == Approx(always[part]).epsilon(1e-12));
      }
      ++cases;
    }
  }
  CHECK(cases == 6);
}

TEST_CASE("without costs the largest share decides, with equal costs too, and of equals the first", "[costs]") {
  const std::vector<double> equal = {0, 2, 2, 2, 0, 2, 2, 2, 0};
  for (const std::vector<double>& costs : {std::vector<double>(), equal}) {
    CHECK(decided(costs, {0.2, 0.5, 0.3}).label[0] == 1);
    CHECK(decided(costs, {0.25, 0.25, 0.5}).label[0] == 2);
    CHECK(decided(costs, {0.375, 0.375, 0.25}).label[0] == 0);
  }
  CHECK(decided({}, {0.25, 0.5, 0.25}).margin[0] == 0.25);
}

TEST_CASE("a dear mistake is avoided although another class is likelier, by the difference of the costs", "[costs]") {
  // expected costs 8 · 0.25, 8 · 0.25 and 0.75, over 8
  const auto answer = decided({0, 1, 1, 1, 0, 1, 8, 8, 0}, {0.5, 0.25, 0.25});
  CHECK(answer.label[0] == 2);
  CHECK(answer.margin[0] == (2.25 - 0.75) / 8);
}

TEST_CASE("the decision map names the class and margin of every place", "[costs]") {
  Trainer plain = trainer_of(kThree), priced = trainer_of(std::string(kThree) + "&costs=0,1,1;1,0,1;8,8,0");
  plain.advance(300);
  priced.advance(300);
  CHECK(plain.weights_hash() == priced.weights_hash());
  const auto third = [](Trainer& trainer) {
    const Snapshot snapshot = golden::snapshot_of(trainer, kPartDecision);
    const auto classes = golden::numbers_of(snapshot, "decision_class", -1);
    const auto margins = golden::numbers_of(snapshot, "decision_margin", -1);
    CHECK(classes.size() == golden::numbers_of(snapshot, "decision", -1).size() / 3);
    CHECK(std::all_of(margins.begin(), margins.end(), [](double margin) { return margin >= 0 && margin <= 1; }));
    return std::count(classes.begin(), classes.end(), 2.0);
  };
  CHECK(third(priced) > third(plain));
}

TEST_CASE("of two shares the second class is the answer above the cut, and above a half without one", "[costs]") {
  std::vector<std::ptrdiff_t> seconds;
  for (const double cut : {0.0, 0.25, 0.5, 0.8, 1.0}) {
    Trainer trainer = trainer_of("data=moons&noise=0.4&net=none&out=softmax&test=0.4&epochs=0&cut=" + std::to_string(cut));
    trainer.advance(40);
    const auto shares = golden::numbers_of(golden::snapshot_of(trainer, kPartPredictions), "prediction", -1);
    const auto answers = golden::numbers_of(golden::snapshot_of(trainer, kPartPredictions), "prediction_class", -1);
    const std::size_t rows = answers.size();
    REQUIRE(shares.size() == 2 * rows);
    std::size_t right = 0, tested = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      REQUIRE(answers[row] == (shares[rows + row] > cut ? 1 : 0));
      if (trainer.dataset().part[row] != Part::test) continue;
      ++tested;
      right += answers[row] == trainer.dataset().target[row] ? 1 : 0;
    }
    CHECK(trainer.measure().part[1].accuracy == Approx(static_cast<double>(right) / static_cast<double>(tested)));
    seconds.push_back(std::count(answers.begin(), answers.end(), 1.0));
  }
  CHECK((seconds.front() > seconds[1] && seconds[1] > seconds[2] && seconds[2] > seconds[3] && seconds[3] > 0 && seconds[4] == 0));
}

TEST_CASE("two classes have their costs in a matrix too, for the picture", "[costs]") {
  const Trainer trainer = trainer_of("data=mortgage&cost01=3&cost10=2");
  CHECK(cost_matrix(trainer.experiment(), trainer.dataset()) == std::vector<double>{0, 3, 2, 0});
  const Trainer plain = trainer_of("data=mortgage");
  CHECK(cost_matrix(plain.experiment(), plain.dataset()).empty());
}

TEST_CASE("a cost matrix is read and written row by row, and refused with its reason", "[costs]") {
  const std::string text = "data=spiral3&costs=0,1,5;1,0,1;2.5,1,0";
  CHECK(format(parse(text).value) == text);
  CHECK(parse(text).value.costs == std::vector<double>{0, 1, 5, 1, 0, 1, 2.5, 1, 0});
  CHECK(problem_of("data=spiral3&costs=0,1;1,0") == "costs: there are 4 numbers, but 9 are needed.");
  CHECK(problem_of("data=spiral3&costs=0,1,5;1,0").find("with as many costs") != std::string::npos);
  CHECK(problem_of("data=spiral3&costs=0,1,5;1,0,1;2,x,0").find("not a number") != std::string::npos);
  CHECK(problem_of("data=spiral3&costs=0,1,5;1,0,1;2,-1,0").find("out of range") != std::string::npos);
  CHECK(problem_of("data=spiral3&costs=0,0,0;0,0,0;0,0,0").find("above 0") != std::string::npos);
  CHECK(problem_of("data=moons&costs=0,1;1,0").find("two have cost01 and cost10") != std::string::npos);
  CHECK(problem_of("data=sine&costs=0,1;1,0").find("Used with three classes or more") != std::string::npos);
  const Change changed = with_field(parse(text).value, "data", "moons");
  CHECK(changed.problems.empty());
  CHECK(changed.experiment.costs.empty());
}

}  // namespace glassbox::training

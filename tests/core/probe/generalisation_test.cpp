#include "glassbox/generalisation.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "data/registry.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"

namespace glassbox {
namespace {

Trainer trained(const std::string& text, std::int64_t steps) {
  Trainer trainer = golden::trainer_of(text);
  trainer.advance(steps);
  return trainer;
}

std::vector<double> raw_row(const Dataset& dataset, int row) {
  std::vector<double> values;
  for (int column = 0; column < dataset.columns; ++column)
    values.push_back(dataset.x[static_cast<std::size_t>(column) * dataset.rows + static_cast<std::size_t>(row)]);
  return values;
}

bool says(const std::string& json, const std::string& part) { return json.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("What the rows of a part cost adds up to its loss, whatever the loss", "[generalisation]") {
  for (const char* text : {"data=moons&net=4:tanh&precision=64", "data=spiral3&net=4:tanh&classw=1,2,0.5&blind=0.2&precision=64",
                           "data=sine&net=4:tanh&loss=huber&reduce=sum&precision=64", "data=iris&net=4:linear,bn,act:relu&precision=64",
                           "data=digits&target=inputs&net=8:tanh,2:tanh,8:tanh&out=sigmoid&batch=64&precision=64",
                           "data=mortgage&test=0.2&net=5:relu&logclip=floor&precision=64"}) {
    INFO(text);
    Generalisation generalisation(trained(text, 30));
    Trainer again = trained(text, 30);
    const Metrics metrics = again.measure();
    for (int part = 0; part < 3; ++part) {
      double total = 0, shares = 0, weight = 0;
      double before = HUGE_VAL;
      const std::vector<RowLoss>& rows = generalisation.rows(static_cast<Part>(part));
      REQUIRE(static_cast<int>(rows.size()) == metrics.part[part].rows);
      if (rows.empty()) continue;
      for (const RowLoss& row : rows) {
        CHECK(row.loss <= before);
        before = row.loss;
        total += row.loss;
        shares += row.share;
        const std::vector<double>& classw = again.experiment().classw;
        weight += classw.empty() ? 1 : classw[static_cast<std::size_t>(again.dataset().target[static_cast<std::size_t>(row.row)])];
      }
      CHECK(total / (again.experiment().reduce == "sum" ? 1 : weight) == Approx(metrics.part[part].loss).epsilon(1e-12));
      CHECK(shares == Approx(1).epsilon(1e-12));
    }
  }
}

TEST_CASE("Two of the course's twenty predictions are 82.7 % of the loss", "[generalisation][golden]") {
  golden::References expected = golden::read_course();
  std::string rows;
  for (std::size_t i = 0; i < expected["4.6 z"].size(); ++i) {
    rows += (i > 0 ? ";" : "") + write_number(expected["4.6 z"][i]) + "," + write_number(expected["4.6 y"][i]);
  }
  Generalisation generalisation(
      golden::trainer_of("data=rows&rows=class(z):" + rows + "&net=none&scale=none&test=0&opt=sgd&lr=0&w=1,0&logclip=eps&precision=64"));
  const std::vector<RowLoss>& ranked = generalisation.rows(Part::train);
  CHECK(ranked[0].share + ranked[1].share == Approx(.827).margin(.0005));
  CHECK(ranked[0].row + ranked[1].row == 1);
  const std::string overview = generalisation.overview_json();
  CHECK(says(overview, "\"half\":2"));
  for (const char* policy : {"exact", "eps", "add", "floor"}) {
    const std::string name = "\"name\":\"" + std::string(policy) + "\"";
    const std::size_t place = overview.find("[", overview.find("\"loss\":[", overview.find(name)));
    REQUIRE(place != std::string::npos);
    CHECK(std::stod(overview.substr(place + 1)) == Approx(expected["4.6 " + std::string(policy)][0]).epsilon(1e-13));
  }
}

TEST_CASE("A swept input gives the network's own answers, inside and outside the training rows", "[generalisation]") {
  for (const char* text : {"data=reflectivity&net=20:sigmoid&precision=64", "data=wine&net=5:tanh", "data=sine&net=6:tanh"}) {
    INFO(text);
    Trainer other = trained(text, 50);
    const Generalisation generalisation(trained(text, 50));
    const int column = other.dataset().columns - 1, row = 3;
    const SweptInput swept = generalisation.sweep(row, column);
    CHECK(swept.x.front() < swept.trained_low);
    CHECK(swept.x.back() > swept.trained_high);
    const std::size_t last = summarize(other.experiment()).layers.size() - 1;
    for (const std::size_t point : {std::size_t{0}, std::size_t{77}, swept.x.size() - 1}) {
      std::vector<double> input = raw_row(other.dataset(), row);
      input[static_cast<std::size_t>(column)] = swept.x[point];
      const auto answer = golden::numbers_of(golden::snapshot_of(other, kPartTrace, input), "activation", static_cast<int>(last));
      REQUIRE(answer.size() == swept.answers.size());
      for (std::size_t k = 0; k < answer.size(); ++k) CHECK(swept.answers[k][point] == Approx(answer[k]).epsilon(1e-6));
    }
    CHECK(trained(text, 50).state_hash() == generalisation.run().state_hash());
  }
}

TEST_CASE("The truth of a sweep is the equation that made the targets", "[generalisation][golden]") {
  for (const char* text :
       {"data=reflectivity", "data=line&noise=0", "data=square&noise=0", "data=sine&noise=0", "data=plane&noise=0", "data=bumps&noise=0"}) {
    INFO(text);
    const Trainer trainer = golden::trainer_of(text);
    const data::SetRow* set = data::find_set(trainer.experiment().data);
    for (int row = 0; row < trainer.dataset().rows; ++row)
      REQUIRE(set->truth(raw_row(trainer.dataset(), row)).value() == trainer.dataset().target[static_cast<std::size_t>(row)]);
  }
  const auto reflected = [](double degrees) {
    const std::vector<double> rocks = {2500, 1200, 2200, 3000, 1600, 2300, degrees};
    return data::find_set("reflectivity")->truth(rocks);
  };
  CHECK(reflected(0).value() == Approx(0.11290322580645).margin(5e-15));
  CHECK(reflected(20).value() == Approx(0.08884742939848).margin(5e-15));
  CHECK(reflected(40).value() == Approx(0.05941111968039).margin(5e-15));
  CHECK_FALSE(reflected(70).has_value());
  CHECK_FALSE(reflected(-1).has_value());
  const Generalisation sine(golden::trainer_of("data=sine"));
  CHECK(sine.sweep(0, 0).truth.size() == sine.sweep(0, 0).x.size());
  CHECK(Generalisation(golden::trainer_of("data=wine")).sweep(0, 0).truth.empty());
}

TEST_CASE("Rows outside the range of the training rows are named with their columns", "[generalisation]") {
  Generalisation generalisation(golden::trainer_of("data=reflectivity"));
  for (const RowLoss& row : generalisation.rows(Part::train)) CHECK(row.out.empty());
  const std::vector<RowLoss>& deeper = generalisation.rows(Part::blind);
  CHECK(deeper.size() == 100);
  for (const RowLoss& row : deeper) CHECK(std::find(row.out.begin(), row.out.end(), 6) != row.out.end());
  CHECK(says(generalisation.overview_json(), "\"outside\":100"));
  CHECK(says(generalisation.overview_json(), "\"column\":6"));
}

/// Each slope beside the quotient of differences of the same sum, as a traced example of its own shows it.
void check_slopes(const std::string& text, int row, const std::vector<int>& columns) {
  Trainer other = trained(text, 10);
  const InputSlopes found = Generalisation(trained(text, 10)).slopes(row);
  const int last = static_cast<int>(summarize(other.experiment()).layers.size()) - 1;
  const auto sum_with = [&](int column, double more) {
    std::vector<double> values = raw_row(other.dataset(), row);
    values[static_cast<std::size_t>(column)] += more;
    return golden::numbers_of(golden::snapshot_of(other, kPartTrace, values), "sum", last)[static_cast<std::size_t>(found.output)];
  };
  REQUIRE(found.slopes.size() == static_cast<std::size_t>(other.dataset().columns));
  for (const int column : columns) {
    INFO(text << ", column " << column);
    const double quotient = (sum_with(column, 1e-4) - sum_with(column, -1e-4)) / 2e-4;
    CHECK(found.slopes[static_cast<std::size_t>(column)] == Approx(quotient).margin(1e-7));
  }
}

TEST_CASE("The slopes of an image are those of its answer's sum, pixel by pixel", "[generalisation]") {
  const std::string text = "data=digits&net=conv:3x3:tanh,pool:2,8:tanh&batch=64&precision=64";
  check_slopes(text, 5, {0, 10, 27, 36, 53, 63});
  CHECK(says(Generalisation(trained(text, 10)).slopes_json(99999), "\"row\":1796"));
}

TEST_CASE("A raw input counts in everything that is derived from it", "[generalisation]") {
  check_slopes("data=spiral&in=x1,x2,x1x1,x2x2,x1x2,sinx1,sinx2&scale=standard&net=8:tanh&precision=64", 3, {0, 1});
}

}  // namespace glassbox

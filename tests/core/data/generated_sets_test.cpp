#include <cmath>
#include <vector>

#include "data/made.hpp"

namespace glassbox {
namespace {

bool is_generated(const data::SetRow& set) { return set.default_rows != set.max_rows; }

}  // namespace

TEST_CASE("every set makes what its row promises") {
  for (const data::SetRow& set : data::sets()) {
    if (set.name == "rows") continue;
    CAPTURE(set.name);
    const Dataset dataset = made(on(std::string(set.name)));
    CHECK(dataset.rows == set.default_rows + set.own_blind_rows);
    CHECK(dataset.columns == set.columns);
    CHECK(dataset.classes == set.classes);
    CHECK(dataset.class_names.size() == (set.classes ? static_cast<std::size_t>(set.class_count) : 0));
    CHECK(dataset.column_names.size() == static_cast<std::size_t>(set.columns));
    CHECK(dataset.x.size() == static_cast<std::size_t>(dataset.rows) * dataset.columns);
    CHECK(dataset.target.size() == static_cast<std::size_t>(dataset.rows));
    CHECK(dataset.part.size() == static_cast<std::size_t>(dataset.rows));
    CHECK(table_needed(on(std::string(set.name))) == set.table);
    CHECK(dataset.credit.empty() == set.table.empty());
  }
}

TEST_CASE("without noise no row leaves its set's domain") {
  for (const data::SetRow& set : data::sets()) {
    if (set.name == "rows") continue;
    CAPTURE(set.name);
    for (std::uint32_t seed = 0; seed < 5; ++seed) {
      Experiment experiment = on(std::string(set.name));
      experiment.n = set.max_rows;
      experiment.dataseed = seed;
      const Dataset dataset = made(experiment);
      int outside = 0;
      for (int column = 0; column < dataset.columns; ++column) {
        for (int row = 0; row < dataset.rows; ++row) {
          const double value = x_of(dataset, row, column);
          outside += !(value >= dataset.low[column] && value <= dataset.high[column]);
        }
      }
      CHECK(outside == 0);
    }
  }
}

TEST_CASE("the classes of a generated set take turns") {
  for (const data::SetRow& set : data::sets()) {
    if (!is_generated(set) || !set.classes) continue;
    CAPTURE(set.name);
    const Dataset dataset = made(on(std::string(set.name)));
    int out_of_turn = 0;
    for (int row = 0; row < dataset.rows; ++row) out_of_turn += dataset.target[row] != row % set.class_count;
    CHECK(out_of_turn == 0);
  }
}

TEST_CASE("more rows leave the earlier ones where they were") {
  for (const data::SetRow& set : data::sets()) {
    if (!is_generated(set)) continue;
    CAPTURE(set.name);
    Experiment experiment = on(std::string(set.name));
    experiment.noise = 0.1;
    experiment.n = 50;
    const Dataset few = made(experiment);
    experiment.n = 77;
    const Dataset many = made(experiment);
    int moved = 0;
    for (int row = 0; row < 50; ++row) {
      moved += few.target[row] != many.target[row];
      for (int column = 0; column < few.columns; ++column) moved += x_of(few, row, column) != x_of(many, row, column);
    }
    for (int row = 0; row < set.own_blind_rows; ++row) moved += few.target[50 + row] != many.target[77 + row];
    CHECK(moved == 0);
  }
}

TEST_CASE("noise moves points away from places it does not change") {
  for (const data::SetRow& set : data::sets()) {
    if (!set.has_noise) continue;
    CAPTURE(set.name);
    Experiment experiment = on(std::string(set.name));
    const Dataset clean = made(experiment);
    experiment.noise = 0.1;
    const Dataset some = made(experiment);
    experiment.noise = 0.2;
    const Dataset twice = made(experiment);
    const std::vector<double>& a = set.classes ? clean.x : clean.target;
    const std::vector<double>& b = set.classes ? some.x : some.target;
    const std::vector<double>& c = set.classes ? twice.x : twice.target;
    int unlike = 0, still = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      unlike += std::abs((c[i] - a[i]) - 2 * (b[i] - a[i])) > 1e-12;
      still += a[i] == b[i];
    }
    CHECK(unlike == 0);
    CHECK(still == 0);
    CHECK((set.classes ? clean.target == twice.target : clean.x == twice.x));
  }
}

TEST_CASE("another data seed gives other rows") {
  for (const data::SetRow& set : data::sets()) {
    if (!is_generated(set)) continue;
    CAPTURE(set.name);
    Experiment experiment = on(std::string(set.name));
    const Dataset first = made(experiment);
    CHECK(made(experiment).x == first.x);
    experiment.dataseed = 2;
    CHECK(made(experiment).x != first.x);
  }
}

TEST_CASE("the classes of the plane lie where their names say") {
  const Dataset circle = made(on("circle"));
  const Dataset signs = made(on("xor"));
  const Dataset clouds = made(on("gauss"));
  int misplaced = 0;
  double sum[2] = {0, 0};
  for (int row = 0; row < circle.rows; ++row) {
    const double radius = std::hypot(x_of(circle, row, 0), x_of(circle, row, 1));
    misplaced += circle.target[row] == 1 ? radius > 2.5 + 1e-12 : radius < 3.5 - 1e-12;
    misplaced += (x_of(signs, row, 0) * x_of(signs, row, 1) < 0) != (signs.target[row] == 1);
    sum[static_cast<int>(clouds.target[row])] += (x_of(clouds, row, 0) + x_of(clouds, row, 1)) / 2;
  }
  CHECK(misplaced == 0);
  CHECK(sum[0] / (clouds.rows / 2.0) == Approx(-2).margin(0.2));
  CHECK(sum[1] / (clouds.rows / 2.0) == Approx(2).margin(0.2));
}

TEST_CASE("a spiral's angle follows from its radius and its arm") {
  constexpr double kFullTurn = 6.283185307179586;
  for (const char* name : {"spiral", "spiral3"}) {
    const Dataset dataset = made(on(name));
    const int arms = static_cast<int>(dataset.class_names.size());
    double worst = 0;
    for (int row = 0; row < dataset.rows; ++row) {
      const double radius = std::hypot(x_of(dataset, row, 0), x_of(dataset, row, 1));
      const double angle = kFullTurn * (1.75 * radius / 5 + dataset.target[row] / arms);
      const double miss = std::hypot(x_of(dataset, row, 0) - radius * std::cos(angle), x_of(dataset, row, 1) - radius * std::sin(angle));
      worst = std::max(worst, miss);
    }
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("number sets hold their formula and stay within -1 and 1") {
  const Dataset plane = made(on("plane")), line = made(on("line")), square = made(on("square")), sine = made(on("sine"));
  for (int row = 0; row < 100; ++row) {
    CHECK(plane.target[row] == Approx((x_of(plane, row, 0) + x_of(plane, row, 1)) / 12).margin(1e-15));
    CHECK(line.target[row] == Approx(0.15 * line.x[row] + 0.1).margin(1e-15));
    CHECK(square.target[row] == Approx(square.x[row] * square.x[row] / 18 - 1).margin(1e-15));
    CHECK(sine.target[row] == Approx(std::sin(sine.x[row])).margin(1e-14));
  }
  Experiment experiment = on("bumps");
  experiment.n = 10000;
  const Dataset bumps = made(experiment);
  double low = 0, high = 0;
  for (const double target : bumps.target) {
    low = std::min(low, target);
    high = std::max(high, target);
  }
  CHECK(low < -0.98);
  CHECK(low >= -1);
  CHECK(high > 0.98);
  CHECK(high <= 1);
}

TEST_CASE("a row count outside the set's range and an unknown set are refused") {
  Experiment experiment = on("circle");
  for (const int n : {-1, 0, 10001}) {
    experiment.n = n;
    const Result<Dataset> result = make_dataset(experiment, {});
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].code == "out-of-range");
    CHECK(result.problems[0].key == "n");
  }
  experiment.data = "nothing";
  CHECK_FALSE(make_dataset(experiment, {}).ok());
  CHECK(table_needed(experiment).empty());
}

}  // namespace glassbox

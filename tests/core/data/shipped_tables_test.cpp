#include <algorithm>
#include <numeric>
#include <utility>

#include "data/made.hpp"

namespace glassbox {
namespace {

std::vector<int> class_rows(const Dataset& dataset) {
  std::vector<int> counts(dataset.class_names.size());
  for (const double target : dataset.target) ++counts[static_cast<std::size_t>(target)];
  return counts;
}

std::pair<double, double> range_of(const Dataset& dataset, int column) {
  const auto first = dataset.x.begin() + column * dataset.rows;
  const auto [low, high] = std::minmax_element(first, first + dataset.rows);
  return {*low, *high};
}

double mean_of(const Dataset& dataset, int column) {
  const auto first = dataset.x.begin() + column * dataset.rows;
  return std::accumulate(first, first + dataset.rows, 0.0) / dataset.rows;
}

}  // namespace

TEST_CASE("the digits are scikit-learn's, in its order") {
  const Dataset dataset = made(on("digits"));
  REQUIRE(dataset.rows == 1797);
  CHECK(dataset.image_width == 8);
  std::vector<int> counts(10);
  for (const double target : dataset.target) ++counts[static_cast<std::size_t>(target)];
  CHECK(counts == std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});

  double sum = 0;
  int above_zero = 0;
  std::vector<int> constant;
  for (int column = 0; column < 64; ++column) {
    sum += x_of(dataset, 0, column);
    above_zero += x_of(dataset, 0, column) > 0;
    const auto first = dataset.x.begin() + column * dataset.rows;
    if (std::all_of(first, first + dataset.rows, [first](double value) { return value == *first; })) constant.push_back(column);
  }
  CHECK(sum == 294);
  CHECK(above_zero == 35);
  CHECK(constant == std::vector<int>{0, 32, 39});
}

TEST_CASE("odd or even is the same table with another target") {
  const Dataset digits = made(on("digits")), parity = made(on("parity"));
  CHECK(parity.x == digits.x);
  CHECK(parity.class_names == std::vector<std::string>{"even", "odd"});
  int unlike = 0;
  for (int row = 0; row < digits.rows; ++row) unlike += static_cast<int>(digits.target[row]) % 2 != static_cast<int>(parity.target[row]);
  CHECK(unlike == 0);
}

TEST_CASE("irises keep their tenths of a centimetre") {
  const Dataset dataset = made(on("iris"));
  CHECK(x_of(dataset, 0, 0) == 5.1);
  CHECK(x_of(dataset, 0, 3) == 0.2);
  CHECK(x_of(dataset, 149, 2) == 5.1);
  CHECK(std::count(dataset.target.begin(), dataset.target.end(), 1.0) == 50);
  CHECK(dataset.class_names == std::vector<std::string>{"setosa", "versicolor", "virginica"});
  CHECK(dataset.credit.find("Fisher") != std::string::npos);
}

TEST_CASE("wines have the figures that scikit-learn documents") {
  const Dataset dataset = made(on("wine"));
  REQUIRE(dataset.rows == 178);
  REQUIRE(dataset.columns == 13);
  CHECK(class_rows(dataset) == std::vector<int>{59, 71, 48});
  CHECK(dataset.column_names[12] == "proline");
  CHECK(x_of(dataset, 0, 0) == 14.23);
  CHECK(x_of(dataset, 0, 12) == 1065);
  CHECK(range_of(dataset, 0) == std::pair(11.03, 14.83));
  CHECK(range_of(dataset, 7) == std::pair(0.13, 0.66));
  CHECK(range_of(dataset, 9) == std::pair(1.28, 13.0));
  CHECK(range_of(dataset, 12) == std::pair(278.0, 1680.0));
  CHECK(mean_of(dataset, 9) == Approx(5.058089882022472).epsilon(1e-14));
  CHECK(mean_of(dataset, 12) == Approx(746.8932584269663).epsilon(1e-14));
  CHECK(dataset.credit.find("Forina") != std::string::npos);
}

TEST_CASE("tissue samples have the figures that scikit-learn documents, malignant first") {
  const Dataset dataset = made(on("cancer"));
  REQUIRE(dataset.rows == 569);
  REQUIRE(dataset.columns == 30);
  CHECK(class_rows(dataset) == std::vector<int>{212, 357});
  CHECK(dataset.class_names == std::vector<std::string>{"malignant", "benign"});
  CHECK(dataset.column_names[0] == "mean radius");
  CHECK(dataset.column_names[13] == "area error");
  CHECK(dataset.column_names[29] == "worst fractal dimension");
  CHECK(x_of(dataset, 0, 0) == 17.99);
  CHECK(x_of(dataset, 0, 29) == 0.1189);
  CHECK(x_of(dataset, 568, 14) == 0.007189);
  CHECK(range_of(dataset, 0) == std::pair(6.981, 28.11));
  CHECK(range_of(dataset, 6) == std::pair(0.0, 0.4268));
  CHECK(range_of(dataset, 23) == std::pair(185.2, 4254.0));
  CHECK(mean_of(dataset, 3) == Approx(654.8891036906855).epsilon(1e-14));
  CHECK(mean_of(dataset, 19) == Approx(0.0037949038664323374).epsilon(1e-14));
  CHECK(dataset.credit.find("Wolberg") != std::string::npos);
}

TEST_CASE("measured tables are standardised unless their text says otherwise") {
  for (const std::string name : {"iris", "wine", "cancer"}) {
    CHECK(parse("data=" + name).value.scale == "standard");
    CHECK(parse("data=" + name + "&scale=none").value.scale == "none");
  }
}

TEST_CASE("a missing table is refused") {
  const Result<Dataset> result = make_dataset(on("parity"), {});
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].code == "table-missing");
  CHECK(result.problems[0].value == "digits");
}

TEST_CASE("a damaged table is refused wherever the damage is") {
  const std::vector<std::uint8_t>& whole = shipped_tables().at("iris");
  const auto code = [](std::vector<std::uint8_t> bytes) {
    const Result<Dataset> result = make_dataset(on("iris"), {{"iris", std::move(bytes)}});
    return result.ok() ? "accepted" : result.problems[0].code;
  };
  CHECK(code(whole) == "accepted");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::vector<std::uint8_t> changed = whole;
    changed[at] ^= 1;
    CHECK(code(changed) == "table-damaged");
  }
  CHECK(code({whole.begin(), whole.end() - 1}) == "table-damaged");
  CHECK(code({}) == "table-damaged");
  CHECK(code(shipped_tables().at("digits")) == "table-damaged");
}

}  // namespace glassbox

#include "data/made.hpp"

namespace glassbox {

TEST_CASE("the four points of exclusive or are the course's") {
  const Dataset dataset = made(on("xor4"));
  REQUIRE(dataset.rows == 4);
  for (int row = 0; row < 4; ++row) {
    const double product = x_of(dataset, row, 0) * x_of(dataset, row, 1);
    CHECK((product == 1 || product == -1));
    CHECK(dataset.class_names[static_cast<std::size_t>(dataset.target[row])] == (product < 0 ? "+" : "o"));
    CHECK(dataset.part[row] == Part::train);
  }
}

TEST_CASE("the table of four rows is the course's, in its order") {
  const Dataset dataset = made(on("table4"));
  CHECK(dataset.x == std::vector<double>{0.3, 0.5, 0.9, 0.4, 0.6, 0.1, 0.9, 0.5});
  CHECK(dataset.target == std::vector<double>{1, 0, 0, 1});
}

TEST_CASE("mortgage rows have the stated means and covariances") {
  // Moments of the payers in closed form. Those of the defaulters, folded at zero, from 5 million rows of numpy's multivariate_normal with
  // the covariance [[138, -30], [-30, 139]] / sqrt(277).
  struct Moments {
    double mean1, mean2, var1, var2, cov;
  };
  constexpr Moments kExpected[] = {{6.0387, 8.0047, 7.8177, 8.2652, -1.7271}, {10, 10, 6, 6, 0}};
  constexpr int kSeeds = 20;
  double n[2] = {}, s1[2] = {}, s2[2] = {}, s11[2] = {}, s22[2] = {}, s12[2] = {};
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    Experiment experiment = on("mortgage");
    experiment.n = 10000;
    experiment.dataseed = seed;
    const Dataset dataset = made(experiment);
    for (int row = 0; row < dataset.rows; ++row) {
      const int label = static_cast<int>(dataset.target[row]);
      const double a = x_of(dataset, row, 0), b = x_of(dataset, row, 1);
      n[label] += 1;
      s1[label] += a;
      s2[label] += b;
      s11[label] += a * a;
      s22[label] += b * b;
      s12[label] += a * b;
    }
  }
  for (int label = 0; label < 2; ++label) {
    const Moments& expected = kExpected[label];
    const double mean1 = s1[label] / n[label], mean2 = s2[label] / n[label];
    CHECK(mean1 == Approx(expected.mean1).margin(0.03));
    CHECK(mean2 == Approx(expected.mean2).margin(0.03));
    CHECK(s11[label] / n[label] - mean1 * mean1 == Approx(expected.var1).margin(0.1));
    CHECK(s22[label] / n[label] - mean2 * mean2 == Approx(expected.var2).margin(0.1));
    CHECK(s12[label] / n[label] - mean1 * mean2 == Approx(expected.cov).margin(0.1));
  }
  // Folding leaves second moments about zero alone: mean² + variance of the repaired covariance.
  CHECK(s11[0] / n[0] == Approx(36 + 8.2916).margin(0.4));
  CHECK(s22[0] / n[0] == Approx(64 + 8.3517).margin(0.5));
}

TEST_CASE("mortgage comes as ten payers and ten defaulters, none with negative years where folded") {
  const Dataset dataset = made(on("mortgage"));
  CHECK(dataset.rows == 20);
  double payers = 0;
  for (int row = 0; row < dataset.rows; ++row) {
    payers += dataset.target[row];
    if (dataset.target[row] == 0) CHECK(x_of(dataset, row, 0) >= 0);
  }
  CHECK(payers == 10);
}

}  // namespace glassbox

#include <cmath>

#include "data/made.hpp"
#include "data/zoeppritz.hpp"

namespace glassbox {

TEST_CASE("reflected amplitudes agree with a solution of the four Zoeppritz equations in 30 digits") {
  struct Golden {
    double degrees, amplitude;
  };
  constexpr data::Rock kUpper = {2500, 1200, 2200}, kLower = {3000, 1600, 2300};
  constexpr Golden kSlower[] = {{0, 0.11290322580645161},
                                {10, 0.1063938361800105},
                                {20, 0.088847429398483299},
                                {30, 0.067231170610125022},
                                {40, 0.059411119680389498}};
  for (const Golden& golden : kSlower) {
    CAPTURE(golden.degrees);
    CHECK(std::abs(*data::reflected_pp(kUpper, kLower, golden.degrees) - golden.amplitude) < 1e-13);
  }
  constexpr data::Rock kHard = {4000, 2300, 2500}, kSoft = {2600, 900, 2100};
  constexpr Golden kFaster[] = {{5, -0.28773444721376988}, {35, -0.062607886557391267}, {60, 0.084585791342154328}};
  for (const Golden& golden : kFaster) {
    CAPTURE(golden.degrees);
    CHECK(std::abs(*data::reflected_pp(kHard, kSoft, golden.degrees) - golden.amplitude) < 1e-13);
  }
}

TEST_CASE("at normal incidence only the impedances count") {
  const data::Rock rocks[] = {{2000, 600, 2000}, {3500, 1700, 2400}, {6000, 3500, 2700}};
  for (const data::Rock& upper : rocks) {
    for (const data::Rock& lower : rocks) {
      const double z1 = upper.vp * upper.rho, z2 = lower.vp * lower.rho;
      CHECK(*data::reflected_pp(upper, lower, 0) == Approx((z2 - z1) / (z2 + z1)).margin(1e-15));
    }
  }
}

TEST_CASE("no amplitude is given beyond the critical angle") {
  // sin(critical angle) = 2000 / 4000.
  const data::Rock slow = {2000, 900, 2100}, fast = {4000, 1900, 2400};
  CHECK(data::reflected_pp(slow, fast, 29.99).has_value());
  CHECK_FALSE(data::reflected_pp(slow, fast, 30.01).has_value());
  CHECK(data::reflected_pp(fast, slow, 80).has_value());
}

TEST_CASE("reflectivity keeps deeper rocks and wider angles for the blind part") {
  const Dataset dataset = made(on("reflectivity"));
  int count[3] = {};
  double vp[3] = {}, rho[3] = {};
  for (int row = 0; row < dataset.rows; ++row) {
    const int part = static_cast<int>(dataset.part[row]);
    const double angle = x_of(dataset, row, 6);
    CHECK((dataset.part[row] == Part::blind ? angle >= 30 && angle < 40 : angle >= 0.1 && angle < 20));
    const data::Rock upper = {x_of(dataset, row, 0), x_of(dataset, row, 1), x_of(dataset, row, 2)};
    const data::Rock lower = {x_of(dataset, row, 3), x_of(dataset, row, 4), x_of(dataset, row, 5)};
    CHECK(dataset.target[row] == data::reflected_pp(upper, lower, angle));
    ++count[part];
    vp[part] += upper.vp + lower.vp;
    rho[part] += upper.rho + lower.rho;
  }
  CHECK(count[0] == 400);
  CHECK(count[1] == 100);
  CHECK(count[2] == 100);
  CHECK(vp[2] / 200 > vp[0] / 800 + 1000);
  CHECK(rho[2] / 200 > rho[0] / 800 + 100);
}

TEST_CASE("post-critical rows are drawn again and counted") {
  int redrawn = 0;
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    Experiment experiment = on("reflectivity");
    experiment.dataseed = seed;
    redrawn += made(experiment).redrawn;
  }
  CHECK(redrawn > 0);
  CHECK(redrawn < 50 * 100 / 4);
}

}  // namespace glassbox

#include <cmath>

#include "catch.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"
#include "math/functions.hpp"
#include "network/gradient_check.hpp"

namespace glassbox::network {
namespace {

using math::kLanes;
using math::Panel;

const std::vector<std::string_view> kPolicies = {"eps", "add", "floor"};

/// Loss and slope of one answer σ(z).
struct One {
  One(std::string_view policy, double z, double y) {
    const auto loss = make_loss<double>("bce", {}, policy);
    numbers.data()[0] = z;
    numbers.data()[kLanes] = math::sigmoid<double>(math::broadcast(z))[0];
    numbers.data()[2 * kLanes] = y;
    const auto panel = [&](int place) { return Panel<double>{numbers.data() + place * kLanes, 1, kLanes, 1}; };
    value = loss->value(panel(0), panel(1), panel(2));
    loss->gradient(panel(0), panel(1), panel(2), 1, panel(3));
    slope = numbers.data()[3 * kLanes];
  }

  Arena<double> numbers{4 * kLanes};
  double value = 0, slope = 0;
};

}  // namespace

TEST_CASE("with clipped logarithms a network's gradient is the slope of its loss", "[gradient][logclip]") {
  GradientCase checked;
  checked.out = "sigmoid";
  checked.loss = "bce";
  checked.classes = true;
  for (const std::string_view policy : kPolicies) {
    for (const int rows : {1, 7, 32}) {
      checked.rows = rows;
      GradientProblem problem(checked), weighted(checked);
      problem.loss() = make_loss<double>("bce", {}, policy);
      CHECK(problem.worst_error() <= 1e-6);
      weighted.loss() = make_loss<double>("bce", std::vector<double>{3, 0.4}, policy);
      CHECK(weighted.worst_error() <= 1e-6);
    }
  }
}

TEST_CASE("each clipped logarithm has its own slope on both sides of its clip", "[gradient][logclip]") {
  constexpr double kStep = 1e-3;
  for (const std::string_view policy : kPolicies) {
    for (const double y : {0.0, 1.0}) {
      for (const double z : {-800.0, -120.0, -60.0, -20.0, -5.0, -0.5, 0.0, 2.0, 8.0, 20.0, 60.0, 120.0, 800.0}) {
        INFO(policy << " at z = " << z << ", y = " << y);
        const double difference = (One(policy, z + kStep, y).value - One(policy, z - kStep, y).value) / (2 * kStep);
        CHECK(One(policy, z, y).slope == Approx(difference).margin(1e-4));
      }
    }
  }
}

TEST_CASE("the slope of exact logarithms is not that of clipped ones: the check would see it", "[gradient][logclip]") {
  for (const std::string_view policy : kPolicies) {
    const double z = 800, y = 0;
    CHECK(One(policy, z, y).slope == 0);
    CHECK(One("exact", z, y).slope == 1);
    CHECK(One("exact", z, y).value == 800);
  }
}

TEST_CASE("certain and wrong costs what each program says", "[logclip]") {
  CHECK(One("eps", 800, 0).value == Approx(-std::log(9 * std::ldexp(1, -53))).epsilon(1e-15));
  CHECK(One("add", 800, 0).value == Approx(-std::log(10 * std::ldexp(1, -53))).epsilon(1e-15));
  CHECK(One("floor", 800, 0).value == 100);
  CHECK(One("eps", -800, 1).value == Approx(-std::log(1e-15)).epsilon(1e-15));
  CHECK(One("add", -800, 1).value == Approx(-std::log(1e-15)).epsilon(1e-15));
  CHECK(One("floor", -800, 1).value == 100);
}

TEST_CASE("twenty predictions cost what numpy's formulas and PyTorch say, and two of them five sixths of it", "[golden][logclip]") {
  golden::References expected = golden::read_course();
  std::string rows;
  for (std::size_t i = 0; i < expected["4.6 z"].size(); ++i) {
    rows += (i > 0 ? ";" : "") + write_number(expected["4.6 z"][i]) + "," + write_number(expected["4.6 y"][i]);
  }
  const std::string text = "data=rows&rows=class(z):" + rows + "&net=none&scale=none&test=0&opt=sgd&lr=0&w=1,0&precision=64";
  const auto loss = [&](const std::string& more) { return golden::trainer_of(text + more).measure().part[0].loss; };
  CHECK(loss("&logclip=eps") == Approx(expected["4.6 eps"][0]).epsilon(1e-14));
  CHECK(loss("&logclip=add") == Approx(expected["4.6 add"][0]).epsilon(1e-14));
  CHECK(loss("&logclip=floor") == Approx(expected["4.6 floor"][0]).epsilon(1e-14));
  CHECK(loss("") == Approx(expected["4.6 exact"][0]).epsilon(1e-14));
  CHECK(loss("&logclip=eps") == Approx(4.1754).margin(5e-5));
  CHECK(loss("&logclip=floor") == Approx(10.7215).margin(5e-5));
  CHECK(loss("&logclip=eps") - loss("&logclip=add") == Approx(.005268025783).margin(5e-13));
}

TEST_CASE("clipped logarithms are for bce in double precision, and say so", "[logclip]") {
  CHECK(make_loss<float>("bce", {}, "eps") == nullptr);
  CHECK(make_loss<double>("bce", {}, "unknown") == nullptr);
  const auto problem_of = [](const char* text) { return describe(parse(text).problems.at(0)); };
  CHECK(problem_of("data=moons&logclip=eps").find("precision=64") != std::string::npos);
  CHECK(problem_of("data=moons&logclip=eps&precision=64&out=tanh&loss=mse").find("bce only") != std::string::npos);
  CHECK(problem_of("data=moons&logclip=eps&precision=64&bug=log").find("exact logarithms") != std::string::npos);
  CHECK(parse("data=moons&logclip=add&precision=64").ok());
}

}  // namespace glassbox::network

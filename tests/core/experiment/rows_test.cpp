#include <algorithm>
#include <cmath>
#include <string>

#include "catch.hpp"
#include "experiment/random_experiment.hpp"
#include "experiment/rows_text.hpp"
#include "glassbox/experiment.hpp"

using namespace glassbox;

namespace {

Experiment points(int count, int classes) {
  test::Dice dice(7);
  Experiment e = parse("data=rows").value;
  for (int i = 0; i < count; ++i) {
    e.rows.x.push_back(experiment::snap(dice.real(-6, 6)));
    e.rows.x.push_back(experiment::snap(dice.real(-6, 6)));
    e.rows.target.push_back(i % classes);
  }
  return e;
}

std::string code(std::string_view text) {
  const auto result = parse(text, kMaxTextBytes);
  return result.ok() ? "" : result.problems[0].code;
}

}  // namespace

TEST_CASE("200 labelled points and the rest of an experiment take less than 1,500 characters") {
  for (const int classes : {2, 3}) {
    Experiment e = points(200, classes);
    if (classes == 3) e.out = "softmax", e.loss = "ce";
    e.inputs = {"x1", "x2", "x1x1", "x2x2", "x1x2", "sinx1", "sinx2"};
    e.test = 0.3;
    e.net = {{LayerSpec::Kind::dense, 16, "relu", {}}, {LayerSpec::Kind::dense, 16, "relu", {}}, {LayerSpec::Kind::dense, 8, "tanh", {}}};
    e.opt = "nesterov";
    e.lr = 0.0123;
    e.l2 = 0.001;
    e.batch = 32;
    e.init = "he-normal";
    e.seed = 4294967295u;
    e.edits = {{1200, "lr", 0.003}, {1500, "2.w.0.3", 0.5}};
    e.at = 123456;
    e.expect = 0xfedcba9876543210u;
    const std::string text = format(e);
    CHECK(text.size() < 1500);
    CHECK(parse(text).value == e);
  }
}

TEST_CASE("three known points are packed as a count and plain bits") {
  // count 3 (16 bits), then x, y (16 bits each, 0 = -6, 32767 = 0, 65534 = 6) and one bit for the label, six bits a character.
  Experiment e = parse("data=rows").value;
  e.rows.x = {-6, 0, 6, -6, 0, 6};
  e.rows.target = {0, 1, 0};
  CHECK(format(e) == "data=rows&rows=bits:2:AAMAAH__f_8AAF____-Ae");
}

TEST_CASE("drawn points stand on a grid that has zero and both ends on it") {
  CHECK(experiment::snap(0) == 0);
  CHECK(experiment::snap(6) == 6);
  CHECK(experiment::snap(-6) == -6);
  CHECK(std::abs(experiment::snap(1.2345) - 1.2345) <= 6.0 / 32767 / 2);
  CHECK(experiment::snap(experiment::snap(1.2345)) == experiment::snap(1.2345));
}

TEST_CASE("damaged packed points are refused") {
  const std::string text = format(points(20, 2));
  REQUIRE(code(text).empty());
  CHECK(code(text.substr(0, text.size() - 1)) == "damaged");
  CHECK(code(text.substr(0, text.size() - 5) + "e") == "damaged");
  CHECK(code(text.substr(0, text.size() - 1) + "Ae") == "damaged");
  CHECK(code("data=rows&rows=bits:2:__8AAA__f_8e") == "damaged");
  CHECK(code("data=rows&rows=bits:2:AAE!!!!!e") == "damaged");
  CHECK(code("data=rows&rows=bits:3:AAEAAAAAwe") == "damaged");
  CHECK(code("data=rows&rows=bits:2:e").empty());
}

TEST_CASE("the course's four rows are read as a table") {
  const auto e = parse("data=rows&rows=class(x1,x2):0.3,0.6,1;0.5,0.1,0;0.9,0.9,0;0.4,0.5,1").value;
  CHECK_FALSE(e.rows.packed);
  CHECK(e.rows.classes);
  CHECK(e.rows.x == std::vector<double>{0.3, 0.6, 0.5, 0.1, 0.9, 0.9, 0.4, 0.5});
  CHECK(e.rows.target == std::vector<double>{1, 0, 0, 1});
  CHECK(format(e) == "data=rows&rows=class(x1,x2):0.3,0.6,1;0.5,0.1,0;0.9,0.9,0;0.4,0.5,1");
}

TEST_CASE("ten thousand points are read within the command line's limit") {
  const std::string text = format(points(kMaxOwnRows, 2));
  CHECK(code(text).empty());
  CHECK(parse(text).problems.at(0).code == "too-long");
}

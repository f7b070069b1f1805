#include "glassbox/structure.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"
#include "network/activation_curve.hpp"
#include "network/registry.hpp"

namespace glassbox {
namespace {

Structure structure_of_text(const std::string& text) { return structure_of(golden::trainer_of(text).experiment()); }

template <class S>
struct Point {
  S z, a, slope;
};
template <class S>
Point<S> point(std::string_view name, S z) {
  Point<S> made{z, 0, 0};
  REQUIRE(network::activation_curve<S>(name, {&made.z, 1}, {&made.a, 1}, {&made.slope, 1}));
  return made;
}

/// The number behind a name in JSON.
double member(const std::string& json, const std::string& name) {
  const std::size_t found = json.find("\"" + name + "\":");
  REQUIRE(found != std::string::npos);
  return std::stod(json.substr(found + name.size() + 3));
}

TEST_CASE("The structure counts what a layer keeps, trains and multiplies", "[structure]") {
  const Structure dense = structure_of_text("data=digits&net=32:relu&out=softmax");
  CHECK(dense.layers[0].summary.parameters == 64 * 32 + 32);
  CHECK(dense.layers[0].multiply_adds == 64 * 32);
  CHECK(dense.multiply_adds == 64 * 32 + 32 * 10);
  CHECK(dense.parameters == 2080 + 330);

  // 8 × 8 places of 3 × 3 pixels for each of 4 filters; then 4 × 4 × 4 numbers; then a gain, a shift, a mean and a variance for 16 units.
  const Structure images = structure_of_text("data=digits&net=conv:4x3p1:relu,pool:2,flatten,16:relu,bn,res(16:tanh),act:sine");
  REQUIRE(images.layers.size() == 9);
  CHECK(images.layers[0].kind == "conv");
  CHECK(images.layers[0].multiply_adds == 8 * 8 * 3 * 3 * 4);
  CHECK(images.layers[0].summary.parameters == 3 * 3 * 4 + 4);
  CHECK(images.layers[0].input == Shape{8, 8, 1});
  CHECK(images.layers[3].multiply_adds == 64 * 16);
  CHECK(images.layers[4].kind == "bn");
  CHECK(images.layers[4].summary.parameters == 32);
  CHECK(images.layers[4].statistics == 32);
  CHECK_FALSE(images.layers[4].drawn);
  REQUIRE(images.layers[4].parts.size() == 4);
  CHECK(images.layers[5].kind == "dense");
  CHECK(images.layers[6].kind == "residual");
  CHECK(images.layers[7].kind == "activation");
  CHECK(images.layers[8].kind == "dense");
  CHECK(images.statistics == 32);
}

TEST_CASE("The structure as text has one line a layer, parameters last", "[structure]") {
  CHECK(structure_text(structure_of_text("data=xor&net=4:tanh,bn")) ==
        "layer       text       output   multiply-adds  parameters\n"
        "Input                  [N x 2]              0           0\n"
        "Hidden 1    4:tanh     [N x 4]              8          12\n"
        "Batch norm  bn         [N x 4]              0           8\n"
        "Output      1:sigmoid  [N x 1]              4           5\n"
        "total parameters 25\n"
        "running statistics, not trained 8\n"
        "multiply-adds a row, forward 12\n");
}

TEST_CASE("Slopes of all activations are what differences of their values say", "[structure]") {
  for (const network::ActivationChoice& choice : network::activations()) {
    for (double z = -7.9875; z < 8; z += 0.125) {
      INFO(choice.name << " at " << z);
      const double h = 1e-4;
      const auto f = [&](double at) { return point<double>(choice.name, at).a; };
      const double slope = (f(z - 2 * h) - 8 * f(z - h) + 8 * f(z + h) - f(z + 2 * h)) / (12 * h);
      CHECK(point<double>(choice.name, z).slope == Approx(slope).margin(1e-10));
      CHECK(static_cast<double>(point<float>(choice.name, static_cast<float>(z)).slope) == Approx(slope).margin(3e-6));
    }
  }
}

// Fifty digits by mpmath, rounded.
TEST_CASE("Activations and slopes are those of mpmath", "[structure]") {
  struct Known {
    const char* name;
    double z, a, slope;
  };
  for (const Known& known :
       {Known{"sigmoid", -1.25, 0.22270013882530885, 0.17310478699249702}, Known{"sigmoid", 0.75, 0.67917869917539297, 0.21789499376181403},
        Known{"tanh", -1.25, -0.8482836399575129, 0.28041486618043263}, Known{"tanh", 0.75, 0.63514895238728732, 0.59658580828133143},
        Known{"elu", -1.25, -0.7134952031398099, 0.2865047968601901}, Known{"elu", 0.75, 0.75, 1.0},
        Known{"softplus", -1.25, 0.25192908134537289, 0.22270013882530885},
        Known{"softplus", 0.75, 1.1368710061148999, 0.67917869917539297}, Known{"silu", -1.25, -0.27837517353163607, 0.0063191550846875812},
        Known{"silu", 0.75, 0.50938402438154473, 0.8425999444967535}, Known{"gelu", -1.25, -0.13206221708356907, -0.12266158306942212},
        Known{"gelu", 0.75, 0.58002948571734885, 0.9992257217392351}, Known{"sine", -1.25, -0.94898461935558621, 0.31532236239526867},
        Known{"sine", 0.75, 0.68163876002333417, 0.73168886887382089}}) {
    INFO(known.name << " at " << known.z);
    const Point<double> here = point<double>(known.name, known.z);
    CHECK(here.a == Approx(known.a).epsilon(1e-14));
    CHECK(here.slope == Approx(known.slope).epsilon(1e-13));
  }
}

template <class S>
void check_flat(const std::string& name, double from, S sign) {
  INFO(name << " " << from);
  const S edge = static_cast<S>(from);
  CHECK(static_cast<double>(edge) == from);
  CHECK(point<S>(name, edge == 0 ? sign * std::numeric_limits<S>::min() : edge).slope == 0);
  if (edge != 0) CHECK(point<S>(name, std::nextafter(edge, S(0))).slope != 0);
  for (S far = edge == 0 ? sign : edge; std::isfinite(far); far *= S(1.37)) CHECK(point<S>(name, far).slope == 0);
}

TEST_CASE("Where a slope is lost for good is found to the last bit, and all values stay finite", "[structure]") {
  int found = 0;
  for (const network::ActivationChoice& choice : network::activations()) {
    const std::string name(choice.name);
    for (const int precision : {32, 64}) {
      const std::string json = curve_json({name, precision, 6, 1.5});
      CHECK(json.find("nan") == std::string::npos);
      CHECK(json.find("\"e\":\"inf\"") != std::string::npos);
      CHECK(json.find("\"a\":\"") == std::string::npos);
      for (const char* side : {"flatBelow", "flatAbove"}) {
        if (json.find(side) == std::string::npos) continue;
        ++found;
        const double sign = side == std::string("flatAbove") ? 1 : -1;
        if (precision == 32) check_flat<float>(name, member(json, side), static_cast<float>(sign));
        if (precision == 64) check_flat<double>(name, member(json, side), sign);
      }
    }
  }
  CHECK(found >= 16);
  CHECK(curve_json({"sine", 32, 6, 0}).find("flat") == std::string::npos);
  CHECK(curve_json({"linear", 64, 6, 0}).find("flat") == std::string::npos);
  CHECK(member(curve_json({"relu", 32, 6, 0}), "flatBelow") == 0);
  // 1 - a · a is 0 as soon as a rounds to 1: within half of 2^-24, 1 - tanh z = 2^-25 at z = 9.01.
  CHECK(member(curve_json({"tanh", 32, 6, 0}), "flatAbove") == Approx(9.01).margin(0.05));
  CHECK(curve_json({"softmax", 32, 6, 0}) == "{\"ok\":false}");
}

TEST_CASE("A curve goes no farther than it may, whatever is asked", "[structure]") {
  const std::string json = curve_json({"relu", 64, 1e9, -1e300});
  CHECK(member(json, "limit") == kFarthest);
  CHECK(json.find("\"at\":{\"z\":-1000,\"a\":0,\"slope\":0}") != std::string::npos);
}

TEST_CASE("The range of z is that of the training rows, whatever the precision", "[structure]") {
  for (const std::string precision : {"", "&precision=64"}) {
    // z = 2x - 1 and x/2 on x = 1, 2, 3, all rows for training.
    const std::string json = ranges_json(
        golden::trainer_of("data=rows&rows=value(x):1,0;2,0;3,0&test=0&scale=none&net=2:relu&out=linear&w=2,0.5,-1,0,1,1,0" + precision));
    CHECK(json == "{\"step\":0,\"rows\":3,\"allRows\":3,\"layers\":[{\"low\":0.5,\"high\":5},{\"low\":1.5,\"high\":6.5}]}");
  }
}

TEST_CASE("Linear layers collapse: 41 parameters become 4, and the answers stay", "[structure]") {
  // Course 2.2: 3-4-4-1. The folded W is W3 W2 W1; here of ones, so that every entry is 4 · 4 = 16, and b = 16 + 4 + 1.
  std::string ones = "1";
  for (int i = 1; i < 41; ++i) ones += ",1";
  for (const std::string precision : {"", "&precision=64"}) {
    const Trainer course =
        golden::trainer_of("data=rows&rows=value(a,b,c):1,2,3,4;5,6,7,8&test=0&scale=none&net=4:linear,4:linear&w=" + ones + precision);
    const Collapse collapse = collapse_linear(course);
    CHECK(collapse.layers == std::vector<std::string>{"Hidden 1", "Hidden 2", "Output"});
    CHECK(collapse.before == 41);
    CHECK(collapse.after == 4);
    CHECK(collapse.rows == 2);
    CHECK(collapse.largest == 16 * (5 + 6 + 7) + 21);
    CHECK(collapse.difference == 0);
    CHECK(parse(collapse.text).value.w == std::vector<double>{16, 16, 16, 21});
    CHECK(parse(collapse.text).value.net.empty());
  }
}

TEST_CASE("An answer that is no number equals no other", "[structure]") {
  // Infinity less infinity, where the folded weight is 1e60 - 1e60 = 0.
  const Collapse collapse =
      collapse_linear(golden::trainer_of("data=rows&rows=value(a):1,2;3,4&test=0&scale=none&net=2:linear&w=1e30,-1e30,0,0,1e30,1e30,0"));
  CHECK(collapse.after == 2);
  CHECK(std::isnan(collapse.difference));
  CHECK(std::isnan(collapse.largest));
}

TEST_CASE("A folded network of single precision is written with as few digits as its floats need", "[structure]") {
  Trainer run = golden::trainer_of("data=moons&net=4:linear,3:linear");
  run.advance(50);
  const Collapse collapse = collapse_linear(run);
  REQUIRE(parse(collapse.text).value.w.size() == 3);
  for (const double weight : parse(collapse.text).value.w) {
    const float single = static_cast<float>(weight);
    CHECK(write_number(weight) == write_number(single));
    CHECK(write_number(weight).size() <= std::string("-1.23456789e-10").size());
  }
}

TEST_CASE("Whatever stands around them, collapsed layers answer the same but for rounding", "[structure]") {
  for (const std::string net :
       {"6:linear,5:tanh,4:linear", "4:linear,7:linear,act:sine,3:linear,ln,5:linear,2:linear", "5:linear,res(5:tanh),3:linear"}) {
    INFO(net);
    Trainer run = golden::trainer_of("data=moons&precision=64&net=" + net);
    run.advance(200);
    const Collapse collapse = collapse_linear(run);
    CHECK(collapse.after < collapse.before);
    CHECK(collapse.rows == collapse.all_rows);
    CHECK(collapse.largest > 0.5);
    CHECK(collapse.difference < 1e-13);
    const Experiment folded = parse(collapse.text).value;
    CHECK(static_cast<std::int64_t>(folded.w.size()) == collapse.after);
    CHECK(summarize(folded).parameters == collapse.after);
    CHECK(collapse_linear(golden::trainer_of(collapse.text)).layers.empty());
  }
  CHECK(collapse_linear(golden::trainer_of("data=moons&net=4:tanh,4:linear,bn")).layers.empty());
  CHECK(collapse_linear(golden::trainer_of("data=moons&net=4:linear,bn,4:linear,4:relu")).text.empty());
}

}  // namespace
}  // namespace glassbox

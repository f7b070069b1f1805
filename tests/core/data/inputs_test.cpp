#include <cmath>

#include "data/made.hpp"
#include "network/registry.hpp"

namespace glassbox {
namespace {

std::vector<std::string> names_of(const Prepared& prepared) {
  std::vector<std::string> names;
  for (const InputTransform::Column& column : prepared.transform.columns) names.push_back(column.name);
  return names;
}

std::vector<double> fed(const InputTransform& transform, std::vector<double> raw) {
  std::vector<double> values(transform.columns.size());
  transform.apply(raw, values);
  return values;
}

}  // namespace

TEST_CASE("derived inputs are squares, products and sines of the raw ones") {
  Experiment experiment = on("circle");
  experiment.inputs = {"x1", "x2", "x1x1", "x2x2", "x1x2", "sinx1", "sinx2"};
  const Prepared prepared = prepare(experiment, made(experiment));
  CHECK(names_of(prepared) == std::vector<std::string>{"x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"});
  const std::vector<double> values = fed(prepared.transform, {1.5, -2});
  CHECK(std::vector<double>(values.begin(), values.begin() + 5) == std::vector<double>{1.5, -2, 2.25, 4, -3});
  CHECK(values[5] == Approx(std::sin(1.5)).epsilon(1e-15));
  CHECK(values[6] == Approx(std::sin(-2.0)).epsilon(1e-15));
}

TEST_CASE("a set with one input ignores inputs it cannot give; a table takes all its columns") {
  CHECK(names_of(prepare(on("line"), made(on("line")))) == std::vector<std::string>{"x₁"});
  CHECK(names_of(prepare(on("iris"), made(on("iris")))).size() == 4);
  Experiment experiment = on("mortgage");
  experiment.inputs = {"x2", "x1x2", "x1x1"};
  CHECK(names_of(prepare(experiment, made(experiment))) == std::vector<std::string>{"salary", "years·salary", "years²"});
}

TEST_CASE("rows and single points are fed through the same transform") {
  for (const char* scale : {"none", "standard", "minmax", "div"}) {
    CAPTURE(scale);
    Experiment experiment = on("moons");
    experiment.inputs = {"x1", "x1x2", "sinx2"};
    experiment.scale = scale;
    const Dataset dataset = made(experiment);
    const Prepared prepared = prepare(experiment, dataset);
    int unlike = 0;
    for (int row = 0; row < dataset.rows; ++row) {
      const std::vector<double> values = fed(prepared.transform, {x_of(dataset, row, 0), x_of(dataset, row, 1)});
      for (std::size_t i = 0; i < values.size(); ++i) unlike += values[i] != prepared.x[i * dataset.rows + row];
    }
    CHECK(unlike == 0);
  }
}

TEST_CASE("standard scaling leaves mean 0 and deviation 1 on the training rows") {
  // Column 20 of the digits over 16, from numpy's mean and std of the training rows of RandomState(42).permutation.
  Experiment experiment = on("digits");
  experiment.split = "numpy";
  experiment.splitseed = 42;
  experiment.scale = "standard";
  const Dataset dataset = made(experiment);
  const Prepared prepared = prepare(experiment, dataset);
  CHECK(prepared.transform.columns[20].offset / 16 == Approx(0.4459812108559499).epsilon(1e-12));
  CHECK(prepared.transform.columns[20].scale / 16 == Approx(0.38443018003441093).epsilon(1e-12));
  for (const int constant : {0, 32, 39}) CHECK(prepared.transform.columns[constant].scale == 1);
  for (const double value : prepared.x) REQUIRE(std::isfinite(value));
}

TEST_CASE("min-max scaling maps the training rows onto 0 to 1") {
  Experiment experiment = on("iris");
  experiment.scale = "minmax";
  const Dataset dataset = made(experiment);
  const Prepared prepared = prepare(experiment, dataset);
  for (int column = 0; column < 4; ++column) {
    double low = 2, high = -2;
    for (const int row : prepared.train) {
      low = std::min(low, prepared.x[column * dataset.rows + row]);
      high = std::max(high, prepared.x[column * dataset.rows + row]);
    }
    CHECK(low == 0);
    CHECK(high == 1);
  }
}

TEST_CASE("a fixed divisor is all that div does") {
  Experiment experiment = on("digits");
  experiment.scale = "div";
  experiment.divisor = 16;
  const Dataset dataset = made(experiment);
  const Prepared prepared = prepare(experiment, dataset);
  CHECK(prepared.x[2 * dataset.rows] == dataset.x[2 * dataset.rows] / 16);
}

TEST_CASE("nothing about test and blind rows leaks into the scaling") {
  for (const char* scale : {"standard", "minmax"}) {
    Experiment experiment = on("reflectivity");
    experiment.scale = scale;
    Dataset dataset = made(experiment);
    const Prepared before = prepare(experiment, dataset);
    for (int row = 0; row < dataset.rows; ++row) {
      if (dataset.part[row] == Part::train) continue;
      for (int column = 0; column < dataset.columns; ++column) dataset.x[column * dataset.rows + row] += 1e6;
    }
    const Prepared after = prepare(experiment, dataset);
    for (std::size_t i = 0; i < before.transform.columns.size(); ++i) {
      CHECK(before.transform.columns[i].offset == after.transform.columns[i].offset);
      CHECK(before.transform.columns[i].scale == after.transform.columns[i].scale);
    }
    for (const int row : before.train) CHECK(before.x[row] == after.x[row]);
  }
}

TEST_CASE("targets are coded as output layer and loss want them") {
  const auto coded = [](const char* data, const char* out, const char* loss = "mse") {
    Experiment experiment = on(data);
    experiment.out = out;
    return prepare(experiment, made(experiment), network::no_target(out, loss));
  };
  CHECK(coded("table4", "sigmoid").y == std::vector<double>{1, 0, 0, 1});
  CHECK(coded("table4", "linear").y == std::vector<double>{1, 0, 0, 1});
  CHECK(coded("table4", "tanh").y == std::vector<double>{1, -1, -1, 1});
  CHECK(coded("table4", "linear", "hinge").y == std::vector<double>{1, -1, -1, 1});
  CHECK(coded("table4", "softmax").y == std::vector<double>{0, 1, 1, 0, 1, 0, 0, 1});
  CHECK(coded("digits", "softmax").outputs == 10);
  CHECK(coded("iris", "sigmoid").outputs == 3);
  CHECK(coded("iris", "sigmoid").y[0] == 1);
  CHECK(coded("iris", "tanh").y[150] == -1);
  const Dataset sine = made(on("sine"));
  CHECK(coded("sine", "linear").y == sine.target);
}

}  // namespace glassbox

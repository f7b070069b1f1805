#include "data/made.hpp"

namespace glassbox {
namespace {

Experiment with_rows(OwnRows rows) {
  Experiment experiment = on("rows");
  experiment.rows = std::move(rows);
  return experiment;
}

}  // namespace

TEST_CASE("drawn points keep their places on the plane") {
  const Dataset dataset = made(with_rows({true, true, {"x1", "x2"}, {1, 2, -3, 4, 5, -6}, {0, 1, 2}}));
  CHECK(dataset.x == std::vector<double>{1, -3, 5, 2, 4, -6});
  CHECK(dataset.class_names == std::vector<std::string>{"0", "1", "2"});
  CHECK(dataset.low == std::vector<double>{-6, -6});
  CHECK(dataset.high == std::vector<double>{6, 6});
}

TEST_CASE("a typed table brings its own names, columns and domain") {
  const Experiment experiment = with_rows({false, false, {"age", "size", "cost"}, {1, 20, 5, 3, 40, 5}, {0.5, -0.25}});
  const Dataset dataset = made(experiment);
  CHECK_FALSE(dataset.classes);
  CHECK(dataset.columns == 3);
  CHECK(dataset.low == std::vector<double>{0.8, 18, 4});
  CHECK(dataset.high == std::vector<double>{3.2, 42, 6});
  const Prepared prepared = prepare(experiment, dataset);
  CHECK(prepared.transform.columns[2].name == "cost");
  CHECK(prepared.y == std::vector<double>{0.5, -0.25});
}

TEST_CASE("points of a single class still make a question of two classes") {
  CHECK(made(with_rows({true, true, {"x1", "x2"}, {1, 2}, {0}})).class_names.size() == 2);
}

TEST_CASE("rows that cannot be a data set are refused") {
  const auto code = [](OwnRows rows) {
    const Result<Dataset> result = make_dataset(with_rows(std::move(rows)), {});
    return result.ok() ? "accepted" : result.problems[0].code;
  };
  CHECK(code({}) == "empty-data");
  CHECK(code({false, true, {"a"}, {1, 2}, {0}}) == "out-of-range");
  CHECK(code({false, true, {}, {}, {0}}) == "out-of-range");
  CHECK(code({false, true, {"a"}, {1, 2}, {0, 0.5}}) == "out-of-range");
  CHECK(code({false, true, {"a"}, {1, 2}, {0, -1}}) == "out-of-range");
  CHECK(code({false, true, {"a"}, {1, 2}, {0, 1e9}}) == "out-of-range");
}

}  // namespace glassbox

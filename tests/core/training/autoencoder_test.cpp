#include "catch.hpp"
#include "data/made.hpp"
#include "golden/golden.hpp"

namespace glassbox {
namespace {

using golden::numbers_of;
using golden::trainer_of;

const std::string kText = "data=digits&target=inputs&precision=64&epochs=0";

/// W [O × I] and b of one dense layer for each number in `units`, counted from 64 inputs: weight o.i is (o - i) / 64, bias o / 8.
std::string weights(const std::vector<int>& units) {
  std::string text;
  int inputs = 64;
  for (const int outputs : units) {
    for (int o = 0; o < outputs; ++o)
      for (int i = 0; i < inputs; ++i) text += std::to_string((o - i) / 64.0) + ",";
    for (int o = 0; o < outputs; ++o) text += std::to_string(o / 8.0) + ",";
    inputs = outputs;
  }
  text.pop_back();
  return text;
}

Snapshot code_snapshot(Trainer& trainer, std::vector<double> trace, std::vector<double> spot) {
  Snapshot snapshot;
  take_snapshot(trainer, kPartCode | kPartTrace, 8, trace, snapshot, spot);
  return snapshot;
}

bool has(const Snapshot& snapshot, const std::string& role) {
  for (const SnapshotEntry& entry : snapshot.entries)
    if (entry.role == role) return true;
  return false;
}

std::vector<double> row_of(const Dataset& dataset, int row) {
  std::vector<double> values;
  for (int column = 0; column < dataset.columns; ++column) values.push_back(x_of(dataset, row, column));
  return values;
}

}  // namespace

TEST_CASE("an autoencoder has one output an input, and its targets are its scaled inputs", "[training]") {
  const Result<Experiment> parsed = parse("data=digits&target=inputs");
  REQUIRE(parsed.ok());
  CHECK(parsed.value.out == "linear");
  CHECK(parsed.value.loss == "mse");
  CHECK(summarize(parsed.value).layers.back().units == 64);
  const Dataset dataset = made(parsed.value);
  const Prepared prepared = prepare(parsed.value, dataset);
  CHECK(prepared.outputs == 64);
  CHECK(prepared.y == prepared.x);
  CHECK(prepared.y[2] == dataset.x[2] / 16);
  CHECK_FALSE(dataset.classes);
  CHECK(dataset.class_names.size() == 10);
}

TEST_CASE("rebuilding is refused for what is no picture, and with outputs or losses of classes", "[training]") {
  for (const char* text : {"data=iris&target=inputs", "data=spiral&target=inputs", "data=digits&target=inputs&out=softmax",
                           "data=digits&target=inputs&out=sigmoid&loss=bce", "data=digits&target=other"}) {
    INFO(text);
    CHECK_FALSE(parse(text).ok());
  }
}

TEST_CASE("an autoencoder is measured over all its outputs", "[training]") {
  std::string zeros = "0";
  for (int i = 1; i < 64 * 65; ++i) zeros += ",0";
  Trainer trainer = trainer_of(kText + "&net=none&w=" + zeros);  // answers 0 everywhere
  const Prepared& prepared = trainer.prepared();
  for (const auto& [part, rows] : {std::pair(0, prepared.train), std::pair(1, prepared.test)}) {
    double squares = 0, total = 0;
    for (int column = 0; column < 64; ++column) {
      double mean = 0;
      for (const int row : rows) mean += x_of(trainer.dataset(), row, column) / 16 / rows.size();
      for (const int row : rows) {
        const double x = x_of(trainer.dataset(), row, column) / 16;
        squares += x * x;
        total += (x - mean) * (x - mean);
      }
    }
    const PartMetrics& measured = trainer.measure().part[part];
    CHECK(measured.loss == Approx(squares / 64 / rows.size()).epsilon(1e-12));
    CHECK(measured.r2 == Approx(1 - squares / total).epsilon(1e-12));
    CHECK(measured.confusion.empty());
  }
}

TEST_CASE("a spot of the code plane is decoded by the layers behind the code", "[training]") {
  Trainer trainer = trainer_of(kText + "&net=2:linear&w=" + weights({2, 64}));
  const Snapshot snapshot = code_snapshot(trainer, row_of(trainer.dataset(), 7), {0.5, -2});
  const std::vector<double> decoded = numbers_of(snapshot, "decoded", 0);
  REQUIRE(decoded.size() == 64);
  for (int o = 0; o < 64; ++o) CHECK(decoded[o] == Approx(16 * (0.5 * o / 64.0 - 2 * (o - 1) / 64.0 + o / 8.0)).margin(1e-4));
}

TEST_CASE("decoding a row's own code gives what the network makes of the row", "[training]") {
  Trainer trainer = trainer_of(kText + "&net=5:tanh,2:tanh,act:sine,res(2:gelu,2:tanh),7:silu&out=sigmoid&seed=4");
  trainer.advance(30);
  for (const int row : {0, 100, 1796}) {
    const std::vector<double> seen = row_of(trainer.dataset(), row);
    const std::vector<double> codes = numbers_of(code_snapshot(trainer, seen, {}), "code", 1);
    REQUIRE(codes.size() == 2 * 1797);
    const Snapshot snapshot = code_snapshot(trainer, seen, numbers_of(code_snapshot(trainer, seen, {}), "activation", 1));
    CHECK(codes[row] == Approx(numbers_of(snapshot, "activation", 1)[0]).epsilon(1e-6));
    CHECK(codes[1797 + row] == Approx(numbers_of(snapshot, "activation", 1)[1]).epsilon(1e-6));
    CHECK(numbers_of(snapshot, "decoded", 1) == numbers_of(snapshot, "rebuilt", -1));
  }
}

TEST_CASE("the code is where nothing goes around two units", "[training]") {
  const auto has_code = [](const std::string& net) {
    Trainer trainer = trainer_of(kText + "&net=" + net);
    return has(code_snapshot(trainer, row_of(trainer.dataset(), 0), {}), "code");
  };
  CHECK(has_code("8:tanh,2:linear,8:tanh"));
  CHECK(has_code("2:tanh"));
  CHECK(has_code("2:tanh,res(3:tanh,2:tanh)"));
  CHECK_FALSE(has_code("8:tanh,3:linear,8:tanh"));
  CHECK_FALSE(has_code("8:tanh,res(2:tanh,8:tanh)"));
}

TEST_CASE("the box of the plane is the activation's range where it has one and holds every code", "[training]") {
  Trainer bounded = trainer_of(kText + "&net=2:tanh"), free = trainer_of(kText + "&net=2:linear");
  const std::vector<double> seen = row_of(free.dataset(), 0);
  const std::vector<double> box = numbers_of(code_snapshot(bounded, seen, {}), "code_box", 0);
  for (const int low : {0, 2}) {
    CHECK(box[low] == Approx(-1.12).epsilon(1e-6));
    CHECK(box[low + 1] == Approx(1.12).epsilon(1e-6));
  }
  const Snapshot snapshot = code_snapshot(free, seen, {});
  const std::vector<double> codes = numbers_of(snapshot, "code", 0), fitted = numbers_of(snapshot, "code_box", 0);
  for (int row = 0; row < 1797; ++row) {
    const bool inside = fitted[0] < codes[row] && codes[row] < fitted[1] && fitted[2] < codes[1797 + row] && codes[1797 + row] < fitted[3];
    REQUIRE(inside);
  }
}

TEST_CASE("looking at the code plane leaves the run as it is", "[training]") {
  Trainer looked = trainer_of(kText + "&net=6:tanh,2:linear,6:tanh"), alone = trainer_of(kText + "&net=6:tanh,2:linear,6:tanh");
  for (int step = 5; step <= 20; step += 5) {
    looked.advance(step);
    code_snapshot(looked, row_of(looked.dataset(), step), {0.1, 0.2});
  }
  alone.advance(20);
  CHECK(looked.state_hash() == alone.state_hash());
}

}  // namespace glassbox

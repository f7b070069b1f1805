#include <cmath>

#include "catch.hpp"
#include "data/zoeppritz.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"

namespace glassbox::golden {
namespace {

/// Course 3.3: the network 2-2-1 with its printed weights (W row-major, then b), trained one row at a time.
std::string given_network(const std::string& data, const std::string& more = "precision=64&opt=sgd&lr=1") {
  return data + "&net=2:sigmoid&out=sigmoid&loss=bce&reduce=sum&test=0&scale=none&batch=1&order=fixed&epochs=0&" + more +
         "&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1";
}

/// Course 3.1.
constexpr const char* kFourRowLogistic =
    "data=table4&net=none&out=sigmoid&loss=bce&reduce=sum&test=0&scale=none&opt=sgd&lr=1&batch=all&init=zeros&epochs=0&eval=0&precision="
    "64";

void check_ulps(const std::vector<double>& values, const std::vector<double>& reference, double bound) {
  REQUIRE(values.size() == reference.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    INFO("number " << i << ": " << values[i] << " for " << reference[i]);
    CHECK(ulps(values[i], reference[i]) <= bound);
  }
}

/// As many digits as the course prints.
void check_printed(double value, double printed, int decimals) {
  CHECK(std::abs(value - printed) <= 0.5000001 * std::pow(10.0, -decimals));
}

}  // namespace

TEST_CASE("the given 2-2-1 network gives the course's sums and activations", "[golden]") {
  References expected = read_course();
  Trainer trainer = trainer_of(given_network("data=table4"));
  const Snapshot first = snapshot_of(trainer, kPartTrace, {0.3, 0.6});
  check_ulps(numbers_of(first, "sum", 0), expected["3.3 z1"], 4);
  check_ulps(numbers_of(first, "activation", 0), expected["3.3 a1"], 4);
  check_ulps(numbers_of(first, "sum", 1), expected["3.3 z2"], 4);
  check_ulps(numbers_of(first, "activation", 1), expected["3.3 y"], 4);

  const Snapshot second = snapshot_of(trainer, kPartTrace, {0.9, 0.7});
  check_ulps(numbers_of(second, "sum", 0), expected["3.4 z1"], 4);
  check_ulps(numbers_of(second, "activation", 0), expected["3.4 a1"], 4);
  // -0.1 + 3.1·a₁ - 1.2·a₂ cancels to a seventh of its terms: one place of a₁ is 8 of the sum.
  check_ulps(numbers_of(second, "sum", 1), expected["3.4 z2"], 4);
  check_ulps(numbers_of(second, "activation", 1), expected["3.4 y"], 4);
}

TEST_CASE("two rows at once give what each gives alone, to the last bit", "[golden]") {
  Trainer both = trainer_of(given_network("data=rows&rows=class(x1,x2):0.3,0.6,1;0.9,0.7,0", "precision=32"));
  const std::vector<double> predictions = numbers_of(snapshot_of(both, kPartPredictions), "prediction", -1);
  REQUIRE(predictions.size() == 2);
  CHECK(predictions[0] == numbers_of(snapshot_of(both, kPartTrace, {0.3, 0.6}), "activation", 1).at(0));
  CHECK(predictions[1] == numbers_of(snapshot_of(both, kPartTrace, {0.9, 0.7}), "activation", 1).at(0));
}

TEST_CASE("the given 2-2-1 network gives the course's predictions and losses on four rows", "[golden]") {
  References expected = read_course();
  const double points[4][2] = {{0.3, 0.6}, {0.5, 0.1}, {0.9, 0.9}, {0.4, 0.5}};
  const char* rows[4] = {"0.3,0.6,1", "0.5,0.1,0", "0.9,0.9,0", "0.4,0.5,1"};
  Trainer trainer = trainer_of(given_network("data=table4"));
  for (std::size_t i = 0; i < 4; ++i) {
    const Snapshot snapshot = snapshot_of(trainer, kPartTrace, {points[i][0], points[i][1]});
    check_ulps(numbers_of(snapshot, "activation", 1), {expected["3.5 predictions"].at(i)}, 4);
    Trainer alone = trainer_of(given_network("data=rows&rows=class(x1,x2):" + std::string(rows[i])));
    check_ulps({alone.measure().part[0].loss}, {expected["3.5 losses"].at(i)}, 4);
  }
  check_ulps({trainer.measure().part[0].loss}, expected["3.5 loss"], 4);
  check_printed(trainer.measure().part[0].loss, 2.3051906437, 10);
}

TEST_CASE("the first row's gradient is the course's, and the step is the learning rate times it", "[golden]") {
  References expected = read_course();
  Trainer trainer = trainer_of(given_network("data=table4"));
  trainer.advance(1);
  const Snapshot snapshot = snapshot_of(trainer, kPartParameters | kPartGradients);
  check_ulps(numbers_of(snapshot, "d_W", 1), expected["3.5 d_W2"], 4);
  check_ulps(numbers_of(snapshot, "d_b", 1), expected["3.5 d_b2"], 4);
  check_ulps(numbers_of(snapshot, "d_W", 0), expected["3.5 d_W1"], 4);
  check_ulps(numbers_of(snapshot, "d_b", 0), expected["3.5 d_b1"], 4);

  const std::vector<double> gradient = parameters_of(snapshot, "d_"), after = parameters_of(snapshot);
  const double before[] = {-2.1, 1.4, 1.1, 2.2, 0.2, -0.4, 3.1, -1.2, -0.1};
  REQUIRE(after.size() == 9);
  for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i] == before[i] - gradient[i]);
}

TEST_CASE("the four-row logistic unit descends as the course prints, from zero with summed loss", "[golden]") {
  References expected = read_course();
  Trainer trainer = trainer_of(kFourRowLogistic);
  CHECK(ulps(trainer.measure().part[0].loss, expected["3.1 initial loss"].at(0)) <= 4);
  const std::map<int, double> printed = {{1, 2.662637}, {10, 1.941494}, {100, .482999}, {1000, .057974}, {10000, .005939}};
  for (const auto& [step, loss] : printed) {
    INFO("step " << step);
    trainer.advance(step);
    REQUIRE(trainer.step() == step);
    const std::string name = "3.1 step " + std::to_string(step);
    check_printed(trainer.measure().part[0].loss, loss, 6);
    CHECK(relative(trainer.measure().part[0].loss, expected[name + " loss"].at(0)) <= 1e-12);
    const Snapshot snapshot = snapshot_of(trainer, kPartParameters);
    const std::vector<double> weights = numbers_of(snapshot, "W", 0), reference = expected[name + " weights"];
    CHECK(relative(numbers_of(snapshot, "b", 0).at(0), reference.at(0), 1e-3) <= 1e-12);
    CHECK(relative(weights.at(0), reference.at(1), 1e-3) <= 1e-12);
    CHECK(relative(weights.at(1), reference.at(2), 1e-3) <= 1e-12);
  }
}

TEST_CASE("the four rows can be parted, so the logistic unit's weights grow without end", "[golden]") {
  Trainer trainer = trainer_of(kFourRowLogistic);
  trainer.advance(100000);
  check_printed(trainer.measure().part[0].loss, .000595, 6);
  const Snapshot snapshot = snapshot_of(trainer, kPartParameters);
  check_printed(numbers_of(snapshot, "b", 0).at(0), 16.82, 2);
  check_printed(numbers_of(snapshot, "W", 0).at(0), -56.51, 2);
  check_printed(numbers_of(snapshot, "W", 0).at(1), 27.74, 2);
}

TEST_CASE("the first gradient of the four-row logistic unit is the course's", "[golden]") {
  Trainer trainer = trainer_of(kFourRowLogistic);
  trainer.advance(1);
  const Snapshot snapshot = snapshot_of(trainer, kPartGradients);
  CHECK(numbers_of(snapshot, "d_b", 0).at(0) == 0);
  CHECK(std::abs(numbers_of(snapshot, "d_W", 0).at(0) - 0.35) <= 1e-15);
  CHECK(std::abs(numbers_of(snapshot, "d_W", 0).at(1) + 0.05) <= 1e-15);
}

TEST_CASE("odd or even digits from zero weights reach the published losses and accuracies", "[golden]") {
  References expected = read_course();
  Trainer trainer = trainer_of(
      "data=parity&test=0.2&split=numpy:42&scale=div:16&net=none&out=sigmoid&loss=bce&opt=sgd&lr=0.5&batch=all&init=zeros&epochs=0&eval=0&"
      "precision=64");
  REQUIRE(trainer.prepared().train.size() == 1437);
  REQUIRE(trainer.prepared().test.size() == 360);
  const std::map<int, double> printed = {{1, .655659}, {10, .476415}, {100, .274085}, {1000, .195779}, {2000, .184689}};
  for (const auto& [step, loss] : printed) {
    INFO("step " << step);
    trainer.advance(step);
    REQUIRE(trainer.step() == step);
    check_printed(trainer.measure().part[0].loss, loss, 6);
    CHECK(relative(trainer.measure().part[0].loss, expected["1.15 step " + std::to_string(step) + " loss"].at(0)) <= 1e-11);
  }
  CHECK(trainer.measure().part[0].accuracy == 1328.0 / 1437);
  CHECK(trainer.measure().part[1].accuracy == 337.0 / 360);
}

TEST_CASE("odd or even digits print the same digits in single precision", "[golden]") {
  Trainer trainer = trainer_of(
      "data=parity&test=0.2&split=numpy:42&scale=div:16&net=none&out=sigmoid&loss=bce&opt=sgd&lr=0.5&batch=all&init=zeros&epochs=0&eval=0");
  trainer.advance(1000);
  check_printed(trainer.measure().part[0].loss, .195779, 5);
}

TEST_CASE("two hidden units set by hand solve exclusive or, the better the sharper", "[golden]") {
  References expected = read_course();
  for (const int k : {1, 5, 10}) {
    INFO("k = " << k);
    const std::string s = std::to_string(k), half = write_number(-1.5 * k);
    Trainer trainer = trainer_of("data=xor4&test=0&scale=none&net=2:sigmoid&out=sigmoid&loss=bce&precision=64&w=-" + s + ",-" + s + "," +
                                 s + "," + s + "," + s + "," + s + "," + s + "," + s + "," + half);
    const PartMetrics& metrics = trainer.measure().part[0];
    CHECK(ulps(metrics.loss, expected["4.2 k=" + s + " loss"].at(0)) <= 32);
    CHECK(metrics.accuracy == (k == 1 ? 0.5 : 1.0));
  }
}

TEST_CASE("a single unit cannot solve exclusive or: it ends at ln 2, no better than a coin", "[golden]") {
  for (const char* seed : {"1", "2", "3"}) {
    Trainer trainer =
        trainer_of(std::string("data=xor4&test=0&scale=none&net=none&out=sigmoid&loss=bce&opt=sgd&lr=0.5&batch=all&epochs=0&eval=0"
                               "&precision=64&seed=") +
                   seed);
    trainer.advance(2000);
    CHECK(std::abs(trainer.measure().part[0].loss - 0.69314718055994530942) <= 1e-12);
    CHECK(trainer.measure().part[0].accuracy <= 0.75);
  }
}

TEST_CASE("Adam's first step is lr g / (|g| + eps) for every weight", "[golden]") {
  for (const double eps : {1e-8, 1e-3}) {
    INFO("eps = " << eps);
    Trainer trainer = trainer_of(given_network("data=table4", "precision=64&opt=adam&lr=0.01&eps=" + write_number(eps)));
    trainer.advance(1);
    const Snapshot snapshot = snapshot_of(trainer, kPartGradients);
    const std::vector<double> gradient = parameters_of(snapshot, "d_"), update = parameters_of(snapshot, "u_");
    REQUIRE(gradient.size() == 9);
    REQUIRE(update.size() == 9);
    for (std::size_t i = 0; i < 9; ++i) {
      CHECK(relative(update[i], -0.01 * gradient[i] / (std::abs(gradient[i]) + eps)) <= 1e-12);
    }
  }
}

TEST_CASE("the reflected amplitude solves the Zoeppritz equations", "[golden]") {
  const double printed[] = {0.11290322580645, 0.10639383618001, 0.08884742939848, 0.06723117061012, 0.05941111968039};
  for (int i = 0; i < 5; ++i) {
    const std::optional<double> amplitude = data::reflected_pp({2500, 1200, 2200}, {3000, 1600, 2300}, 10 * i);
    REQUIRE(amplitude);
    CHECK(std::abs(*amplitude - printed[i]) <= 1e-13);
  }

  References expected = read_course();
  for (const char* name : {"0.3 course", "0.3 slower below", "0.3 alike", "0.3 hard below"}) {
    INFO(name);
    const std::vector<double> numbers = expected[name];
    REQUIRE(numbers.size() >= 8);
    const data::Rock upper{numbers[0], numbers[1], numbers[2]}, lower{numbers[3], numbers[4], numbers[5]};
    for (std::size_t i = 6; i + 1 < numbers.size(); i += 2) {
      const std::optional<double> amplitude = data::reflected_pp(upper, lower, numbers[i]);
      REQUIRE(amplitude);
      CHECK(std::abs(*amplitude - numbers[i + 1]) <= 1e-13);
    }
  }
}

TEST_CASE("the course's 3-4-4-1 network has 16, 20 and 5 parameters, 41 in all", "[golden]") {
  const Result<Experiment> experiment =
      parse("data=rows&rows=value(a,b,c):0,0,0,1;0,1,0,2;1,0,1,3;1,1,1,4&net=4:linear,4:linear&out=linear");
  REQUIRE(experiment.ok());
  const Summary summary = summarize(experiment.value);
  CHECK(summary.inputs == 3);
  REQUIRE(summary.layers.size() == 3);
  CHECK(summary.layers[0].parameters == 16);
  CHECK(summary.layers[1].parameters == 20);
  CHECK(summary.layers[2].parameters == 5);
  CHECK(summary.parameters == 41);
}

}  // namespace glassbox::golden

#include "glassbox/layers.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <random>
#include <regex>

#include "catch.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"
#include "probe/histogram.hpp"
#include "training/runs.hpp"

namespace glassbox::probe {
namespace {

using Matrix = Eigen::MatrixXd;

Histogram histogram_of(HistogramMaker::Scale scale, const std::vector<double>& numbers, double limit = 0) {
  HistogramMaker maker(scale, limit);
  for (const double number : numbers) maker.add(number);
  return maker.made();
}

std::vector<double> normal_numbers(int count, double deviation) {
  std::mt19937 engine(7);
  std::normal_distribution<double> normal(0, deviation);
  std::vector<double> numbers(static_cast<std::size_t>(count));
  for (double& number : numbers) number = normal(engine);
  return numbers;
}

void check_same(const Histogram& a, const Histogram& b) {
  CHECK(a.count == b.count);
  CHECK(a.zeros == b.zeros);
  CHECK(a.odd == b.odd);
  CHECK(a.limit == b.limit);
  CHECK(a.bins == b.bins);
  CHECK(a.rms == b.rms);
  CHECK(a.norm == b.norm);
  CHECK(a.largest == b.largest);
}

void check_same(const LayersLook& a, const LayersLook& b) {
  CHECK(a.step == b.step);
  CHECK(a.epoch == b.epoch);
  CHECK(a.hash == b.hash);
  CHECK(a.taken == b.taken);
  REQUIRE(a.layers.size() == b.layers.size());
  for (std::size_t i = 0; i < a.layers.size(); ++i) {
    check_same(a.layers[i].activations, b.layers[i].activations);
    check_same(a.layers[i].weights, b.layers[i].weights);
    check_same(a.layers[i].gradients, b.layers[i].gradients);
    check_same(a.layers[i].updates, b.layers[i].updates);
    CHECK(a.layers[i].dead == b.layers[i].dead);
  }
  CHECK(a.findings.size() == b.findings.size());
}

void check_numbers(const Histogram& histogram, const std::vector<double>& numbers, double tolerance) {
  double squares = 0, largest = 0;
  for (const double number : numbers) {
    squares += number * number;
    largest = std::max(largest, std::abs(number));
  }
  REQUIRE(histogram.count == static_cast<std::int64_t>(numbers.size()));
  CHECK(histogram.norm == Approx(std::sqrt(squares)).epsilon(tolerance));
  CHECK(histogram.rms == Approx(std::sqrt(squares / static_cast<double>(numbers.size()))).epsilon(tolerance));
  CHECK(histogram.largest == Approx(largest).epsilon(tolerance));
}

std::vector<double> list(const Matrix& matrix) { return {matrix.data(), matrix.data() + matrix.size()}; }

const LayerFinding* finding(const LayersLook& look, std::string_view code, int layer) {
  for (const LayerFinding& one : look.findings) {
    if (one.code == code && one.layer == layer) return &one;
  }
  return nullptr;
}

/// One of everything that a step can hold, in both scalars.
std::vector<std::string> stepped_experiments() {
  std::vector<std::string> all = training::varied_experiments();
  for (const char* text :
       {"data=digits&test=0.2&net=conv:4x3p1:relu,pool:2,flatten,8:tanh&batch=32&epochs=0",
        "data=moons&net=6:linear,bn,act:tanh&batch=10&epochs=0", "data=moons&net=6:relu,drop:0.3,6:relu&l2=0.01&epochs=0",
        "data=spiral&net=8:tanh,ln,res(8:tanh,8:linear)&precision=64&epochs=0", "data=gauss&net=none&epochs=1"}) {
    all.emplace_back(text);
  }
  return all;
}

}  // namespace

TEST_CASE("Numbers fall into bins of equal width as counted one by one", "[looks]") {
  const std::vector<double> numbers = normal_numbers(2000, 0.7);
  const Histogram histogram = histogram_of(HistogramMaker::Scale::linear, numbers);
  CHECK(histogram.limit == 4);
  std::array<std::int64_t, Histogram::kBins> counted{};
  for (const double number : numbers) ++counted[static_cast<std::size_t>(std::floor((number + 4) / 0.125))];
  CHECK(histogram.bins == counted);
  check_numbers(histogram, numbers, 1e-12);
  std::vector<double> sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  CHECK(histogram_of(HistogramMaker::Scale::linear, sorted).bins == counted);
}

TEST_CASE("A number on an edge belongs to the side of 0, and a wider scale counts as if it had been there from the start", "[looks]") {
  const Histogram histogram = histogram_of(HistogramMaker::Scale::linear, {1, -1, 0, 0.03125, -0.03125, 0.5});
  CHECK(histogram.limit == 1);
  CHECK(histogram.zeros == 1);
  CHECK(histogram.bins[63] == 1);
  CHECK(histogram.bins[0] == 1);
  CHECK(histogram.bins[32] == 2);
  CHECK(histogram.bins[31] == 1);
  CHECK(histogram.bins[47] == 1);
  const std::vector<double> numbers = normal_numbers(500, 0.1);
  check_same(widened(histogram_of(HistogramMaker::Scale::linear, numbers), 32), histogram_of(HistogramMaker::Scale::linear, numbers, 32));
}

TEST_CASE("Magnitudes fall into quarters of decades", "[looks]") {
  std::vector<double> numbers = {0, 1e-30, 1e30, -2e-12};
  for (int i = 0; i < 400; ++i) numbers.push_back((i % 2 == 0 ? 1 : -1) * std::pow(10, -12.9 + 0.0437 * i));
  const Histogram histogram = histogram_of(HistogramMaker::Scale::magnitude, numbers);
  std::array<std::int64_t, Histogram::kBins> counted{};
  for (const double number : numbers) {
    if (number == 0) continue;
    const double place = std::floor(4 * (std::log10(std::abs(number)) + 12));
    ++counted[static_cast<std::size_t>(std::clamp(place, 0.0, 63.0))];
  }
  CHECK(histogram.bins == counted);
  CHECK(histogram.zeros == 1);
  const Histogram odd = histogram_of(HistogramMaker::Scale::magnitude, {1, std::nan(""), INFINITY});
  CHECK(odd.odd == 2);
  CHECK(odd.count == 1);
}

TEST_CASE("A look has the numbers of plain matrix formulas", "[looks]") {
  Trainer trainer =
      golden::trainer_of("data=plane&net=5:tanh&out=linear&loss=mse&opt=sgd&lr=0.05&batch=all&order=fixed&l2=0.02&precision=64&epochs=0");
  trainer.advance(7);
  Snapshot snapshot = golden::snapshot_of(trainer, kPartParameters);
  const LayersLook look = look_at_layers(trainer);
  const auto matrix = [&](std::string_view role, int layer, int rows, int columns) {
    const std::vector<double> numbers = golden::numbers_of(snapshot, role, layer);
    return Matrix(Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(numbers.data(), rows, columns));
  };
  const Matrix w1 = matrix("W", 0, 5, 2), b1 = matrix("b", 0, 5, 1), w2 = matrix("W", 1, 1, 5), b2 = matrix("b", 1, 1, 1);
  const Prepared& prepared = trainer.prepared();
  const int all = trainer.dataset().rows, rows = static_cast<int>(prepared.train.size());
  Matrix x(2, rows), y(1, rows);
  for (int n = 0; n < rows; ++n) {
    const auto row = static_cast<std::size_t>(prepared.train[static_cast<std::size_t>(n)]);
    x(0, n) = prepared.x[row];
    x(1, n) = prepared.x[static_cast<std::size_t>(all) + row];
    y(0, n) = prepared.y[row];
  }
  const Matrix h = ((w1 * x).colwise() + b1.col(0)).array().tanh();
  const Matrix out = (w2 * h).array() + b2(0, 0);
  const Matrix d_out = 2.0 / rows * (out - y);
  const Matrix d_w2 = d_out * h.transpose();
  const Matrix d_w1 = ((w2.transpose() * d_out).array() * (1 - h.array().square())).matrix() * x.transpose();
  CHECK(look.step == 7);
  CHECK(look.rows == rows);
  CHECK(look.batch == rows);
  CHECK(look.taken);
  check_numbers(look.layers[0].activations, list(h), 1e-12);
  check_numbers(look.layers[1].activations, list(out), 1e-12);
  check_numbers(look.layers[0].weights, list(w1), 1e-15);
  check_numbers(look.layers[0].gradients, list(d_w1), 1e-10);
  check_numbers(look.layers[1].gradients, list(d_w2), 1e-10);
  check_numbers(look.layers[0].updates, list(-0.05 * (d_w1 + 0.02 * w1)), 1e-10);
  CHECK(look.layers[0].ratio == Approx(0.05 * (d_w1 + 0.02 * w1).norm() / w1.norm()).epsilon(1e-10));
  CHECK(look.layers[0].units == 0);
  const double near = (h.array().abs() > 0.98).cast<double>().mean();
  CHECK(look.layers[0].saturated == Approx(near));
  CHECK(std::isnan(look.layers[1].saturated));
}

TEST_CASE("The update is what the run then does, and looking leaves the run as it was", "[looks]") {
  for (const std::string& text : stepped_experiments()) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(13);
    const std::uint64_t state = trainer.state_hash();
    const LayersLook look = look_at_layers(trainer);
    CHECK(trainer.state_hash() == state);
    CHECK(look.hash == trainer.weights_hash());
    check_same(look, look_at_layers(trainer));
    const Snapshot before = golden::snapshot_of(trainer, kPartParameters);
    trainer.implementation().go_on();
    trainer.advance(14);
    // An edit of a weight before step 14 is no part of the update.
    const Snapshot after = golden::snapshot_of(trainer, kPartGradients);
    for (std::size_t i = 0; i < look.layers.size(); ++i) {
      const LayerLook& layer = look.layers[i];
      CHECK(layer.weights.held() == layer.updates.held());
      if (!layer.updates.held()) continue;
      CHECK(layer.weights.count == static_cast<std::int64_t>(golden::numbers_of(before, "W", static_cast<int>(i)).size()));
      check_numbers(layer.updates, golden::numbers_of(after, "u_W", static_cast<int>(i)), 1e-5);
    }
  }
}

TEST_CASE("A ReLU that answers 0 to every row is dead, and a lost layer is said to be lost", "[looks]") {
  const auto with = [](const char* weights) {
    std::string text = "data=circle&net=3:relu&opt=sgd&lr=0.01&epochs=0&w=";
    return golden::trainer_of(text.append(weights));
  };
  // W1 3×2, b1, W2 1×3, b2: the second unit is pushed far below zero, the third one is 0 at every row without being pushed.
  const LayersLook one = look_at_layers(with("1,0,0.5,0.5,0,0,0,-100,0,1,1,1,0"));
  CHECK(one.layers[0].units == 3);
  CHECK(one.layers[0].dead == 2);
  REQUIRE(finding(one, "dead", 0));
  CHECK(finding(one, "dead", 0)->text ==
        "2 of 3 units of Hidden 1 are dead: they answer 0 to every training row, so that no gradient "
        "reaches their weights.");
  const LayersLook lost = look_at_layers(with("1,0,0.5,0.5,0,0,-100,-100,-100,1,1,1,0"));
  CHECK(lost.layers[0].dead == 3);
  REQUIRE(finding(lost, "no-gradient", 0) == nullptr);  // the last layer has none either
  REQUIRE(finding(lost, "dead-layer", 0));
  CHECK(finding(lost, "dead-layer", 0)->text.find("nothing before them can learn") != std::string::npos);
  CHECK(look_at_layers(with("1,0,0.5,0.5,0,1,0,0,0,1,1,1,0")).layers[0].dead == 0);
}

TEST_CASE("Of an image, channels die, not places", "[looks]") {
  Trainer trainer = golden::trainer_of("data=digits&test=0.2&net=conv:3x3p1:relu,pool:2,flatten,8:tanh&epochs=0&edits=0:0.b.1=-1000");
  trainer.advance(0);
  const LayersLook look = look_at_layers(trainer);
  CHECK(look.layers[0].units == 3);
  CHECK(look.layers[0].dead == 1);
  CHECK(finding(look, "dead", 0)->text.find("1 of 3 channels of Convolution is dead: it answers") == 0);
}

TEST_CASE("A chain of single linear units vanishes and explodes by the formula", "[looks]") {
  // y = w3 w2 w1 x without biases: the gradient of w1 is w3 / w1 times that of w3.
  const auto chain = [](const char* weights) {
    std::string text = "data=line&net=1:linear,1:linear&opt=sgd&lr=1e-9&precision=64&batch=all&epochs=0&w=";
    return look_at_layers(golden::trainer_of(text.append(weights)));
  };
  const LayersLook vanishing = chain("200,0,1,0,1,0");
  CHECK(vanishing.layers[2].gradients.rms / vanishing.layers[0].gradients.rms == Approx(200).epsilon(1e-9));
  REQUIRE(finding(vanishing, "vanishing", 0));
  CHECK(finding(vanishing, "vanishing", 0)->text ==
        "The gradient vanishes on its way back: weights of Hidden 1 receive gradients 200 times "
        "smaller than those of Output, so they hardly learn.");
  const LayersLook exploding = chain("1,0,1,0,26458,0");
  REQUIRE(finding(exploding, "exploding", 0));
  CHECK(finding(exploding, "exploding", 0)->text.find("gradients 26,000 times larger") != std::string::npos);
  CHECK(chain("99,0,1,0,1,0").findings.empty());
  CHECK(chain("1,0,1,0,99,0").findings.empty());
  CHECK(finding(chain("101,0,1,0,1,0"), "vanishing", 0));
  CHECK(finding(chain("1,0,0,0,1,0"), "no-gradient", 0) == nullptr);  // w3 receives none either: its input is 0
  CHECK(finding(chain("1,0,1,0,0,0"), "no-gradient", 0));
}

TEST_CASE("Deep sigmoids vanish, deep ReLUs with their own initialiser do not; saturation and large steps are named", "[looks]") {
  const auto layers = [](const std::string& text, std::int64_t step) {
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(step);
    return look_at_layers(trainer);
  };
  CHECK(finding(layers("data=spiral&net=8:sigmoid,8:sigmoid,8:sigmoid,8:sigmoid,8:sigmoid&opt=sgd&epochs=0", 50), "vanishing", 0));
  CHECK(finding(layers("data=spiral&net=8:relu,8:relu,8:relu,8:relu,8:relu&init=he-normal&opt=sgd&epochs=0", 50), "vanishing", 0) ==
        nullptr);
  const LayersLook saturated = layers("data=circle&net=8:tanh&init=normal:40&opt=sgd&lr=0.01&epochs=0", 0);
  REQUIRE(finding(saturated, "saturated", 0));
  CHECK(saturated.layers[0].saturated > 0.5);
  const LayersLook large = layers("data=circle&net=4:tanh&opt=adam&lr=1&epochs=0", 0);
  CHECK(finding(large, "large-step", 0) != finding(large, "large-step", 1));
  const LayersLook lost = layers("data=line&net=4:linear&opt=sgd&lr=100&epochs=0", 1000);
  CHECK_FALSE(lost.taken);
  CHECK(finding(lost, "diverges", -1));
}

TEST_CASE("Layers over time go on, back and past an edit as if the run had just been made", "[looks]") {
  const std::string text = "data=moons&net=6:relu,6:tanh&opt=adam&batch=10&epochs=0";
  LayersOverTime over(golden::trainer_of(text));
  over.advance(1000);
  CHECK(over.present().step == 1000);
  const std::vector<std::int64_t> steps = over.steps();
  CHECK(steps.size() <= LayersOverTime::kMostLooks + 1);
  CHECK(steps.size() > LayersOverTime::kMostLooks / 2);
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) CHECK(steps[i] == static_cast<std::int64_t>(i) * steps[1]);

  const auto alone = [](const std::string& experiment, std::int64_t step) {
    Trainer trainer = golden::trainer_of(experiment);
    trainer.advance(step);
    return look_at_layers(trainer);
  };
  check_same(over.present(), alone(text, 1000));
  over.advance(137);
  check_same(over.present(), alone(text, 137));
  CHECK(over.steps().back() == 137);
  const std::string edited = text + "&edits=137:lr=0.3";
  REQUIRE(over.amend(training::experiment_of(edited)));
  over.advance(700);
  check_same(over.present(), alone(edited, 700));
  CHECK_FALSE(over.amend(training::experiment_of(text + "&edits=20:lr=0.3")));
  CHECK_FALSE(over.amend(training::experiment_of("data=moons&net=6:relu&epochs=0")));

  LayersOverTime sliced(golden::trainer_of(edited));
  int slices = 0;
  for (int asked = 0; !sliced.advance(700, [&] { return ++asked % 7 != 0; });) ++slices;
  CHECK(slices > 10);
  check_same(sliced.present(), over.present());
  CHECK(sliced.steps().back() == 700);
}

TEST_CASE("A run far ahead is shown before its past is known", "[looks]") {
  const std::string text = "data=moons&net=12:relu,12:relu,12:relu&opt=sgd&lr=1&epochs=100";
  Trainer ahead = golden::trainer_of(text);
  ahead.advance(1900);
  LayersOverTime over(golden::trainer_of(text));
  over.advance(40);
  over.show(ahead);
  check_same(over.present(), look_at_layers(ahead));
  CHECK(over.steps().back() == 1900);
  CHECK(over.steps()[over.steps().size() - 2] == 40);
  CHECK(over.json().find("\"since\":1900") != std::string::npos);  // nobody has looked between
  over.advance(1900);
  check_same(over.present(), look_at_layers(ahead));
  CHECK(over.json().find("\"since\":1900") == std::string::npos);
  // Seven units of the second layer are dead at the end, one of them from the first step on.
  CHECK(look_at_layers(golden::trainer_of(text)).layers[1].dead == 1);
  CHECK(std::regex_search(over.json(), std::regex("7 of 12 units of Hidden 2 are dead[^}]*\"since\":[1-9]")));
}

TEST_CASE("A run ends where it ends: at its length, where it stops by itself, where it diverges", "[looks]") {
  LayersOverTime finished(golden::trainer_of("data=circle&net=3:tanh&epochs=2"));
  CHECK(finished.advance(1000000));
  Trainer whole = golden::trainer_of("data=circle&net=3:tanh&epochs=2");
  whole.advance(1000000);
  CHECK(finished.present().step == whole.step());
  CHECK(finished.present().hash == whole.weights_hash());

  const std::string stops = "data=circle&n=80&noise=0.3&test=0.5&net=24:relu&lr=0.01&patience=5&restore=best&epochs=300";
  LayersOverTime stopped(golden::trainer_of(stops));
  CHECK(stopped.advance(1000000));
  Trainer run = golden::trainer_of(stops);
  run.advance(1000000);
  CHECK(stopped.present().step == run.step());
  CHECK(stopped.present().hash == run.weights_hash());

  LayersOverTime diverged(golden::trainer_of("data=line&net=4:linear&opt=sgd&lr=100&epochs=0"));
  CHECK(diverged.advance(1000));
  CHECK_FALSE(diverged.present().taken);
}

TEST_CASE("The picture holds shares that add up, on scales that all looks share", "[looks]") {
  LayersOverTime over(golden::trainer_of("data=moons&net=6:relu,bn,drop:0.2,4:sigmoid&opt=adam&lr=0.1&batch=10&epochs=0"));
  over.advance(300);
  const std::vector<float>& picture = over.picture();
  const std::size_t layers = over.present().layers.size(), looks = over.steps().size();
  constexpr std::size_t kNumbers = LayersOverTime::kNumbersOfLayer;
  REQUIRE(picture.size() == looks * layers * kNumbers);
  for (std::size_t place = 0; place < looks * layers; ++place) {
    const float* numbers = picture.data() + place * kNumbers;
    for (int q = 0; q < 4; ++q) {
      double sum = 0;
      for (int k = 0; k < Histogram::kBins; ++k) sum += static_cast<double>(numbers[q * Histogram::kBins + k]);
      if (!std::isnan(sum)) CHECK(sum == Approx(1).epsilon(q < 2 ? 1e-5 : 1));
    }
  }
  const LayerLook& first = over.present().layers[0];
  const float* last = picture.data() + (looks - 1) * layers * kNumbers;
  CHECK(last[4 * Histogram::kBins + 1] == static_cast<float>(first.weights.rms));
  CHECK(last[4 * Histogram::kBins + 4] == static_cast<float>(first.ratio));
  CHECK(over.json().find("\"hash\":\"" + write_hash(over.present().hash) + "\"") != std::string::npos);
  CHECK(std::regex_search(over.json(), std::regex("\"steps\":\\[0,")));
}

}  // namespace glassbox::probe

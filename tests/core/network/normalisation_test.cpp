#include <cmath>
#include <random>

#include "catch.hpp"
#include "glassbox/trainer.hpp"
#include "network/layers.hpp"
#include "training/runs.hpp"

namespace glassbox::network {
namespace {

LayerSpec named(const char* name, std::vector<double> numbers = {}) {
  return {LayerSpec::Kind::named, 0, {}, {}, name, std::move(numbers)};
}
LayerSpec batch_normalisation(double epsilon = 1e-5, double momentum = 0.1) { return named("bn", {epsilon, momentum}); }

/// Random numbers sent through one layer, channel by channel of `shape`.
struct Normalised {
  Normalised(const LayerSpec& spec, Shape of, int count, Mode mode)
      : shape(of), rows(count), panels({{shape.units(), 0}, {shape.units(), 1}, {2 * shape.units(), 2}}, count, GradientPanels::none) {
    const LayerPlan plan = plan_layer(spec, shape);
    std::mt19937 generator(7);
    for (std::size_t i = 0; i < scalars(panels.input()); ++i) panels.input().data[i] = generator() / 1e9 + 3;
    for (int c = 0; c < shape.channels; ++c) {
      parameters.push_back(c + 1.5);
      statistics.push_back(c - 0.5);
    }
    for (int c = 0; c < shape.channels; ++c) {
      parameters.push_back(0.25 * c);
      statistics.push_back(c + 2);
    }
    next_statistics.assign(statistics.size(), -99);
    find_layer(spec.name)
        ->make_double({spec, plan, shape, 0, 1, 2})
        ->forward({panels, parameters.data(), statistics.data(), next_statistics.data(), mode});
  }

  /// Mean and variance of a channel over rows and pixels, the variance divided by count - freedom.
  std::pair<double, double> moments(int slot, int channel, int freedom) const {
    double sum = 0, squares = 0;
    const int count = rows * shape.pixels();
    each(slot, channel, [&](double x) { sum += x / count; });
    each(slot, channel, [&](double x) { squares += (x - sum) * (x - sum); });
    return {sum, squares / (count - freedom)};
  }
  template <class Visitor>
  void each(int slot, int channel, Visitor visitor) const {
    for (int pixel = 0; pixel < shape.pixels(); ++pixel)
      for (int row = 0; row < rows; ++row) visitor(panels.value(slot).column(channel * shape.pixels() + pixel)[row]);
  }

  Shape shape;
  int rows;
  Buffers<double> panels;
  std::vector<double> parameters, statistics, next_statistics;
};

constexpr Shape kShapes[] = {{1, 1, 5}, {2, 3, 4}};

}  // namespace

TEST_CASE("batch normalisation gives each channel the mean of its shift and the deviation of its gain", "[layers]") {
  for (const Shape shape : kShapes) {
    for (const int rows : {2, 7, 256}) {
      const Normalised trained(batch_normalisation(1e-12), shape, rows, Mode::train);
      for (int c = 0; c < shape.channels; ++c) {
        INFO(rows << " rows, channel " << c);
        const auto [mean, variance] = trained.moments(1, c, 0);
        CHECK(mean == Approx(0.25 * c).margin(1e-9));
        CHECK(std::sqrt(variance) == Approx(c + 1.5).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("running statistics move towards mean and unbiased variance of the batch by the momentum", "[layers]") {
  for (const Shape shape : kShapes) {
    for (const double momentum : {0.0, 0.1, 1.0}) {
      const Normalised trained(batch_normalisation(1e-5, momentum), shape, 7, Mode::train);
      for (int c = 0; c < shape.channels; ++c) {
        const auto [mean, variance] = trained.moments(0, c, 1);
        CHECK(trained.next_statistics[c] == Approx((1 - momentum) * (c - 0.5) + momentum * mean).epsilon(1e-12));
        CHECK(trained.next_statistics[shape.channels + c] == Approx((1 - momentum) * (c + 2) + momentum * variance).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("batch normalisation in evaluation uses the running statistics and leaves them alone", "[layers]") {
  for (const Shape shape : kShapes) {
    const Normalised evaluated(batch_normalisation(0.5), shape, 3, Mode::evaluate);
    CHECK(evaluated.next_statistics == std::vector<double>(evaluated.statistics.size(), -99));
    for (int c = 0; c < shape.channels; ++c) {
      std::vector<double> expected;
      evaluated.each(0, c, [&](double x) { expected.push_back((x - (c - 0.5)) / std::sqrt(c + 2.5) * (c + 1.5) + 0.25 * c); });
      std::size_t i = 0;
      evaluated.each(1, c, [&](double a) { CHECK(a == Approx(expected[i++]).epsilon(1e-13)); });
    }
  }
}

TEST_CASE("layer normalisation gives the units of each row mean 0 and variance 1 before gain and shift, in training and in evaluation",
          "[layers]") {
  for (const Shape shape : kShapes) {
    for (const Mode mode : {Mode::train, Mode::evaluate}) {
      const Normalised passed(named("ln", {1e-12}), shape, 7, mode);
      const auto x = passed.panels.value(0), a = passed.panels.value(1);
      for (int row = 0; row < 7; ++row) {
        double mean = 0, variance = 0;
        for (int unit = 0; unit < shape.units(); ++unit) mean += x.column(unit)[row] / shape.units();
        for (int unit = 0; unit < shape.units(); ++unit) variance += std::pow(x.column(unit)[row] - mean, 2) / shape.units();
        for (int unit = 0; unit < shape.units(); ++unit) {
          const int c = unit / shape.pixels();
          CHECK(a.column(unit)[row] == Approx((x.column(unit)[row] - mean) / std::sqrt(variance) * (c + 1.5) + 0.25 * c).epsilon(1e-9));
        }
      }
    }
  }
}

TEST_CASE("a softmax layer shares out 1 among units, or among the channels of each pixel", "[layers]") {
  for (const Shape shape : kShapes) {
    const Normalised passed(named("smax"), shape, 7, Mode::train);
    const auto x = passed.panels.value(0), a = passed.panels.value(1);
    for (int row = 0; row < 7; ++row) {
      for (int pixel = 0; pixel < shape.pixels(); ++pixel) {
        double sum = 0;
        for (int c = 0; c < shape.channels; ++c) sum += std::exp(x.column(c * shape.pixels() + pixel)[row]);
        for (int c = 0; c < shape.channels; ++c) {
          const int unit = c * shape.pixels() + pixel;
          CHECK(a.column(unit)[row] == Approx(std::exp(x.column(unit)[row]) / sum).epsilon(1e-12));
        }
      }
    }
  }
}

TEST_CASE("layers that compare units refuse to stand behind a single one", "[layers]") {
  for (const char* net : {"net=1:tanh,ln", "net=1:tanh,smax", "data=digits&net=smax"}) {
    const auto problems = parse(net).problems;
    REQUIRE(problems.size() == 1);
    CHECK(describe(problems.front()).find("one") != std::string::npos);
  }
  CHECK(parse("data=digits&net=ln,conv:1x3:linear,ln,conv:2x3:linear,smax").ok());
}

namespace {

std::vector<Problem> problems_of(const std::string& text) { return parse("data=iris&net=bn,4:tanh&" + text).problems; }

}  // namespace

TEST_CASE("batches that batch normalisation cannot use are refused, with sizes nearby that it can", "[layers]") {
  for (const char* fine : {"batch=3", "batch=12", "batch=105", "batch=all", "batch=5000", "edits=5:batch=14", "batch=100&test=0"})
    CHECK(problems_of(fine).empty());
  const auto message = [](const char* text) {
    const auto problems = problems_of(text);
    REQUIRE(problems.size() == 1);
    return describe(problems.front());
  };
  CHECK(message("batch=1").find("each batch has 1; 3 would do") != std::string::npos);
  CHECK(message("batch=13").find("105 training rows leave a last batch of 1; 12 or 14 would do") != std::string::npos);
  CHECK(message("edits=5:batch=26").find("25 or 27 would do") != std::string::npos);
  CHECK(message("edits=5:batch=26").find("batch=26") != std::string::npos);
  CHECK(describe(parse("net=8:linear,bn&batch=all").problems.front()).find("the batch has 350; 256 would do") != std::string::npos);
  CHECK(describe(parse("n=1000&net=8:linear,bn&batch=300").problems.front()).find("256 would do") != std::string::npos);
  CHECK(parse("data=iris&net=res(4:tanh,bn,4:linear)&batch=13").problems.size() == 1);
  CHECK(parse("data=iris&net=4:tanh&batch=13").problems.empty());
}

TEST_CASE("a batch is not split into chunks where its layers look at it whole", "[layers][training]") {
  const auto chunks = [](const char* net) {
    auto trainer = training::unchecked_trainer<float>(
        training::experiment_of(std::string("data=moons&net=") + net + ",500:tanh,500:tanh&batch=256&order=fixed&eval=0"));
    int count = 0;
    trainer->advance(1, [&] {
      ++count;
      return true;
    });
    return count;
  };
  CHECK(chunks("bn") == 1);
  CHECK(chunks("drop:0.1") == 2);
}

}  // namespace glassbox::network

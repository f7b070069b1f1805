#include "training/class_weights.hpp"

#include <cmath>

#include "catch.hpp"
#include "network/registry.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

/// Twenty rows of two or three classes, unevenly many; those of class k stand `times[k]` times.
std::string rows_text(int classes, const std::vector<int>& times) {
  std::string text = "data=rows&test=0&rows=class(a,b):";
  bool first = true;
  for (int row = 0; row < 20; ++row) {
    const int label = row % 5 == 0 ? 1 : classes == 3 && row % 7 == 3 ? 2 : 0;
    for (int copy = 0; copy < times[static_cast<std::size_t>(label)]; ++copy) {
      text +=
          (first ? "" : ";") + std::to_string((row * 7) % 11 - 5) + "," + std::to_string((row * 5) % 13 - 6) + "," + std::to_string(label);
      first = false;
    }
  }
  return text;
}

std::vector<double> parameters_of(const Trainer& trainer) {
  std::vector<double> numbers;
  visit(trainer.implementation(), [&](const auto& run) { numbers.assign(run.parameters().begin(), run.parameters().end()); });
  return numbers;
}

}  // namespace

TEST_CASE("a class that weighs k trains like one whose rows all stand there k times, with every loss", "[classw]") {
  const std::string rest = "&net=5:tanh&scale=minmax&batch=all&order=fixed&opt=sgd&lr=0.02&precision=64&epochs=0&out=";
  int checked = 0;
  for (const int classes : {2, 3}) {
    for (const network::Choice& output : network::outputs()) {
      for (const network::LossChoice& loss : network::losses()) {
        std::string_view reason;
        if (!loss.accepts(output.name, true, classes, reason)) continue;
        const std::vector<int> times = classes == 2 ? std::vector<int>{1, 3} : std::vector<int>{2, 3, 1};
        const std::string weights = classes == 2 ? "&classw=1,3" : "&classw=2,3,1";
        for (const char* reduce : {"&reduce=mean", "&reduce=sum"}) {
          const std::string text = rest + std::string(output.name) + "&loss=" + std::string(loss.name) + reduce;
          INFO(text << ", " << classes << " classes");
          Trainer weighted = trainer_of(rows_text(classes, {1, 1, 1}) + text + weights);
          Trainer repeated = trainer_of(rows_text(classes, times) + text);
          weighted.advance(40);
          repeated.advance(40);
          const std::vector<double> one = parameters_of(weighted), other = parameters_of(repeated);
          for (std::size_t i = 0; i < one.size(); ++i) REQUIRE(one[i] == Approx(other[i]).epsilon(1e-9).margin(1e-9));
          const PartMetrics& a = weighted.measure().part[0];
          const PartMetrics& b = repeated.measure().part[0];
          CHECK(a.loss == Approx(b.loss).epsilon(1e-9));
          CHECK(a.base_loss == Approx(b.base_loss).epsilon(1e-9));
          CHECK(weighted.history().stretches.back().running.last == Approx(repeated.history().stretches.back().running.last).epsilon(1e-9));
          ++checked;
        }
      }
    }
  }
  CHECK(checked >= 2 * 14);
}

TEST_CASE("a mean divides by what the rows of its batch count together", "[classw]") {
  const Experiment experiment = experiment_of(rows_text(3, {1, 1, 1}) + "&classw=2,3,0.5");
  const auto run = unchecked_trainer<double>(experiment);
  const std::vector<int> rows = {0, 1, 3, 5};
  CHECK(total_weight(experiment, run->dataset(), rows) == 3 + 2 + 0.5 + 3);
  Experiment plain = experiment;
  plain.classw.clear();
  CHECK(total_weight(plain, run->dataset(), rows) == 4);
}

TEST_CASE("weights of 1 change no bit, and twice the weights change no mean", "[classw]") {
  for (const char* text : {"data=spiral3&net=6:tanh&epochs=0", "data=moons&net=6:tanh&batch=7&precision=64&epochs=0"}) {
    const bool three = std::string(text).find('3') != std::string::npos;
    Trainer plain = trainer_of(text);
    Trainer ones = trainer_of(std::string(text) + (three ? "&classw=1,1,1" : "&classw=1,1"));
    Trainer twos = trainer_of(std::string(text) + (three ? "&classw=2,2,2" : "&classw=2,2"));
    for (Trainer* run : {&plain, &ones, &twos}) run->advance(150);
    CHECK(plain.weights_hash() == ones.weights_hash());
    CHECK(plain.weights_hash() == twos.weights_hash());
    CHECK(plain.latest().part[1].loss == twos.latest().part[1].loss);
  }
}

TEST_CASE("a rare class that weighs more is answered more often", "[classw]") {
  const std::string rare = "data=rows&test=0&rows=class(a):0,0;1,0;2,0;3,0;4,0;5,0;6,0;7,0;3,1;5,1&net=none&epochs=300&lr=0.1&batch=all";
  Trainer even = trainer_of(rare), heavy = trainer_of(rare + "&classw=1,8");
  even.advance(300);
  heavy.advance(300);
  const auto found = [](const Trainer& run) { return run.latest().part[0].confusion[3]; };
  CHECK(found(even) == 0);
  CHECK(found(heavy) > 0);
}

TEST_CASE("class weights are one number a class, from 0.001 to 1000", "[classw]") {
  CHECK(format(experiment_of("data=moons&classw=1,3")).find("classw=1,3") != std::string::npos);
  CHECK(format(experiment_of("classw=")) == format(Experiment()));
  const auto only = [](const char* text) {
    const Result<Experiment> read = parse(text);
    REQUIRE(read.problems.size() == 1);
    REQUIRE(read.problems[0].key == "classw");
    return read.problems[0].code;
  };
  CHECK(only("classw=1") == "wrong-count");
  CHECK(only("data=spiral3&classw=1,2") == "wrong-count");
  CHECK(only("classw=1,0") == "out-of-range");
  CHECK(only("classw=1,1001") == "out-of-range");
  CHECK(only("classw=1,two") == "not-a-number");
  CHECK(only("data=plane&classw=1,2") == "mismatch");
}

}  // namespace glassbox::training

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <tuple>
#include <utility>

#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

/// Steps of the run are those of the same by the list of operations, in every bit of what they leave, wherever a slice of time ends.
void check_like_list(const Experiment& experiment) {
  const auto lean = unchecked_trainer<float>(experiment), list = unchecked_trainer<float>(experiment);
  list->network().operations();  // may be wrapped from now on: the list runs, and keeps gradients
  for (const int step : {1, 2, 7, 8, 48, 49, 70, 83, 96, 109, 300}) {
    lean->advance(step + 100, [&] { return lean->step() < step; });  // a slice of time ends in the middle of it
    lean->advance(lean->step(), nullptr);
    const std::int64_t end = lean->step() + (lean->state() == RunState::diverged ? 1 : 0);
    while (list->step() < end && list->state() == RunState::ready) list->advance(end, [] { return false; });
    list->advance(end, nullptr);
    CHECK(lean->state_hash() == list->state_hash());
    CHECK(lean->recent_losses() == list->recent_losses());
    const auto same = [](std::span<const float> a, std::span<const float> b) {
      return std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
    };
    CHECK(same(lean->gradients(), list->gradients()));
    CHECK(same(lean->previous_parameters(), list->previous_parameters()));
    const Divergence &seen = lean->divergence(), &expected = list->divergence();
    CHECK(std::tuple(seen.step, seen.layer, seen.unit, seen.operation) ==
          std::tuple(expected.step, expected.layer, expected.unit, expected.operation));
    CHECK(seen.terms.size() == expected.terms.size());
  }
}

}  // namespace

TEST_CASE("a batch that does not divide the rows leaves a smaller last step averaged over its own rows", "[training]") {
  // One input, one weight, targets y = 2x + 1; a fixed order makes the batches (3 rows, then 1).
  Experiment experiment =
      experiment_of("data=line&net=&out=linear&loss=mse&batch=3&order=fixed&opt=sgd&lr=0.01&test=0&precision=64&epochs=0");
  experiment.data = "rows";
  experiment.scale = "none";
  experiment.rows = {false, false, {"x"}, {1, 2, 3, 4}, {3, 5, 7, 9}};
  experiment.inputs = {};
  experiment.w = {0, 0};
  const auto trainer = unchecked_trainer<double>(experiment);
  CHECK(trainer->steps_per_epoch() == 2);
  trainer->advance(1, nullptr);
  // d_w = mean 2 (0 - y) x = -2 (3 + 10 + 21) / 3, d_b = -2 (3 + 5 + 7) / 3
  const double w = 0.01 * 68 / 3, b = 0.01 * 30 / 3;
  CHECK(trainer->parameters()[0] == Approx(w).epsilon(1e-14));
  CHECK(trainer->parameters()[1] == Approx(b).epsilon(1e-14));
  CHECK(trainer->samples() == 3);
  trainer->advance(2, nullptr);
  const double error = 4 * w + b - 9;
  CHECK(trainer->parameters()[0] == Approx(w - 0.01 * 2 * error * 4).epsilon(1e-14));
  CHECK(trainer->parameters()[1] == Approx(b - 0.01 * 2 * error).epsilon(1e-14));
  CHECK(trainer->samples() == 4);
  CHECK(trainer->epoch() == 1);
  const double first_sum = 9 + 25 + 49, running = (first_sum + error * error) / 4;
  CHECK(trainer->history().stretches.back().running.last == Approx(running).epsilon(1e-14));
}

TEST_CASE("all rows at once is the sum over its chunks", "[training]") {
  const std::string text = "data=circle&n=1000&test=0&net=5:tanh&opt=sgd&batch=all&order=fixed&precision=64&epochs=0";
  Trainer trainer = trainer_of(text);
  CHECK(trainer.steps_per_epoch() == 1);
  int asked = 0;
  trainer.advance(1, [&asked] {
    ++asked;
    return true;
  });
  CHECK(asked == 12);  // 1000 rows are 4 chunks: metrics at step 0, the step, metrics after it
}

TEST_CASE("chunks shrink for large networks and stay a multiple of four", "[training]") {
  CHECK(chunk_rows(0) == 256);
  CHECK(chunk_rows(131'072) == 256);
  CHECK(chunk_rows(200'000) == 164);
  CHECK(chunk_rows(1'000'000) == 32);
  CHECK(chunk_rows(100'000'000) == 4);
}

TEST_CASE("a run with a length finishes there, with its last metrics measured", "[training]") {
  Trainer trainer = trainer_of("data=xor&n=100&test=0.3&net=3:tanh&batch=10&epochs=4&eval=2");
  trainer.advance(1'000'000);
  CHECK(trainer.state() == RunState::finished);
  CHECK(trainer.at_rest());
  CHECK(trainer.step() == 28);
  CHECK(trainer.epoch() == 4);
  CHECK(trainer.samples() == 280);
  CHECK(trainer.latest().epoch == 4);
  CHECK(trainer.latest().part[0].loss == trainer.measure().part[0].loss);
}

TEST_CASE("penalties pull on weights and leave biases alone", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=2:tanh&opt=sgd&lr=0.5&batch=all&precision=64&l1=0.01&l2=0.1&epochs=0");
  experiment.w = {0.5, -0.25, 0.75, -0.5, 0, 0, 0.125};  // output weights 0: no data gradient reaches the hidden layer
  const auto trainer = unchecked_trainer<double>(experiment);
  CHECK(trainer->measure().penalty == Approx(0.01 * 0.75 + 0.1 * 0.5 * (0.25 + 0.0625)).epsilon(1e-14));
  trainer->advance(1, nullptr);
  CHECK(trainer->parameters()[0] == Approx(0.5 - 0.5 * (0.01 + 0.1 * 0.5)).epsilon(1e-14));
  CHECK(trainer->parameters()[1] == Approx(-0.25 + 0.5 * (0.01 + 0.1 * 0.25)).epsilon(1e-14));
  CHECK(trainer->parameters()[2] == 0.75);
  CHECK(trainer->parameters()[3] == -0.5);
}

TEST_CASE("edits apply before their step and a new batch from the next epoch on", "[training]") {
  const std::string plain = "data=xor&n=100&test=0.3&net=3:tanh&batch=10&epochs=0";
  Trainer trainer = trainer_of(plain + "&edits=3:0.b.1=0.25;4:batch=35;7:lr=0");
  const auto bias = [&trainer] {
    return visit(trainer.implementation(), [](const auto& run) { return static_cast<double>(run.parameters()[7]); });
  };
  trainer.advance(2);
  CHECK(bias() != 0.25);
  trainer.advance(3);
  CHECK(bias() == 0.25);
  CHECK(trainer.steps_per_epoch() == 7);
  trainer.advance(6);
  CHECK(trainer.steps_per_epoch() == 7);
  trainer.advance(7);
  CHECK(trainer.epoch() == 1);
  CHECK(trainer.steps_per_epoch() == 2);
  const auto before = trainer.weights_hash();
  trainer.advance(9);
  CHECK(trainer.epoch() == 2);
  CHECK(trainer.weights_hash() == before);  // lr = 0 from step 7 on
}

TEST_CASE("the dataset order is kept when it is fixed and changes every epoch when shuffled", "[training]") {
  std::set<std::uint64_t> hashes;
  for (const char* order : {"fixed", "shuffle"}) {
    Trainer trainer = trainer_of(std::string("data=xor&n=50&test=0&net=3:tanh&batch=7&epochs=0&order=") + order);
    trainer.advance(8);
    hashes.insert(trainer.weights_hash());
  }
  CHECK(hashes.size() == 2);
}

TEST_CASE("steps of one row run on parameters laid out for them, and give them back at the end", "[training]") {
  const auto trainer = unchecked_trainer<float>(experiment_of("data=spiral&n=60&batch=1&opt=sgd&lr=0.1&net=9:sigmoid&epochs=0"));
  const std::vector<float> start(trainer->parameters().begin(), trainer->parameters().end());
  const auto as_at_start = [&] { return std::equal(start.begin(), start.end(), trainer->parameters().begin()); };
  int apart = 0;
  trainer->advance(20, [&] {
    apart += as_at_start() ? 1 : 0;
    return true;
  });
  CHECK(apart > 10);
  CHECK_FALSE(as_at_start());
}

TEST_CASE("steps of one row on parameters laid out for them are those of the list, and leave the gradients of the last one", "[training]") {
  const std::string plain = "data=spiral&n=60&in=x1,x2,x1x1,x2x2,x1x2,sinx1,sinx2&batch=1&opt=sgd&epochs=0&lr=";
  for (const char* more :
       {"0.1&net=9:sigmoid", "0.1&net=30:relu&eval=0&order=fixed", "0.03&net=5:tanh&out=linear&loss=mse&schedule=exp",
        "0.1&net=6:sigmoid&reduce=sum&classw=1,2.5&eval=0", "0.1&net=5:tanh&clipvalue=0.1", "0.1&net=5:relu&l2=0.001",
        "0.1&net=8:sigmoid&edits=7:0.w.1.0=0.5;9:l2=0.01;30:l2=0;31:batch=4;90:batch=1", "100&net=6:relu&out=linear&loss=mse",
        "100&net=6:linear&out=linear&loss=mae&edits=0:1.w.0.0=1e38", "0.5&net=6:sigmoid&patience=3&restore=best"}) {
    CAPTURE(more);
    check_like_list(experiment_of(plain + more));
  }
}

TEST_CASE("steps of a chain in one function are those of the list, and leave the gradients of the last one", "[training]") {
  const std::string plain = "data=circle&n=120&epochs=0&out=tanh&";
  const std::string usual = "batch=10&opt=sgd&loss=halfmse&lr=";
  for (const std::string& more :
       {usual + "0.03&net=4:tanh,2:tanh", std::string("batch=9&opt=sgd&loss=mse&lr=0.1&net="),
        std::string("batch=10&opt=sgd&loss=mse&lr=0.1&net=1:tanh,5:tanh,8:tanh&in=x1,x2,x1x1,x2x2,x1x2,sinx1,sinx2"),
        usual + "0.1&net=3:tanh&schedule=exp&in=x1,x2,x1x1&eval=0&order=fixed", usual + "0.1&net=6:tanh&reduce=sum&in=x1",
        usual + "0.1&net=4:tanh&classw=1,2.5", usual + "0.1&net=4:tanh&clipvalue=0.01", usual + "0.1&net=4:tanh&l2=0.001",
        usual + "0.1&net=4:relu", usual + "0.1&net=4:tanh&edits=7:0.w.1.0=0.5;9:l2=0.01;30:l2=0;31:batch=4;60:batch=10",
        usual + "100&net=4:tanh", usual + "0.1&net=4:tanh&patience=3&restore=best",
        std::string("batch=10&opt=momentum&loss=mse&lr=0.1&net=4:tanh"), std::string("batch=10&opt=sgd&loss=mae&lr=0.1&net=4:tanh")}) {
    CAPTURE(more);
    check_like_list(experiment_of(plain + more));
  }
}

TEST_CASE("steps of a chain in one function leave gradients only where a slice of time ends", "[training]") {
  const auto trainer =
      unchecked_trainer<float>(experiment_of("data=circle&n=120&epochs=0&out=tanh&batch=10&opt=sgd&loss=halfmse&net=4:tanh"));
  const auto none = [&] {
    return std::all_of(trainer->gradients().begin(), trainer->gradients().end(), [](float gradient) { return gradient == 0; });
  };
  trainer->advance(100, [&] {
    CHECK(none());
    return trainer->step() < 5;
  });
  CHECK(trainer->step() == 5);
  CHECK_FALSE(none());
}

TEST_CASE("a step of a chain whose parameters are not finite is not taken, as in the list", "[training]") {
  Experiment experiment = experiment_of("data=circle&n=120&epochs=0&out=tanh&batch=10&opt=sgd&loss=halfmse&reduce=sum&net=4:tanh");
  for (const double rate : {1e38, 3e38}) {
    experiment.lr = rate;
    check_like_list(experiment);
  }
  const auto trainer = unchecked_trainer<float>(experiment);
  trainer->advance(1000, nullptr);
  CHECK(trainer->state() == RunState::diverged);
}

TEST_CASE("the weights hash is FNV-1a over the little-endian parameters", "[training]") {
  Experiment experiment = experiment_of("data=line&n=20&net=&precision=32&epochs=0");
  experiment.w = {1, -2};
  const auto trainer = unchecked_trainer<float>(experiment);
  std::uint64_t hash = 14695981039346656037ull;
  for (const int byte : {0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0})
    hash = (hash ^ static_cast<std::uint64_t>(byte)) * 1099511628211ull;
  CHECK(trainer->weights_hash() == hash);
}

TEST_CASE("a separate activation layer trains to the weights of the property") {
  Trainer property = trainer_of("data=circle&net=4:tanh,3:relu&epochs=20");
  Trainer layer = trainer_of("data=circle&net=4:linear,act:tanh,3:linear,act:relu&epochs=20");
  property.advance(400);
  layer.advance(400);
  CHECK(layer.weights_hash() == property.weights_hash());
}

TEST_CASE("dropout put between layers leaves the first weights and the order of rows alone") {
  const auto plain = unchecked_trainer<float>(experiment_of("data=circle&net=8:tanh,8:tanh&epochs=3"));
  const auto dropped = unchecked_trainer<float>(experiment_of("data=circle&net=8:tanh,drop:0.4,8:tanh&epochs=3"));
  CHECK(dropped->weights_hash() == plain->weights_hash());
  for (std::int64_t step = 1; step <= 60; ++step) {
    CHECK(dropped->next_rows() == plain->next_rows());
    plain->advance(step, nullptr);
    dropped->advance(step, nullptr);
  }
  CHECK(dropped->weights_hash() != plain->weights_hash());
}

}  // namespace glassbox::training

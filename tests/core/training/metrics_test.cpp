#include <cmath>

#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox::training {
namespace {

Experiment with_rows(const char* text, bool classes, std::vector<double> x, std::vector<double> target) {
  Experiment experiment = experiment_of(text);
  experiment.data = "rows";
  experiment.inputs = {};
  experiment.scale = "none";
  experiment.test = 0;
  experiment.rows = {false, classes, {"x"}, std::move(x), std::move(target)};
  return experiment;
}

}  // namespace

TEST_CASE("a logistic unit is measured with loss, accuracy, confusion and base rate", "[training]") {
  Experiment experiment = with_rows("data=xor&in=x1&net=&out=sigmoid&loss=bce&precision=64&epochs=0", true, {-1, 1, 2, 3}, {0, 0, 1, 1});
  experiment.w = {1, 0};
  const auto trainer = unchecked_trainer<double>(experiment);
  const PartMetrics& train = trainer->measure().part[0];
  const auto loss_of = [](double z, int y) { return std::log1p(std::exp(z)) - y * z; };
  CHECK(train.rows == 4);
  CHECK(train.loss == Approx((loss_of(-1, 0) + loss_of(1, 0) + loss_of(2, 1) + loss_of(3, 1)) / 4).epsilon(1e-14));
  CHECK(train.accuracy == 0.75);
  CHECK(train.confusion == std::vector<int>{1, 1, 0, 2});
  CHECK(train.base_loss == Approx(std::log(2.0)).epsilon(1e-14));
  CHECK(train.base_accuracy == 0.5);
  CHECK(std::isnan(train.r2));
  CHECK(std::isnan(trainer->measure().part[1].loss));
}

TEST_CASE("the base loss of cross-entropies is the entropy of the training classes", "[training]") {
  const std::vector<double> x = {1, 2, 3, 4, 5}, target = {0, 1, 0, 0, 1};
  const double entropy = -(0.6 * std::log(0.6) + 0.4 * std::log(0.4));
  for (const char* text : {"data=xor&in=x1&net=&out=sigmoid&loss=bce&precision=64&epochs=0",
                           "data=xor&in=x1&net=&out=softmax&loss=ce&precision=64&epochs=0"}) {
    const auto trainer = unchecked_trainer<double>(with_rows(text, true, x, target));
    CHECK(trainer->measure().part[0].base_loss == Approx(entropy).epsilon(1e-14));
    CHECK(trainer->measure().part[0].base_accuracy == Approx(0.6).epsilon(1e-15));
  }
}

TEST_CASE("a cut moves the answer of one output, and costs weigh both kinds of mistakes", "[training]") {
  Experiment experiment = with_rows("data=xor&in=x1&net=&out=sigmoid&loss=bce&precision=64&epochs=0", true, {-1, 1, 2, 3}, {0, 0, 1, 1});
  experiment.w = {1, 0};  // shares 0.27 0.73 0.88 0.95
  const auto confusion = [&](double cut) {
    experiment.cut = cut;
    return unchecked_trainer<double>(experiment)->measure().part[0].confusion;
  };
  CHECK(confusion(0.5) == std::vector<int>{1, 1, 0, 2});
  CHECK(confusion(0.75) == std::vector<int>{2, 0, 0, 2});
  CHECK(confusion(0.9) == std::vector<int>{2, 0, 1, 1});
  CHECK(confusion(1) == std::vector<int>{2, 0, 2, 0});
  CHECK(confusion(0.2) == std::vector<int>{0, 2, 0, 2});
  const auto cost = [&](double cut, double cost01, double cost10) {
    experiment.cut = cut;
    experiment.cost01 = cost01;
    experiment.cost10 = cost10;
    return unchecked_trainer<double>(experiment)->measure().part[0].cost;
  };
  CHECK(cost(0.2, 3, 1) == 1.5);
  CHECK(cost(0.9, 3, 1) == 0.25);
  CHECK(cost(0.9, 3, 5) == 1.25);
  CHECK(std::isnan(cost(0.9, 1, 1)));
}

TEST_CASE("beside a cost stands what one and the same answer for every row would cost", "[training]") {
  // Course 4.5: ten payers and ten defaulters; a payer denied costs 1, a defaulter approved 3. Denying everybody costs 10, approving 30.
  const std::string mortgage = "data=mortgage&test=0&net=&epochs=0&cost01=3&cost10=1";
  for (const char* cut : {"&cut=0.5", "&cut=0.9"}) {
    const auto trainer = unchecked_trainer<double>(experiment_of(mortgage + cut));
    const PartMetrics part = trainer->measure().part[0];
    REQUIRE(part.rows == 20);
    CHECK(part.cost_always[0] * part.rows == Approx(10));
    CHECK(part.cost_always[1] * part.rows == Approx(30));
  }
  const auto plain = unchecked_trainer<double>(experiment_of("data=mortgage&test=0&net=&epochs=0"));
  CHECK(std::isnan(plain->measure().part[0].cost));
  CHECK(plain->measure().part[0].cost_always.empty());
}

TEST_CASE("a cut lies between the targets of both classes, whatever they are", "[training]") {
  for (const char* text : {"data=xor&in=x1&net=&out=tanh&loss=mse&cut=0.75&precision=64&epochs=0",
                           "data=xor&in=x1&net=&out=linear&loss=hinge&cut=0.75&precision=64&epochs=0"}) {
    Experiment experiment = with_rows(text, true, {-1, 0.4, 0.6}, {0, 0, 1});
    experiment.w = {1, 0};  // tanh 0.6 = 0.537
    const auto trainer = unchecked_trainer<double>(experiment);
    CHECK(trainer->prepared().threshold == 0.5);
    CHECK(trainer->prepared().y == std::vector<double>{-1, -1, 1});
    CHECK(trainer->measure().part[0].confusion == std::vector<int>{2, 0, 0, 1});
  }
}

TEST_CASE("hinge losses count what lacks to the margin, beside the best constant answer", "[training]") {
  Experiment experiment =
      with_rows("data=xor&in=x1&net=&out=linear&loss=hinge&precision=64&epochs=0", true, {-2, -0.5, 0.5, 3, 4}, {0, 0, 0, 1, 1});
  experiment.w = {1, 0};  // y a = 2 0.5 -0.5 3 4: 0 0.5 1.5 0 0 lack
  const PartMetrics hinge = unchecked_trainer<double>(experiment)->measure().part[0];
  CHECK(hinge.loss == Approx(2.0 / 5).epsilon(1e-15));
  CHECK(hinge.base_loss == Approx(4.0 / 5).epsilon(1e-15));  // always -1: two rows lack 2
  experiment.loss = "sqhinge";
  const PartMetrics squared = unchecked_trainer<double>(experiment)->measure().part[0];
  CHECK(squared.loss == Approx(2.5 / 5).epsilon(1e-15));
  CHECK(squared.base_loss == Approx(0.6 * 0.8 * 0.8 + 0.4 * 1.2 * 1.2).epsilon(1e-14));  // always -0.2
}

TEST_CASE("the divergence equals cross-entropy for plain targets and lacks their entropy when smoothed", "[training]") {
  Experiment experiment = with_rows("data=xor&in=x1&net=&out=softmax&loss=ce&precision=64&epochs=0", true, {-1, 1, 2}, {0, 1, 1});
  experiment.w = {0.5, -0.25, 0.1, 0};
  const auto loss = [&](const char* name, double smooth) {
    experiment.loss = name;
    experiment.smooth = smooth;
    return unchecked_trainer<double>(experiment)->measure().part[0].loss;
  };
  CHECK(loss("kl", 0) == loss("ce", 0));
  const double entropy = -(0.9 * std::log(0.9) + 0.1 * std::log(0.1));
  CHECK(loss("ce", 0.2) - loss("kl", 0.2) == Approx(entropy).epsilon(1e-13));
}

TEST_CASE("R² and the base loss of numbers follow from mean or median", "[training]") {
  const std::vector<double> x = {1, 2, 3, 4}, target = {1, 2, 3, 10};  // mean 4, median 2.5, total square 50
  Experiment experiment = with_rows("data=line&net=&out=linear&loss=mse&precision=64&epochs=0", false, x, target);
  experiment.w = {2, 0};  // answers 2 4 6 8: errors 1 2 3 -2
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].loss == Approx(18.0 / 4));
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].r2 == Approx(1 - 18.0 / 50));
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].base_loss == Approx(50.0 / 4));
  experiment.loss = "halfmse";
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].base_loss == Approx(25.0 / 4));
  experiment.reduce = "sum";
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].base_loss == Approx(25.0));
  experiment.loss = "mae";
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].loss == Approx(8));
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].base_loss == Approx(1.5 + 0.5 + 0.5 + 7.5));
  experiment.loss = "huber";  // 0.5 + 1.5 + 2.5 + 1.5; about the mean: 2.5 + 1.5 + 0.5 + 5.5
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].loss == Approx(6));
  CHECK(unchecked_trainer<double>(experiment)->measure().part[0].base_loss == Approx(10));
}

TEST_CASE("untrained networks of zeros answer with chance", "[training]") {
  Trainer trainer = trainer_of("data=spiral3&net=4:tanh&init=zeros&precision=64&epochs=0");
  CHECK(trainer.measure().part[0].loss == Approx(std::log(3.0)).epsilon(1e-14));
}

TEST_CASE("history covers every epoch in at most 1,024 stretches and keeps the best exactly", "[training]") {
  HistoryRecorder recorder;
  Metrics metrics;
  for (int epoch = 0; epoch <= 5000; ++epoch) {
    metrics.epoch = epoch;
    metrics.part[0].loss = 1.0 / (1 + epoch);
    metrics.part[1].loss = std::abs(epoch - 3333) + 0.5;
    metrics.part[1].accuracy = epoch % 7;
    if (epoch > 0) recorder.record_running(epoch, -epoch);
    recorder.record_metrics(metrics);
  }
  const History& history = recorder.history();
  CHECK(history.stretches.size() == 626);  // 5001 epochs, 8 a stretch
  CHECK(history.best_test_epoch == 3333);
  CHECK(history.best_test_loss == 0.5);
  std::int64_t next = 0;
  for (const HistoryStretch& stretch : history.stretches) {
    REQUIRE(stretch.first_epoch == next);
    next = stretch.last_epoch + 1;
    REQUIRE(stretch.loss[0].high == 1.0 / (1 + stretch.first_epoch));
    REQUIRE(stretch.loss[0].low == 1.0 / (1 + stretch.last_epoch));
    REQUIRE(stretch.loss[0].last == stretch.loss[0].low);
    REQUIRE(stretch.running.low == -stretch.last_epoch);
    REQUIRE(std::isnan(stretch.loss[2].last));
  }
  CHECK(next == 5001);
  CHECK(history.stretches[3].score[1].low == 0);
  CHECK(history.stretches[3].score[1].high == 6);
}

}  // namespace glassbox::training

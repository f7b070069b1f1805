#include "glassbox/trace.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <tuple>

#include "catch.hpp"
#include "golden/golden.hpp"
#include "probe/journey.hpp"
#include "training/runs.hpp"

namespace glassbox::probe {
namespace {

/// Course 3.3: the network 2-2-1 with its printed weights; all four rows at once, losses summed, so that every example has its own numbers.
constexpr const char* kGiven =
    "data=table4&net=2:sigmoid&reduce=sum&opt=sgd&lr=0.1&batch=all&order=fixed&precision=64&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1";

/// One of everything that a step can hold.
const std::vector<std::string>& stepped_experiments() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> all = training::varied_experiments();
    for (const char* text :
         {kGiven, "data=digits&test=0.2&net=conv:4x3p1:relu,pool:2,conv:4x3:relu,avgpool:2,flatten,8:tanh&batch=32&epochs=0",
          "data=digits&target=inputs&net=8:tanh,2:tanh,8:tanh&out=sigmoid&batch=32&epochs=0",
          "data=moons&net=6:linear,bn,act:tanh&batch=10&epochs=0", "data=gauss&net=4:relu&out=softmax&loss=mse&batch=9&epochs=0",
          "data=gauss&net=none&out=linear&loss=hinge&l2=0.01&epochs=0", "data=spiral3&net=4:relu&loss=kl&smooth=0.2&epochs=0",
          "data=plane&net=act:tanh,3:lrelu&loss=huber&epochs=0", "data=spiral&net=4:tanh&schedule=cosine&epochs=2",
          "data=circle&net=4:softplus,4:elu&loss=mae&out=tanh&epochs=1"}) {
      all.emplace_back(text);
    }
    return all;
  }();
  return texts;
}

std::vector<double> column(const Sheet& sheet, int row) {
  std::vector<double> numbers;
  for (int unit = 0; unit < sheet.units; ++unit) numbers.push_back(sheet.at(row, unit));
  return numbers;
}

void check_ulps(const std::vector<double>& values, const std::vector<double>& reference, double bound) {
  REQUIRE(values.size() == reference.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    INFO("number " << i << ": " << values[i] << " for " << reference[i]);
    CHECK(golden::ulps(values[i], reference[i]) <= bound);
  }
}

/// The stop of that kind at a layer.
int stop_of(const Journey& journey, std::string_view kind, int layer) {
  for (std::size_t i = 0; i < journey.stops.size(); ++i) {
    const Stop& stop = journey.stops[i];
    const int owner = stop.slot >= 0       ? journey.layer_of_slot(stop.slot)
                      : stop.operation < 0 ? -1
                                           : journey.record->operations[stop.operation].layer;
    if (stop.kind == kind && owner == layer) return static_cast<int>(i);
  }
  FAIL("no stop " << kind);
  return -1;
}

/// Every looking place of a trace, in order.
std::vector<std::string> all_documents(const Trace& trace, std::size_t stops, bool backwards) {
  std::vector<std::string> documents(stops);
  for (std::size_t i = 0; i < stops; ++i) {
    const std::size_t item = backwards ? stops - 1 - i : i;
    for (const int row : {0, 2, -1}) documents[item] += trace.look_json({static_cast<int>(item), row, -1, 1, 0});
  }
  return documents;
}

}  // namespace

TEST_CASE("The microscope shows course 3.3 to 3.5, sums, activations, losses and every gradient", "[trace][golden]") {
  golden::References expected = golden::read_course();
  const Trainer trainer = golden::trainer_of(kGiven);
  const Journey journey(trainer);
  const Recording& record = *journey.record;
  const network::Layer &hidden = record.layers[0], &output = record.layers[1];
  check_ulps(column(record.values[hidden.z], 0), expected["3.3 z1"], 4);
  check_ulps(column(record.values[hidden.a], 0), expected["3.3 a1"], 4);
  check_ulps(column(record.values[output.z], 0), expected["3.3 z2"], 4);
  check_ulps(column(record.values[output.a], 0), expected["3.3 y"], 4);
  check_ulps(record.row_losses, expected["3.5 losses"], 4);
  check_ulps({record.loss}, expected["3.5 loss"], 4);

  for (const auto& [layer, w, b] : {std::tuple{0, "3.5 d_W1", "3.5 d_b1"}, std::tuple{1, "3.5 d_W2", "3.5 d_b2"}}) {
    const Stop& stop = journey.stops[static_cast<std::size_t>(stop_of(journey, "weights", layer))];
    std::vector<double> share = record.replay->share(stop.operation, 0);
    const std::size_t weights = expected[w].size();
    check_ulps({share.begin(), share.begin() + static_cast<std::ptrdiff_t>(weights)}, expected[w], 4);
    check_ulps({share.begin() + static_cast<std::ptrdiff_t>(weights), share.end()}, expected[b], 4);
  }
  // δ² = ŷ - y, and δ¹ = w² δ² a (1 - a) is the bias's gradient.
  check_ulps(column(record.gradients[output.z], 0), expected["3.5 d_b2"], 4);
  check_ulps(column(record.gradients[hidden.z], 0), expected["3.5 d_b1"], 4);
}

TEST_CASE("Two examples in one batch give course 3.4, each as it is alone", "[trace][golden]") {
  golden::References expected = golden::read_course();
  const Journey journey(
      golden::trainer_of("data=rows&rows=class(x1,x2):0.3,0.6,1;0.9,0.7,0&net=2:sigmoid&reduce=sum&opt=sgd&test=0&scale=none"
                         "&batch=all&order=fixed&precision=64&w=-2.1,1.4,1.1,2.2,0.2,-0.4,3.1,-1.2,-0.1"));
  const Recording& record = *journey.record;
  const network::Layer &hidden = record.layers[0], &output = record.layers[1];
  check_ulps(column(record.values[hidden.z], 0), expected["3.3 z1"], 4);
  check_ulps(column(record.values[hidden.z], 1), expected["3.4 z1"], 4);
  check_ulps(column(record.values[hidden.a], 1), expected["3.4 a1"], 4);
  check_ulps(column(record.values[output.z], 1), expected["3.4 z2"], 4);
  check_ulps(column(record.values[output.a], 1), expected["3.4 y"], 4);
}

TEST_CASE("A formula holds the numbers of the course", "[trace][golden]") {
  const Trace trace(golden::trainer_of(kGiven));
  const std::string sum = trace.look_json({1, 0, -1, 0, 0});
  CHECK(sum.find(R"({"symbol":"w^[1]_[1,1]","value":-2.1,"flow":"","note":"weight"},{"text":"×"},{"symbol":"x_[1]","value":0.3,)") !=
        std::string::npos);
  CHECK(sum.find(R"({"symbol":"b^[1]_[1]","value":0.2,"flow":"","note":"bias"})") != std::string::npos);
  const std::string activation = trace.look_json({2, 0, -1, 0, 0});
  CHECK(activation.find(R"({"text":" = "},{"text":"1 / (1 + e^[-"},{"symbol":"z^[1]_[1]","value":0.41)") != std::string::npos);
}

TEST_CASE("After the update the values are those of the run's own next step, to the bit", "[trace]") {
  for (const std::string& text : stepped_experiments()) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    for (const std::int64_t step : {0, 1, 39}) {
      trainer.advance(step);
      const std::unique_ptr<Recording> record = record_step(trainer);
      CHECK(record->step == trainer.step());
      Trainer next = golden::trainer_of(text);
      next.advance(step + 1);
      if (next.step() != step + 1) continue;  // the end of a short run
      // Edits of the step after it are not part of this one.
      if (text.find("edits=") != std::string::npos && step == 39) continue;
      const Snapshot snapshot = golden::snapshot_of(next, kPartParameters | kPartGradients);
      CHECK(record->next == golden::parameters_of(snapshot));
      CHECK(record->gradients_used == golden::parameters_of(snapshot, "d_"));
    }
  }
}

TEST_CASE("So they are for every published experiment", "[trace]") {
  std::ifstream file(GLASSBOX_FIXTURES "/published_hashes.json");
  const std::string published{std::istreambuf_iterator<char>(file), {}};
  const std::regex text_of("\"text\": \"([^\"]*)\"");
  int seen = 0;
  for (std::sregex_iterator entry(published.begin(), published.end(), text_of); entry != std::sregex_iterator(); ++entry, ++seen) {
    INFO((*entry)[1]);
    Trainer trainer = golden::trainer_of((*entry)[1].str());
    const std::unique_ptr<Recording> record = record_step(trainer);
    trainer.advance(1);
    CHECK(record->next == golden::parameters_of(golden::snapshot_of(trainer, kPartParameters)));
  }
  CHECK(seen > 10);
}

TEST_CASE("Looking changes nothing: not the run, not what is seen on the way back", "[trace]") {
  for (const std::string& text : stepped_experiments()) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(7);
    const std::vector<std::uint8_t> before = trainer.checkpoint();
    const std::uint64_t state = trainer.state_hash();
    const std::size_t stops = Journey(trainer).stops.size();
    const Trace trace(trainer);
    const std::vector<std::string> forward = all_documents(trace, stops, false);
    CHECK(forward == all_documents(trace, stops, true));
    CHECK(forward == all_documents(Trace(trainer), stops, false));
    CHECK(trainer.checkpoint() == before);
    CHECK(trainer.state_hash() == state);
  }
}

TEST_CASE("The shares of the examples add up to the gradient of the batch", "[trace]") {
  for (const char* text : {kGiven, "data=moons&net=6:silu,act:tanh,res(6:gelu)&batch=7&precision=64&epochs=0",
                           "data=digits&net=conv:2x3:relu,pool:2,8:tanh&batch=12&precision=64&epochs=0"}) {
    INFO(text);
    const Journey journey(golden::trainer_of(text));
    const Recording& record = *journey.record;
    for (std::size_t o = 0; o < record.operations.size(); ++o) {
      const OperationRecord& operation = record.operations[o];
      std::vector<double> sums(operation.parameter_count);
      for (int row = 0; row < record.kept && operation.parameter_count > 0; ++row) {
        const std::vector<double> share = record.replay->share(static_cast<int>(o), row);
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += share[i];
      }
      for (std::size_t i = 0; i < sums.size(); ++i) {
        CHECK(golden::relative(sums[i], record.sums[operation.first_parameter + i], 1e-6) < 1e-9);
      }
    }
  }
}

TEST_CASE("Factors times inputs, and the bias, are what a linear layer puts out, dropped units included", "[trace]") {
  const Journey journey(
      golden::trainer_of("data=digits&net=conv:2x3p1:linear,avgpool:2,pool:2,drop:0.4,flatten&batch=12&precision=64&epochs=0"));
  const Recording& record = *journey.record;
  int dropped = 0;
  for (std::size_t o = 0; o < record.operations.size(); ++o) {
    const OperationRecord& operation = record.operations[o];
    if (operation.name == "softmax" || operation.name == "activation") continue;
    const Sheet &in = record.values[operation.in], &out = record.values[operation.out];
    const network::Layer& layer = record.layers[operation.layer];
    for (int unit = 0; unit < out.units; unit += 3) {
      const std::vector<double> factors = record.replay->factors(static_cast<int>(o), 5, unit);
      double sum = layer.rows > 0 ? record.parameters[layer.first_bias + unit / (out.units / layer.rows)] : 0;
      for (int i = 0; i < in.units; ++i) sum += factors[i] * in.at(5, i);
      CHECK(golden::relative(sum, out.at(5, unit), 1e-3) < 1e-12);
      dropped += operation.name == "drop" && out.at(5, unit) == 0;
    }
  }
  CHECK(dropped > 0);
}

TEST_CASE("A run that has reached its length still shows the step that would come", "[trace]") {
  Trainer trainer = golden::trainer_of("data=circle&net=3:tanh&epochs=1");
  trainer.advance(1000);
  REQUIRE(trainer.state() == RunState::finished);
  CHECK(record_step(trainer)->next.size() == golden::parameters_of(golden::snapshot_of(trainer, kPartParameters)).size());
}

TEST_CASE("A step that diverges is shown up to where it breaks, without an update", "[trace]") {
  Trainer trainer = golden::trainer_of("data=plane&net=8:relu&opt=sgd&lr=100&init=normal:10&epochs=0");
  while (trainer.state() == RunState::ready) trainer.advance(trainer.step() + 1);
  const Journey journey(trainer);
  CHECK(journey.record->next.empty());
  CHECK(journey.stops.back().kind != "update");
  const Trace trace(trainer);
  for (std::size_t i = 0; i < journey.stops.size(); ++i) CHECK_FALSE(trace.look_json({static_cast<int>(i), 0, -1, 0, 0}).empty());
}

TEST_CASE("What a limit did to a gradient or a weight stands in the update, as a factor", "[trace]") {
  Trainer trainer =
      golden::trainer_of("data=xor&net=3:relu&opt=sgd&lr=0.5&l2=0.01&clipnorm=0.02&maxnorm=0.5&order=fixed&precision=64&epochs=0");
  trainer.advance(3);
  const std::unique_ptr<Recording> record = record_step(trainer);
  double squares = 0;
  for (const double g : record->penalised) squares += g * g;
  const double share = 0.02 / (std::sqrt(squares) + 1e-6);
  REQUIRE(share < 1);
  std::size_t limited = 0;
  for (std::size_t p = 0; p < record->next.size(); ++p) {
    CHECK(record->gradients_used[p] == Approx(share * record->penalised[p]).epsilon(1e-14));
    CHECK(record->unlimited[p] == record->parameters[p] - 0.5 * record->gradients_used[p]);
    limited += record->next[p] != record->unlimited[p];
  }
  CHECK(limited > 0);
  const std::string update = Trace(trainer).look_json({99, 0, 0, 0, 0});
  CHECK(update.find(R"("symbol":"g_[c]")") != std::string::npos);
  CHECK(update.find(R"("note":"clipped")") != std::string::npos);
  CHECK(update.find("″") != std::string::npos);
}

TEST_CASE("Numbers out of range give way to the nearest that there is", "[trace]") {
  const Trace trace(golden::trainer_of(kGiven));
  CHECK(trace.look_json({99, 99, 99, 99, 99}) == trace.look_json({12, 3, 1, 0, 1}));
  CHECK(trace.look_json({-5, 0, 0, -3, -3}) == trace.look_json({0, 0, 0, 0, 0}));
}

TEST_CASE("A large batch keeps as many whole chunks as fit", "[trace]") {
  const std::unique_ptr<Recording> record =
      record_step(golden::trainer_of("data=reflectivity&n=2000&net=300:sigmoid,300:sigmoid&test=0&batch=all&epochs=0"));
  CHECK(record->rows.size() == 2000);
  CHECK(record->kept < 2000);
  CHECK(record->kept > 0);
}

TEST_CASE("Class weights stand in the loss of a row, in the mean and in the first gradient", "[trace]") {
  for (const char* text : {"data=moons&net=4:tanh&classw=0.5,3&batch=5", "data=moons&net=4:tanh&out=tanh&loss=mse&classw=0.5,3&batch=5",
                           "data=spiral3&net=4:tanh&classw=0.5,3,2&batch=5", "data=spiral3&net=4:tanh&loss=mse&classw=0.5,3,2&batch=5"}) {
    INFO(text);
    Trainer trainer = golden::trainer_of(std::string(text) + "&precision=64&epochs=0");
    trainer.advance(11);
    const Journey journey(trainer);
    const Recording& record = *journey.record;
    double sum = 0, counted = 0;
    for (std::size_t row = 0; row < record.rows.size(); ++row) {
      sum += record.row_losses[row];
      counted += record.row_weights[row];
    }
    CHECK(record.counted == counted);
    CHECK(golden::relative(sum / counted, record.loss) < 1e-12);
    const Trace trace(trainer);
    for (const std::string_view kind : {"loss", "start"}) {
      const auto stop = std::find_if(journey.stops.begin(), journey.stops.end(), [&](const Stop& s) { return s.kind == kind; });
      const std::string look = trace.look_json({static_cast<int>(stop - journey.stops.begin()), 0, -1, 0, 0});
      CHECK(look.find("classWeight") != std::string::npos);
      CHECK(look.find("\u03a3c") + look.find("Σc") != 2 * std::string::npos);
    }
  }
}

TEST_CASE("Where logarithms are clipped, a row's loss stands beside what the others would make of it", "[trace][logclip]") {
  Trainer trainer = golden::trainer_of(
      "data=rows&rows=class(z):-800,1;800,0&net=none&scale=none&test=0&opt=sgd&batch=all&order=fixed&w=1,0&logclip=eps&precision=64");
  const Journey journey(trainer);
  CHECK(journey.record->row_losses[0] == Approx(-std::log(1e-15)));
  const Trace trace(trainer);
  const auto look = [&](std::string_view kind) {
    const auto stop = std::find_if(journey.stops.begin(), journey.stops.end(), [&](const Stop& s) { return s.kind == kind; });
    return trace.look_json({static_cast<int>(stop - journey.stops.begin()), 0, -1, 0, 0});
  };
  for (const char* said : {"\"value\":800,", "\"value\":100,", "Exact", "1e-15 added", "ln from -100 up"}) {
    INFO(said);
    CHECK(look("loss").find(said) != std::string::npos);
  }
  CHECK(look("start").find("logSlope") != std::string::npos);
}

}  // namespace glassbox::probe

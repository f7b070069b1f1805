#include "glassbox/twins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "glassbox/number.hpp"
#include "golden/golden.hpp"
#include "network/activation_curve.hpp"
#include "network/registry.hpp"
#include "probe/inside.hpp"

namespace glassbox {
namespace {

using Act = TwinQuestion::Act;

std::vector<double> weights_of(const Trainer& trainer) {
  std::vector<double> weights;
  training::visit(trainer.implementation(), [&](const auto& run) { weights.assign(run.parameters().begin(), run.parameters().end()); });
  return weights;
}

Trainer run_of(const std::string& text, std::int64_t steps) {
  Trainer run = golden::trainer_of(text);
  run.advance(steps);
  return run;
}

const TwinLayer& layer_of(const TwinLayers& layers, int layer) {
  const auto found = std::find_if(layers.layers.begin(), layers.layers.end(), [=](const TwinLayer& each) { return each.layer == layer; });
  REQUIRE(found != layers.layers.end());
  return *found;
}

Twin twin_of(const Trainer& run, const TwinQuestion& question) {
  const Result<Twin> made = make_twin(run, question);
  for (const Problem& problem : made.problems) UNSCOPED_INFO(describe(problem));
  REQUIRE(made.ok());
  return made.value;
}

std::string refusal_of(const Trainer& run, const TwinQuestion& question) {
  const Result<Twin> made = make_twin(run, question);
  REQUIRE_FALSE(made.ok());
  return describe(made.problems.front());
}

/// Rows 1, 2, 3 of one input; two units and one answer.
const std::string kSmall = "data=rows&rows=value(x):1,0;2,0;3,0&test=0&scale=none&out=linear";

TEST_CASE("Units that trade places take their weights in, their bias and their weights out along", "[twins]") {
  const Trainer run = golden::trainer_of(kSmall + "&net=3:tanh&w=1,2,3,0.1,0.2,0.3,10,20,30,7");
  const Twin twin = twin_of(run, {Act::swap, 0, {0, 2}});
  CHECK(parse(twin.text).value.w == std::vector<double>{3, 2, 1, 0.3, 0.2, 0.1, 30, 20, 10, 7});
  REQUIRE(twin.matrices.size() == 2);
  CHECK(twin.matrices[0].into);
  CHECK(twin.matrices[1].out_of);
  CHECK(twin.matrices[1].after == std::vector<std::vector<double>>{{30, 20, 10, 7}});
  CHECK(twin.rows == 3);
  CHECK(twin.difference < 1e-5);
}

TEST_CASE("A unit of an odd activation turns all its signs, and the answers stay to the last bit", "[twins]") {
  const Trainer run = golden::trainer_of(kSmall + "&net=2:tanh&w=1,2,0.5,0.25,10,20,7");
  const Twin twin = twin_of(run, {Act::flip, 0, {1}});
  CHECK(parse(twin.text).value.w == std::vector<double>{1, -2, 0.5, -0.25, 10, -20, 7});
  CHECK(twin.difference == 0);
}

TEST_CASE("Exactly the activations that say so are odd", "[twins]") {
  for (const network::ActivationChoice& choice : network::activations()) {
    INFO(choice.name);
    std::vector<float> z, turned;
    for (float at = 0.001f; at < 30; at *= 1.01f) z.push_back(at);
    for (const float at : z) turned.push_back(-at);
    std::vector<float> a(z.size()), b(z.size()), slope(z.size());
    REQUIRE(network::activation_curve<float>(choice.name, z, a, slope));
    REQUIRE(network::activation_curve<float>(choice.name, turned, b, slope));
    bool odd = true;
    for (std::size_t i = 0; i < z.size(); ++i) odd = odd && a[i] == -b[i];
    CHECK(odd == choice.odd);
  }
}

TEST_CASE("What stands between two layers with weights follows its units", "[twins]") {
  for (const std::string precision : {"32", "64"}) {
    for (const std::string net :
         {"6:tanh,5:tanh", "6:linear,bn,act:tanh,4:relu", "6:sine,ln,drop:0.2,4:tanh", "6:tanh,smax,4:tanh", "6:tanh,res(6:tanh),3:tanh",
          "6:tanh,res(4:relu,6:sine,bn),res(6:tanh)", "6:linear,bn,drop:0.1,res(bn,act:tanh,6:linear)"}) {
      INFO(net << " " << precision);
      const Trainer run = run_of("data=moons&blind=0.1&net=" + net + "&precision=" + precision, 120);
      const std::uint64_t before = run.state_hash();
      const double bound = precision == "32" ? 1e-5 : 1e-13;
      const TwinLayers layers = twin_layers(run);
      CHECK(layers.rows == 300);
      const Twin swapped = twin_of(run, {Act::swap, 0, {1, 4}});
      CHECK(swapped.largest > 0.5);
      CHECK(swapped.difference < bound);
      CHECK(swapped.rows == 300);
      if (layer_of(layers, 0).flip.empty()) CHECK(twin_of(run, {Act::flip, 0, {0, 3}}).difference == 0);
      CHECK(run.state_hash() == before);
      if (!swapped.no_text.empty()) continue;
      // The link opens at the twin: trading places once more gives the weights of the run.
      const Trainer opened = golden::trainer_of(swapped.text);
      CHECK(weights_of(opened) != weights_of(run));
      CHECK(weights_of(golden::trainer_of(twin_of(opened, {Act::swap, 0, {1, 4}}).text)) == weights_of(run));
    }
  }
}

TEST_CASE("Channels of images trade places with all their pixels", "[twins]") {
  const Trainer run = run_of("data=digits&net=conv:4x3p1:tanh,bn,avgpool:2,res(conv:4x3p1:tanh),flatten,res(64:tanh),12:tanh", 20);
  const TwinLayers layers = twin_layers(run);
  // The blocks add 4 channels of 16 pixels to 64 units: whoever moves a channel moves 16 of them.
  CHECK(layer_of(layers, 0).into == std::vector<int>{0, 3, 6});
  CHECK(layer_of(layers, 6).units == 4);
  const Twin swapped = twin_of(run, {Act::swap, 0, {0, 3}});
  CHECK(swapped.difference < 1e-5);
  CHECK(swapped.no_text.find("Running means") == 0);
  CHECK(twin_of(run, {Act::flip, 0, {2}}).difference == 0);
  CHECK(twin_of(run, {Act::swap, 8, {0, 11}}).difference < 1e-5);
}

TEST_CASE("A planted slip is seen: a twin whose weights out stay behind has other answers", "[twins]") {
  const std::string net = kSmall + "&net=2:tanh";
  const Trainer run = golden::trainer_of(net + "&w=1,2,0.5,0.25,10,20,7"), slip = golden::trainer_of(net + "&w=2,1,0.25,0.5,10,20,7");
  const auto answer = [](const Trainer& trainer) {
    Trainer copy = golden::trainer_of(format(trainer.experiment()));
    return copy.measure().part[0].loss;
  };
  CHECK(std::abs(answer(run) - answer(slip)) > 0.1);
  const Trainer right = golden::trainer_of(twin_of(run, {Act::swap, 0, {0, 1}}).text);
  CHECK(answer(right) == Approx(answer(run)).epsilon(1e-6));
}

TEST_CASE("Dead units are those that never change, and they go exactly", "[twins]") {
  // Of x = 1, 2, 3: relu(-x) = 0, relu(x) lives, relu(0 x + 5) = 5 goes into the next bias: 7 + 5 · 30.
  const Trainer run = golden::trainer_of(kSmall + "&net=3:relu&w=-1,1,0,0,0,5,10,20,30,7");
  const TwinLayer layer = twin_layers(run).layers.front();
  CHECK(layer.dead == std::vector<DeadUnit>{{0, 0}, {2, 5}});
  const Twin twin = twin_of(run, {Act::remove, 0, {}});
  CHECK(twin.difference == 0);
  CHECK(twin.units == std::vector<int>{0, 2});
  CHECK(twin.before == 10);
  CHECK(twin.after == 4);
  CHECK(twin.text.find("net=1:relu") != std::string::npos);
  CHECK(parse(twin.text).value.w == std::vector<double>{1, 0, 20, 157});
  CHECK(twin.matrices[0].kept_rows == std::vector<int>{1});
  CHECK(twin.matrices[1].after == std::vector<std::vector<double>>{{20, 157}});
  CHECK(parse(twin_of(run, {Act::remove, 0, {0}}).text).value.w == std::vector<double>{1, 0, 0, 5, 20, 30, 7});
  CHECK(refusal_of(run, {Act::remove, 0, {1}}).find("same number at every row") != std::string::npos);
}

TEST_CASE("A learning rate of 3 kills ten of twelve ReLUs, and two do the same without them", "[twins]") {
  const Trainer run = run_of("data=circle&net=12:relu&opt=sgd&lr=3&epochs=60", 1260);
  const TwinLayers layers = twin_layers(run);
  CHECK(layers.layers.front().dead.size() == 10);
  CHECK(twin_layers(run_of("data=circle&net=12:relu&opt=sgd&lr=3&epochs=60", 0)).layers.front().dead.empty());
  const Twin twin = twin_of(run, {Act::remove, 0, {}});
  CHECK(twin.difference == 0);
  CHECK(twin.before == 49);
  CHECK(twin.after == 9);
  // Of a large matrix some units are shown that stay.
  CHECK(twin.matrices[0].shown_rows.size() == 8);
  CHECK(twin.matrices[0].kept_rows.size() == 2);
  Trainer before = run_of("data=circle&net=12:relu&opt=sgd&lr=3&epochs=60", 1260), after = golden::trainer_of(twin.text);
  for (const int part : {0, 1}) CHECK(after.measure().part[part].loss == before.measure().part[part].loss);
}

TEST_CASE("A row of the test set keeps a unit alive", "[twins]") {
  // The last of four rows is the test set; relu(x - 3) is 0 at the others.
  const std::string net = "&test=0.25&split=last&scale=none&out=linear&net=2:relu&w=1,1,-3,0,1,1,0";
  CHECK(twin_layers(golden::trainer_of("data=rows&rows=value(x):1,0;2,0;3,0;4,0" + net)).layers.front().dead.empty());
  CHECK(twin_layers(golden::trainer_of("data=rows&rows=value(x):1,0;2,0;3,0;2,0" + net)).layers.front().dead.size() == 1);
}

TEST_CASE("Of a layer that is dead altogether one unit stays", "[twins]") {
  const Trainer run = golden::trainer_of(kSmall + "&net=2:relu&w=-1,-1,0,0,1,1,7");
  const Twin twin = twin_of(run, {Act::remove, 0, {}});
  CHECK(twin.units == std::vector<int>{1});
  CHECK(twin.difference == 0);
  CHECK(refusal_of(golden::trainer_of(twin.text), {Act::remove, 0, {}}) == "One unit has to stay.");
}

TEST_CASE("Dead channels leave a convolution, what a norm makes of them goes into the next biases", "[twins]") {
  Trainer run = run_of("data=digits&net=conv:3x3:relu,pool:2,8:relu,bn,5:tanh&precision=64", 30);
  std::vector<double> w = weights_of(run);
  for (int i = 0; i < 9; ++i) w[9 + i] = 0;
  w[27 + 1] = -1;  // channel 1 is relu(-1)
  const std::size_t first = 30, columns = 3 * 9;
  for (std::size_t i = 0; i < columns; ++i) w[first + 2 * columns + i] = 0;
  w[first + 8 * columns + 2] = -1;  // so is unit 2 of Hidden 1
  std::string text = "data=digits&net=conv:3x3:relu,pool:2,8:relu,bn,5:tanh&precision=64&w=";
  for (const double number : w) text += (text.back() == '=' ? "" : ",") + write_number(number);
  const Trainer planted = golden::trainer_of(text);
  const TwinLayers layers = twin_layers(planted);
  CHECK(layer_of(layers, 0).dead == std::vector<DeadUnit>{{1, 0}});
  const Twin channel = twin_of(planted, {Act::remove, 0, {}});
  CHECK(channel.difference == 0);
  CHECK(channel.after == channel.before - 10 - 8 * 9);
  const std::vector<DeadUnit>& units = layer_of(layers, 2).dead;
  REQUIRE(std::any_of(units.begin(), units.end(), [](const DeadUnit& each) { return each.unit == 2 && each.value != 0; }));
  CHECK(twin_of(planted, {Act::remove, 2, {2}}).difference < 1e-13);
}

TEST_CASE("What cannot be moved says why", "[twins]") {
  const Trainer relu = golden::trainer_of("data=moons&net=4:relu,1:tanh");
  CHECK(refusal_of(relu, {Act::flip, 0, {0}}).find("ReLU is no odd function") == 0);
  CHECK(refusal_of(relu, {Act::swap, 1, {0, 1}}) == "There is no unit number 2; there are 1 to 1.");
  CHECK(layer_of(twin_layers(relu), 1).swap == "One unit has no other to trade places with.");
  CHECK(refusal_of(relu, {Act::swap, 0, {0, 4}}) == "There is no unit number 5; there are 1 to 4.");
  CHECK(refusal_of(relu, {Act::swap, 0, {2, 2}}).find("Two different units") == 0);
  CHECK(refusal_of(relu, {Act::swap, 2, {0, 1}}).find("Only hidden layers") == 0);
  CHECK(refusal_of(relu, {Act::swap, -1, {0, 1}}).find("Only hidden layers") == 0);
  CHECK(refusal_of(relu, {Act::remove, 0, {}}).find("Only a unit that hands on") == 0);
  CHECK(refusal_of(golden::trainer_of("data=moons&net=4:tanh,ln,3:tanh"), {Act::remove, 0, {}}).find("Layer norm measures") == 0);
  CHECK(refusal_of(golden::trainer_of("data=digits&net=conv:4x3:tanh,pool:2"), {Act::flip, 0, {1}}).find("Max pooling gives") == 0);
  CHECK(refusal_of(golden::trainer_of("data=moons&net=res(2:tanh),3:tanh"), {Act::swap, 0, {0, 1}}).find("A residual block adds") == 0);
  const Twin large = twin_of(golden::trainer_of("data=digits&net=64:tanh"), {Act::swap, 0, {0, 1}});
  CHECK(large.text.empty());
  CHECK(large.no_text.find("and a link holds 32768.") != std::string::npos);
}

TEST_CASE("An answer that is no number is not the same as another", "[twins]") {
  const Trainer run = golden::trainer_of(kSmall + "&net=2:linear&w=1e30,-1e30,0,0,1e30,1e30,0");
  CHECK(std::isnan(twin_of(run, {Act::swap, 0, {0, 1}}).difference));
}

TEST_CASE("Twins as JSON name layers and hold the numbers", "[twins]") {
  const Trainer run = golden::trainer_of(kSmall + "&net=2:relu&w=-1,1,0,0,10,20,7");
  CHECK(
      twin_layers_json(run) ==
      "{\"step\":0,\"rows\":3,\"allRows\":3,\"layers\":[{\"layer\":0,\"name\":\"Hidden 1\",\"units\":2,\"image\":false,\"into\":[\"Hidden "
      "1\"],\"outOf\":[\"Output\"],\"swap\":\"\",\"flip\":\"ReLU is no odd function: f(-z) is not -f(z), so a turned sign does not come "
      "out turned.\",\"remove\":\"\",\"dead\":[{\"unit\":0,\"value\":0}],\"twins\":2}]}");
  const std::string json = twin_json(run, "swap", 0, {0, 1});
  CHECK(
      json.find(
          "\"shownRows\":[0,1],\"shownColumns\":[0],\"keptRows\":[0,1],\"keptColumns\":[0],\"before\":[[-1,0],[1,0]],\"after\":[[1,0],[-1,"
          "0]]") != std::string::npos);
  CHECK(twin_json(run, "flip", 0, {0}).find("\"ok\":false") != std::string::npos);
}

}  // namespace
}  // namespace glassbox

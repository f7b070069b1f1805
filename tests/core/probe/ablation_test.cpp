#include "glassbox/ablation.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "golden/golden.hpp"
#include "network/network.hpp"
#include "training/runs.hpp"

namespace glassbox::probe {
namespace {

/// The loss of the training rows after edits that cut a unit's outgoing weights, measured by the run itself.
double loss_without(const std::string& text, std::int64_t step, const std::vector<std::string>& cut) {
  std::string edited = text;
  edited += "&edits=";
  for (std::size_t i = 0; i < cut.size(); ++i) edited += (i > 0 ? ";" : "") + std::to_string(step) + ":" + cut[i] + "=0";
  Trainer trainer = golden::trainer_of(edited);
  trainer.advance(step);
  return trainer.measure().part[0].loss;
}

double loss_of(const Ablation& ablation, int layer, int unit) {
  for (const AblatedUnit& one : ablation.units()) {
    if (one.layer == layer && one.unit == unit) return one.loss;
  }
  FAIL("no unit " << unit << " of layer " << layer);
  return 0;
}

std::string address(int layer, int row, int column) {
  std::string text = std::to_string(layer);
  return text.append(".w.").append(std::to_string(row)).append(".").append(std::to_string(column));
}

}  // namespace

TEST_CASE("A unit's worth is the loss after its outgoing weights are cut", "[ablation]") {
  struct Case {
    const char* text;
    std::vector<int> widths;  ///< of the layers, the output last
  };
  const Case cases[] = {{"data=spiral3&net=7:tanh,5:relu&batch=9&precision=64&epochs=0", {7, 5, 3}},
                        {"data=plane&n=700&net=6:sigmoid,4:silu&l2=0.01&epochs=0", {6, 4, 1}},
                        {"data=moons&net=6:relu,6:relu&classw=1,3&reduce=sum&lr=0.001&precision=64&epochs=0", {6, 6, 1}}};
  constexpr std::int64_t kStep = 60;
  for (const auto& [text, widths] : cases) {
    INFO(text);
    Trainer trainer = golden::trainer_of(text);
    trainer.advance(kStep);
    const std::uint64_t state = trainer.state_hash();
    Ablation ablation(trainer);
    REQUIRE(ablation.advance());
    CHECK(trainer.state_hash() == state);
    const double whole = trainer.measure().part[0].loss;
    CHECK(ablation.loss() == Approx(whole).epsilon(1e-6));
    CHECK(ablation.units().size() == static_cast<std::size_t>(widths[0] + widths[1]));
    const double tolerance = trainer.experiment().precision == 64 ? 1e-13 : 1e-6;
    for (int layer = 0; layer < 2; ++layer) {
      for (int unit = 0; unit < widths[static_cast<std::size_t>(layer)]; ++unit) {
        std::vector<std::string> cut;
        for (int row = 0; row < widths[static_cast<std::size_t>(layer) + 1]; ++row) cut.push_back(address(layer + 1, row, unit));
        CHECK(loss_of(ablation, layer, unit) == Approx(loss_without(text, kStep, cut)).epsilon(tolerance));
      }
    }
    CHECK(std::is_sorted(ablation.units().begin(), ablation.units().end(),
                         [](const AblatedUnit& a, const AblatedUnit& b) { return a.loss > b.loss; }));
  }
}

TEST_CASE("Behind dropout and between residual blocks a unit counts on all its ways", "[ablation]") {
  // The outputs of layer 0 go through a block and past it: cutting both its weights into the block and its own output.
  const std::string text = "data=moons&net=3:tanh,res(3:tanh),drop:0.5&precision=64&epochs=0";
  Trainer trainer = golden::trainer_of(text);
  trainer.advance(40);
  Ablation ablation(trainer);
  ablation.advance();
  // A tanh unit whose incoming weights and bias are 0 answers 0 itself.
  const double cut = loss_without(text, 40, {"0.w.1.0", "0.w.1.1", "0.b.1"});
  CHECK(loss_of(ablation, 0, 1) == Approx(cut).epsilon(1e-13));
  const double inner = loss_without(text, 40, {"1.w.2.0", "1.w.2.1", "1.w.2.2", "1.b.2"});
  CHECK(loss_of(ablation, 1, 2) == Approx(inner).epsilon(1e-13));
}

TEST_CASE("A unit that nobody listens to is of no use, and is counted", "[ablation]") {
  // y = relu(x) + 0 · relu(x), beside y = 2x; without the first unit the loss rises from 0.5 to 2.
  const Trainer trainer = golden::trainer_of(
      "data=rows&rows=value(a):1,2;1,2&test=0&scale=none&net=2:relu&out=linear&loss=halfmse&w=1,1,0,0,1,0,0&precision=64");
  Ablation ablation(trainer);
  ablation.advance();
  CHECK(ablation.loss() == 0.5);
  CHECK(loss_of(ablation, 0, 0) == 2);
  CHECK(loss_of(ablation, 0, 1) == 0.5);
  CHECK(ablation.json().find("\"useless\":1,") != std::string::npos);
}

TEST_CASE("A channel is taken away at all its places", "[ablation]") {
  const std::string text = "data=digits&test=0.2&net=conv:3x3:relu,pool:2,flatten,4:tanh&precision=64&epochs=0";
  Trainer trainer = golden::trainer_of(text);
  trainer.advance(20);
  Ablation ablation(trainer);
  ablation.advance();
  CHECK(ablation.units().size() == 7);
  std::vector<std::string> cut = {"0.b.1"};
  for (int i = 0; i < 9; ++i) cut.push_back(address(0, 1, i));
  CHECK(loss_of(ablation, 0, 1) == Approx(loss_without(text, 20, cut)).epsilon(1e-13));
}

TEST_CASE("It can be interrupted, and has nothing to say without hidden units", "[ablation]") {
  Trainer trainer = golden::trainer_of("data=spiral&n=700&epochs=0");
  trainer.advance(100);
  Ablation whole(trainer), sliced(trainer);
  whole.advance();
  int slices = 1;
  while (!sliced.advance([] { return false; })) ++slices;
  CHECK(slices > 2 * 16);
  CHECK(sliced.json() == whole.json());
  Trainer none = golden::trainer_of("data=gauss&net=none&epochs=0");
  none.advance(10);
  Ablation empty(none);
  CHECK(empty.advance());
  CHECK(empty.units().empty());
  CHECK(empty.loss() == Approx(none.measure().part[0].loss).epsilon(1e-6));
}

}  // namespace glassbox::probe

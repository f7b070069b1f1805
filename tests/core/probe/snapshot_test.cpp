#include "glassbox/snapshot.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "training/runs.hpp"

namespace glassbox {
namespace {

TEST_CASE("A snapshot taken into a used one holds the same bytes as a fresh one", "[snapshot]") {
  Trainer trainer = training::trainer_of("data=spiral&net=8:tanh,5:relu&epochs=3");
  trainer.advance(20);
  Snapshot used;
  take_snapshot(trainer, kPartUnitMaps | kPartDecision, 32, {}, used);
  for (const std::uint32_t mask : {kPartParameters | kPartHistory, kPartDecision | kPartConfusion, kPartUnitMaps | kPartSumMaps}) {
    trainer.advance(trainer.step() + 40);
    Snapshot fresh;
    take_snapshot(trainer, mask, 16, {}, fresh);
    take_snapshot(trainer, mask, 16, {}, used);
    CHECK(used.bytes == fresh.bytes);
    CHECK(snapshot_layout_json(used) == snapshot_layout_json(fresh));
  }
}

TEST_CASE("Each column of the history has a name", "[snapshot]") {
  Trainer trainer = training::trainer_of("data=spiral&net=4:tanh&epochs=3");
  trainer.advance(trainer.length());
  Snapshot snapshot;
  take_snapshot(trainer, kPartHistory, 8, {}, snapshot);
  const std::string names = history_columns_json();
  CHECK(names.rfind(R"(["first_epoch","epoch","train_loss_low","train_loss_high","train_loss_last","test_loss_low")", 0) == 0);
  REQUIRE(snapshot.entries.size() == 1);
  CHECK(std::count(names.begin(), names.end(), ',') + 1 == snapshot.entries[0].shape[1]);
}

TEST_CASE("A saturated run leaves no denormal in the weights", "[snapshot]") {
  for (const char* text :
       {"data=gauss&net=8:sigmoid,8:tanh&out=softmax&opt=adam&lr=0.5&seed=3", "data=circle&net=6:tanh&opt=momentum&lr=1"}) {
    INFO(text);
    Trainer trainer = training::trainer_of(text);
    trainer.advance(20000);
    Snapshot snapshot;
    take_snapshot(trainer, kPartParameters, 8, {}, snapshot);
    int denormal = 0;
    for (const SnapshotEntry& entry : snapshot.entries) {
      std::size_t count = 1;
      for (const int extent : entry.shape) count *= static_cast<std::size_t>(extent);
      const float* numbers = reinterpret_cast<const float*>(snapshot.bytes.data() + entry.offset);
      for (std::size_t i = 0; i < count; ++i) denormal += std::fpclassify(numbers[i]) == FP_SUBNORMAL;
    }
    CHECK(denormal == 0);
  }
}

}  // namespace
}  // namespace glassbox

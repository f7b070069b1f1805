// Our core in WebAssembly as a contestant: the same kernels as the page's, given workloads that no link could hold.
#include <emscripten/bind.h>

#include <memory>

#include "contestant.hpp"
#include "training/trainer_of.hpp"

namespace {

using glassbox::training::TrainerOf;

class Contestant {
 public:
  Contestant(const std::string& meta, const emscripten::val& numbers)
      : workload_(glassbox::bench::make_workload(meta, emscripten::convertJSArrayToNumberVector<float>(numbers))) {
    reset();
  }

  void reset() {
    trainer_ = std::make_unique<TrainerOf<float>>(workload_.experiment, workload_.dataset, workload_.prepared);
    trainer_->advance(0, {});
  }
  void train(int steps) { trainer_->advance(trainer_->step() + steps, {}); }
  double loss() { return trainer_->measure().part[0].loss; }

 private:
  glassbox::bench::Workload workload_;
  std::unique_ptr<TrainerOf<float>> trainer_;
};

float multiply_add(int rounds) { return glassbox::bench::multiply_add(rounds); }
int operations_per_round() { return glassbox::bench::kOperationsPerRound; }

}  // namespace

EMSCRIPTEN_BINDINGS(glassbox_bench) {
  emscripten::class_<Contestant>("Contestant")
      .constructor<std::string, emscripten::val>()
      .function("reset", &Contestant::reset)
      .function("train", &Contestant::train)
      .function("loss", &Contestant::loss);
  emscripten::function("multiplyAdd", &multiply_add);
  emscripten::function("operationsPerRound", &operations_per_round);
  emscripten::function("convolution", &glassbox::bench::convolution);
}

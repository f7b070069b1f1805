// Our core, natively, as a contestant: glassbox_bench WORKLOAD (without extension). Standard input asks, one line at a time:
// `loss` → the loss after the reference epochs; `measure SECONDS` → rows a second; `peak SECONDS` → floating-point operations a second.
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "contestant.hpp"
#include "training/trainer_of.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using glassbox::training::TrainerOf;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Contestant {
 public:
  explicit Contestant(const std::string& path) {
    const std::string bytes = read_text(path + ".bin");
    std::vector<float> numbers(bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
    workload_ = glassbox::bench::make_workload(read_text(path + ".txt"), numbers);
  }

  double loss() {
    reset();
    trainer_->advance(static_cast<std::int64_t>(workload_.reference) * workload_.steps, {});
    return trainer_->measure().part[0].loss;
  }

  double measure(double seconds) {
    double spent = 0, rows = 0;
    while (spent < seconds) {
      reset();
      const Clock::time_point start = Clock::now();
      for (int epoch = 1; epoch <= workload_.stage && spent + seconds_since(start) < seconds; ++epoch) {
        trainer_->advance(static_cast<std::int64_t>(epoch) * workload_.steps, {});
        rows += workload_.dataset.rows;
      }
      spent += seconds_since(start);
    }
    return rows / spent;
  }

 private:
  void reset() {
    trainer_ = std::make_unique<TrainerOf<float>>(workload_.experiment, workload_.dataset, workload_.prepared);
    trainer_->advance(0, {});
  }

  glassbox::bench::Workload workload_;
  std::unique_ptr<TrainerOf<float>> trainer_;
};

double peak(double seconds) {
  constexpr std::int64_t kRounds = 1'000'000;
  const Clock::time_point start = Clock::now();
  double operations = 0;
  float kept = 0;
  for (; seconds_since(start) < seconds; operations += static_cast<double>(kRounds) * glassbox::bench::kOperationsPerRound)
    kept += glassbox::bench::multiply_add(kRounds);
  return kept > 0 ? operations / seconds_since(start) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Contestant contestant(argv[1]);
  for (std::string word; std::cin >> word;) {
    double seconds = 0;
    if (word == "loss") std::cout << contestant.loss() << std::endl;
    if (word == "measure" && std::cin >> seconds) std::cout << contestant.measure(seconds) << std::endl;
    if (word == "peak" && std::cin >> seconds) std::cout << peak(seconds) << std::endl;
  }
}

#include "contestant.hpp"

#include <sstream>

#include "math/convolution_kernels.hpp"
#include "math/lanes.hpp"
#include "math/unroll.hpp"
#include "network/arena.hpp"

namespace glassbox::bench {
namespace {

void read_meta(const std::string& meta, Workload& workload, std::vector<int>& sizes, std::vector<std::string>& activations) {
  std::istringstream lines(meta);
  Experiment& experiment = workload.experiment;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "n") words >> workload.dataset.rows;
    if (key == "d") words >> workload.dataset.columns;
    if (key == "k") words >> workload.prepared.outputs;
    if (key == "batch") words >> experiment.batch;
    if (key == "lr") words >> experiment.lr;
    if (key == "loss") words >> experiment.loss;
    if (key == "opt") words >> experiment.opt;
    if (key == "stage") words >> workload.stage;
    if (key == "reference") words >> workload.reference;
    if (key == "sizes")
      for (int size; words >> size;) sizes.push_back(size);
    if (key == "activations")
      for (std::string name; words >> name;) activations.push_back(name);
  }
}

/// Rows of `width` numbers to columns.
std::vector<double> columns_of(const float* numbers, int rows, int width) {
  std::vector<double> columns(static_cast<std::size_t>(rows) * width);
  for (int row = 0; row < rows; ++row)
    for (int i = 0; i < width; ++i) columns[static_cast<std::size_t>(i) * rows + row] = numbers[static_cast<std::size_t>(row) * width + i];
  return columns;
}

}  // namespace

Workload make_workload(const std::string& meta, const std::vector<float>& numbers) {
  Workload workload;
  std::vector<int> sizes;
  std::vector<std::string> activations;
  read_meta(meta, workload, sizes, activations);
  Experiment& experiment = workload.experiment;
  Dataset& dataset = workload.dataset;
  Prepared& prepared = workload.prepared;

  experiment.data = "rows";
  experiment.order = "fixed";
  experiment.eval = 0;
  experiment.epochs = 0;
  experiment.net.clear();
  experiment.inputs.clear();
  experiment.rows.names.assign(static_cast<std::size_t>(dataset.columns), "x");
  for (std::size_t i = 0; i + 1 < activations.size(); ++i)
    experiment.net.push_back({LayerSpec::Kind::dense, sizes[i + 1], activations[i], {}});
  experiment.out = activations.back();

  const float* next = numbers.data();
  const auto take = [&](int rows, int width) {
    const std::vector<double> columns = columns_of(next, rows, width);
    next += static_cast<std::size_t>(rows) * width;
    return columns;
  };
  prepared.x = take(dataset.rows, dataset.columns);
  prepared.y = take(dataset.rows, prepared.outputs);
  for (std::size_t layer = 0; layer + 1 < sizes.size(); ++layer) {
    const std::vector<double> weights = take(sizes[layer], sizes[layer + 1]);  // columns of [I × O] are rows of [O × I]
    experiment.w.insert(experiment.w.end(), weights.begin(), weights.end());
    const std::vector<double> biases = take(1, sizes[layer + 1]);
    experiment.w.insert(experiment.w.end(), biases.begin(), biases.end());
  }

  dataset.classes = false;
  dataset.x = prepared.x;
  dataset.target.assign(prepared.y.begin(), prepared.y.begin() + dataset.rows);
  dataset.part.assign(dataset.rows, Part::train);
  for (int row = 0; row < dataset.rows; ++row) prepared.train.push_back(row);
  for (int column = 0; column < dataset.columns; ++column) {
    InputTransform::Column plain;
    plain.source_a = column;
    prepared.transform.columns.push_back(plain);
  }
  workload.steps = (dataset.rows + experiment.batch - 1) / experiment.batch;
  return workload;
}

float multiply_add(std::int64_t rounds) {
  using math::Lanes;
  constexpr int kSums = 12;
  Lanes<float> sum[kSums];
  math::unroll<kSums>([&](auto k) { sum[k] = math::broadcast(static_cast<float>(k)); });
  Lanes<float> factor = math::broadcast(0.999F), term = math::broadcast(0.001F);
  for (std::int64_t i = 0; i < rounds; ++i) math::unroll<kSums>([&](auto k) { sum[k] = sum[k] * factor + term; });
  math::unroll<kSums - 1>([&](auto k) { sum[0] += sum[k + 1]; });
  return math::sum_of_lanes<float>(sum[0]);
}

double convolution() {
  using math::Panel;
  using network::Arena;
  constexpr int kBatch = 32, kSide = 28, kKernel = 3;
  constexpr math::Convolution kShape{{16, kSide, kSide}, {32, kSide, kSide}, {kKernel, 1, 1}};
  constexpr int kWeights = kShape.fan_in() * 32;
  static const Arena<float> x(kShape.in.units() * kBatch), z(kShape.out.units() * kBatch), w(kWeights), b(32), d_w(kWeights), d_b(32);
  const Panel<float> input{x.data(), kBatch, kBatch, kShape.in.units()}, output{z.data(), kBatch, kBatch, kShape.out.units()};
  math::convolution_forward<float>(kShape, input, w.data(), b.data(), output);
  math::convolution_backward_input<float>(kShape, output, w.data(), input);
  math::convolution_backward_parameters<float>(kShape, input, output, d_w.data(), d_b.data());
  const double seen = double{kSide * kKernel - 2} * (kSide * kKernel - 2);  // pairs of a place and a pixel inside the image, both axes
  return 3 * 2 * seen * 16 * 32 * kBatch;
}

}  // namespace glassbox::bench

// dlib as a contestant: glassbox_bench_dlib WORKLOAD (without extension). Answers `loss` and `measure SECONDS` on standard input.
#include <dlib/dnn.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Row = dlib::matrix<float>;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Workload {
  int n = 0, d = 0, k = 0, batch = 0, stage = 0, reference = 0;
  double lr = 0;
  std::string id, loss, opt;
  std::vector<float> x, y, parameters;
};

Workload read_workload(const std::string& path) {
  Workload workload;
  std::ifstream meta(path + ".txt");
  for (std::string line; std::getline(meta, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "id") words >> workload.id;
    if (key == "n") words >> workload.n;
    if (key == "d") words >> workload.d;
    if (key == "k") words >> workload.k;
    if (key == "batch") words >> workload.batch;
    if (key == "lr") words >> workload.lr;
    if (key == "loss") words >> workload.loss;
    if (key == "opt") words >> workload.opt;
    if (key == "stage") words >> workload.stage;
    if (key == "reference") words >> workload.reference;
  }
  std::ifstream file(path + ".bin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const float* numbers = reinterpret_cast<const float*>(bytes.data());
  const float* y = numbers + static_cast<std::size_t>(workload.n) * workload.d;
  const float* parameters = y + static_cast<std::size_t>(workload.n) * workload.k;
  workload.x.assign(numbers, y);
  workload.y.assign(y, parameters);
  workload.parameters.assign(parameters, numbers + bytes.size() / sizeof(float));
  return workload;
}

template <typename Net, typename Solver>
class Contestant {
 public:
  using Label = typename Net::training_label_type;

  explicit Contestant(const Workload& workload) : workload_(workload) {
    for (int first = 0; first < workload.n; first += workload.batch) {
      const int rows = std::min(workload.batch, workload.n - first);
      std::vector<Row> inputs;
      labels_.emplace_back();
      for (int row = first; row < first + rows; ++row) {
        inputs.push_back(dlib::mat(&workload.x[static_cast<std::size_t>(row) * workload.d], workload.d, 1));
        labels_.back().push_back(label(row));
      }
      tensors_.emplace_back();
      net_.to_tensor(inputs.begin(), inputs.end(), tensors_.back());
    }
  }

  double loss() {
    reset();
    for (int epoch = 0; epoch < workload_.reference; ++epoch) train();
    double sum = 0;
    for (std::size_t i = 0; i < tensors_.size(); ++i) sum += net_.compute_loss(tensors_[i], labels_[i].begin()) * labels_[i].size();
    return sum / workload_.n * (workload_.loss == "halfmse" ? 0.5 : 1);
  }

  double measure(double seconds) {
    double spent = 0, rows = 0;
    while (spent < seconds) {
      reset();
      const Clock::time_point start = Clock::now();
      for (int epoch = 0; epoch < workload_.stage && spent + seconds_since(start) < seconds; ++epoch) {
        train();
        rows += workload_.n;
      }
      spent += seconds_since(start);
    }
    return rows / spent;
  }

 private:
  Label label(int row) const {
    const float* y = &workload_.y[static_cast<std::size_t>(row) * workload_.k];
    if constexpr (std::is_same_v<Label, unsigned long>) return static_cast<Label>(std::max_element(y, y + workload_.k) - y);
    return static_cast<Label>(workload_.loss == "bce" ? (*y > 0.5F ? 1 : -1) : *y);
  }

  void reset() {
    if (!sized_) {
      net_.forward(tensors_[0]);
      sized_ = true;
    }
    // dlib counts layers from the output; each keeps W [inputs x units], then b, as our files do.
    std::vector<dlib::tensor*> layers;
    dlib::visit_layer_parameters(net_, [&](std::size_t, dlib::tensor& parameters) { layers.push_back(&parameters); });
    const float* next = workload_.parameters.data();
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
      std::copy_n(next, (*layer)->size(), (*layer)->host());
      next += (*layer)->size();
    }
    solvers_.assign(Net::num_computational_layers, solver());
    rate_ = workload_.lr * (workload_.loss == "mse" ? 2 : 1);  // its squared error leaves the 2 out of the gradient
  }

  static Solver solver() {
    if constexpr (std::is_same_v<Solver, dlib::adam>)
      return Solver(0, 0.9, 0.999);
    else
      return Solver(0, 0);
  }

  void train() {
    for (std::size_t i = 0; i < tensors_.size(); ++i) {
      net_.compute_parameter_gradients(tensors_[i], labels_[i].begin());
      net_.update_parameters(solvers_, rate_);
    }
  }

  const Workload& workload_;
  std::vector<dlib::resizable_tensor> tensors_;
  std::vector<std::vector<Label>> labels_;
  Net net_;
  bool sized_ = false;  ///< whether the layers have their sizes
  std::vector<Solver> solvers_;
  double rate_ = 0;
};

template <typename Net, typename Solver>
int answer(const Workload& workload) {
  Contestant<Net, Solver> contestant(workload);
  for (std::string word; std::cin >> word;) {
    double seconds = 0;
    if (word == "loss") std::cout << contestant.loss() << std::endl;
    if (word == "measure" && std::cin >> seconds) std::cout << contestant.measure(seconds) << std::endl;
  }
  return 0;
}

using namespace dlib;
using Input = input<matrix<float>>;
template <int units, typename Below>
using Tanh = htan<fc<units, Below>>;
template <int units, typename Below>
using Relu = relu<fc<units, Below>>;
using Circle = loss_mean_squared<Tanh<1, Tanh<2, Tanh<4, Input>>>>;
using Spiral = loss_mean_squared<Tanh<1, Tanh<8, Tanh<8, Tanh<8, Tanh<8, Tanh<8, Tanh<8, Input>>>>>>>>;
using Mortgage = loss_binary_log<fc<1, Relu<50, Input>>>;
using Digits = loss_multiclass_log<fc<10, Relu<32, Input>>>;
using Images = loss_multiclass_log<fc<10, Relu<64, Relu<128, Input>>>>;
using Regression = loss_mean_squared<fc<1, sig<fc<300, Input>>>>;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const Workload workload = read_workload(argv[1]);
  if (workload.id == "W1") return answer<Circle, sgd>(workload);
  if (workload.id == "W2") return answer<Spiral, sgd>(workload);
  if (workload.id == "W3") return answer<Mortgage, sgd>(workload);
  if (workload.id == "W4") return answer<Digits, adam>(workload);
  if (workload.id == "W5") return answer<Images, sgd>(workload);
  if (workload.id == "W6") return answer<Regression, adam>(workload);
  return 1;
}

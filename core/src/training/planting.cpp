#include "training/planting.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "data/registry.hpp"
#include "data/split.hpp"

namespace glassbox::training {
namespace {

using network::Arena;
using network::Operation;
using network::OperationPointer;
using network::Pass;

/// Stands in an operation's place.
template <class S>
class Planted : public Operation<S> {
 public:
  explicit Planted(OperationPointer<S> right)
      : Operation<S>(right->in(), right->out(), right->first_parameter(), right->parameter_count()), right_(std::move(right)) {}

  std::string_view name() const override { return right_->name(); }
  network::OneRow one_row() const override { return right_->one_row(); }
  std::int64_t multiply_adds() const override { return right_->multiply_adds(); }
  void forward(const Pass<S>& pass) const override { right_->forward(pass); }
  void backward(const Pass<S>& pass, S* d_parameters) const override { right_->backward(pass, d_parameters); }

 private:
  OperationPointer<S> right_;
};

/// d_z = z (1 - z) d_a
template <class S>
class SlopeOfSum final : public Planted<S> {
 public:
  using Planted<S>::Planted;

  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_z = pass.panels.gradient(this->in());
    if (d_z.data == nullptr) return;
    const S* z = pass.panels.value(this->in()).data;
    const S* d_a = pass.panels.gradient(this->out()).data;
    for (std::size_t i = 0; i < network::scalars(d_z); ++i) d_z.data[i] = z[i] * (S(1) - z[i]) * d_a[i];
  }
};

/// The error goes back through W - rate · ∂W in place of W.
template <class S>
class LateWeights final : public Planted<S> {
 public:
  LateWeights(OperationPointer<S> right, std::size_t parameter_count, std::function<double()> rate)
      : Planted<S>(std::move(right)), moved_(parameter_count), rate_(std::move(rate)) {}

  void backward(const Pass<S>& pass, S* d_parameters) const override {
    Planted<S>::backward(pass, d_parameters);
    if (d_parameters == nullptr || pass.panels.gradient(this->in()).data == nullptr) return;
    const S rate = static_cast<S>(rate_());
    for (std::size_t i = this->first_parameter(); i < this->first_parameter() + this->parameter_count(); ++i) {
      moved_.data()[i] = pass.parameters[i] - rate * d_parameters[i];
    }
    Pass<S> late = pass;
    late.parameters = moved_.data();
    Planted<S>::backward(late, nullptr);
  }

 private:
  Arena<S> moved_;
  std::function<double()> rate_;
};

/// Adam whose powers of beta stay at 0: 1 - 0 corrects nothing.
template <class S>
class Uncorrected final : public descent::Optimiser<S> {
 public:
  explicit Uncorrected(std::unique_ptr<descent::Optimiser<S>> right) : right_(std::move(right)) {
    for (const Arena<S>& moment : right_->moments()) this->moments_.emplace_back(moment.size());
    this->scalars_.assign(right_->scalars().size(), 0);
  }

  bool update(double lr, double mom, const Arena<S>& parameters, const Arena<S>& gradients, const Arena<S>& next) override {
    const auto exchange = [this] {
      for (std::size_t m = 0; m < this->moments_.size(); ++m) std::swap(this->moments_[m], right_->moments()[m]);
    };
    std::fill(right_->scalars().begin(), right_->scalars().end(), 0);
    exchange();
    const bool finite = right_->update(lr, mom, parameters, gradients, next);
    exchange();
    return finite;
  }

 private:
  std::unique_ptr<descent::Optimiser<S>> right_;
};

/// Test rows behind the training rows in order of target, blind rows behind those.
void sort_parts(const Experiment& experiment, Dataset& dataset) {
  const data::SetRow* set = data::find_set(experiment.data);
  const int drawn = dataset.rows - (set != nullptr ? set->own_blind_rows : 0);
  std::vector<Part> parts(dataset.part.begin(), dataset.part.begin() + drawn);
  std::sort(parts.begin(), parts.end());
  std::vector<int> rows(static_cast<std::size_t>(drawn));
  std::iota(rows.begin(), rows.end(), 0);
  std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) { return dataset.target[a] < dataset.target[b]; });
  for (std::size_t i = 0; i < rows.size(); ++i) dataset.part[static_cast<std::size_t>(rows[i])] = parts[i];
}

}  // namespace

Prepared plant_in_rows(const Experiment& experiment, Dataset& dataset) {
  if (experiment.bug == "ordered") sort_parts(experiment, dataset);
  Prepared prepared = prepare_rows(experiment, dataset);
  if (experiment.bug == "scaler") {
    Dataset whole = dataset;
    std::fill(whole.part.begin(), whole.part.end(), Part::train);
    Prepared fitted = prepare_rows(experiment, whole);
    prepared.transform = std::move(fitted.transform);
    prepared.x = std::move(fitted.x);
    prepared.y = std::move(fitted.y);
  }
  if (experiment.bug == "dropped")
    prepared.train.resize(prepared.train.size() / static_cast<std::size_t>(experiment.batch) * static_cast<std::size_t>(experiment.batch));
  return prepared;
}

template <class S>
std::unique_ptr<descent::Optimiser<S>> plant_in_optimiser(std::unique_ptr<descent::Optimiser<S>> optimiser, const Experiment& experiment) {
  if (experiment.bug != "adam") return optimiser;
  return std::make_unique<Uncorrected<S>>(std::move(optimiser));
}

template <class S>
void plant_in_network(network::Network<S>& network, const PlantingSite& site) {
  if (site.experiment.bug == "none") return;
  const std::vector<LayerSummary> layers = summarize(site.experiment).layers;
  for (std::size_t i = 0; i < network.operations().size(); ++i) {
    OperationPointer<S>& operation = network.operations()[i];
    const std::string& activation = layers[static_cast<std::size_t>(network.layer_of(i))].activation;
    if (site.experiment.bug == "slope" && operation->name() == "activation" && activation == "sigmoid") {
      operation = std::make_unique<SlopeOfSum<S>>(std::move(operation));
    }
    if (site.experiment.bug == "late" && operation->name() == "dense") {
      operation = std::make_unique<LateWeights<S>>(std::move(operation), network.parameter_count(), site.rate);
    }
  }
}

template std::unique_ptr<descent::Optimiser<float>> plant_in_optimiser<float>(std::unique_ptr<descent::Optimiser<float>>,
                                                                              const Experiment&);
template std::unique_ptr<descent::Optimiser<double>> plant_in_optimiser<double>(std::unique_ptr<descent::Optimiser<double>>,
                                                                                const Experiment&);
template void plant_in_network<float>(network::Network<float>&, const PlantingSite&);
template void plant_in_network<double>(network::Network<double>&, const PlantingSite&);

}  // namespace glassbox::training

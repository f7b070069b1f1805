#include "probe/recording.hpp"

#include <algorithm>

#include "descent/schedule.hpp"
#include "experiment/facts.hpp"
#include "probe/inside.hpp"
#include "training/class_weights.hpp"
#include "training/limits.hpp"
#include "training/penalty.hpp"

namespace glassbox::probe {
namespace {

using math::Panel;
using network::Buffers;
using network::Network;
using network::Operation;
using network::OperationPointer;
using network::Pass;
using training::TrainerOf;

/// Where recorders leave what they see.
template <class S>
struct Tape {
  Recording& record;
  const training::Rows<S>& rows;
  const network::Loss<S>& loss;
  const Network<S>& network;
  bool open = true;

  void keep(Sheet& sheet, Panel<const S> panel, int first) const {
    if (panel.data == nullptr) return;
    if (!sheet.held()) sheet.resize(record.kept, panel.units);
    const int count = std::min(panel.rows, record.kept - first);
    for (int unit = 0; unit < panel.units; ++unit) {
      for (int row = 0; row < count; ++row) sheet.at(first + row, unit) = panel.column(unit)[row];
    }
  }

  /// Once every value of a chunk stands in the panels.
  void weigh(const Pass<S>& pass) const {
    const int count = pass.panels.rows(), stride = math::padded(count), outputs = rows.outputs();
    const int inputs = rows.inputs();
    network::Arena<S> numbers(static_cast<std::size_t>(stride) * (inputs + outputs));
    const Panel<S> examples = {numbers.data(), count, stride, inputs + outputs}, y = {examples.column(inputs), count, stride, outputs};
    rows.gather(std::span<const int>(record.rows).subspan(static_cast<std::size_t>(pass.first_row), static_cast<std::size_t>(count)),
                examples);
    keep(record.targets, y, pass.first_row);
    const Panel<const S> z = pass.panels.value(network.logits()), a = pass.panels.value(network.answers());
    record.loss += static_cast<double>(loss.value(z, a, y));
    for (int row = 0; row < count && pass.first_row + row < record.kept; ++row) {
      record.row_losses[static_cast<std::size_t>(pass.first_row + row)] = loss_of_row(z, a, y, row, 0, outputs);
    }
  }

  /// Of outputs [first, first + count) alone.
  double loss_of_row(Panel<const S> z, Panel<const S> a, Panel<const S> y, int row, int first, int count) const {
    constexpr int kStride = math::kLanes;
    network::Arena<S> numbers(static_cast<std::size_t>(3 * kStride) * count);
    const auto alone = [&](Panel<const S> panel, int place) {
      const Panel<S> one = {numbers.data() + static_cast<std::ptrdiff_t>(place) * kStride * count, 1, kStride, count};
      for (int unit = 0; unit < count; ++unit) std::fill_n(one.column(unit), kStride, panel.column(first + unit)[row]);
      return Panel<const S>(one);
    };
    return loss.value(alone(z, 0), alone(a, 1), alone(y, 2));
  }
};

/// Stands in an operation's place and notes what it does in training.
template <class S>
class Recorder final : public Operation<S> {
 public:
  Recorder(OperationPointer<S> inner, std::size_t index, Tape<S>& tape)
      : Operation<S>(inner->in(), inner->out(), inner->first_parameter(), inner->parameter_count()),
        inner_(std::move(inner)),
        index_(index),
        tape_(tape) {}

  std::string_view name() const override { return inner_->name(); }
  std::int64_t multiply_adds() const override { return inner_->multiply_adds(); }

  void forward(const Pass<S>& pass) const override {
    inner_->forward(pass);
    if (!recording(pass)) return;
    std::vector<Sheet>& values = tape_.record.values;
    if (index_ == 0) tape_.keep(values[static_cast<std::size_t>(this->in())], pass.panels.value(this->in()), pass.first_row);
    tape_.keep(values[static_cast<std::size_t>(this->out())], pass.panels.value(this->out()), pass.first_row);
    if (index_ + 1 == tape_.record.operations.size()) tape_.weigh(pass);
  }

  void backward(const Pass<S>& pass, S* d_parameters) const override {
    if (!recording(pass)) return inner_->backward(pass, d_parameters);
    OperationRecord& record = tape_.record.operations[index_];
    std::vector<Sheet>& gradients = tape_.record.gradients;
    const Panel<S> d_out = pass.panels.gradient(this->out()), d_in = pass.panels.gradient(this->in());
    record.went_back = true;
    tape_.keep(gradients[static_cast<std::size_t>(this->out())], d_out, pass.first_row);
    if (inner_->name() == "activation" && d_in.data != nullptr) note_slopes(pass, record, d_out, d_in);
    inner_->backward(pass, d_parameters);
    tape_.keep(gradients[static_cast<std::size_t>(this->in())], d_in, pass.first_row);
    const std::size_t first = this->first_parameter();
    for (std::size_t i = first; i < first + this->parameter_count(); ++i) tape_.record.sums[i] = d_parameters[i];
  }

 private:
  bool recording(const Pass<S>& pass) const { return tape_.open && pass.mode == network::Mode::train; }

  /// The slope is what becomes of a gradient of 1.
  void note_slopes(const Pass<S>& pass, OperationRecord& record, Panel<S> d_out, Panel<S> d_in) const {
    const std::vector<S> before(d_out.data, d_out.data + network::scalars(d_out));
    std::fill_n(d_out.data, before.size(), S(1));
    inner_->backward(pass, nullptr);
    tape_.keep(record.slopes, d_in, pass.first_row);
    std::copy(before.begin(), before.end(), d_out.data);
  }

  OperationPointer<S> inner_;
  std::size_t index_;
  Tape<S>& tape_;
};

template <class S>
std::vector<double> doubles(std::span<const S> numbers) {
  return {numbers.begin(), numbers.end()};
}

/// A run that takes one step while recorders stand in its operations' places, and then answers for that step.
template <class S>
class Copy final : public Replay {
 public:
  Copy(const Trainer& trainer, Experiment experiment, Recording& record)
      : run_(std::move(experiment), trainer.dataset(), trainer.prepared()),
        loss_of_output_(network::make_loss<S>(run_.experiment().loss)),
        tape_{record, run_.rows(), run_.loss(), run_.network()} {
    run_.restore(trainer.checkpoint(), nullptr, nullptr);
    run_.go_on();
    Network<S>& network = run_.network();
    for (std::size_t i = 0; i < network.operations().size(); ++i) {
      OperationPointer<S>& place = network.operations()[i];
      record.operations.push_back({std::string(place->name()),
                                   network.layer_of(i),
                                   place->in(),
                                   place->out(),
                                   place->first_parameter(),
                                   place->parameter_count(),
                                   false,
                                   {}});
      place = std::make_unique<Recorder<S>>(std::move(place), i, tape_);
    }
    record.layers = network.layers();
  }

  void take(Recording& record) {
    const std::int64_t step = run_.step();
    const auto before = [&] { return run_.step() == step && run_.state() == RunState::ready; };
    tape_.open = false;
    run_.advance(step, nullptr);  // reaches rest: due metrics, edits
    record.step = step;
    record.epoch = run_.epoch();
    record.rows = run_.next_rows();
    const Experiment& experiment = run_.experiment();
    record.counted = training::total_weight(experiment, run_.dataset(), record.rows);
    record.scale = experiment.reduce == "mean" ? 1.0 / record.counted : 1.0;
    for (const int row : record.rows) record.row_weights.push_back(training::total_weight(experiment, run_.dataset(), {&row, 1}));
    record.on_logits = run_.loss().on_logits();
    record.rate = run_.present_rate();
    record.momentum = run_.settings().mom;
    size(record);
    record.powers.assign(run_.optimiser().scalars().begin(), run_.optimiser().scalars().end());
    for (const auto& moment : run_.optimiser().moments()) {
      record.moments.push_back(doubles<S>(moment.span()));
      record.moments.emplace_back();
    }
    tape_.open = true;
    run_.advance(step + 1, before);
    tape_.open = false;
    const bool taken = run_.step() > step;
    record.parameters = doubles<S>(run_.previous_parameters());
    record.gradients_used = doubles<S>(run_.gradients());
    if (taken) record.next = record.unlimited = doubles<S>(run_.parameters());
    for (std::size_t m = 0; m < run_.optimiser().moments().size(); ++m) {
      record.moments[2 * m + 1] = doubles<S>(run_.optimiser().moments()[m].span());
    }
    if (taken && run_.experiment().maxnorm > 0) record.unlimited = update_again(record);
    record.penalised = penalise(record);
    record.powers.assign(run_.optimiser().scalars().begin(), run_.optimiser().scalars().end());
    record.loss *= record.scale;
  }

  std::vector<double> factors(int operation, int row, int unit) override {
    const Pass<S> pass = load(operation, row);
    const Operation<S>& asked = *run_.network().operations()[static_cast<std::size_t>(operation)];
    const Panel<S> d_out = pass.panels.gradient(asked.out()), d_in = pass.panels.gradient(asked.in());
    const int place = row - pass.first_row;
    std::fill_n(d_out.data, network::scalars(d_out), S(0));
    d_out.column(unit)[place] = S(1);
    asked.backward(pass, nullptr);
    std::vector<double> result(static_cast<std::size_t>(d_in.units));
    for (int i = 0; i < d_in.units; ++i) result[static_cast<std::size_t>(i)] = d_in.column(i)[place];
    return result;
  }

  std::vector<double> share(int operation, int row) override {
    const Pass<S> pass = load(operation, row);
    const Operation<S>& asked = *run_.network().operations()[static_cast<std::size_t>(operation)];
    const Sheet& gradient = tape_.record.gradients[static_cast<std::size_t>(asked.out())];
    const Panel<S> d_out = pass.panels.gradient(asked.out());
    std::fill_n(d_out.data, network::scalars(d_out), S(0));
    for (int unit = 0; unit < d_out.units; ++unit) d_out.column(unit)[row - pass.first_row] = static_cast<S>(gradient.at(row, unit));
    network::Arena<S> sums(run_.network().parameter_count());
    asked.backward(pass, sums.data());
    return doubles<S>(std::span<const S>(sums.data() + asked.first_parameter(), asked.parameter_count()));
  }

  double output_loss(int row, int output) override {
    const Recording& record = tape_.record;
    network::Arena<S> numbers(3 * math::kLanes);
    const auto one = [&](const Sheet& sheet, int place) {
      S* first = numbers.data() + static_cast<std::ptrdiff_t>(place) * math::kLanes;
      std::fill_n(first, math::kLanes, static_cast<S>(sheet.at(row, output)));
      return Panel<const S>{first, 1, math::kLanes, 1};
    };
    const Network<S>& network = run_.network();
    return loss_of_output_->value(one(record.values[static_cast<std::size_t>(network.logits())], 0),
                                  one(record.values[static_cast<std::size_t>(network.answers())], 1), one(record.targets, 2));
  }

 private:
  std::vector<double> penalise(const Recording& record) const {
    std::vector<S> gradients(record.sums.begin(), record.sums.end());
    const training::LiveSettings& settings = run_.settings();
    training::add_penalty_gradient(run_.network(), run_.previous_parameters().data(), settings.l1, settings.l2, gradients.data());
    return doubles<S>(std::span<const S>(gradients));
  }

  /// What the optimiser made of the parameters, before their limit.
  std::vector<double> update_again(const Recording& record) const {
    const Experiment& experiment = run_.experiment();
    const std::size_t count = run_.network().parameter_count();
    const auto optimiser = training::optimiser_of<S>(experiment, count);
    const auto fill = [](const network::Arena<S>& arena, const std::vector<double>& numbers) {
      std::transform(numbers.begin(), numbers.end(), arena.data(), [](double number) { return static_cast<S>(number); });
    };
    for (std::size_t m = 0; m < optimiser->moments().size(); ++m) fill(optimiser->moments()[m], record.moments[2 * m]);
    std::copy(record.powers.begin(), record.powers.end(), optimiser->scalars().begin());
    const network::Arena<S> parameters(count), gradients(count), next(count);
    fill(parameters, record.parameters);
    fill(gradients, record.gradients_used);
    optimiser->update(record.rate, record.momentum, parameters, gradients, next);
    return doubles<S>(next.span());
  }

  void size(Recording& record) {
    std::size_t units = 0, slots = 1;
    const auto& operations = run_.network().operations();
    for (const auto& operation : operations) slots = std::max(slots, static_cast<std::size_t>(operation->out()) + 1);
    const network::Buffers<S> one = run_.network().make_buffers(1, network::GradientPanels::all);
    for (const auto& operation : operations) units += 2 * static_cast<std::size_t>(one.value(operation->out()).units);
    units += static_cast<std::size_t>(run_.network().inputs());
    chunk_ = training::chunk_rows(run_.network().parameter_count(), run_.network().whole_batch());
    const int batch = static_cast<int>(record.rows.size());
    const int room = static_cast<int>(std::min<std::size_t>(kMostNumbers / units, network::kMostChunkRows * 64)) / chunk_ * chunk_;
    record.kept = std::min(batch, std::max(room, chunk_));
    record.values.resize(slots);
    record.gradients.resize(slots);
    record.row_losses.resize(static_cast<std::size_t>(record.kept));
    record.sums.assign(run_.network().parameter_count(), 0);
  }

  /// The chunk that a row stands in, as it went into the operation, and what the operation makes of it in training.
  Pass<S> load(int operation, int row) {
    const Recording& record = tape_.record;
    const Operation<S>& asked = *run_.network().operations()[static_cast<std::size_t>(operation)];
    if (buffers_.capacity() == 0) {
      buffers_ = run_.network().make_buffers(std::min(chunk_, record.kept), network::GradientPanels::all);
      statistics_ = network::Arena<S>(run_.network().statistic_count());
    }
    const int first = row / chunk_ * chunk_, count = std::min(chunk_, record.kept - first);
    buffers_.set_rows(count);
    for (const int slot : {asked.in(), asked.out()}) {
      const Panel<S> panel = buffers_.value(slot);
      const Sheet& sheet = record.values[static_cast<std::size_t>(slot)];
      for (int unit = 0; unit < panel.units; ++unit) {
        for (int n = 0; n < panel.stride; ++n) panel.column(unit)[n] = static_cast<S>(sheet.at(first + std::min(n, count - 1), unit));
      }
    }
    const Pass<S> pass = {buffers_,
                          run_.previous_parameters().data(),
                          run_.statistics().data(),
                          statistics_.data(),
                          network::Mode::train,
                          static_cast<std::uint64_t>(record.step),
                          first,
                          run_.experiment().seed};
    asked.forward(pass);
    return pass;
  }

  TrainerOf<S> run_;
  std::unique_ptr<network::Loss<S>> loss_of_output_;  ///< without class weights
  Tape<S> tape_;
  Buffers<S> buffers_;
  network::Arena<S> statistics_;
  int chunk_ = 0;
};

template <class S>
void record_in(const Trainer& trainer, Experiment experiment, Recording& record) {
  auto copy = std::make_unique<Copy<S>>(trainer, std::move(experiment), record);
  copy->take(record);
  record.replay = std::move(copy);
}

/// The experiment as far as the present step goes: later edits and its length do not matter for that step, and nothing is
/// measured unless that decides where it stops.
Experiment up_to(const Trainer& trainer) {
  Experiment experiment = trainer.experiment();
  std::erase_if(experiment.edits, [&](const Edit& edit) { return edit.step > trainer.step(); });
  const descent::ScheduleChoice* schedule = descent::find_schedule(experiment.schedule);
  if (schedule == nullptr || !schedule->needs_length) experiment.epochs = 0;
  if (!experiment::watches_test(experiment)) experiment.eval = 0;
  return experiment;
}

}  // namespace

std::unique_ptr<Recording> record_step(const Trainer& trainer) {
  auto record = std::make_unique<Recording>();
  if (training::in_double(trainer.experiment())) {
    record_in<double>(trainer, up_to(trainer), *record);
  } else {
    record_in<float>(trainer, up_to(trainer), *record);
  }
  return record;
}

void Sheet::resize(int new_rows, int new_units) {
  rows = new_rows;
  units = new_units;
  values.assign(static_cast<std::size_t>(rows) * units, 0);
}

}  // namespace glassbox::probe

#include "checks/plain_network.hpp"

#include <algorithm>
#include <cmath>

#include "experiment/facts.hpp"
#include "network/layers.hpp"
#include "network/loss.hpp"

namespace glassbox::checks {
namespace {

/// [rows × columns] of a column-major table.
Values chosen(const std::vector<double>& table, std::size_t columns, std::span<const int> rows) {
  const std::size_t height = columns > 0 ? table.size() / columns : 0;
  Values values(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns));
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t n = 0; n < rows.size(); ++n) {
      values(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(column)) = table[column * height + static_cast<std::size_t>(rows[n])];
    }
  }
  return values;
}

math::Panel<double> panel_of(std::vector<double>& room, const Values& values) {
  const auto rows = static_cast<int>(values.rows()), units = static_cast<int>(values.cols()), stride = math::padded(rows);
  room.assign(static_cast<std::size_t>(stride) * static_cast<std::size_t>(units), 0);
  const math::Panel<double> panel{room.data(), rows, stride, units};
  for (int unit = 0; unit < units; ++unit) std::copy_n(values.col(unit).data(), rows, panel.column(unit));
  return panel;
}

}  // namespace

PlainNetwork::PlainNetwork(const Experiment& experiment, const Prepared& prepared, std::span<const int> rows, std::int64_t step)
    : experiment_(experiment),
      step_(step),
      x_(chosen(prepared.x, prepared.transform.columns.size(), rows)),
      y_(chosen(prepared.y, static_cast<std::size_t>(prepared.outputs), rows)),
      shape_(experiment::input_shape(experiment)) {
  for (const LayerSpec& spec : experiment_.net) {
    Forward forward = add(spec);
    stages_.push_back({parameter_count_, std::move(forward)});
  }
  const std::size_t last = parameter_count_;
  Forward logits = dense(prepared.outputs);
  stages_.push_back({parameter_count_, noted(last, std::move(logits))});
}

PlainNetwork::Forward PlainNetwork::add(const LayerSpec& spec) {
  if (spec.kind == LayerSpec::Kind::residual) return residual(spec);
  if (spec.kind == LayerSpec::Kind::activation) return activation(spec.activation);
  const std::size_t begin = parameter_count_;
  Forward layer = spec.kind == LayerSpec::Kind::dense ? dense(spec.units) : named(spec);
  Forward first = noted(begin, std::move(layer));
  if (spec.activation.empty()) return first;
  return [first = std::move(first), second = activation(spec.activation)](const Values& x, const double* parameters) {
    return second(first(x, parameters), parameters);
  };
}

/// The same, with the largest number it gives kept where the layer has parameters.
PlainNetwork::Forward PlainNetwork::noted(std::size_t first, Forward forward) {
  if (first == parameter_count_) return forward;
  return [this, first, forward = std::move(forward)](const Values& x, const double* parameters) {
    Values z = forward(x, parameters);
    now_given_[first] = z.abs().maxCoeff();
    return z;
  };
}

PlainNetwork::Forward PlainNetwork::residual(const LayerSpec& spec) {
  const Shape input = shape_;  // images go around a block that takes them for rows of numbers
  std::vector<Forward> block;
  for (const LayerSpec& inner : spec.inner) block.push_back(add(inner));
  shape_ = input;
  return [block = std::move(block)](const Values& x, const double* parameters) {
    Values a = x;
    for (const Forward& forward : block) a = forward(a, parameters);
    return Values(x + a);
  };
}

PlainNetwork::Forward PlainNetwork::dense(int outputs) {
  const int inputs = shape_.units();
  const std::size_t first = parameter_count_;
  parameter_count_ += static_cast<std::size_t>(inputs + 1) * static_cast<std::size_t>(outputs);
  shape_ = {1, 1, outputs};
  work_ += static_cast<double>(inputs) * outputs * static_cast<double>(x_.rows());
  return [=](const Values& x, const double* parameters) {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const Matrix> w(parameters + first, outputs, inputs);
    const Eigen::Map<const Eigen::RowVectorXd> b(parameters + first + w.size(), outputs);
    return Values(((x.matrix() * w.transpose()).rowwise() + b).array());
  };
}

PlainNetwork::Forward PlainNetwork::activation(const std::string& name) {
  constexpr double kWork = 20;  // multiply-adds of an exponential, about
  work_ += kWork * shape_.units() * static_cast<double>(x_.rows());
  Values none;
  if (plain_activation(name, none, course_)) {
    return [this, name](const Values& z, const double*) {
      Values a = z;
      plain_activation(name, a, course_);
      return a;
    };
  }
  return borrow({LayerSpec::Kind::activation, 0, name, {}}, shape_);
}

PlainNetwork::Forward PlainNetwork::named(const LayerSpec& spec) {
  const Shape input = shape_;
  const network::LayerPlan plan = network::plan_layer(spec, input);
  shape_ = plan.shape;
  Forward forward;
  if (spec.name == "conv") forward = convolution(spec, input, shape_);
  if (spec.name == "pool" || spec.name == "avgpool") forward = pooling(spec, input, shape_);
  if (spec.name == "flatten") forward = [](const Values& x, const double*) { return x; };
  if (spec.name == "drop") forward = dropout(spec, input.units());
  if (spec.name == "bn") forward = batch_normalisation(spec, input);
  if (spec.name == "ln") forward = layer_normalisation(spec, input);
  if (spec.name == "smax") {
    forward = [pixels = input.pixels()](const Values& x, const double*) {
      Values a = x;
      plain_softmax(a, pixels);
      return a;
    };
  }
  if (!forward) forward = borrow(spec, input);
  work_ += 8.0 * shape_.units() * static_cast<double>(x_.rows());
  parameter_count_ += static_cast<std::size_t>(plan.columns + 1) * static_cast<std::size_t>(plan.rows);
  ++named_;
  return forward;
}

double PlainNetwork::loss(const std::vector<double>& parameters) {
  parameters_ = parameters;
  course_ = {};
  inputs_.assign(1, x_);
  for (const Stage& stage : stages_) inputs_.push_back(stage.forward(inputs_.back(), parameters_.data()));
  const double loss = finish(inputs_.back());
  given_ = now_given_;
  largest_ = std::max(std::abs(loss), y_.abs().maxCoeff());
  for (std::size_t stage = 1; stage < inputs_.size(); ++stage) largest_ = std::max(largest_, inputs_[stage].abs().maxCoeff());
  return loss;
}

std::size_t PlainNetwork::stage_of(std::size_t parameter) const {
  std::size_t stage = 0;
  while (stages_[stage].end <= parameter) ++stage;
  return stage;
}

double PlainNetwork::loss_with(std::size_t parameter, double value) {
  std::size_t stage = stage_of(parameter);
  course_ = {};
  const double before = parameters_[parameter];
  parameters_[parameter] = value;
  Values values = inputs_[stage];
  for (; stage < stages_.size(); ++stage) values = stages_[stage].forward(values, parameters_.data());
  parameters_[parameter] = before;
  return finish(values);
}

double PlainNetwork::finish(const Values& z) {
  Values a = z;
  if (experiment_.out == "softmax") {
    plain_softmax(a, 1);
  } else {
    plain_activation(experiment_.out, a, course_);
  }
  if (experiment_.classw.empty()) {
    const double sum = loss_of(z, a, y_);
    return experiment_.reduce == "mean" ? sum / static_cast<double>(z.rows()) : sum;
  }
  double sum = 0, weight = 0;
  for (std::size_t label = 0; label < experiment_.classw.size(); ++label) {
    std::vector<Eigen::Index> rows;
    for (Eigen::Index row = 0; row < y_.rows(); ++row) {
      Eigen::Index largest = y_(row, 0) > 0.5 ? 1 : 0;
      if (y_.cols() > 1) y_.row(row).maxCoeff(&largest);
      if (largest == static_cast<Eigen::Index>(label)) rows.push_back(row);
    }
    if (rows.empty()) continue;
    const double counts = experiment_.classw[label];
    sum += counts * loss_of(z(rows, Eigen::all), a(rows, Eigen::all), y_(rows, Eigen::all));
    weight += counts * static_cast<double>(rows.size());
  }
  return experiment_.reduce == "mean" ? sum / weight : sum;
}

double PlainNetwork::loss_of(const Values& z, const Values& a, const Values& y) {
  double sum = 0;
  const bool exact = experiment_.logclip == network::kExactLogarithm;
  if (!plain_loss(exact ? experiment_.loss : experiment_.loss + ":" + experiment_.logclip, z, a, y, sum, course_)) {
    if (std::find(borrowed_.begin(), borrowed_.end(), experiment_.loss) == borrowed_.end()) borrowed_.push_back(experiment_.loss);
    std::vector<double> rooms[3];
    sum = network::make_loss<double>(experiment_.loss, {}, experiment_.logclip)
              ->value(panel_of(rooms[0], z), panel_of(rooms[1], a), panel_of(rooms[2], y));
  }
  return sum;
}

}  // namespace glassbox::checks

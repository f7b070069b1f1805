// The layers of the registry, as their definitions say.
#include <algorithm>
#include <cmath>

#include "checks/plain_network.hpp"
#include "math/random.hpp"
#include "network/network.hpp"

namespace glassbox::checks {

PlainNetwork::Forward PlainNetwork::convolution(const LayerSpec& spec, Shape input, Shape output) {
  const int kernel = static_cast<int>(spec.numbers[1]), stride = static_cast<int>(spec.numbers[2]),
            padding = static_cast<int>(spec.numbers[3]);
  const int columns = input.channels * kernel * kernel;
  const std::size_t first = parameter_count_;
  work_ += static_cast<double>(columns) * output.units() * static_cast<double>(x_.rows());
  return [=](const Values& x, const double* parameters) {
    const double* b = parameters + first + static_cast<std::size_t>(columns) * static_cast<std::size_t>(output.channels);
    Values z(x.rows(), output.units());
    for (int o = 0; o < output.channels; ++o) {
      for (int place = 0; place < output.pixels(); ++place) {
        const int top = place / output.width * stride - padding, left = place % output.width * stride - padding;
        auto sum = z.col(o * output.pixels() + place);
        sum.setConstant(b[o]);
        for (int i = 0; i < columns; ++i) {
          const int channel = i / (kernel * kernel), y = top + i / kernel % kernel, column = left + i % kernel;
          if (y < 0 || y >= input.height || column < 0 || column >= input.width) continue;
          sum += parameters[first + static_cast<std::size_t>(o) * columns + i] * x.col((channel * input.height + y) * input.width + column);
        }
      }
    }
    return z;
  };
}

PlainNetwork::Forward PlainNetwork::pooling(const LayerSpec& spec, Shape input, Shape output) {
  const int size = static_cast<int>(spec.numbers[0]);
  const bool largest = spec.name == "pool";
  return [=, this](const Values& x, const double*) {
    Values a(x.rows(), output.units());
    for (int unit = 0; unit < output.units(); ++unit) {
      const int channel = unit / output.pixels(), place = unit % output.pixels();
      const int top = place / output.width * size, left = place % output.width * size;
      const auto pixel = [&](int i) { return x.col((channel * input.height + top + i / size) * input.width + left + i % size); };
      auto result = a.col(unit);
      result = pixel(0);
      for (int i = 1; i < size * size; ++i) {
        if (largest) {
          for (Eigen::Index n = 0; n < x.rows(); ++n) course_.side(pixel(i)(n) > result(n) ? 1 : 0);
          result = result.max(pixel(i)).eval();
        } else {
          result += pixel(i);
        }
      }
      if (!largest) result /= size * size;
    }
    return a;
  };
}

/// The mask of row n and unit u: word n mod 4 of the random block ⌊n / 4⌋ · units + u of this layer and step.
PlainNetwork::Forward PlainNetwork::dropout(const LayerSpec& spec, int units) {
  const double rate = spec.numbers[0];
  const math::Random random{experiment_.seed, math::Purpose::dropout, named_, static_cast<std::uint64_t>(step_)};
  Values mask(x_.rows(), units);
  for (int n = 0; n < mask.rows(); ++n) {
    for (int unit = 0; unit < units; ++unit) {
      const std::uint32_t word = random.block(static_cast<std::uint32_t>(n / 4 * units + unit))[static_cast<std::size_t>(n % 4)];
      mask(n, unit) = word < rate * 0x1p32 ? 0 : 1 / (1 - rate);
    }
  }
  return [mask = std::move(mask)](const Values& x, const double*) { return Values(x * mask); };
}

PlainNetwork::Forward PlainNetwork::batch_normalisation(const LayerSpec& spec, Shape input) {
  const double epsilon = spec.numbers[0];
  const std::size_t first = parameter_count_;
  return [=, this](const Values& x, const double* parameters) {
    Values a(x.rows(), x.cols());
    for (int c = 0; c < input.channels; ++c) {
      const auto channel = x.middleCols(c * input.pixels(), input.pixels());
      const double mean = channel.mean(), variance = (channel - mean).square().mean();
      course_.cancelled(channel.abs().maxCoeff() / std::sqrt(variance + epsilon));
      const double gain = parameters[first + static_cast<std::size_t>(c)];
      const double shift = parameters[first + static_cast<std::size_t>(input.channels + c)];
      a.middleCols(c * input.pixels(), input.pixels()) = (channel - mean) / std::sqrt(variance + epsilon) * gain + shift;
    }
    return a;
  };
}

PlainNetwork::Forward PlainNetwork::layer_normalisation(const LayerSpec& spec, Shape input) {
  const double epsilon = spec.numbers[0];
  const std::size_t first = parameter_count_;
  return [=, this](const Values& x, const double* parameters) {
    Values a(x.rows(), x.cols());
    for (Eigen::Index n = 0; n < x.rows(); ++n) {
      const double mean = x.row(n).mean(), variance = (x.row(n) - mean).square().mean();
      course_.cancelled(x.row(n).abs().maxCoeff() / std::sqrt(variance + epsilon));
      for (int unit = 0; unit < x.cols(); ++unit) {
        const double* gain = parameters + first + static_cast<std::size_t>(unit / input.pixels());
        a(n, unit) = (x(n, unit) - mean) / std::sqrt(variance + epsilon) * gain[0] + gain[input.channels];
      }
    }
    return a;
  };
}

/// The layer's own operation, forward only.
PlainNetwork::Forward PlainNetwork::borrow(const LayerSpec& spec, Shape input) {
  const std::string name = spec.kind == LayerSpec::Kind::named ? spec.name : spec.activation;
  borrowed_.push_back(name);
  const network::LayerPlan plan = network::plan_layer(spec, input);
  std::vector<network::Slot> slots = {{input.units(), 0}, {plan.shape.units(), 1}};
  if (plan.scratch > 0) slots.push_back({plan.scratch, 2});
  const auto panels = std::make_shared<network::Buffers<double>>(slots, static_cast<int>(x_.rows()), network::GradientPanels::none);
  std::shared_ptr<network::Operation<double>> operation;
  if (spec.kind == LayerSpec::Kind::named) {
    const network::LayerRow& row = *network::find_layer(spec.name);
    operation = row.make_double({spec, plan, input, 0, 1, plan.scratch > 0 ? 2 : -1, parameter_count_, 0, named_});
  } else {
    operation = network::make_activation<double>(name, 0, 1);
  }
  const auto statistics = std::make_shared<network::Arena<double>>(2 * static_cast<std::size_t>(plan.statistics));
  const network::Pass<double> pass{*panels,
                                   nullptr,
                                   statistics->data(),
                                   statistics->data() + plan.statistics,
                                   network::Mode::train,
                                   static_cast<std::uint64_t>(step_),
                                   0,
                                   experiment_.seed};
  return [=](const Values& x, const double* parameters) {
    network::Pass<double> now = pass;
    now.parameters = parameters;
    const math::Panel<double> in = panels->value(0), out = panels->value(1);
    for (int unit = 0; unit < in.units; ++unit) {
      for (int row = 0; row < in.stride; ++row) in.column(unit)[row] = x(std::min<Eigen::Index>(row, x.rows() - 1), unit);
    }
    operation->forward(now);
    Values a(x.rows(), out.units);
    for (int unit = 0; unit < out.units; ++unit) std::copy_n(out.column(unit), x.rows(), a.col(unit).data());
    return a;
  };
}

}  // namespace glassbox::checks

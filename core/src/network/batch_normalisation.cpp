#include <cmath>

#include "math/functions.hpp"
#include "network/layers.hpp"

namespace glassbox::network {
namespace {

using math::kLanes;
using math::Lanes;
using math::load;
using math::Panel;
using math::store;

enum Argument { kEpsilon, kMomentum };

constexpr LayerArgument kArguments[] = {
    {.label = "epsilon", .least = 1e-16, .most = 1, .fallback = 1e-5, .optional = true},
    {.before = 'm', .label = "momentum", .least = 0, .most = 1, .fallback = 0.1, .optional = true},
};

constexpr std::string_view kParts[] = {"gain", "shift", "running mean", "running variance"};

LayerPlan plan(const LayerSpec&, Shape input) {
  const int channels = input.channels;
  return {.shape = input,
          .rows = channels,
          .columns = 1,
          .drawn = false,
          .statistics = 2 * channels,
          .scratch = 2 * channels,
          .whole_batch = true,
          .low = -3,
          .high = 3};
}

/// All means 0, all variances 1.
void start(std::span<double> statistics) {
  for (std::size_t i = statistics.size() / 2; i < statistics.size(); ++i) statistics[i] = 1;
}

/// One channel of a panel: the columns of its pixels, one after the other.
template <class S>
Panel<S> channel_of(Panel<S> panel, int channel, int pixels) {
  return {panel.column(channel * pixels), panel.rows, panel.stride, pixels};
}

/// Σ (p - p_middle) (q - q_middle) over the rows of all columns, padding left out; Σ (p - p_middle) without a q.
template <class S>
[[gnu::noinline]] S sum_of(Panel<const S> p, S p_middle, const S* q, S q_middle) {
  const Lanes<S> lane = {0, 1, 2, 3}, none = math::broadcast(S(0));
  Lanes<S> sum = none;
  for (int pixel = 0; pixel < p.units; ++pixel) {
    Lanes<S> column = none;
    for (int row = 0; row < p.stride; row += kLanes) {
      const std::ptrdiff_t place = p.column(pixel) - p.data + row;
      Lanes<S> term = load(p.data + place) - p_middle;
      if (q != nullptr) term *= load(q + place) - q_middle;
      column += math::select<S>(lane < static_cast<S>(p.rows - row), term, none);
    }
    sum += column;
  }
  return math::sum_of_lanes<S>(sum);
}

/// a = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε), channel by channel (unit by unit without images). In training μ and σ² are mean and variance
/// over the rows (and pixels) of the batch, and the running ones move towards them: r' = (1 - m) r + m μ, with the unbiased variance
/// (S. Ioffe, C. Szegedy 2015, as PyTorch does it); in evaluation they are the running ones.
/// Parameters: γ [channels × 1], then β [channels]. Statistics: running means, then running variances.
template <class S>
class BatchNormalisation final : public Operation<S> {
 public:
  explicit BatchNormalisation(const LayerPlace& place)
      : Operation<S>(place.in, place.out, place.first_parameter, 2 * static_cast<std::size_t>(place.input.channels)),
        channels_(place.input.channels),
        pixels_(place.input.pixels()),
        kept_(place.scratch),
        first_statistic_(place.first_statistic),
        epsilon_(static_cast<S>(place.spec.numbers[kEpsilon])),
        momentum_(static_cast<S>(place.spec.numbers[kMomentum])) {}

  std::string_view name() const override { return "bn"; }

  void forward(const Pass<S>& pass) const override {
    const Panel<const S> x = pass.panels.value(this->in());
    const Panel<S> a = pass.panels.value(this->out()), kept = pass.panels.value(kept_);
    for (int c = 0; c < channels_; ++c) {
      const Panel<const S> from = channel_of(x, c, pixels_);
      const Panel<S> to = channel_of(a, c, pixels_);
      const auto [mean, variance] = pass.mode == Mode::train ? measure(pass, from, c) : running(pass, c);
      const S inverse = S(1) / std::sqrt(variance + epsilon_);
      const S gain = pass.parameters[this->first_parameter() + c], shift = pass.parameters[this->first_parameter() + channels_ + c];
      kept.column(2 * c)[0] = mean;
      kept.column(2 * c + 1)[0] = inverse;
      for (std::size_t i = 0; i < scalars(to); i += kLanes) store(to.data + i, (load(from.data + i) - mean) * inverse * gain + shift);
    }
  }

  // d_γ = Σ d_a x̂, d_β = Σ d_a, and with M numbers in the channel d_x = γ / √(σ² + ε) (d_a - d_β / M - x̂ d_γ / M): μ and σ² depend on every
  // row. In evaluation they do not depend on any, and the last two terms go.
  void backward(const Pass<S>& pass, S* d_parameters) const override {
    const Panel<const S> x = pass.panels.value(this->in()), d_a = pass.panels.gradient(this->out());
    const Panel<S> d_x = pass.panels.gradient(this->in()), kept = pass.panels.value(kept_);
    for (int c = 0; c < channels_; ++c) {
      const Panel<const S> from = channel_of(x, c, pixels_), d_to = channel_of(d_a, c, pixels_);
      const S mean = kept.column(2 * c)[0], inverse = kept.column(2 * c + 1)[0];
      const S d_gain = sum_of<S>(d_to, 0, from.data, mean) * inverse, d_shift = sum_of<S>(d_to, 0, nullptr, 0);
      if (d_parameters != nullptr) {
        d_parameters[this->first_parameter() + c] += d_gain;
        d_parameters[this->first_parameter() + channels_ + c] += d_shift;
      }
      if (d_x.data == nullptr) continue;
      const S slope = pass.parameters[this->first_parameter() + c] * inverse;
      const S share = pass.mode == Mode::train ? S(1) / numbers(from) : S(0);
      back(from, d_to, channel_of(d_x, c, pixels_), mean, slope, d_shift * share, d_gain * share * inverse);
    }
  }

 private:
  struct Moments {
    S mean, variance;
  };

  S numbers(Panel<const S> channel) const { return static_cast<S>(channel.rows) * static_cast<S>(pixels_); }

  Moments running(const Pass<S>& pass, int c) const {
    return {pass.statistics[first_statistic_ + c], pass.statistics[first_statistic_ + channels_ + c]};
  }

  /// Of the batch; moves the running ones.
  Moments measure(const Pass<S>& pass, Panel<const S> x, int c) const {
    const S count = numbers(x);
    const S mean = sum_of<S>(x, 0, nullptr, 0) / count;
    const S squares = sum_of<S>(x, mean, x.data, mean);
    const Moments before = running(pass, c);
    S* const after = pass.next_statistics + first_statistic_ + c;
    after[0] = (1 - momentum_) * before.mean + momentum_ * mean;
    after[channels_] = (1 - momentum_) * before.variance + momentum_ * (squares / (count - 1));
    return {mean, squares / count};
  }

  /// d_x = slope (d_a - d_mean - (x - mean) d_variance), and 0 in padding rows.
  static void back(Panel<const S> x, Panel<const S> d_a, Panel<S> d_x, S mean, S slope, S d_mean, S d_variance) {
    const Lanes<S> lane = {0, 1, 2, 3}, none = math::broadcast(S(0));
    for (int pixel = 0; pixel < x.units; ++pixel) {
      for (int row = 0; row < x.stride; row += kLanes) {
        const Lanes<S> value = load(x.column(pixel) + row);
        const Lanes<S> product = (load(d_a.column(pixel) + row) - d_mean - (value - mean) * d_variance) * slope;
        const Lanes<S> inside = math::select<S>(lane < static_cast<S>(x.rows - row), product, none);
        store(d_x.column(pixel) + row, math::flush<S>(inside, math::tiny_gradient<S>()));
      }
    }
  }

  int channels_, pixels_, kept_;
  std::size_t first_statistic_;
  S epsilon_, momentum_;
};

}  // namespace

extern const LayerRow kBatchNormalisation;
const LayerRow kBatchNormalisation = {
    {"bn", "Batch norm",
     "batch normalisation: each unit, or each channel of an image, gets mean 0 and variance 1 over the batch, then a learned gain and "
     "shift; at evaluation by running means and variances; epsilon, then their momentum (m0.1)"},
    "bn",
    kArguments,
    false,
    plan,
    where_whole(make_named<BatchNormalisation<float>, float>),
    where_whole(make_named<BatchNormalisation<double>, double>),
    start,
    kParts,
    Channels::odd};

}  // namespace glassbox::network

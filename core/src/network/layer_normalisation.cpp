#include "math/functions.hpp"
#include "network/layers.hpp"

namespace glassbox::network {
namespace {

using math::kLanes;
using math::Lanes;
using math::load;
using math::Panel;
using math::store;

constexpr LayerArgument kArguments[] = {{.label = "epsilon", .least = 1e-16, .most = 1, .fallback = 1e-5, .optional = true}};

constexpr std::string_view kParts[] = {"gain", "shift"};

LayerPlan plan(const LayerSpec&, Shape input) {
  LayerPlan plan{.shape = input, .rows = input.channels, .columns = 1, .drawn = false, .scratch = 2, .low = -3, .high = 3};
  if (input.units() == 1) plan.refusal = "Layer normalisation compares the units of a row, and here is one unit only.";
  return plan;
}

/// a = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε), where μ and σ² are mean and variance over all units of a row, γ and β belong to a unit (on
/// images to a channel) (J. Ba, J. Kiros, G. Hinton 2016; PyTorch's LayerNorm, on images its GroupNorm with one group).
/// Parameters: γ [channels × 1], then β [channels].
template <class S>
class LayerNormalisation final : public Operation<S> {
 public:
  explicit LayerNormalisation(const LayerPlace& place)
      : Operation<S>(place.in, place.out, place.first_parameter, 2 * static_cast<std::size_t>(place.input.channels)),
        channels_(place.input.channels),
        pixels_(place.input.pixels()),
        kept_(place.scratch),
        epsilon_(static_cast<S>(place.spec.numbers[0])) {}

  std::string_view name() const override { return "ln"; }

  void forward(const Pass<S>& pass) const override {
    const Panel<const S> x = pass.panels.value(this->in());
    const Panel<S> a = pass.panels.value(this->out()), kept = pass.panels.value(kept_);
    const S share = S(1) / static_cast<S>(x.units);
    for (int row = 0; row < x.stride; row += kLanes) {
      Lanes<S> sum = math::broadcast(S(0)), squares = sum;
      for (int unit = 0; unit < x.units; ++unit) sum += load(x.column(unit) + row);
      const Lanes<S> mean = sum * share;
      for (int unit = 0; unit < x.units; ++unit) {
        const Lanes<S> distance = load(x.column(unit) + row) - mean;
        squares += distance * distance;
      }
      const Lanes<S> inverse = S(1) / math::square_root<S>(squares * share + epsilon_);
      store(kept.column(0) + row, mean);
      store(kept.column(1) + row, inverse);
      for (int unit = 0; unit < x.units; ++unit) {
        const S* gain = gain_of(pass, unit);
        store(a.column(unit) + row, (load(x.column(unit) + row) - mean) * inverse * gain[0] + gain[channels_]);
      }
    }
  }

  // d_γ = Σ d_a x̂, d_β = Σ d_a, and with U units in a row d_x = (γ d_a - Σ γ d_a / U - x̂ Σ γ d_a x̂ / U) / √(σ² + ε).
  void backward(const Pass<S>& pass, S* d_parameters) const override {
    const Panel<const S> x = pass.panels.value(this->in()), d_a = pass.panels.gradient(this->out()), kept = pass.panels.value(kept_);
    if (d_parameters != nullptr) {
      for (int unit = 0; unit < x.units; ++unit) add(x, d_a, kept, unit, d_parameters + this->first_parameter() + unit / pixels_);
    }
    const Panel<S> d_x = pass.panels.gradient(this->in());
    for (int row = 0; d_x.data != nullptr && row < x.stride; row += kLanes) back(pass, x, d_a, kept, d_x, row);
  }

 private:
  /// β stands `channels_` behind γ.
  const S* gain_of(const Pass<S>& pass, int unit) const { return pass.parameters + this->first_parameter() + unit / pixels_; }

  void add(Panel<const S> x, Panel<const S> d_a, Panel<const S> kept, int unit, S* d_gain) const {
    Lanes<S> gain = math::broadcast(S(0)), shift = gain;
    for (int row = 0; row < x.stride; row += kLanes) {
      const Lanes<S> d = load(d_a.column(unit) + row);
      gain += d * ((load(x.column(unit) + row) - load(kept.column(0) + row)) * load(kept.column(1) + row));
      shift += d;
    }
    d_gain[0] += math::sum_of_lanes<S>(gain);
    d_gain[channels_] += math::sum_of_lanes<S>(shift);
  }

  void back(const Pass<S>& pass, Panel<const S> x, Panel<const S> d_a, Panel<const S> kept, Panel<S> d_x, int row) const {
    const Lanes<S> mean = load(kept.column(0) + row), inverse = load(kept.column(1) + row);
    const S share = S(1) / static_cast<S>(x.units);
    Lanes<S> sum = math::broadcast(S(0)), along = sum;
    for (int unit = 0; unit < x.units; ++unit) {
      const Lanes<S> d = load(d_a.column(unit) + row) * gain_of(pass, unit)[0];
      sum += d;
      along += d * ((load(x.column(unit) + row) - mean) * inverse);
    }
    for (int unit = 0; unit < x.units; ++unit) {
      const Lanes<S> d = load(d_a.column(unit) + row) * gain_of(pass, unit)[0];
      const Lanes<S> place = (load(x.column(unit) + row) - mean) * inverse;
      const Lanes<S> product = (d - sum * share - place * (along * share)) * inverse;
      store(d_x.column(unit) + row, math::flush<S>(product, math::tiny_gradient<S>()));
    }
  }

  int channels_, pixels_, kept_;
  S epsilon_;
};

}  // namespace

extern const LayerRow kLayerNormalisation;
const LayerRow kLayerNormalisation = {
    {"ln", "Layer norm",
     "layer normalisation: the units of each row get mean 0 and variance 1 among themselves, then each unit, or each channel of an image, "
     "a learned gain and shift; no batch is needed"},
    "ln",
    kArguments,
    false,
    plan,
    where_whole(make_named<LayerNormalisation<float>, float>),
    where_whole(make_named<LayerNormalisation<double>, double>),
    nullptr,
    kParts,
    Channels::together};

}  // namespace glassbox::network

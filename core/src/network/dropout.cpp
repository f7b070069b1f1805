#include "math/random.hpp"
#include "network/layers.hpp"

namespace glassbox::network {
namespace {

using math::kLanes;
using math::Lanes;
using math::load;
using math::store;

constexpr LayerArgument kArguments[] = {{.label = "rate", .least = 0, .most = 0.99}};

LayerPlan plan(const LayerSpec&, Shape input) { return {.shape = input, .scratch = input.units()}; }

/// a = m x, where m is 0 with the probability `rate` and 1 / (1 - rate) otherwise (inverted dropout: the mean stays), and 1 in evaluation.
/// Row n of the step's batch and unit u take word n mod 4 of the random block with the index ⌊n / 4⌋ · units + u, and are dropped where it
/// is below rate · 2^32.
template <class S>
class Dropout final : public Operation<S> {
 public:
  explicit Dropout(const LayerPlace& place)
      : Operation<S>(place.in, place.out), mask_(place.scratch), number_(place.number), rate_(place.spec.numbers[0]) {}

  std::string_view name() const override { return "drop"; }

  void forward(const Pass<S>& pass) const override {
    const math::Panel<S> a = pass.panels.value(this->out());
    if (pass.mode == Mode::train) draw(pass);
    scale(pass, pass.panels.value(this->in()).data, a);
  }

  // a = m x   ⇒   d_x = m d_a
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data != nullptr) scale(pass, pass.panels.gradient(this->out()).data, d_x);
  }

 private:
  void draw(const Pass<S>& pass) const {
    const math::Random random{pass.seed, math::Purpose::dropout, number_, pass.step};
    const math::Panel<S> mask = pass.panels.value(mask_);
    const double threshold = rate_ * 0x1p32;
    const S kept = static_cast<S>(1 / (1 - rate_));
    for (int unit = 0; unit < mask.units; ++unit) {
      for (int row = 0; row < mask.stride; row += kLanes) {
        const std::uint32_t block = static_cast<std::uint32_t>((pass.first_row + row) / kLanes);
        const math::PhiloxBlock words = random.block(block * static_cast<std::uint32_t>(mask.units) + static_cast<std::uint32_t>(unit));
        for (int lane = 0; lane < kLanes; ++lane) mask.column(unit)[row + lane] = words[lane] < threshold ? S(0) : kept;
      }
    }
  }

  void scale(const Pass<S>& pass, const S* source, math::Panel<S> target) const {
    const S* mask = pass.panels.value(mask_).data;
    const bool train = pass.mode == Mode::train;
    for (std::size_t i = 0; i < scalars(target); i += kLanes) {
      store(target.data + i, train ? load(source + i) * load(mask + i) : load(source + i));
    }
  }

  int mask_;
  std::uint32_t number_;
  double rate_;
};

}  // namespace

extern const LayerRow kDropout;
const LayerRow kDropout = {
    {"drop", "Dropout", "switches each unit off with this probability in every training step, and scales the others up; off at evaluation"},
    "drop:0.2",
    kArguments,
    false,
    plan,
    where_whole(make_named<Dropout<float>, float>),
    where_whole(make_named<Dropout<double>, double>),
    nullptr,
    {},
    Channels::odd};

}  // namespace glassbox::network

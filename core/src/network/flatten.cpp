#include <algorithm>

#include "network/layers.hpp"

namespace glassbox::network {
namespace {

LayerPlan plan(const LayerSpec&, Shape input) { return {.shape = {1, 1, input.units()}}; }

/// a = x: only the arrangement of the units is forgotten.
template <class S>
class Flatten final : public Operation<S> {
 public:
  explicit Flatten(const LayerPlace& place) : Operation<S>(place.in, place.out) {}

  std::string_view name() const override { return "flatten"; }

  void forward(const Pass<S>& pass) const override { copy(pass.panels.value(this->in()), pass.panels.value(this->out())); }

  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data != nullptr) copy(pass.panels.gradient(this->out()), d_x);
  }

 private:
  static void copy(math::Panel<S> source, math::Panel<S> target) { std::copy_n(source.data, scalars(source), target.data); }
};

}  // namespace

extern const LayerRow kFlatten;
const LayerRow kFlatten = {{"flatten", "Flatten", "an image becomes a plain list of numbers, which a dense layer would do by itself"},
                           "flatten",
                           {},
                           false,
                           plan,
                           where_whole(make_named<Flatten<float>, float>),
                           where_whole(make_named<Flatten<double>, double>),
                           nullptr,
                           {},
                           Channels::odd};

}  // namespace glassbox::network

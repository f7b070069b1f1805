#include "math/pooling_kernels.hpp"
#include "network/images.hpp"

namespace glassbox::network {
namespace {

constexpr LayerArgument kArguments[] = {{.label = "size", .least = 2, .most = 16, .whole = true}};

LayerPlan plan(const LayerSpec& spec, Shape input) {
  const int size = static_cast<int>(spec.numbers[0]);
  LayerPlan plan;
  const Side side = shorter_side(input);
  if (!is_image(input)) {
    plan.refusal = needs_image("Pooling", input);
  } else if (size > side.pixels) {
    plan.refusal = "Squares of " + std::to_string(size) + " pixels do not fit into " + side.name + " of " + std::to_string(side.pixels) +
                   (side.pixels > 1 ? ": a size up to " + std::to_string(side.pixels) + " does." : ".");
  }
  plan.shape = {input.height / size, input.width / size, input.channels};
  return plan;
}

template <class S>
class Pooling : public Operation<S> {
 public:
  explicit Pooling(const LayerPlace& place)
      : Operation<S>(place.in, place.out), shape_{image(place.input), image(place.plan.shape), static_cast<int>(place.spec.numbers[0])} {}

 protected:
  math::Pooling shape_;
};

template <class S>
class MaxPooling final : public Pooling<S> {
 public:
  using Pooling<S>::Pooling;

  std::string_view name() const override { return "pool"; }

  void forward(const Pass<S>& pass) const override {
    math::max_pooling_forward<S>(this->shape_, pass.panels.value(this->in()), pass.panels.value(this->out()));
  }

  // Only the largest pixel of a square had a say.
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data == nullptr) return;
    math::max_pooling_backward<S>(this->shape_, pass.panels.value(this->in()), pass.panels.value(this->out()),
                                  pass.panels.gradient(this->out()), d_x);
  }
};

template <class S>
class AveragePooling final : public Pooling<S> {
 public:
  using Pooling<S>::Pooling;

  std::string_view name() const override { return "avgpool"; }

  void forward(const Pass<S>& pass) const override {
    math::average_pooling_forward<S>(this->shape_, pass.panels.value(this->in()), pass.panels.value(this->out()));
  }

  // Each pixel of a square had the same say.
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data != nullptr) math::average_pooling_backward<S>(this->shape_, pass.panels.gradient(this->out()), d_x);
  }
};

}  // namespace

extern const LayerRow kMaxPooling;
const LayerRow kMaxPooling = {{"pool", "Max pooling", "keeps the largest of each square of pixels of a channel, size × size, side by side"},
                              "pool:2",
                              kArguments,
                              false,
                              plan,
                              where_whole(make_named<MaxPooling<float>, float>),
                              where_whole(make_named<MaxPooling<double>, double>),
                              nullptr,
                              {},
                              Channels::apart};

extern const LayerRow kAveragePooling;
const LayerRow kAveragePooling = {
    {"avgpool", "Average pooling", "the mean of each square of pixels of a channel, size × size, side by side"},
    "avgpool:2",
    kArguments,
    false,
    plan,
    where_whole(make_named<AveragePooling<float>, float>),
    where_whole(make_named<AveragePooling<double>, double>),
    nullptr,
    {},
    Channels::odd};

}  // namespace glassbox::network

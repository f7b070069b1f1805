#include "math/convolution_kernels.hpp"
#include "network/images.hpp"

namespace glassbox::network {
namespace {

enum Argument { kChannels, kKernel, kStride, kPadding };

constexpr LayerArgument kArguments[] = {
    {.label = "channels", .least = 1, .most = 64, .whole = true},
    {.before = 'x', .label = "kernel", .least = 1, .most = 11, .whole = true},
    {.before = 's', .label = "stride", .least = 1, .most = 8, .whole = true, .fallback = 1, .optional = true},
    {.before = 'p', .label = "padding", .least = 0, .most = 10, .whole = true, .fallback = 0, .optional = true},
};

math::Window window_of(const LayerSpec& spec) {
  const auto number = [&](Argument argument) { return static_cast<int>(spec.numbers[argument]); };
  return {number(kKernel), number(kStride), number(kPadding)};
}

std::string refusal(math::Window window, Shape input) {
  if (!is_image(input)) return needs_image("A convolution", input);
  const std::string kernel = "A kernel of " + std::to_string(window.kernel);
  if (window.padding >= window.kernel) {
    return kernel + " takes a padding up to " + std::to_string(window.kernel - 1) + ", not " + std::to_string(window.padding) + ".";
  }
  const Side side = shorter_side(input);
  const int reach = side.pixels + 2 * window.padding;
  if (window.kernel <= reach) return {};
  return kernel + " does not fit into " + side.name + " of " + std::to_string(side.pixels) + " pixels with padding " +
         std::to_string(window.padding) + ": a kernel up to " + std::to_string(reach) + " or a padding from " +
         std::to_string((window.kernel - side.pixels + 1) / 2) + " does.";
}

LayerPlan plan(const LayerSpec& spec, Shape input) {
  const math::Window window = window_of(spec);
  LayerPlan plan;
  plan.refusal = refusal(window, input);
  if (!plan.refusal.empty()) return plan;
  const int channels = static_cast<int>(spec.numbers[kChannels]), square = window.kernel * window.kernel;
  plan.shape = {window.places(input.height), window.places(input.width), channels};
  plan.rows = channels;
  plan.columns = input.channels * square;
  plan.fan_out = channels * square;
  return plan;
}

/// z = W ∗ x + b; W [O × C·k·k] row-major at first_parameter, then b [O].
template <class S>
class Convolution final : public Operation<S> {
 public:
  explicit Convolution(const LayerPlace& place)
      : Operation<S>(place.in, place.out, place.first_parameter,
                     static_cast<std::size_t>(place.plan.columns + 1) * static_cast<std::size_t>(place.plan.rows)),
        shape_{image(place.input), image(place.plan.shape), window_of(place.spec)},
        first_bias_(place.first_parameter + static_cast<std::size_t>(place.plan.columns) * place.plan.rows) {}

  std::string_view name() const override { return "conv"; }
  /// What padding leaves out is counted too.
  std::int64_t multiply_adds() const override {
    return static_cast<std::int64_t>(first_bias_ - this->first_parameter()) * shape_.out.height * shape_.out.width;
  }

  void forward(const Pass<S>& pass) const override {
    math::convolution_forward<S>(shape_, pass.panels.value(this->in()), pass.parameters + this->first_parameter(),
                                 pass.parameters + first_bias_, pass.panels.value(this->out()));
  }

  // Every weight is used at each place, so that its gradient is the sum over the places; a pixel's is the sum over the windows that saw it.
  void backward(const Pass<S>& pass, S* d_parameters) const override {
    const math::Panel<const S> d_z = pass.panels.gradient(this->out());
    if (d_parameters != nullptr) {
      math::convolution_backward_parameters<S>(shape_, pass.panels.value(this->in()), d_z, d_parameters + this->first_parameter(),
                                               d_parameters + first_bias_);
    }
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data != nullptr) math::convolution_backward_input<S>(shape_, d_z, pass.parameters + this->first_parameter(), d_x);
  }

 private:
  math::Convolution shape_;
  std::size_t first_bias_;
};

}  // namespace

extern const LayerRow kConvolution;
const LayerRow kConvolution = {{"conv", "Convolution",
                                "one small window of weights for each channel slides over the image; channels x kernel, then the stride "
                                "(s2) and the zeros around the image (p1) where they are not 1 and 0"},
                               "conv:8x3:relu",
                               kArguments,
                               true,
                               plan,
                               where_whole(make_named<Convolution<float>, float>),
                               where_whole(make_named<Convolution<double>, double>),
                               nullptr,
                               {},
                               Channels::mixed};

}  // namespace glassbox::network

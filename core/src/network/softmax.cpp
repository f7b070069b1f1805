#include "network/softmax.hpp"

#include "network/layers.hpp"

namespace glassbox::network {
namespace {

using math::Lanes;
using math::load;
using math::store;

/// Over the units of a row; on images over the channels, pixel by pixel.
template <class S>
class Softmax final : public Operation<S> {
 public:
  Softmax(int in, int out, std::string_view name, int pixels) : Operation<S>(in, out), name_(name), pixels_(pixels) {}
  explicit Softmax(const LayerPlace& place) : Softmax(place.in, place.out, "smax", place.input.pixels()) {}

  std::string_view name() const override { return name_; }

  void forward(const Pass<S>& pass) const override {
    for (int pixel = 0; pixel < pixels_; ++pixel) {
      share(at<const S>(pass.panels.value(this->in()), pixel), at<S>(pass.panels.value(this->out()), pixel));
    }
  }

  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_z = pass.panels.gradient(this->in());
    for (int pixel = 0; d_z.data != nullptr && pixel < pixels_; ++pixel) {
      back(at<const S>(pass.panels.value(this->out()), pixel), at<const S>(pass.panels.gradient(this->out()), pixel), at<S>(d_z, pixel));
    }
  }

 private:
  /// The channels of one pixel, as units.
  template <class T>
  math::Panel<T> at(math::Panel<T> panel, int pixel) const {
    return {panel.column(pixel), panel.rows, panel.stride * pixels_, panel.units / pixels_};
  }

  // a_k = e^(z_k - m) / Σ_j e^(z_j - m), m the largest z
  static void share(math::Panel<const S> z, math::Panel<S> a) {
    for (int row = 0; row < math::padded(z.rows); row += math::kLanes) {
      const Lanes<S> largest = largest_logit<S>(z, row);
      Lanes<S> sum = math::broadcast(S(0));
      for (int k = 0; k < z.units; ++k) {
        const Lanes<S> power = exp_of_difference<S>(logit_difference<S>(z, k, row, largest));
        store(a.column(k) + row, power);
        sum += power;
      }
      for (int k = 0; k < z.units; ++k) store(a.column(k) + row, load(a.column(k) + row) / sum);
    }
  }

  // d_z_k = a_k (d_a_k - Σ_j a_j d_a_j)
  static void back(math::Panel<const S> a, math::Panel<const S> d_a, math::Panel<S> d_z) {
    for (int row = 0; row < math::padded(a.rows); row += math::kLanes) {
      Lanes<S> mean = math::broadcast(S(0));
      for (int k = 0; k < a.units; ++k) mean += load(a.column(k) + row) * load(d_a.column(k) + row);
      for (int k = 0; k < a.units; ++k) {
        const Lanes<S> product = load(a.column(k) + row) * (load(d_a.column(k) + row) - mean);
        store(d_z.column(k) + row, math::flush<S>(product, math::tiny_gradient<S>()));
      }
    }
  }

  std::string_view name_;
  int pixels_;
};

LayerPlan plan(const LayerSpec&, Shape input) {
  LayerPlan plan{.shape = input, .low = 0, .high = 1};
  if (input.channels == 1) plan.refusal = "A softmax shares out 1 among units, or channels of an image, and here is one only.";
  return plan;
}

}  // namespace

template <class S>
OperationPointer<S> make_softmax(int in, int out) {
  return std::make_unique<Softmax<S>>(in, out, "softmax", 1);
}

template OperationPointer<float> make_softmax<float>(int, int);
template OperationPointer<double> make_softmax<double>(int, int);

extern const LayerRow kSoftmax;
const LayerRow kSoftmax = {{"smax", "Softmax layer",
                            "softmax between layers: the units of a row, or the channels of each pixel, share out 1 among themselves, the "
                            "largest input getting most"},
                           "smax",
                           {},
                           false,
                           plan,
                           where_whole(make_named<Softmax<float>, float>),
                           where_whole(make_named<Softmax<double>, double>),
                           nullptr,
                           {},
                           Channels::together};

}  // namespace glassbox::network

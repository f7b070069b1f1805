#include "network/softmax.hpp"

#include "network/operation.hpp"

namespace glassbox::network {
namespace {

using math::Lanes;
using math::load;
using math::store;

template <class S>
class Softmax final : public Operation<S> {
 public:
  using Operation<S>::Operation;

  std::string_view name() const override { return "softmax"; }

  // a_k = e^(z_k - m) / Σ_j e^(z_j - m), m the largest z
  void forward(const Pass<S>& pass) const override {
    const math::Panel<const S> z = pass.panels.value(this->in());
    const math::Panel<S> a = pass.panels.value(this->out());
    for (int row = 0; row < z.stride; row += math::kLanes) {
      const Lanes<S> largest = largest_logit<S>(z, row);
      Lanes<S> sum = math::broadcast(S(0));
      for (int k = 0; k < z.units; ++k) {
        const Lanes<S> power = math::exp<S>(logit_difference<S>(z, k, row, largest));
        store(a.column(k) + row, power);
        sum += power;
      }
      for (int k = 0; k < z.units; ++k) store(a.column(k) + row, load(a.column(k) + row) / sum);
    }
  }

  // d_z_k = a_k (d_a_k - Σ_j a_j d_a_j)
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_z = pass.panels.gradient(this->in());
    if (d_z.data == nullptr) return;
    const math::Panel<S> a = pass.panels.value(this->out());
    const math::Panel<S> d_a = pass.panels.gradient(this->out());
    for (int row = 0; row < a.stride; row += math::kLanes) {
      Lanes<S> mean = math::broadcast(S(0));
      for (int k = 0; k < a.units; ++k) mean += load(a.column(k) + row) * load(d_a.column(k) + row);
      for (int k = 0; k < a.units; ++k) {
        const Lanes<S> product = load(a.column(k) + row) * (load(d_a.column(k) + row) - mean);
        store(d_z.column(k) + row, math::flush<S>(product, math::tiny_gradient<S>()));
      }
    }
  }
};

}  // namespace

template <class S>
OperationPointer<S> make_softmax(int in, int out) {
  return std::make_unique<Softmax<S>>(in, out);
}

template OperationPointer<float> make_softmax<float>(int, int);
template OperationPointer<double> make_softmax<double>(int, int);

}  // namespace glassbox::network

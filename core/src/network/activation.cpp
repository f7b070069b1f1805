#include <algorithm>

#include "math/functions.hpp"
#include "network/activations.hpp"
#include "network/operation.hpp"

namespace glassbox::network {
namespace {

using math::load;
using math::store;

/// Units that are packed at a time.
constexpr int kPacked = 128;

/// One row fills one lane of four: its units are packed first. `values` is given whole lanes.
template <class S>
void forward_single(const math::Panel<const S>& z, const math::Panel<S>& a, void (*values)(const S*, S*, std::size_t)) {
  alignas(32) S packed[kPacked];
  for (int first = 0; first < a.units; first += kPacked) {
    const int count = std::min(kPacked, a.units - first);
    for (int i = 0; i < count; ++i) packed[i] = z.column(first + i)[0];
    for (int i = count; i < math::padded(count); ++i) packed[i] = S(0);
    values(packed, packed, math::padded(count));
    for (int i = 0; i < count; ++i) store(a.column(first + i), math::broadcast(packed[i]));
  }
}

template <class S, class Function>
class Activation final : public Operation<S> {
 public:
  using Operation<S>::Operation;

  std::string_view name() const override { return "activation"; }

  void forward(const Pass<S>& pass) const override {
    const math::Panel<S> a = pass.panels.value(this->out()), z = pass.panels.value(this->in());
    if constexpr (sizeof(S) == 4) {
      if (a.rows == 1) return forward_single<S>(z, a, values);
    }
    values(z.data, a.data, scalars(a));
  }

  // a = f(z)   ⇒   d_z = f'(z) d_a
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_z = pass.panels.gradient(this->in());
    if (d_z.data == nullptr) return;
    const S* z = pass.panels.value(this->in()).data;
    const S* a = pass.panels.value(this->out()).data;
    const S* d_a = pass.panels.gradient(this->out()).data;
    for (std::size_t i = 0; i < scalars(d_z); i += math::kLanes) {
      const math::Lanes<S> product = Function::slope(load(z + i), load(a + i)) * load(d_a + i);
      store(d_z.data + i, math::flush<S>(product, math::tiny_gradient<S>()));
    }
  }

 private:
  [[gnu::noinline]] static void values(const S* z, S* a, std::size_t count) {
    for (std::size_t i = 0; i < count; i += math::kLanes) store(a + i, Function::value(load(z + i)));
  }
};

template <class S, template <class> class... Functions>
OperationPointer<S> make_from(activation::List<Functions...>, std::string_view name, int in, int out) {
  OperationPointer<S> made;
  const bool known = ((Functions<S>::kChoice.name == name && (made = std::make_unique<Activation<S, Functions<S>>>(in, out), true)) || ...);
  return known ? std::move(made) : nullptr;
}

}  // namespace

template <class S>
OperationPointer<S> make_activation(std::string_view name, int in, int out) {
  return make_from<S>(activation::All{}, name, in, out);
}

template OperationPointer<float> make_activation<float>(std::string_view, int, int);
template OperationPointer<double> make_activation<double>(std::string_view, int, int);

}  // namespace glassbox::network

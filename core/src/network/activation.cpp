#include "math/functions.hpp"
#include "network/activations.hpp"
#include "network/operation.hpp"

namespace glassbox::network {
namespace {

using math::load;
using math::store;

template <class S, class Function>
class Activation final : public Operation<S> {
 public:
  using Operation<S>::Operation;

  std::string_view name() const override { return "activation"; }
  OneRow one_row() const override { return OneRow::alike; }

  void forward(const Pass<S>& pass) const override {
    const math::Panel<S> a = pass.panels.value(this->out());
    values(pass.panels.value(this->in()).data, a.data, scalars(a));
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

#include "network/operation.hpp"

namespace glassbox::network {
namespace {

using math::load;
using math::store;

template <class S>
class Save final : public Operation<S> {
 public:
  Save(int in, int out, int add_out) : Operation<S>(in, out), add_out_(add_out) {}

  std::string_view name() const override { return "save"; }

  // The output shares the input's storage: nothing moves.
  void forward(const Pass<S>&) const override {}

  // The saved values reach the loss by two ways: through the block and through the add.
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_in = pass.panels.gradient(this->in());
    if (d_in.data == nullptr) return;
    const S* d_block = pass.panels.gradient(this->out()).data;
    const S* d_sum = pass.panels.gradient(add_out_).data;
    for (std::size_t i = 0; i < scalars(d_in); i += math::kLanes) store(d_in.data + i, load(d_block + i) + load(d_sum + i));
  }

 private:
  int add_out_;
};

template <class S>
class Add final : public Operation<S> {
 public:
  Add(int in, int saved, int out) : Operation<S>(in, out), saved_(saved) {}

  std::string_view name() const override { return "add"; }

  void forward(const Pass<S>& pass) const override {
    const math::Panel<S> sum = pass.panels.value(this->out());
    const S* block = pass.panels.value(this->in()).data;
    const S* saved = pass.panels.value(saved_).data;
    for (std::size_t i = 0; i < scalars(sum); i += math::kLanes) store(sum.data + i, load(block + i) + load(saved + i));
  }

  // a = block + saved   ⇒   d_block = d_a; the save takes its share from d_a itself
  void backward(const Pass<S>& pass, S*) const override {
    const math::Panel<S> d_block = pass.panels.gradient(this->in());
    if (d_block.data == nullptr) return;
    const S* d_sum = pass.panels.gradient(this->out()).data;
    for (std::size_t i = 0; i < scalars(d_block); i += math::kLanes) store(d_block.data + i, load(d_sum + i));
  }

 private:
  int saved_;
};

}  // namespace

template <class S>
OperationPointer<S> make_save(int in, int out, int add_out) {
  return std::make_unique<Save<S>>(in, out, add_out);
}

template <class S>
OperationPointer<S> make_add(int in, int saved, int out) {
  return std::make_unique<Add<S>>(in, saved, out);
}

template OperationPointer<float> make_save<float>(int, int, int);
template OperationPointer<double> make_save<double>(int, int, int);
template OperationPointer<float> make_add<float>(int, int, int);
template OperationPointer<double> make_add<double>(int, int, int);

}  // namespace glassbox::network

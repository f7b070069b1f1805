#include <type_traits>

#include "math/kernels.hpp"
#include "math/scalars.hpp"
#include "network/operation.hpp"

namespace glassbox::network {
namespace {

template <class S>
class Dense final : public Operation<S> {
 public:
  Dense(int in, int out, int inputs, int outputs, std::size_t first_parameter)
      : Operation<S>(in, out, first_parameter, static_cast<std::size_t>(inputs + 1) * outputs),
        first_bias_(first_parameter + static_cast<std::size_t>(inputs) * outputs) {}

  std::string_view name() const override { return "dense"; }
  bool writes_gradients() const override { return true; }
  OneRow one_row() const override { return kSingle ? OneRow::any : OneRow::padded; }
  std::int64_t multiply_adds() const override { return static_cast<std::int64_t>(first_bias_ - this->first_parameter()); }

  void forward(const Pass<S>& pass) const override {
    math::dense_forward<S>(pass.panels.value(this->in()), pass.parameters + this->first_parameter(), pass.parameters + first_bias_,
                           pass.panels.value(this->out()));
  }

  // z = W x + b   ⇒   d_W = d_z xᵀ,  d_b = Σ d_z,  d_x = Wᵀ d_z
  void backward(const Pass<S>& pass, S* d_parameters) const override {
    const math::Panel<const S> d_z = pass.panels.gradient(this->out());
    if (d_parameters != nullptr) parameters_backward(pass, d_z, d_parameters);
    const math::Panel<S> d_x = pass.panels.gradient(this->in());
    if (d_x.data != nullptr) math::dense_backward_input<S>(d_z, pass.parameters + this->first_parameter(), d_x);
  }

  // With one output d_x is an outer product, which `before` forms as it goes.
  bool backward_with(const Operation<S>& before, const Pass<S>& pass, S* d_parameters) const override {
    const math::Panel<const S> d_z = pass.panels.gradient(this->out());
    if (d_z.units != 1 || before.out() != this->in()) return false;
    if (!before.backward_outer(pass, pass.parameters + this->first_parameter(), d_z)) return false;
    parameters_backward(pass, d_z, d_parameters);
    return true;
  }

 private:
  static constexpr bool kSingle = std::is_same_v<S, float> && math::kSingleRows;  ///< one row has kernels of its own

  void parameters_backward(const Pass<S>& pass, const math::Panel<const S>& d_z, S* d_parameters) const {
    math::dense_backward_parameters<S>(pass.panels.value(this->in()), d_z, d_parameters + this->first_parameter(),
                                       d_parameters + first_bias_, !pass.whole_step);
  }

  std::size_t first_bias_;
};

}  // namespace

template <class S>
OperationPointer<S> make_dense(int in, int out, int inputs, int outputs, std::size_t first_parameter) {
  return std::make_unique<Dense<S>>(in, out, inputs, outputs, first_parameter);
}

template OperationPointer<float> make_dense<float>(int, int, int, int, std::size_t);
template OperationPointer<double> make_dense<double>(int, int, int, int, std::size_t);

}  // namespace glassbox::network

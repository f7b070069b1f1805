#include <limits>

#include "math/functions.hpp"
#include "math/unroll.hpp"
#include "network/activations.hpp"
#include "network/chain_step.hpp"
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
    slopes(pass.panels.value(this->in()).data, pass.panels.value(this->out()).data, pass.panels.gradient(this->out()).data, d_z.data,
           scalars(d_z));
  }

  const UnitByUnit<S>* unit_by_unit() const override {
    static constexpr UnitByUnit<S> kFunctions{values, slopes, forward_links, backward_links, take_step_or_none()};
    return &kFunctions;
  }

  bool backward_outer(const Pass<S>& pass, const S* w, math::Panel<const S> d) const override {
    if constexpr (kWide) {
      const math::Panel<S> d_z = pass.panels.gradient(this->in());
      if (d_z.data == nullptr) return false;
      const auto go = d_z.stride == 1 ? outer_of_row : outer;
      go(pass.panels.value(this->in()).data, pass.panels.value(this->out()).data, w, d.data, d_z);
      return true;
    }
    return Operation<S>::backward_outer(pass, w, d);
  }

 private:
  static constexpr bool kFloat = sizeof(S) == sizeof(float);  ///< a page trains in it
  static constexpr bool kWide = kFloat && requires { Function::kWide; };
  static constexpr bool kNarrow = kFloat && requires { Function::kNarrow; };

  [[gnu::always_inline]] static math::Lanes<S> product(math::Lanes<S> z, math::Lanes<S> a, math::Lanes<S> d_a) {
    return math::flush<S>(Function::slope(z, a) * d_a, math::tiny_gradient<S>());
  }

  /// Some groups of lanes at a time, for which d stays in registers.
  [[gnu::noinline]] static void outer(const S* z, const S* a, const S* w, const S* d, math::Panel<S> d_z) {
    math::for_blocks_of<5, 3, 1>(d_z.stride / math::kLanes, [&](auto count, int group) {
      constexpr int kCount = count;
      const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(group) * math::kLanes;
      math::Lanes<S> arriving[kCount];
      math::unroll<kCount>([&](auto g) { arriving[g] = load(d + row + g * math::kLanes); });
      const S *sums = z + row, *answers = a + row;
      S* target = d_z.data + row;
      for (int unit = 0; unit < d_z.units; ++unit) {
        const math::Lanes<S> weight = math::broadcast(w[unit]);
        math::unroll<kCount>([&](auto g) {
          constexpr int kAt = g * math::kLanes;
          store(target + kAt, product(load(sums + kAt), load(answers + kAt), weight * arriving[g]));
        });
        sums += d_z.stride;
        answers += d_z.stride;
        target += d_z.stride;
      }
    });
  }

  /// Of one row, a unit in each lane.
  [[gnu::noinline]] static void outer_of_row(const S* z, const S* a, const S* w, const S* d, math::Panel<S> d_z) {
    const math::Lanes<S> arriving = math::broadcast(*d);
    int unit = 0;
    for (; unit + math::kLanes <= d_z.units; unit += math::kLanes) {
      store(d_z.data + unit, product(load(z + unit), load(a + unit), math::load_unaligned(w + unit) * arriving));
    }
    for (; unit < d_z.units; ++unit) d_z.data[unit] = product(math::broadcast(z[unit]), math::broadcast(a[unit]), w[unit] * arriving)[0];
  }

  [[gnu::noinline]] static void slopes(const S* z, const S* a, const S* d_a, S* d_z, std::size_t count) {
    for (std::size_t i = 0; i < count; i += math::kLanes) store(d_z + i, product(load(z + i), load(a + i), load(d_a + i)));
  }

  static void forward_links(const Link* first, const Link* end, const S* parameters, int rows) {
    if constexpr (kNarrow) {
      if (math::narrow::half_empty(rows)) return forward_block(first, end, parameters);
    }
    if constexpr (kFloat) {
      const int stride = math::padded(rows);
      for (const Link* link = first; link != end; ++link) {
        math::narrow::sums_of_columns(sums_forward(*link, parameters), stride, link->z);
        values(link->z, link->a, static_cast<std::size_t>(stride) * link->units);
      }
    }
  }

  static void forward_block(const Link* first, const Link* end, const float* parameters) {
    constexpr int kStride = math::narrow::kOneBlock;
    for (const Link* link = first; link != end; ++link) {
      const auto arrive = [&](const auto& z, int unit) {
        math::narrow::store_columns(z, kStride, link->z + unit * kStride);
        Function::narrow_values(z, kStride, link->a + unit * kStride);
      };
      math::narrow::for_sums_of_columns<kStride / math::kLanes>(sums_forward(*link, parameters), kStride, 0, arrive);
    }
  }

  /// What a gradient that arrives at some units leaves with their layer.
  template <bool kAll, class Groups>
  [[gnu::always_inline]] static void go_back_through(const Link& link, Groups& d, int unit, int row, int stride) {
    const std::ptrdiff_t place = math::narrow::place(unit, row, stride);
    const auto multiply = [&](auto k, auto g, const float* z, const float* a) __attribute__((always_inline)) {
      d[k][g] = product(load(z), load(a), d[k][g]);
    };
    math::narrow::each_place(d, stride, multiply, link.z + place, link.a + place);
    math::narrow::store_columns(d, stride, link.d_z + place);
    parameter_lanes(link, stride).template add<kAll>(d, unit, row);
  }

  static float take_step(const ChainStep& step) {
    chain_step::gather(step);
    forward_block(step.first, step.end, step.parameters);
    const float loss = chain_step::go_back_from_loss(step, step.end[-1]);
    backward_links(step.first, step.end, true, step.parameters, chain_step::kStride);
    return chain_step::descend(step) ? loss : std::numeric_limits<float>::infinity();
  }
  static constexpr auto take_step_or_none() -> float (*)(const ChainStep&) {
    if constexpr (kNarrow) return take_step;
    return nullptr;
  }

  static void backward_links(const Link* first, const Link* end, bool from_a, const S* parameters, int stride) {
    if constexpr (kNarrow) {
      math::narrow::for_groups_or_all(stride, [&](auto groups, int row, auto all) {
        const Link* link = end;
        const auto arrive = [&](auto& d, int unit) { go_back_through<all>(*link, d, unit, row, stride); };
        if (from_a) {
          --link;
          for (int unit = 0; unit < link->units; ++unit) {
            math::Lanes<float> d_a[1][groups];
            math::narrow::load_columns(link->d_a + math::narrow::place(unit, row, stride), stride, d_a);
            arrive(d_a, unit);
          }
        }
        while (link != first) {
          --link;
          math::narrow::for_sums_of_columns<groups>(sums_backward(link[1], parameters), stride, row, arrive);
        }
      });
    } else if constexpr (kFloat) {
      for (const Link* link = end; link != first; from_a = false) {
        --link;
        if (!from_a) math::narrow::sums_of_columns(sums_backward(link[1], parameters), stride, link->d_a);
        slopes(link->z, link->a, link->d_a, link->d_z, static_cast<std::size_t>(stride) * link->units);
        parameter_lanes(*link, stride).add_all(link->d_z);
      }
    }
  }

  [[gnu::noinline]] static void values(const S* z, S* a, std::size_t count) {
    if constexpr (kFloat && requires { Function::values(z, a, count); }) return Function::values(z, a, count);
    std::size_t i = 0;
    if constexpr (kWide) {
      constexpr std::size_t kBlock = 4 * math::kLanes;  // engines then load the function's constants a quarter as often
      for (; i + kBlock <= count; i += kBlock) {
        math::Lanes<S> four[4];
        math::unroll<4>([&](auto k) { four[k] = load(z + i + k * math::kLanes); });
        math::unroll<4>([&](auto k) { store(a + i + k * math::kLanes, Function::value(four[k])); });
      }
    }
    for (; i < count; i += math::kLanes) store(a + i, Function::value(load(z + i)));
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
  return make_from<S>(activation::Here{}, name, in, out);
}

template OperationPointer<float> make_activation<float>(std::string_view, int, int);
template OperationPointer<double> make_activation<double>(std::string_view, int, int);

}  // namespace glassbox::network

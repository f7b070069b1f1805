#include "network/activation_curve.hpp"

#include "network/activations.hpp"

namespace glassbox::network {
namespace {

template <class S, class Function>
bool fill(std::span<const S> z, std::span<S> a, std::span<S> slope) {
  for (std::size_t i = 0; i < z.size(); ++i) {
    const math::Lanes<S> here = math::broadcast(z[i]);
    const math::Lanes<S> value = Function::value(here);
    a[i] = value[0];
    slope[i] = Function::slope(here, value)[0];
  }
  return true;
}

template <class S, template <class> class... Functions>
bool fill_from(activation::List<Functions...>, std::string_view name, std::span<const S> z, std::span<S> a, std::span<S> slope) {
  return ((Functions<S>::kChoice.name == name && fill<S, Functions<S>>(z, a, slope)) || ...);
}

}  // namespace

template <class S>
bool activation_curve(std::string_view name, std::span<const S> z, std::span<S> a, std::span<S> slope) {
  return fill_from<S>(activation::All{}, name, z, a, slope);
}

template bool activation_curve<float>(std::string_view, std::span<const float>, std::span<float>, std::span<float>);
template bool activation_curve<double>(std::string_view, std::span<const double>, std::span<double>, std::span<double>);

}  // namespace glassbox::network

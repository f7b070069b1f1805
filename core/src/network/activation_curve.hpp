#pragma once

#include <span>
#include <string_view>

namespace glassbox::network {

/// An activation's values a = f(z) and slopes f'(z), as forward and backward of a run compute them; all spans are equally long. False for
/// an unknown name.
template <class S>
bool activation_curve(std::string_view name, std::span<const S> z, std::span<S> a, std::span<S> slope);

}  // namespace glassbox::network

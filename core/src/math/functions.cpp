#include "math/functions.hpp"

namespace glassbox::math {

template <>
Lanes<double> exp<double>(Lanes<double> x) {
  return inlined::exp<double>(x);
}
template <>
Lanes<double> expm1<double>(Lanes<double> x) {
  return inlined::expm1<double>(x);
}
template <>
Lanes<double> log<double>(Lanes<double> x) {
  return inlined::log<double>(x);
}
template <>
Lanes<double> log1p<double>(Lanes<double> x) {
  return inlined::log1p<double>(x);
}
template <>
Lanes<double> tanh<double>(Lanes<double> x) {
  return inlined::tanh<double>(x);
}
template <>
Lanes<double> sigmoid<double>(Lanes<double> x) {
  return inlined::sigmoid<double>(x);
}
template <>
Lanes<double> softplus<double>(Lanes<double> x) {
  return inlined::softplus<double>(x);
}
template <>
Lanes<double> erf<double>(Lanes<double> x) {
  return inlined::erf<double>(x);
}
template <>
Lanes<double> sin<double>(Lanes<double> x) {
  return inlined::sin<double>(x);
}
template <>
Lanes<double> cos<double>(Lanes<double> x) {
  return inlined::cos<double>(x);
}

template <class S>
S exp_of(S x) {
  return exp<S>(broadcast(x))[0];
}
template float exp_of(float);
template double exp_of(double);
template <class S>
S log_of(S x) {
  return log<S>(broadcast(x))[0];
}
template float log_of(float);
template double log_of(double);
template <class S>
S tanh_of(S x) {
  return tanh<S>(broadcast(x))[0];
}
template float tanh_of(float);
template double tanh_of(double);
template <class S>
S sigmoid_of(S x) {
  return sigmoid<S>(broadcast(x))[0];
}
template float sigmoid_of(float);
template double sigmoid_of(double);
template <class S>
S softplus_of(S x) {
  return softplus<S>(broadcast(x))[0];
}
template float softplus_of(float);
template double softplus_of(double);
template <class S>
S erf_of(S x) {
  return erf<S>(broadcast(x))[0];
}
template float erf_of(float);
template double erf_of(double);
template <class S>
S sin_of(S x) {
  return sin<S>(broadcast(x))[0];
}
template float sin_of(float);
template double sin_of(double);
template <class S>
S cos_of(S x) {
  return cos<S>(broadcast(x))[0];
}
template float cos_of(float);
template double cos_of(double);

}  // namespace glassbox::math

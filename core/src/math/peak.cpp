#include "math/peak.hpp"

#include <algorithm>

#include "math/lanes.hpp"
#include "math/unroll.hpp"

namespace glassbox::math {
namespace {

/// Chains enough to hide the latency of a multiplication and an addition, few enough for sixteen registers.
template <class S>
constexpr int kChains = sizeof(S) == 4 ? 10 : 5;

/// Their sum is given back, so that nothing of it can be left out.
template <class S>
[[gnu::noinline]] S run_chains(int rounds, S factor, S term) {
  const Lanes<S> factors = broadcast(factor), terms = broadcast(term);
  Lanes<S> chain[kChains<S>];
  unroll<kChains<S>>([&](auto j) { chain[j] = broadcast(S(j)); });
  for (int round = 0; round < rounds; ++round) {
    unroll<kChains<S>>([&](auto j) { chain[j] = chain[j] * factors + terms; });
  }
  Lanes<S> sum = broadcast(S(0));
  unroll<kChains<S>>([&](auto j) { sum += chain[j]; });
  return sum_of_lanes<S>(sum);
}

}  // namespace

template <class S>
double multiply_add_peak(const std::function<double()>& now, double budget) {
  constexpr int kRounds = 2000;
  constexpr double kWork = double(kRounds) * kChains<S> * kLanes;
  volatile S factor = S(0.5), sink = 0;  // read and written anew, so that every run of the chains is done
  // Called where nobody can inline it: engines compile a function well only between its calls.
  S (*volatile chains)(int, S, S) = run_chains<S>;
  double best = 0;
  const double end = now() + budget;
  for (double start = now(); start < end;) {
    int repeats = 0;
    double stop = start;
    do {
      sink = sink + chains(kRounds, factor, S(1));
      ++repeats;
      stop = now();
    } while (stop - start < budget / 8);
    best = std::max(best, repeats * kWork / (stop - start));
    start = stop;
  }
  return best;
}

template double multiply_add_peak<float>(const std::function<double()>&, double);
template double multiply_add_peak<double>(const std::function<double()>&, double);

}  // namespace glassbox::math

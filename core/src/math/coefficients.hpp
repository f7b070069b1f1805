#pragma once

#include "math/lane_bits.hpp"

namespace glassbox::math {

/// The minimax fits behind functions.hpp, derived by tests/fixtures/elementary_polynomials.py, and the constants of their reductions.
template <class S>
struct Fit;

template <>
struct Fit<float> {
  using L = Lanes<float>;

  static constexpr float kInverseLn2 = 1.442695f;
  static constexpr float kLn2High = 0.69314575f;  ///< 15 bits, so that k · kLn2High is exact
  static constexpr float kLn2Low = 1.4286068e-06f;
  static constexpr float kExpHighest = 88.72283f;  ///< the largest x whose exp is finite
  static constexpr float kExpLowest = -87.33654f;  ///< the smallest x whose exp is normal
  static constexpr float kExpm1Lowest = -20.0f;    ///< expm1 is -1 from here down

  /// e^r = 1 + r + r² q(r), |r| ≤ ln 2 / 2
  static constexpr float kExp[] = {0.5f, 0.16666538f, 0.041666266f, 0.008367247f, 0.0013947617f};
  [[gnu::always_inline]] static L exp(L r) { return polynomial<float>(r, kExp[0], kExp[1], kExp[2], kExp[3], kExp[4]); }
  [[gnu::always_inline]] static L exp_of_minus(L r) {
    return alternating_polynomial<float>(r, kExp[0], kExp[1], kExp[2], kExp[3], kExp[4]);
  }
  /// log((1 + s) / (1 - s)) = 2 s + s z q(z), z = s², |s| ≤ 3 - √8
  [[gnu::always_inline]] static L log(L z) { return polynomial<float>(z, 0.6666678f, 0.3997708f, 0.29885188f); }
  /// The same for 0 ≤ s ≤ 1/3
  [[gnu::always_inline]] static L log_of_1_to_2(L z) { return polynomial<float>(z, 0.6666641f, 0.400217f, 0.27999142f, 0.2802446f); }
  /// sin x = x + x z q(z), cos x = 1 - z/2 + z² q(z), z = x², |x| ≤ π/4, where x is what remains after multiples of π/2
  [[gnu::always_inline]] static L sin(L z) { return polynomial<float>(z, -0.16666654f, 0.008332131f, -0.0001951084f); }
  [[gnu::always_inline]] static L cos(L z) { return polynomial<float>(z, 0.041666646f, -0.0013887306f, 2.4431205e-05f); }

  /// tanh(x/2) = x p(z) / q(z), z = x², accurate where it matters for tanh x, up to where that rounds to 1
  /// (arguments are cut a little further on, where the quotient itself gives 1). p and q share a factor that
  /// puts their values into the upper half of a binade, where rounding costs least.
  static constexpr float kTanhHighest = 9.025f;
  static constexpr float kTanhOver[] = {0.9114945f, 0.027128097f, 0.00010390367f};
  static constexpr float kTanhUnder[] = {1.822989f, 0.20617189f, 0.0021972887f, 2.2298802e-06f};
  [[gnu::always_inline]] static L half_tanh_over(L z) { return polynomial<float>(z, kTanhOver[0], kTanhOver[1], kTanhOver[2]); }
  [[gnu::always_inline]] static L half_tanh_under(L z) {
    return polynomial<float>(z, kTanhUnder[0], kTanhUnder[1], kTanhUnder[2], kTanhUnder[3]);
  }
  /// tanh(artanh(erf x) / 2) = x p(z) / q(z), likewise
  static constexpr float kErfHighest = 3.932f;
  [[gnu::always_inline]] static L half_erf_over(L z) { return polynomial<float>(z, 0.9883506f, 0.16945316f, 0.020391276f, 0.0009779377f); }
  [[gnu::always_inline]] static L half_erf_under(L z) {
    return polynomial<float>(z, 1.7518058f, 0.32666674f, 0.06849185f, 0.005601353f, 5.8787315e-05f, 3.897307e-07f);
  }
};

template <>
struct Fit<double> {
  using L = Lanes<double>;

  static constexpr double kInverseLn2 = 1.4426950408889634;
  static constexpr double kLn2High = 0.6931471804855391;  ///< 33 bits, so that k · kLn2High is exact
  static constexpr double kLn2Low = 7.440617110012397e-11;
  static constexpr double kExpHighest = 709.782712893384;
  static constexpr double kExpLowest = -708.396418532264;
  static constexpr double kExpm1Lowest = -40.0;

  [[gnu::always_inline]] static L exp(L r) {
    return polynomial<double>(r, 0.5000000000000007, 0.16666666666666688, 0.04166666666656599, 0.008333333333313025, 0.001388888893502944,
                              0.00019841269906876525, 2.480150111191234e-05, 2.7557224198118394e-06, 2.762770179074387e-07,
                              2.5115743799353534e-08);
  }
  [[gnu::always_inline]] static L log(L z) {
    return polynomial<double>(z, 0.666666666666674, 0.3999999999937796, 0.2857142875130544, 0.22222197587178233, 0.18183618993588688,
                              0.15312569805688717, 0.1481154043709515);
  }
  [[gnu::always_inline]] static L log_of_1_to_2(L z) {
    return polynomial<double>(z, 0.6666666666666631, 0.40000000000157243, 0.28571428547854055, 0.2222222396972442, 0.18181743925061164,
                              0.15386559921944895, 0.13300973581672632, 0.12106086415562778, 0.08340100340714948, 0.17018578195522935);
  }
  static constexpr double kTwoOverPi = 0.6366197723675814;
  /// π/2 in four parts of 23 bits, so that each times a whole number up to 2^30 is exact, and the rest
  static constexpr double kHalfPi[5] = {0x1.921fb4p0, 0x1.4442dp-24, 0x1.84698p-48, 0x1.3198ap-69, 2.9038559739793583e-28};
  [[gnu::always_inline]] static L sin(L z) {
    return polynomial<double>(z, -0.16666666666666627, 0.008333333333321286, -0.00019841269828870087, 2.75573133559965e-06,
                              -2.505070403628625e-08, 1.5893583695236775e-10);
  }
  [[gnu::always_inline]] static L cos(L z) {
    return polynomial<double>(z, 0.04166666666666659, -0.0013888888888872598, 2.4801587288491644e-05, -2.7557314056451986e-07,
                              2.0875681863159655e-09, -1.135744783729242e-11);
  }

  /// erf x = x p(z), z = x², for |x| ≤ 1
  [[gnu::always_inline]] static L erf_near_0(L z) {
    return polynomial<double>(z, 1.1283791670955126, -0.37612638903183493, 0.11283791670943083, -0.026866170642930103, 0.005223977604592938,
                              -0.0008548325854663924, 0.00012055291305328641, -1.4924668013155657e-05, 1.6446578042370432e-06,
                              -1.6202026367445816e-07, 1.369224743404549e-08, -7.744181479947481e-10);
  }
  /// erf x = 1 - e^(-x²) p(x) / q(x) for 1 ≤ x, up to where it rounds to 1
  static constexpr double kErfHighest = 6.0;
  [[gnu::always_inline]] static L erfcx_over(L x) {
    return polynomial<double>(x, 0.9999998960075877, 1.3883003904278348, 0.9467010849500588, 0.3719207812675871, 0.0838161338374604,
                              0.008850723008004713);
  }
  [[gnu::always_inline]] static L erfcx_under(L x) {
    return polynomial<double>(x, 1.0, 2.516678455180391, 2.7864741946919063, 1.7516766024150359, 0.667117176166313, 0.14855620596036326,
                              0.01568762494712847);
  }
};

}  // namespace glassbox::math

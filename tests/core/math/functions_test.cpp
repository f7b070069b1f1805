#include "math/functions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>

#include "catch.hpp"
#include "math/sigmoids.hpp"

namespace math = glassbox::math;

namespace {

template <class S>
using Function = math::Lanes<S> (*)(math::Lanes<S>);

template <class S>
struct Bounded {
  Function<S> function;
  double ulp;  ///< the largest error allowed
};

template <class S>
std::map<std::string, Bounded<S>> all_functions() {
  const bool wide = sizeof(S) == 8;
  return {{"exp", {math::exp<S>, 2}},           {"expm1", {math::expm1<S>, 4}},
          {"log", {math::log<S>, 2}},           {"log1p", {math::log1p<S>, wide ? 4.0 : 2.0}},
          {"tanh", {math::tanh<S>, 4}},         {"sigmoid", {math::sigmoid<S>, wide ? 0.7 : 4.0}},
          {"softplus", {math::softplus<S>, 4}}, {"erf", {math::erf<S>, 4}},
          {"sin", {math::sin<S>, 4}},           {"cos", {math::cos<S>, 4}}};
}

/// One line of tests/fixtures/elementary_functions.txt: the true value is y + rest units in the last place of the double y.
struct Reference {
  std::string name;
  double x = 0, y = 0, rest = 0;
};

std::vector<Reference> references() {
  std::ifstream file(GLASSBOX_FIXTURES "/elementary_functions.txt");
  REQUIRE(file.good());
  std::vector<Reference> result;
  for (std::string text; std::getline(file, text);) {
    std::istringstream words(text);
    Reference reference;
    std::uint64_t x = 0, y = 0;
    double thousandths = 0;
    words >> reference.name >> std::hex >> x >> y >> std::dec >> thousandths;
    REQUIRE(!words.fail());
    reference.x = std::bit_cast<double>(x);
    reference.y = std::bit_cast<double>(y);
    reference.rest = thousandths / 1000;
    result.push_back(reference);
  }
  return result;
}

/// The size of the last place of a number's binade in the scalar S.
template <class S>
double unit_in_last_place(double value) {
  return std::ldexp(1.0, std::ilogb(value) + 1 - std::numeric_limits<S>::digits);
}

template <class S>
double error_in_ulp(S result, const Reference& reference) {
  const double rest = reference.y == 0 ? 0 : reference.rest * unit_in_last_place<double>(reference.y);
  const double unit = unit_in_last_place<S>(reference.y == 0 ? double(std::numeric_limits<S>::min()) : reference.y);
  return std::abs(((double(result) - reference.y) - rest) / unit);
}

template <class S>
S at(Function<S> function, S x) {
  return function(math::broadcast(x))[0];
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEMPLATE_TEST_CASE("elementary functions stay within their bounds of the 50-digit references", "[math][functions]", float, double) {
  using S = TestType;
  const auto functions = all_functions<S>();
  std::map<std::string, double> worst;
  std::map<std::string, int> compared;
  for (const Reference& reference : references()) {
    if (std::abs(reference.x) > double(std::numeric_limits<S>::max())) continue;
    const S x = static_cast<S>(reference.x);
    if (double(x) != reference.x) continue;
    const double size = std::abs(reference.y);
    if (size > double(std::numeric_limits<S>::max()) || (size != 0 && size < double(std::numeric_limits<S>::min()) * 4)) continue;
    if ((reference.name == "sin" || reference.name == "cos") && sizeof(S) == 4 && std::abs(reference.x) > 1e4) continue;
    const double error = error_in_ulp<S>(at<S>(functions.at(reference.name).function, x), reference);
    if (!(error <= functions.at(reference.name).ulp)) FAIL_CHECK(reference.name << "(" << reference.x << ") is " << error << " ulp off");
    worst[reference.name] = std::max(worst[reference.name], error);
    ++compared[reference.name];
  }
  for (const auto& [name, bounded] : functions) {
    CAPTURE(name, worst[name]);
    CHECK(compared[name] >= 500);
  }
}

TEMPLATE_TEST_CASE("elementary functions keep NaN and reach their limits at infinity", "[math][functions]", float, double) {
  using S = TestType;
  const S infinity = std::numeric_limits<S>::infinity();
  for (const auto& [name, bounded] : all_functions<S>()) {
    CAPTURE(name);
    CHECK(std::isnan(at<S>(bounded.function, std::numeric_limits<S>::quiet_NaN())));
    CHECK(std::isnan(at<S>(bounded.function, -std::numeric_limits<S>::quiet_NaN())));
  }
  struct Limit {
    Function<S> function;
    double below, above;
  };
  for (const Limit& limit : {Limit{math::exp<S>, 0, kInfinity},
                             {math::expm1<S>, -1, kInfinity},
                             {math::tanh<S>, -1, 1},
                             {math::sigmoid<S>, 0, 1},
                             {math::softplus<S>, 0, kInfinity},
                             {math::erf<S>, -1, 1}}) {
    CHECK(double(at<S>(limit.function, -infinity)) == limit.below);
    CHECK(double(at<S>(limit.function, infinity)) == limit.above);
    CHECK(double(at<S>(limit.function, std::numeric_limits<S>::lowest())) == limit.below);
    CHECK(double(at<S>(limit.function, std::numeric_limits<S>::max())) ==
          (limit.function == math::softplus<S> ? double(std::numeric_limits<S>::max()) : limit.above));
  }
  CHECK(std::isnan(math::sin_of(infinity)));
  CHECK(std::isnan(math::cos_of(-infinity)));
}

TEMPLATE_TEST_CASE("exp overflows to infinity and flushes everything below the smallest normal to zero", "[math][functions]", float,
                   double) {
  using S = TestType;
  const S highest = sizeof(S) == 4 ? S(88.72283172607421875) : S(709.78271289338397);
  const S lowest = sizeof(S) == 4 ? S(-87.33654022216796875) : S(-708.39641853226397);
  CHECK(math::exp_of(highest) <= std::numeric_limits<S>::max());
  CHECK(math::exp_of(std::nextafter(highest, S(1000))) == std::numeric_limits<S>::infinity());
  CHECK(math::exp_of(lowest) >= std::numeric_limits<S>::min());
  CHECK(math::exp_of(std::nextafter(lowest, S(-1000))) == 0);
  CHECK(math::exp_of(S(0)) == 1);
}

TEMPLATE_TEST_CASE("logarithms have their poles and domains", "[math][functions]", float, double) {
  using S = TestType;
  const S infinity = std::numeric_limits<S>::infinity();
  CHECK(math::log_of(S(1)) == 0);
  CHECK(math::log_of(S(0)) == -infinity);
  CHECK(math::log_of(S(-0.0)) == -infinity);
  CHECK(math::log_of(std::numeric_limits<S>::denorm_min()) == -infinity);
  CHECK(math::log_of(infinity) == infinity);
  CHECK(std::isnan(math::log_of(S(-1))));
  CHECK(std::isnan(math::log_of(-infinity)));
  CHECK(at<S>(math::log1p<S>, S(-1)) == -infinity);
  CHECK(at<S>(math::log1p<S>, infinity) == infinity);
  CHECK(std::isnan(at<S>(math::log1p<S>, S(-1.5))));
  CHECK(at<S>(math::log1p<S>, S(0)) == 0);
}

TEMPLATE_TEST_CASE("bounded functions never leave their range, however large the argument", "[math][functions]", float, double) {
  using S = TestType;
  for (S x = S(1e-30); x < S(1e30); x *= S(1.0009765625)) {
    for (Function<S> function : {math::tanh<S>, math::erf<S>, math::sin<S>, math::cos<S>}) {
      const S y = at<S>(function, x);
      if (!(y >= -1 && y <= 1)) FAIL("out of range at " << x);
    }
    if (!(math::sigmoid_of(x) <= 1 && math::sigmoid_of(-x) >= 0)) FAIL("sigmoid out of range at " << x);
  }
  CHECK(math::tanh_of(S(0)) == 0);
  CHECK(math::sigmoid_of(S(0)) == S(0.5));
}

TEMPLATE_TEST_CASE("tanh, erf and sin are odd and cos is even, to the last bit", "[math][functions]", float, double) {
  using S = TestType;
  for (S x = S(1e-30); x < S(1e9); x *= S(1.0009765625)) {
    for (Function<S> function : {math::tanh<S>, math::erf<S>, math::sin<S>}) {
      if (at<S>(function, -x) != -at<S>(function, x)) FAIL("not odd at " << x);
    }
    if (math::cos_of(-x) != math::cos_of(x)) FAIL("cos is not even at " << x);
  }
}

TEMPLATE_TEST_CASE("every lane gives what the number alone gives", "[math][functions]", float, double) {
  using S = TestType;
  const math::Lanes<S> x{S(-3.25), S(0.0078125), std::numeric_limits<S>::infinity(), S(700)};
  for (const auto& [name, bounded] : all_functions<S>()) {
    const math::Lanes<S> y = bounded.function(x);
    for (int lane = 0; lane < math::kLanes; ++lane) {
      const S alone = at<S>(bounded.function, x[lane]);
      CAPTURE(name, lane);
      CHECK((y[lane] == alone || (std::isnan(y[lane]) && std::isnan(alone))));
    }
  }
}

TEMPLATE_TEST_CASE("results are zero or normal, never denormal, for normal arguments", "[math][functions]", float, double) {
  using S = TestType;
  for (S x = -1; x > -800; x *= S(1.0001)) {
    for (Function<S> function : {math::exp<S>, math::sigmoid<S>, math::softplus<S>}) {
      const S y = at<S>(function, x);
      if (y != 0 && !(y >= std::numeric_limits<S>::min())) FAIL("denormal at " << x);
    }
  }
}

TEMPLATE_TEST_CASE("flush sets what is below the threshold to zero and keeps the rest", "[math][functions]", float, double) {
  using S = TestType;
  const S tiny = math::tiny_gradient<S>();
  CHECK(tiny * tiny >= std::numeric_limits<S>::min());
  CHECK(math::tiny_moment<S>() >= std::numeric_limits<S>::min());
  const math::Lanes<S> kept = math::flush<S>(math::Lanes<S>{tiny, -tiny, tiny * S(0.99), -tiny * S(0.99)}, tiny);
  CHECK(kept[0] == tiny);
  CHECK(kept[1] == -tiny);
  CHECK(kept[2] == 0);
  CHECK(kept[3] == 0);
  CHECK(std::isnan(math::flush<S>(math::broadcast(std::numeric_limits<S>::quiet_NaN()), tiny)[0]));
  CHECK(math::max<S>(math::broadcast(S(2)), math::broadcast(S(-3)))[1] == 2);
  CHECK(math::min<S>(math::broadcast(S(2)), math::broadcast(S(-3)))[1] == -3);
  CHECK(math::abs<S>(math::broadcast(S(-3)))[2] == 3);
}

TEST_CASE("the sigmoid in single precision is 1 / (1 + exp(-x)), to the last bit, and 0 where e^-x overflows", "[math][functions]") {
  using Limits = std::numeric_limits<float>;
  for (double x = -90; x < 90; x += 0.00137) {
    const float argument = static_cast<float>(x);
    const float plain = argument < math::Fit<float>::kExpLowest ? 0.0f : 1.0f / (math::exp_of(-argument) + 1.0f);
    if (math::sigmoid_of(argument) != plain) FAIL("another sigmoid at " << argument);
  }
  for (const float argument : {-0.0f, Limits::denorm_min(), -Limits::denorm_min()}) CHECK(math::sigmoid_of(argument) == 0.5f);
  for (const float argument : {-88.0f, -1e30f, -Limits::max(), -Limits::infinity()}) CHECK(math::sigmoid_of(argument) == 0);
}

TEST_CASE("many sigmoids and tanhs at once have the bits of four at a time, and nothing is written behind them", "[math][functions]") {
  using Limits = std::numeric_limits<float>;
  constexpr int kMost = 600;
  static constexpr float kUntouched = 1234;
  alignas(32) float x[kMost], y[kMost];
  const float special[] = {0.0f,
                           -0.0f,
                           Limits::denorm_min(),
                           -87.33654f,
                           -87.33655f,
                           88.8f,
                           9.025f,
                           -9.03f,
                           1e30f,
                           -1e30f,
                           Limits::infinity(),
                           -Limits::infinity(),
                           8.802096f,
                           Limits::quiet_NaN()};
  for (int i = 0; i < kMost; ++i) x[i] = i % 50 < 14 ? special[i % 50] : static_cast<float>(i * 0.37 - 105);
  const auto same = [&](auto many, auto four) {
    for (const int count : {0, 1, 4, 7, 60, 64, 65, 68, 128, 150, kMost - math::kLanes}) {
      CAPTURE(count);
      std::fill_n(y, kMost, kUntouched);
      many(x, y, static_cast<std::size_t>(count));
      const int whole = math::padded(count);
      bool equal = true;
      for (int i = 0; i < whole; i += math::kLanes) {
        const math::Lanes<float> expected = four(math::load(x + i));
        equal = equal && std::memcmp(y + i, &expected, sizeof expected) == 0;
      }
      CHECK(equal);
      CHECK(std::all_of(y + whole, y + kMost, [](float number) { return number == kUntouched; }));
    }
  };
  same(math::sigmoids, [](math::Lanes<float> z) { return math::sigmoid<float>(z); });
  for (int i = 0; i < kMost; ++i) x[i] = i % 50 < 14 ? x[i] : static_cast<float>(i * 0.037 - 11);
  same(math::tanhs, [](math::Lanes<float> z) { return math::tanh<float>(z); });
}

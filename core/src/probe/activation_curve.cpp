#include "network/activation_curve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "glassbox/json.hpp"
#include "glassbox/structure.hpp"
#include "math/functions.hpp"
#include "network/registry.hpp"

namespace glassbox {
namespace {

constexpr std::array kFar = {-kFarthest, -100., -10., 10., 100., kFarthest};

template <class S>
class Curve {
 public:
  explicit Curve(std::string_view name) : name_(name) {}

  struct Point {
    S z, a, slope;
  };
  Point at(S z) const {
    Point point{z, 0, 0};
    network::activation_curve<S>(name_, {&point.z, 1}, {&point.a, 1}, {&point.slope, 1});
    return point;
  }

  /// The z nearest to 0 on that side from which on the slope is exactly 0: halved down to neighbouring numbers. The slopes of all
  /// activations fade on the way out, but for those that swing, which are no longer 0 at one of the far points.
  std::optional<S> flat_from(S sign) const {
    S flat = std::numeric_limits<S>::max(), steep = 0;
    for (S far = S(1000); far < flat / 4; far *= 4) {
      if (at(sign * far).slope != 0) return std::nullopt;
    }
    if (at(sign * flat).slope != 0) return std::nullopt;
    flat = S(1000);
    if (at(sign * std::numeric_limits<S>::min()).slope == 0) return S(0);
    while (true) {
      const S middle = steep + (flat - steep) / 2;
      if (middle <= steep || middle >= flat) return sign * flat;
      (at(sign * middle).slope == 0 ? flat : steep) = middle;
    }
  }

 private:
  std::string_view name_;
};

template <class S>
void write_curve(const CurveQuestion& question, JsonWriter& json) {
  const Curve<S> curve(question.activation);
  std::vector<S> z(kCurvePoints), a(z.size()), slope(z.size());
  const int middle = kCurvePoints / 2;
  for (int i = 0; i < kCurvePoints; ++i) z[static_cast<std::size_t>(i)] = static_cast<S>(question.limit * (i - middle) / middle);
  network::activation_curve<S>(question.activation, z, a, slope);
  const auto list = [&](const char* name, const std::vector<S>& numbers) {
    json.key(name).begin_array();
    for (const S number : numbers) json.value(static_cast<double>(number));
    json.end_array();
  };
  list("z", z);
  list("a", a);
  list("slope", slope);
  const auto point = [&](const typename Curve<S>::Point& here) {
    json.member("z", static_cast<double>(here.z)).member("a", static_cast<double>(here.a));
    json.member("slope", static_cast<double>(here.slope)).end_object();
  };
  point((json.key("at").begin_object(), curve.at(static_cast<S>(question.at))));
  json.key("far").begin_array();
  for (const double far : kFar) {
    const S e = math::exp<S>(math::broadcast(static_cast<S>(std::abs(far))))[0];
    json.begin_object().member("e", static_cast<double>(e));
    point(curve.at(static_cast<S>(far)));
  }
  json.end_array();
  const auto flat = [&](const char* name, S sign) {
    if (const std::optional<S> from = curve.flat_from(sign)) json.member(name, static_cast<double>(*from));
  };
  flat("flatBelow", -1);
  flat("flatAbove", 1);
}

}  // namespace

std::string curve_json(const CurveQuestion& asked) {
  CurveQuestion question = asked;
  question.limit = std::clamp(asked.limit, 1., kFarthest);
  question.at = std::clamp(asked.at, -kFarthest, kFarthest);
  const network::ActivationChoice* choice = network::find_activation(question.activation);
  JsonWriter json;
  json.begin_object();
  if (choice == nullptr) return json.member("ok", false).end_object().text();
  const network::Formula formula = network::activation_formula(question.activation);
  json.member("name", choice->name).member("label", choice->label).member("meaning", choice->meaning);
  json.member("formula", formula.value).member("slopeFormula", formula.slope).member("limit", question.limit);
  if (question.precision == 64) {
    write_curve<double>(question, json);
  } else {
    write_curve<float>(question, json);
  }
  return json.end_object().text();
}

}  // namespace glassbox

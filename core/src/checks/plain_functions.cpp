#include "checks/plain_functions.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "math/functions.hpp"

namespace glassbox::checks {
namespace {

double exp_of(double x) { return math::exp<double>(math::broadcast(x))[0]; }
double log_of(double x) { return math::log<double>(math::broadcast(x))[0]; }
double log1p_of(double x) { return math::log1p<double>(math::broadcast(x))[0]; }
double expm1_of(double x) { return math::expm1<double>(math::broadcast(x))[0]; }
double erf_of(double x) { return math::erf<double>(math::broadcast(x))[0]; }
double sigmoid_of(double z) { return z >= 0 ? 1 / (1 + exp_of(-z)) : exp_of(z) / (1 + exp_of(z)); }
double softplus_of(double z) { return std::max(z, 0.0) + log1p_of(exp_of(-std::abs(z))); }
double tanh_of(double z) {
  const double e = expm1_of(-2 * std::abs(z)), size = -e / (2 + e);
  return z < 0 ? -size : size;
}

struct Activation {
  std::string_view name;
  double (*value)(double z);
  bool kinked = false;  ///< at 0, in its value or slope
};
constexpr Activation kActivations[] = {
    {"linear", [](double z) { return z; }},
    {"sigmoid", sigmoid_of},
    {"tanh", tanh_of},
    {"relu", [](double z) { return std::max(z, 0.0); }, true},
    {"lrelu", [](double z) { return z > 0 ? z : 0.01 * z; }, true},
    {"elu", [](double z) { return z > 0 ? z : expm1_of(z); }, true},
    {"softplus", softplus_of},
    {"silu", [](double z) { return z * sigmoid_of(z); }},
    {"gelu", [](double z) { return z * (1 + erf_of(z / std::sqrt(2.0))) / 2; }},
    {"sine", [](double z) { return math::sin_of(z); }},
    {"step", [](double z) { return z > 0 ? 1.0 : 0.0; }, true},
};

/// Of an answer whose logarithm, and that of 1 - a, are cut off at so little.
int side_of_clip(double a, double least) { return (a >= 1 - least) - (a <= least); }

/// What is left of 1 beside an answer is rounded as 1 is, and its logarithm so many times more.
double rounding_of_rest(double a, double y) { return a < 1 && y < 1 ? (1 - y) / (1 - a) : 0; }

struct ByOutput {
  std::string_view name;
  double (*value)(double z, double a, double y);
  int (*side)(double a, double y) = nullptr;          ///< of its kinks, in its value or slope; null: it has none
  double (*cancelled)(double a, double y) = nullptr;  ///< as Course has it; null: nothing cancels
};
constexpr ByOutput kLosses[] = {
    {"mse", [](double, double a, double y) { return (a - y) * (a - y); }},
    {"halfmse", [](double, double a, double y) { return (a - y) * (a - y) / 2; }},
    {"mae", [](double, double a, double y) { return std::abs(a - y); }, [](double a, double y) { return (a > y) - (a < y); }},
    {"huber", [](double, double a, double y) { return std::abs(a - y) <= 1 ? (a - y) * (a - y) / 2 : std::abs(a - y) - 0.5; },
     [](double a, double y) { return (a - y > 1) - (a - y < -1); }},
    {"bce", [](double z, double, double y) { return y * softplus_of(-z) + (1 - y) * softplus_of(z); }},
    {"bce:eps",
     [](double, double a, double y) {
       const double p = std::min(std::max(a, 1e-15), 1 - 1e-15);
       return -y * log_of(p) - (1 - y) * log_of(1 - p);
     },
     [](double a, double) { return side_of_clip(a, 1e-15); }, rounding_of_rest},
    {"bce:add",
     [](double, double a, double y) {
       const double p = a == 0 ? 1e-15 : a;
       return -y * log_of(p) - (1 - y) * log_of(1 + 1e-15 - p);
     },
     [](double a, double) { return side_of_clip(a, 0); }, rounding_of_rest},
    {"bce:floor", [](double, double a, double y) { return -y * std::max(log_of(a), -100.0) - (1 - y) * std::max(log_of(1 - a), -100.0); },
     [](double a, double) { return side_of_clip(a, 4e-44); }, rounding_of_rest},
    {"hinge", [](double, double a, double y) { return std::max(0.0, 1 - y * a); }, [](double a, double y) { return y * a < 1 ? 1 : 0; }},
    {"sqhinge", [](double, double a, double y) { return std::max(0.0, 1 - y * a) * std::max(0.0, 1 - y * a); },
     [](double a, double y) { return y * a < 1 ? 1 : 0; }},
};

/// ln Σ e^z of one row.
double log_sum(const Values& z, Eigen::Index row) {
  const double largest = z.row(row).maxCoeff();
  double sum = 0;
  for (Eigen::Index k = 0; k < z.cols(); ++k) sum += exp_of(z(row, k) - largest);
  return largest + log_of(sum);
}

/// -Σ y ln a, with ln a = z - ln Σ e^z.
double cross_entropy(const Values& z, const Values& y) {
  double sum = 0;
  for (Eigen::Index row = 0; row < z.rows(); ++row) {
    const double all = log_sum(z, row);
    for (Eigen::Index k = 0; k < z.cols(); ++k) sum += y(row, k) * (all - z(row, k));
  }
  return sum;
}

/// -Σ y ln y.
double entropy(const Values& y) {
  double sum = 0;
  for (const double target : y.reshaped()) sum -= target > 0 ? target * log_of(target) : 0;
  return sum;
}

}  // namespace

bool plain_activation(std::string_view name, Values& z, Course& course) {
  const auto found =
      std::find_if(std::begin(kActivations), std::end(kActivations), [&](const Activation& one) { return one.name == name; });
  if (found == std::end(kActivations)) return false;
  if (found->kinked) {
    for (const double number : z.reshaped()) course.side(number > 0 ? 1 : 0);
  }
  z = z.unaryExpr(found->value).eval();
  return true;
}

void plain_softmax(Values& z, int pixels) {
  const Eigen::Index channels = z.cols() / pixels;
  for (Eigen::Index row = 0; row < z.rows(); ++row) {
    for (int pixel = 0; pixel < pixels; ++pixel) {
      const auto of = [&](Eigen::Index channel) -> double& { return z(row, channel * pixels + pixel); };
      double largest = of(0), sum = 0;
      for (Eigen::Index c = 1; c < channels; ++c) largest = std::max(largest, of(c));
      for (Eigen::Index c = 0; c < channels; ++c) sum += of(c) = exp_of(of(c) - largest);
      for (Eigen::Index c = 0; c < channels; ++c) of(c) /= sum;
    }
  }
}

bool plain_loss(std::string_view name, const Values& z, const Values& a, const Values& y, double& sum, Course& course) {
  sum = 0;
  if (name == "ce" || name == "kl") {
    sum = cross_entropy(z, y) - (name == "kl" ? entropy(y) : 0);
    return true;
  }
  const auto found = std::find_if(std::begin(kLosses), std::end(kLosses), [&](const ByOutput& one) { return one.name == name; });
  if (found == std::end(kLosses)) return false;
  for (Eigen::Index k = 0; k < a.cols(); ++k) {
    for (Eigen::Index row = 0; row < a.rows(); ++row) {
      sum += found->value(z(row, k), a(row, k), y(row, k));
      if (found->side != nullptr) course.side(found->side(a(row, k), y(row, k)));
      if (found->cancelled != nullptr) course.cancelled(found->cancelled(a(row, k), y(row, k)));
    }
  }
  sum /= static_cast<double>(a.cols());
  return true;
}

}  // namespace glassbox::checks

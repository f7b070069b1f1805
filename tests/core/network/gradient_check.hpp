#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "network/loss.hpp"
#include "network/network.hpp"

namespace glassbox::network {

inline constexpr double kStencil = 1e-3;              ///< h of the four-point stencil
inline constexpr double kKinkMargin = 10 * kStencil;  ///< how far points are kept from the kinks of piecewise functions

/// By the four-point stencil (-2h, -h, h, 2h) in each parameter.
std::vector<double> numeric_gradient(const std::vector<double>& parameters, double h,
                                     const std::function<double(const std::vector<double>&)>& loss);

/// The largest |a - n| / max(|a|, |n|, 1e-3 ‖g‖∞).
double worst_error(const std::vector<double>& analytic, const std::vector<double>& numeric);

/// What is checked: a small network with one activation everywhere, one output, one loss, one number of rows.
struct GradientCase {
  std::string activation = "tanh", out = "linear", loss = "mse", reduce = "mean";
  bool classes = false;
  int class_count = 2;  ///< classes only
  int numbers = 1;      ///< outputs of a network that answers numbers
  int rows = 7;

  int outputs() const { return !classes ? numbers : out == "softmax" ? class_count : 1; }
  std::string text() const;
};

/// 3 inputs → 4:f → f → res(4:f) → output: every kind of layer, with points drawn away from all kinks.
class GradientProblem {
 public:
  static constexpr int kInputs = 3, kUnits = 4;

  explicit GradientProblem(const GradientCase& checked);

  /// The smallest distance of any point from a kink of the activation or the loss; infinite for smooth ones.
  double distance_to_kinks();
  double loss_at(const std::vector<double>& parameters);
  std::vector<double> analytic_gradient();
  double worst_error();

  std::vector<OperationPointer<double>>& operations() { return network_.operations(); }
  std::unique_ptr<Loss<double>>& loss() { return loss_; }
  const Buffers<double>& buffers() const { return buffers_; }

 private:
  void draw_row(int row);
  void draw_target(int row);
  double row_distance(int row);
  void forward(const double* parameters);

  GradientCase case_;
  Network<double> network_;
  std::unique_ptr<Loss<double>> loss_;
  Buffers<double> buffers_;
  Arena<double> targets_;
  math::Panel<double> y_;
  std::vector<double> parameters_;
  std::mt19937 generator_{20240607};
};

/// Every pair of output and loss that the registry accepts, for numbers, two classes and three.
std::vector<GradientCase> accepted_pairs();

}  // namespace glassbox::network

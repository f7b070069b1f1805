#pragma once

#include <vector>

#include "glassbox/dataset.hpp"
#include "glassbox/experiment.hpp"
#include "math/lanes.hpp"
#include "math/panel.hpp"

namespace glassbox::training {

/// What each answer costs, [K × K], row = true class, column = answer: the matrix of the experiment, or of two classes cost01 and cost10.
/// Empty where every mistake costs the same.
std::vector<double> cost_matrix(const Experiment& experiment, const Dataset& dataset);

/// How answers become classes, and the only place where they do. One output: class 1 above the threshold t. Several, shares p_k of K
/// classes: the class j of least expected cost Σ_k p_k C_kj where there is a matrix C, otherwise the largest share; the first of equals. Of
/// two shares C is {0, t; 1 - t, 0}, with which class 1 is the answer above a share of t.
template <class S>
class Decision {
 public:
  Decision(const Experiment& experiment, const Prepared& prepared);

  struct Answer {
    math::Lanes<S> label;
    /// Of several outputs: how far the second best is behind, in shares, or in expected costs over the largest cost there is; 0 to 1.
    math::Lanes<S> margin;
  };
  /// Of four rows, from `row` on.
  Answer of(const math::Panel<const S>& answers, int row) const;

 private:
  /// What speaks for class `label`: its share, or its expected cost, negative and over the largest.
  math::Lanes<S> worth(const math::Panel<const S>& answers, int row, int label) const;

  S threshold_;
  std::vector<S> costs_;  ///< over the largest
};

}  // namespace glassbox::training

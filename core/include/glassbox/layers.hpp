#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// How some numbers are spread. Those that are not finite count in `odd` alone.
struct Histogram {
  static constexpr int kBins = 64;
  /// Magnitudes of gradients and updates lie decades apart: a quarter of a decade a bin, the first from 0 to this, zeros left out.
  static constexpr double kLeastMagnitude = 1e-12;

  std::int64_t count = 0, zeros = 0, odd = 0;
  double rms = 0;      ///< root of the mean square
  double norm = 0;     ///< root of the sum of squares
  double largest = 0;  ///< magnitude
  /// Activations and weights: bins are equally wide and reach from -limit to limit, a power of two. A number on an edge belongs to the bin
  /// on the side of 0, and 0 to the first bin above it. Gradients and updates: 0; bin k begins at the magnitude kLeastMagnitude · 10^(k/4),
  /// and the last one has no end.
  double limit = 0;
  std::array<std::int64_t, kBins> bins{};

  bool held() const { return count + odd > 0; }
};

/// One layer at one moment.
struct LayerLook {
  Histogram activations;  ///< outputs of its units, one a unit and row
  /// W without biases (the gain of a layer that normalises); not held by layers without parameters.
  Histogram weights;
  bool drawn = false;    ///< W is drawn by the initialiser: it joins units with inputs
  Histogram gradients;   ///< ∂(loss of the next step's batch)/∂W, without penalties, before clipping
  Histogram updates;     ///< what the next step adds to W
  double ratio = 0;      ///< norm of the updates over the norm of W; NaN where there is none
  int units = 0;         ///< that can die: of a ReLU, channels of an image; 0 for other layers
  int dead = 0;          ///< of them, those whose output is 0 in every row looked at
  double saturated = 0;  ///< share of the outputs within kSaturatedEnd of an end of a sigmoid's or tanh's range; NaN for other layers
};

/// A finding in one sentence. Codes: "vanishing", "exploding", "no-gradient", "dead", "dead-layer", "saturated", "large-step", "diverges".
struct LayerFinding {
  std::string code;
  int layer = -1;  ///< index into Summary::layers; -1: the network
  std::string text;
};

/// All layers at one moment of a run: activations of the training rows as an evaluation sees them; gradients and updates of the step that
/// comes next, taken on a copy.
struct LayersLook {
  /// A weight of the first layer receives this share of the gradient of one of the last, root mean squares: below it vanishes, above the
  /// inverse it explodes.
  static constexpr double kVanished = 0.01;
  /// Share of a range next to its ends: the slope of sigmoid and tanh is below 4 % of its largest there.
  static constexpr double kSaturatedEnd = 0.01;
  static constexpr double kMostSaturated = 0.5;  ///< share of a hidden layer's outputs
  static constexpr double kLargeRatio = 0.1;     ///< of update to weight; about 1e-3 is usual

  std::int64_t step = 0, epoch = 0;
  int rows = 0, all_rows = 0;  ///< training rows looked at, the first ones; and all of them
  int batch = 0;               ///< rows of the next step
  bool taken = false;          ///< false: the next step diverges, or the run has; then there are no updates
  std::uint64_t hash = 0;      ///< of the weights
  std::vector<LayerLook> layers;
  std::vector<LayerFinding> findings;
};

/// Pure. Training rows are as many as some 10^8 multiply-adds allow.
LayersLook look_at_layers(const Trainer& trainer);

/// The layers of a run, from its first step on: a run of its own that goes where it is told and is looked at on the way, at multiples of a
/// stride of steps that doubles when there are too many looks. Where one takes noticeable time the stride begins longer, so that looking
/// costs no more than some steps.
class LayersOverTime {
 public:
  static constexpr std::size_t kMostLooks = 64;
  /// A run as made: at step 0.
  explicit LayersOverTime(Trainer run);
  LayersOverTime(LayersOverTime&&) noexcept;
  ~LayersOverTime();

  /// Whether the experiment differs from the present one only in edits to come; then it is followed from now on.
  bool amend(const Experiment& experiment);
  /// Goes on or back to a step, or to where the run ends before; true when it is there. `keep_going` is asked between chunks and looks.
  bool advance(std::int64_t step, const std::function<bool()>& keep_going = nullptr);
  /// Makes a run of the same experiment, at rest, the present: one that is elsewhere on its way, where this one has not come yet.
  void show(const Trainer& run);

  std::int64_t step() const;
  /// Of the step where the last advance() arrived, or of the run that was shown since; an empty one before either.
  const LayersLook& present() const;
  /// Steps looked at up to there, rising; the last one is the present.
  std::vector<std::int64_t> steps() const;

  /// {step, epoch, reached, target, there, rows, allRows, batch, taken, hash, bins, leastMagnitude, steps:[…], layers:[{name, text,
  /// activation, units, dead, saturated, ratio, limits:[activations, weights], histograms:[{count, zeros, odd, rms, norm, largest}, of
  /// activations, weights, gradients, updates]}], findings:[{code, layer, text, since}]}. since: the step of the first look of those
  /// without a break that found it, of dead units as many.
  std::string json() const;
  /// For every look and layer: four times kBins shares of the numbers, activations and weights over the limits of json(), gradients and
  /// updates by magnitude; then the four root mean squares, ratio, share of dead units, share of saturated outputs. Absent: NaN.
  const std::vector<float>& picture();
  static constexpr int kNumbersOfLayer = 4 * Histogram::kBins + 7;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace glassbox

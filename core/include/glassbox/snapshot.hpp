#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

namespace probe {
struct Grid;
}

/// Parts of a snapshot, asked for by mask.
enum SnapshotPart : std::uint32_t {
  /// Roles W [rows×columns], b [rows] of each layer with parameters, statistics [kinds×rows] of each that keeps running ones.
  kPartParameters = 1,
  kPartGradients = 2,      ///< roles d_W, d_b of the last step's batch, and u_W, u_b: the last update (new - old); absent inside a step
  kPartUnitMaps = 4,       ///< role map [units × height × width]: each layer's outputs over the input domain (height 1 for one input)
  kPartSumMaps = 8,        ///< role sum_map: the same of z
  kPartGradientMaps = 16,  ///< role gradient_map: ∂(output)/∂z of each unit over the input domain
  kPartDecision = 32,      ///< role decision [outputs × height × width], up to 100×100 (1 × 200 for one input)
  kPartPredictions = 64,  ///< role prediction [outputs × rows], in dataset row order; absent where measuring every row would cost too much
  kPartConfusion = 128,   ///< role confusion [3 × classes × classes]
  kPartTrace = 256,       ///< role activation [units] and sum [units] of each layer, for the input set with set_trace()
  /// Of an autoencoder, in raw input values: role rebuilt [columns], what it makes of the trace; and where it has a code layer, filed
  /// under that layer: code [2 × rows] in dataset row order, code_box [4] (low and high of both units), code_map [side × side × columns]
  /// decoded over the box (rows from high to low), and decoded [columns], the spot set with `code`.
  kPartCode = 1024,
  kPartHistory = 512,  ///< role history [stretches × 23]: first and last epoch, then low, high, last of loss ×3, score ×3, running
};

struct SnapshotEntry {
  int layer = -1;  ///< index into Summary::layers; -1: the inputs or the whole network
  std::string role;
  std::vector<int> shape;
  bool wide = false;       ///< false: float32, true: float64
  std::size_t offset = 0;  ///< bytes into the buffer, a multiple of 8
};

/// A self-describing picture of a trainer. Taking one never changes the run.
struct Snapshot {
  std::vector<SnapshotEntry> entries;
  std::vector<std::uint8_t> bytes;
  /// The points of unit maps and of the decision map, kept for the next picture.
  std::shared_ptr<const probe::Grid> unit_grid, decision_grid;
};

/// Takes the parts named by `mask`. The resolution of maps follows from the parameter count, so that a snapshot costs at most about
/// 2·10^8 multiply-adds. `trace` is one raw input row (Dataset columns), needed for kPartTrace.
/// `code` is a spot of the code plane, two numbers, or empty.
/// The object is reused: buffers grow to their largest size and stay.
void take_snapshot(Trainer& trainer, std::uint32_t mask, int unit_map_size, std::span<const double> trace, Snapshot& snapshot,
                   std::span<const double> code = {});

/// The names of the columns of kPartHistory, in the words of a table: ["first_epoch", "epoch", "train_loss_low", …].
std::string history_columns_json();

/// [{layer, role, shape, scalar:"f32"|"f64", offset}]
std::string snapshot_layout_json(const Snapshot& snapshot);

/// The constant facts of a run, as JSON: {rows, columns, classes:[…], columnNames, fedNames, imageWidth, low, high, redrawn, credit,
/// parts:{train,test,blind}, threshold, costs (row = true class, column = answer, or empty), stepsPerEpoch, parameters,
/// layers:[{name,text,units,inputs,parameters,shape,dense,parts:[…],activation,middle,low,high,weights}] (shape: [height, width, channels];
/// dense: W joins each unit with each input; parts: what W, b and the kinds of statistics are called where W is no matrix; middle, low and
/// high of its outputs and the largest |weight| are of the present weights: asked for at step 0, they scale the pictures of all steps)}.
std::string run_json(const Trainer& trainer);
/// {step, layer, layerName, unit, operation, terms:[{name, value, factor}], more, value, rate, losses}, or null when the run has not
/// diverged. factor: products only; losses: a row's mean loss in the steps up to the failing one, which is the last.
std::string divergence_json(const Trainer& trainer);

}  // namespace glassbox

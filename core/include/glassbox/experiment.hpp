#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/problem.hpp"

namespace glassbox {

/// Caps that hold before anything is allocated.
inline constexpr std::size_t kMaxLinkBytes = 32 * 1024;
inline constexpr std::size_t kMaxTextBytes = 1024 * 1024;
inline constexpr int kMaxLayers = 16;
inline constexpr int kMaxUnits = 1024;
inline constexpr std::int64_t kMaxParameters = 1'000'000;
inline constexpr int kMaxEdits = 256;
inline constexpr std::int64_t kMaxStep = 10'000'000;
inline constexpr int kMaxOwnRows = 10'000;
inline constexpr int kMaxOwnColumns = 64;

/// One entry of `net`. Choices are names from the registries (see network/activations.hpp and network/layers.hpp), checked by parse().
struct LayerSpec {
  enum class Kind { dense, activation, residual, named };
  Kind kind = Kind::dense;
  int units = 0;                     ///< dense only: 1 to kMaxUnits
  std::string activation;            ///< dense and activation; named ones that end in one
  std::vector<LayerSpec> inner;      ///< residual only: the block around which the input is added; not nested deeper
  std::string name = {};             ///< named only: its row in the registry of layers, "drop"
  std::vector<double> numbers = {};  ///< named only: one for each argument of that row

  bool operator==(const LayerSpec&) const = default;
};

/// Rows given in the text itself: drawn points (packed, two inputs on a 16-bit grid over [-6, 6]) or a typed table (decimal).
struct OwnRows {
  bool packed = false;
  bool classes = true;             ///< the target is a class number 0, 1, …; otherwise a real value
  std::vector<std::string> names;  ///< input names, one a column
  std::vector<double> x;           ///< [rows × names.size()], row-major
  std::vector<double> target;      ///< [rows]

  bool operator==(const OwnRows&) const = default;
};

/// A change made during the run; it applies before `step` is taken. `key` is a live field ("lr", "l1", "l2", "batch", "mom") or the
/// address of one parameter, `layer.tensor.indices` from 0: "2.w.0.3" (row = output unit, column = input), "0.b.1".
struct Edit {
  std::int64_t step = 0;
  std::string key;
  double value = 0;  ///< batch = 0 means all rows

  bool operator==(const Edit&) const = default;
};

/// Everything that decides the numbers. A plain value: equal experiments train to equal weights, bit for bit, on every build.
/// Member defaults are those of the default experiment; defaults that depend on other keys are resolved by parse(). Numbers that belong to
/// another choice than the present one (the seed of a split by rows, the divisor of another scaling) hold their defaults.
struct Experiment {
  Experiment();

  int version = 1;

  std::string data = "spiral";
  int n = 500;          ///< rows asked for (generated sets)
  double noise = 0.05;  ///< in units of the set's own scale
  std::uint32_t dataseed = 1;
  OwnRows rows;                                    ///< used when data is "rows"
  std::string target = "given";                    ///< given, or inputs: an autoencoder, whose target is the row it is fed
  std::vector<std::string> inputs = {"x1", "x2"};  ///< sets with one or two inputs; empty for tables: all columns

  double test = 0.3;             ///< share of rows, 0 to 0.9
  double blind = 0;              ///< share of rows, test + blind at most 0.9
  std::string split = "random";  ///< random, last, numpy; text forms `random`, `random:7`, `last`, `numpy:42`
  std::uint32_t splitseed = 1;   ///< the number after the colon; for numpy the RandomState seed
  std::string scale = "none";    ///< none, standard, minmax, div; text form `div:16`
  double divisor = 16;           ///< for scale "div"

  std::vector<LayerSpec> net = {{LayerSpec::Kind::dense, 8, "tanh", {}},
                                {LayerSpec::Kind::dense, 8, "tanh", {}}};  ///< hidden layers; the output layer follows from data and out
  std::string out = "sigmoid";                                             ///< linear, sigmoid, tanh, softmax
  std::string loss = "bce";                                                ///< mse, halfmse, mae, huber, bce, ce
  std::string logclip = "exact";                                           ///< bce: how its logarithms stay finite; exact, eps, add, floor
  double smooth = 0;                ///< ce and kl: the share of each target that is spread evenly over all classes
  double cut = 0.5;                 ///< share of the way from class 0 to class 1 above which one output answers class 1
  double cost01 = 1;                ///< of answering class 1 for a true 0, two classes only
  double cost10 = 1;                ///< of answering class 0 for a true 1
  std::vector<double> costs = {};   ///< [K × K] of three classes or more, row = truth, column = answer; empty: the largest share decides
  std::vector<double> classw = {};  ///< what a row's loss counts by its class, one a class; empty: all count 1
  std::string reduce = "mean";      ///< mean (over the rows, by what they count), sum

  std::string opt = "adam";  ///< a name of descent/rules.hpp
  double lr = 0.01;
  double mom = 0.9;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double alpha = 0.99;                ///< memory of RMSProp
  double decay = 0.01;                ///< decoupled weight decay of AdamW, of all parameters
  std::string schedule = "constant";  ///< a name of descent/schedule.cpp
  double factor = 0.5;                ///< of schedules step and exp
  int every = 100;                    ///< epochs, of schedule step
  double slowing = 0.001;             ///< a step, of schedule inverse
  int warmup = 0;                     ///< steps over which the learning rate rises from 0
  double l1 = 0;                      ///< penalty l1 · Σ|w|, weights only
  double l2 = 0;                      ///< penalty l2 · ½ Σ w², weights only
  double clipnorm = 0;                ///< the most the gradient of all parameters may measure, √Σg²; 0 = off
  double clipvalue = 0;               ///< the most each entry of the gradient may measure; 0 = off
  double maxnorm = 0;                 ///< the most the weights into a unit may measure, √Σw², after a step; 0 = off
  int batch = 10;                     ///< rows a step; 0 = all
  std::string order = "shuffle";      ///< shuffle, fixed
  std::int64_t epochs = 600;          ///< length of the run; 0 = open end
  int eval = 1;                       ///< metrics every so many epochs; 0 = only when asked
  std::int64_t patience = 0;          ///< epochs without a lower test loss after which the run stops; 0 = never
  double mindelta = 0;                ///< what the test loss has to fall by, more than, to count as lower
  std::string restore = "last";       ///< last, best: the weights that stay when patience runs out
  double stoploss = 0;                ///< the run stops at a test loss this low; 0 = never
  double stopscore = 0;               ///< or at a test accuracy or R² this high; 0 = never
  std::string bug = "none";           ///< a mistake planted on purpose: a name of experiment/mistakes.cpp

  std::string init = "xavier-uniform";  ///< or he-*, lecun-*, uniform, normal, zeros
  double init_size = 0.5;               ///< a of uniform:a, s of normal:s
  std::vector<double> w;                ///< all parameters in canonical order (per layer W row-major, then b), or empty
  std::uint32_t seed = 1;
  int precision = 32;  ///< 32 or 64

  std::vector<Edit> edits;  ///< ordered by step, then key
  std::int64_t at = 0;
  std::optional<std::uint64_t> expect;  ///< the sender's weights hash

  bool operator==(const Experiment&) const = default;
};

/// Reads an experiment text: a whole link, a fragment with or without '#', or the bare text; view state after '~' is ignored.
/// Reports every problem at once. Never throws; allocates no more than a small multiple of the text.
Result<Experiment> parse(std::string_view text, std::size_t max_bytes = kMaxLinkBytes);

/// The canonical text: fixed order, defaults left out, numbers as write_number(). parse(format(e)) == e for every valid e.
std::string format(const Experiment& experiment);

/// Every rule that involves more than one field (output × loss × target, shapes, caps on bytes and parameters, edits' addresses).
/// Own rows without enough points ("empty-data") are a problem here and none for parse(): they can be held and shared, not trained.
std::vector<Problem> validate(const Experiment& experiment);

/// Whether own rows still lack points: no rows at all, or a drawn class without a point.
bool needs_rows(const Experiment& experiment);

/// How the units of a layer are arranged: unit (channel · height + y) · width + x. Flat layers are 1 × 1 × units.
struct Shape {
  int height = 1, width = 1, channels = 1;

  int pixels() const { return height * width; }
  int units() const { return pixels() * channels; }
  bool operator==(const Shape&) const = default;
};

/// What is derived from the experiment's fields alone. A residual block counts its inner layers, then its addition. The index of a layer
/// here is its address in edits and snapshots.
struct LayerSummary {
  std::string name;  ///< "Hidden 1", "Output", "Activation", "Residual add"
  std::string text;  ///< its entry in `net`, e.g. "8:tanh"
  int units = 0;
  int inputs = 0;
  std::int64_t parameters = 0;
  Shape shape = {};             ///< of its units
  int rows = 0, columns = 0;    ///< W [rows × columns] and b [rows]; 0 without parameters
  std::string activation = {};  ///< a name from the activations or outputs; empty without one
  double low = 0, high = 0;     ///< range of its outputs for pictures; equal: found out from the data
};
struct Summary {
  int inputs = 0;
  Shape input_shape = {};
  std::vector<LayerSummary> layers;
  std::int64_t parameters = 0;
  bool whole_batch = false;  ///< a layer looks at the rows of a batch together, so that each has 2 to 256
};
Summary summarize(const Experiment& experiment);

}  // namespace glassbox

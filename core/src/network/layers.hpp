#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "glassbox/experiment.hpp"
#include "math/scalars.hpp"
#include "network/operation.hpp"
#include "network/registry.hpp"

/// The registry of layers beside the three with a text form of their own (dense `8:tanh`, activation `act:tanh`, residual `res(…)`).
///
/// To add a layer, write one file here, core/src/network/NAME.cpp, modelled on dropout.cpp, and add its row to the list in layers.cpp.
/// The file holds
///  - a function from (spec, input shape) to LayerPlan: output shape or a refusal, weights, running statistics, scratch;
///  - a class template on the scalar, derived from Operation, made from a LayerPlace, with forward and backward side by side;
///  - the LayerRow that names both.
/// Text form, ranges, validation caps, parameter counts, hashes, checkpoints, addresses of edits, form, offers on the page, random
/// experiments of the tests and the generated reference follow from the row. What is left to write: a case in
/// tests/core/network/layers_test.cpp (gradient, with planted faults), a PyTorch trajectory, a card in web/src/gallery/gallery.json.
namespace glassbox::network {

/// Rows that pass through a network at once, at most.
inline constexpr int kMostChunkRows = 256;

/// One number of a layer's text form: `conv:8x3s2` has the numbers 8, 3 and 2, the latter two behind 'x' and 's'.
struct LayerArgument {
  char before = 0;         ///< the character before it; 0 for the first
  std::string_view label;  ///< "rate"
  double least = 0, most = 0;
  bool whole = false;
  /// Where the number may be left out, what it then is, and `optional` is true; an argument with that value is not written.
  double fallback = 0;
  bool optional = false;
};

/// What a layer is, on a given input.
struct LayerPlan {
  Shape shape = {};  ///< of its output
  /// W [rows × columns] row-major, then b [rows], in the parameters; rows = 0 for none.
  int rows = 0, columns = 0;
  /// Whether W is drawn by the experiment's initialiser and penalised; otherwise W starts at 1 and stays free of penalties. b starts at 0.
  bool drawn = true;
  int fan_out = 0;           ///< what initialisers take for the outputs of W; 0: rows
  int statistics = 0;        ///< numbers kept beside the parameters and not trained
  int scratch = 0;           ///< units of a further panel in which forward leaves something for backward
  bool whole_batch = false;  ///< a training step must be one chunk of at least two rows
  double low = 0, high = 0;  ///< range of the outputs for pictures; equal: found out from the data
  std::string refusal = {};  ///< why the layer cannot stand here, one sentence; empty where it can
};

/// Where a layer stands in a network.
struct LayerPlace {
  const LayerSpec& spec;
  const LayerPlan& plan;
  Shape input;
  int in = 0, out = 0, scratch = -1;  ///< slots
  std::size_t first_parameter = 0;    ///< in the arena of parameters
  std::size_t first_statistic = 0;    ///< in the arena of running statistics
  std::uint32_t number = 0;           ///< of the named layers before it: a coordinate for random numbers
};

/// How a channel of the output (a unit, where there are no images) comes from the channels of the input: what may be done to a network
/// without changing its function follows from it.
enum class Channels {
  unknown,   ///< nothing may be
  mixed,     ///< each from all, by a drawn W whose columns are the input's channels in turn; the layer's first number counts its rows
  together,  ///< each from its own, measured against all others: they may trade places
  apart,     ///< each from its own alone: one may be left out
  odd        ///< the same, and turns its sign with it, where b and the first of the running statistics turn theirs
};

/// One row a layer.
struct LayerRow : Choice {
  std::string_view sample;  ///< the text of a newly added one: "drop:0.2"
  std::span<const LayerArgument> arguments = {};
  bool ends_in_activation = false;  ///< `:relu` follows the arguments, and the activation follows the operation
  LayerPlan (*plan)(const LayerSpec& spec, Shape input) = nullptr;
  OperationPointer<float> (*make_float)(const LayerPlace&) = nullptr;  ///< both: nullptr where this build leaves the layer out
  OperationPointer<double> (*make_double)(const LayerPlace&) = nullptr;
  /// Fills the running statistics with what they are at step 0; nullptr: zeros.
  void (*start)(std::span<double> statistics) = nullptr;
  /// What W and b are called where W is not drawn, then the running statistics, as many of each: "gain", "shift", "running mean".
  std::span<const std::string_view> parts = {};
  Channels channels = Channels::unknown;
};

/// In the order shown.
std::span<const LayerRow* const> named_layers();
/// nullptr for an unknown name.
const LayerRow* find_layer(std::string_view name);
/// Whether this build can run these layers, and those inside of them.
bool can_make(const std::vector<LayerSpec>& layers);

/// The plan of any layer but a residual block, whose output has the shape of its input. Refuses more than kMaxLayerUnits units.
LayerPlan plan_layer(const LayerSpec& spec, Shape input);
inline constexpr int kMaxLayerUnits = 16 * kMaxUnits;

/// A row's `make_float` and `make_double`.
template <class Made, class S>
OperationPointer<S> make_named(const LayerPlace& place) {
  if constexpr (math::kDouble || std::is_same_v<S, float>) return std::make_unique<Made>(place);
  return nullptr;
}

}  // namespace glassbox::network

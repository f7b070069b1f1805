#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "glassbox/experiment.hpp"
#include "network/arena.hpp"
#include "network/buffers.hpp"
#include "network/operation.hpp"

namespace glassbox::network {

/// One entry of Summary::layers: a dense layer with its activation, a separate activation, or the add that closes a residual block.
struct Layer {
  LayerSpec::Kind kind = LayerSpec::Kind::dense;
  int inputs = 0, units = 0;
  int z = 0;                     ///< slot of what goes into the activation (for an add: the sum)
  int a = 0;                     ///< slot of what comes out (for an add: the sum)
  std::size_t first_weight = 0;  ///< W [units × inputs] row-major, in the parameters; dense only
  std::size_t first_bias = 0;    ///< b [units], right behind W; dense only

  std::size_t weight_count() const { return kind == LayerSpec::Kind::dense ? static_cast<std::size_t>(units) * inputs : 0; }
};

/// The operations of an experiment, compiled. It holds no numbers: parameters and buffers are handed in, so that the same network serves
/// training, maps and other parameters at once. The output layer is the last entry of layers().
template <class S>
class Network {
 public:
  Network(const Experiment& experiment, int inputs, int outputs);

  int inputs() const { return slots_.front().units; }
  int outputs() const { return slots_.back().units; }
  std::size_t parameter_count() const { return parameter_count_; }
  const std::vector<Layer>& layers() const { return layers_; }
  /// In forward order. Mutable so that a tool may wrap an entry.
  std::vector<OperationPointer<S>>& operations() { return operations_; }
  const std::vector<OperationPointer<S>>& operations() const { return operations_; }
  /// The layer an operation belongs to (index into layers()), e.g. both dense and activation of "8:tanh".
  int layer_of(std::size_t operation) const { return layer_of_[operation]; }
  int logits() const { return layers_.back().z; }   ///< slot
  int answers() const { return layers_.back().a; }  ///< slot

  Buffers<S> make_buffers(int rows, GradientPanels gradients) const { return Buffers<S>(slots_, rows, gradients); }

  /// Fills all values from buffers.input(), whose padding rows must be finite.
  void forward(const S* parameters, const Buffers<S>& buffers) const;
  /// From gradient(answers()) or, with `from_logits`, from gradient(logits()), back to every gradient held; adds to d_parameters unless
  /// nullptr. The starting gradient must be zero in padding rows.
  void backward(const S* parameters, const Buffers<S>& buffers, bool from_logits, S* d_parameters) const;

  /// The parameters at step 0: `w` of the experiment or drawn weights with zero biases.
  void initialise(const Experiment& experiment, std::span<S> parameters) const;
  /// The place of "layer.w.row.column" or "layer.b.unit" (layer: index into layers()) in the parameters, if there is one.
  std::optional<std::size_t> parameter_index(std::string_view address) const;

 private:
  int add_slot(int units, bool below_parameters);
  int add_layer(const LayerSpec& spec, int in);
  int add_residual(const LayerSpec& spec, int in);
  int add_dense(int in, int units);
  void add_operation(OperationPointer<S> operation);

  std::vector<Slot> slots_;
  std::vector<Layer> layers_;
  std::vector<OperationPointer<S>> operations_;
  std::vector<int> layer_of_;
  std::size_t parameter_count_ = 0;
};

}  // namespace glassbox::network

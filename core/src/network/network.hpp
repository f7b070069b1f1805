#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "glassbox/experiment.hpp"
#include "network/arena.hpp"
#include "network/buffers.hpp"
#include "network/chain.hpp"
#include "network/layers.hpp"
#include "network/operation.hpp"

namespace glassbox::network {

/// One entry of Summary::layers: a dense or named layer with its activation, a separate activation, or the add that closes a residual
/// block.
struct Layer {
  LayerSpec::Kind kind = LayerSpec::Kind::dense;
  int inputs = 0, units = 0;
  int z = 0;                        ///< slot of what goes into the activation (for an add: the sum)
  int a = 0;                        ///< slot of what comes out (for an add: the sum)
  std::size_t first_weight = 0;     ///< W [rows × columns] row-major, in the parameters
  std::size_t first_bias = 0;       ///< b [rows], right behind W
  int rows = 0, columns = 0;        ///< of W: units × inputs for a dense layer; 0 for layers without parameters
  bool drawn = true;                ///< W is drawn and penalised; otherwise it starts at 1 and is not
  int fan_out = 0;                  ///< for drawn W
  std::size_t first_statistic = 0;  ///< of the running statistics
  int statistics = 0;

  std::size_t weight_count() const { return static_cast<std::size_t>(rows) * columns; }
  std::size_t end() const { return first_bias + rows; }
  /// The row of W or entry of b that a parameter of this layer belongs to.
  int row_of(std::size_t parameter) const {
    return static_cast<int>(parameter >= first_bias ? parameter - first_bias : (parameter - first_weight) / columns);
  }
};

/// The operations of an experiment, compiled. It holds no numbers: parameters and buffers are handed in, so that the same network serves
/// training, maps and other parameters at once. The output layer is the last entry of layers().
template <class S>
class Network {
 public:
  Network(const Experiment& experiment, Shape inputs, int outputs);
  Network(const Experiment& experiment, int inputs, int outputs) : Network(experiment, Shape{1, 1, inputs}, outputs) {}

  int inputs() const { return slots_.front().units; }
  int outputs() const { return slots_.back().units; }
  std::size_t parameter_count() const { return parameter_count_; }
  std::size_t statistic_count() const { return statistic_count_; }
  /// Whether a training step must be one chunk.
  bool whole_batch() const { return whole_batch_; }
  const std::vector<Layer>& layers() const { return layers_; }
  /// In forward order. Mutable so that a tool may wrap an entry: from then on it is always the list that runs.
  std::vector<OperationPointer<S>>& operations() {
    chain_.clear();
    writes_gradients_ = false;
    wrapped_ = true;
    return operations_;
  }
  const std::vector<OperationPointer<S>>& operations() const { return operations_; }
  /// The layer an operation belongs to (index into layers()), e.g. both dense and activation of "8:tanh".
  int layer_of(std::size_t operation) const { return layer_of_[operation]; }
  int logits() const { return layers_.back().z; }   ///< slot
  int answers() const { return layers_.back().a; }  ///< slot

  Buffers<S> make_buffers(int rows, GradientPanels gradients) const {
    Buffers<S> buffers(slots_, rows, gradients, outputs(), gradients == GradientPanels::none ? 0 : chain_.sums());
    if constexpr (std::is_same_v<S, float>) buffers.set_links(chain_.links(buffers));
    return buffers;
  }

  /// Fills all values from panels.input(), whose padding rows must be finite.
  void forward(const Pass<S>& pass) const;
  /// From gradient(answers()) or, with `from_logits`, from gradient(logits()), back to every gradient held; adds to d_parameters unless
  /// nullptr; then gradients that only pass from one operation to the next need not be written. The starting gradient must be zero in
  /// padding rows.
  void backward(const Pass<S>& pass, bool from_logits, S* d_parameters) const;

  /// Whether backward, where pass.whole_step says so, writes all parameters' gradients in place of adding to them.
  bool writes_gradients() const { return writes_gradients_; }
  /// Whether so many rows go through as a chain, not by the list.
  bool chained(int rows) const { return chain_.takes(rows); }
  /// Takes no rows where the network is none, or may have been wrapped.
  const Chain& chain() const { return chain_; }
  /// Whether operations() may have been wrapped, so that nothing else may run in their place.
  bool wrapped() const { return wrapped_; }

  /// The parameters at step 0: `w` of the experiment or drawn weights with zero biases.
  void initialise(const Experiment& experiment, std::span<S> parameters) const;
  /// The running statistics at step 0.
  void start_statistics(std::span<S> statistics) const;
  /// The place of "layer.w.row.column" or "layer.b.unit" (layer: index into layers()) in the parameters, if there is one.
  std::optional<std::size_t> parameter_index(std::string_view address) const;

 private:
  int add_slot(int units, bool below_parameters);
  int add_layer(const LayerSpec& spec, int in);
  int add_residual(const LayerSpec& spec, int in);
  int add_dense(int in, const LayerPlan& plan);
  int add_named(const LayerSpec& spec, const LayerPlan& plan, Shape input, int in);
  int add_activation(std::string_view name, int z);
  Layer& push_layer(LayerSpec::Kind kind, const LayerPlan& plan, int inputs, int out);
  void add_operation(OperationPointer<S> operation);
  void pack_single_rows();

  std::vector<Slot> slots_;
  std::vector<Layer> layers_;
  std::vector<OperationPointer<S>> operations_;
  std::vector<int> layer_of_;
  Chain chain_;  ///< in place of the list, where a network of float is one
  struct Started {
    void (*start)(std::span<double> statistics);
    std::size_t first, count;
  };
  std::vector<Started> started_;
  Shape shape_;  ///< of the layer added last
  std::size_t parameter_count_ = 0, statistic_count_ = 0;
  std::uint32_t named_count_ = 0;
  bool whole_batch_ = false, writes_gradients_ = false, wrapped_ = false;
};

}  // namespace glassbox::network

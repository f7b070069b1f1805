#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "network/buffers.hpp"

namespace glassbox::network {

/// Training draws dropout's masks and normalises by the batch; evaluation does neither.
enum class Mode { evaluate, train };

/// What one pass over a chunk of rows works on. All arenas are whole: operations know their places in them.
template <class S>
struct Pass {
  const Buffers<S>& panels;
  const S* parameters = nullptr;
  const S* statistics = nullptr;  ///< running statistics: state that is not trained, as it was before the step
  S* next_statistics = nullptr;   ///< training only: every operation writes all of its own
  Mode mode = Mode::evaluate;
  std::uint64_t step = 0;   ///< training only: steps taken before this one
  int first_row = 0;        ///< training only: the chunk's first row within the step's batch, a multiple of math::kLanes
  std::uint32_t seed = 0;   ///< training only
  bool whole_step = false;  ///< training only: the chunk is all of the step, so that sums need not be added to any
};

/// How an operation takes panels of a single row: padded to whole lanes; packed (stride 1), so that no lane is wasted, provided that its
/// input and output are packed alike; or either, each for itself.
enum class OneRow { padded, alike, any };

struct ChainStep;

/// What an activation does with `count` scalars, whole lanes of them: a = f(z), and d_z = f'(z) d_a where tiny gradients are zero.
template <class S>
struct UnitByUnit {
  void (*values)(const S* z, S* a, std::size_t count);
  void (*slopes)(const S* z, const S* a, const S* d_a, S* d_z, std::size_t count);
  /// Forward through links of a chain that have this activation. Rows of a behind the last are undefined, but finite where z is.
  void (*forward_links)(const Link* first, const Link* end, const S* parameters, int rows);
  /// Backward through them, which is their d_z and the lanes of their parameters: the last one's from its d_a, where `from_a` says so,
  /// else as the others' from the d_z of its successor.
  void (*backward_links)(const Link* first, const Link* end, bool from_a, const S* parameters, int stride);
  /// A step of plain descent on a chain of this activation alone; its loss, which is not finite where the next parameters may not be.
  /// nullptr where none is worth its bytes.
  float (*take_step)(const ChainStep& step);
};

/// One entry of the list that an experiment compiles to. It reads and writes slots of the pass's panels and a span of the
/// parameters, has no state of its own, and is called once a chunk, never once a row.
template <class S>
class Operation {
 public:
  Operation(int in, int out, std::size_t first_parameter = 0, std::size_t parameter_count = 0)
      : in_(in), out_(out), first_parameter_(first_parameter), parameter_count_(parameter_count) {}
  virtual ~Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  /// "dense", "activation", "softmax", "save", "add", or the name of its row in the registry of layers.
  virtual std::string_view name() const = 0;
  /// value(out) from value(in).
  virtual void forward(const Pass<S>& pass) const = 0;
  /// gradient(in) from gradient(out), where gradient(in) is held; adds to d_parameters (the whole arena) unless that is nullptr.
  /// Gradients are zero in padding rows, before and after. The pass is the one of the forward run, in the same mode.
  virtual void backward(const Pass<S>& pass, S* d_parameters) const = 0;

  /// Backward of this operation and of the one before, which made its input, in one go, d_parameters given: every bit as one after the
  /// other, but gradient(in) is not written. Returns false, having done nothing, where the two have no such kernel.
  virtual bool backward_with(const Operation& /*before*/, const Pass<S>&, S* /*d_parameters*/) const { return false; }
  /// backward() for gradient(out)[n,i] = w[i] · d[n], which is not read; d has one unit. Returns as backward_with() does.
  virtual bool backward_outer(const Pass<S>&, const S* /*w*/, math::Panel<const S> /*d*/) const { return false; }

  /// Whether backward writes all of its d_parameters where pass.whole_step says so, and need not find zeros there.
  virtual bool writes_gradients() const { return parameter_count_ == 0; }

  /// Of an activation; nullptr for others.
  virtual const UnitByUnit<S>* unit_by_unit() const { return nullptr; }

  virtual OneRow one_row() const { return OneRow::padded; }

  /// Multiply-adds of weights with values that one row needs, forward; backward needs as many for the weights and again for the input.
  virtual std::int64_t multiply_adds() const { return 0; }

  int in() const { return in_; }
  int out() const { return out_; }
  std::size_t first_parameter() const { return first_parameter_; }
  std::size_t parameter_count() const { return parameter_count_; }

 private:
  int in_, out_;
  std::size_t first_parameter_, parameter_count_;
};

template <class S>
using OperationPointer = std::unique_ptr<Operation<S>>;

/// z = W x + b; W [O × I] row-major at first_parameter, then b [O].
template <class S>
OperationPointer<S> make_dense(int in, int out, int inputs, int outputs, std::size_t first_parameter);
/// a = f(z), unit by unit; nullptr for an unknown name.
template <class S>
OperationPointer<S> make_activation(std::string_view name, int in, int out);
/// a = softmax(z) over the units of a row.
template <class S>
OperationPointer<S> make_softmax(int in, int out);
/// Opens a residual block: its output is its input (slot `out` shares the storage of `in`), kept for the add that ends in `add_out`.
template <class S>
OperationPointer<S> make_save(int in, int out, int add_out);
/// Closes a residual block: a = block + saved.
template <class S>
OperationPointer<S> make_add(int in, int saved, int out);

}  // namespace glassbox::network

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// Over which plane through the present weights, and how finely, the loss is asked for.
struct LandscapeQuestion {
  enum class Plane : std::uint8_t {
    automatic,  ///< create() chooses: few weights are a plane of their own; else the path once there is one, random directions before
    weights,    ///< two weights or biases, all others held
    /// Two random directions, normal draws with each unit's incoming weights (each filter's) scaled to the norm of the network's own; zero
    /// for biases and for what normalisations learn (H. Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, section 4).
    random,
    path  ///< the two principal directions of the path so far
  };
  Plane plane = Plane::weights;
  /// Plane::weights only: addresses as in edits, "0.w.2.1" or "0.b.2". Empty: the first parameters of the last layer that has some.
  std::string first, second;
  /// Plane::weights only: a third one and where it is held instead of its present value, or empty.
  std::string held;
  double held_at = 0;
  std::uint32_t seed = 1;  ///< Plane::random only
  int size = 65;           ///< nodes along a side of the grid, 3 to kMostSize
  double zoom = 1;         ///< 1: what the plane and the path suggest; 2: half of that. 1 / kMostZoom to kMostZoom
  bool penalty = false;    ///< whether l1 and l2, as they are now, count
  bool path = true;        ///< whether the run is replayed for its path; Plane::path does so anyway

  static constexpr int kMostSize = 257;
  static constexpr double kMostZoom = 1024;

  /// "auto", "weights", "random" or "path"; problem: "unknown-choice".
  static Result<Plane> plane_named(std::string_view name);
};

/// One of the two directions. Node i stands `at(i)` steps of the direction away from the centre; node `zero` is the centre itself.
struct LandscapeAxis {
  std::string address;  ///< Plane::weights only
  int layer = -1;       ///< Plane::weights only, index into Summary::layers; then row of W or entry of b, and column of W, -1 for a bias
  int unit = -1, input = -1;
  double origin = 0;     ///< Plane::weights: the weight's own value at the centre
  double cell = 0;       ///< between two nodes
  int zero = 0;          ///< the node of the centre
  double explained = 0;  ///< Plane::path: the direction's share of the path's variance, 0 to 1
  double slope = 0;      ///< ∂loss/∂(steps of this direction) at the centre
  double descent = 0;    ///< the negative gradient's part in the plane, in steps of this direction

  double at(int node) const { return (node - zero) * cell; }
};

/// The weights after some step of the path, projected onto the plane (least squares).
struct LandscapeMark {
  std::int64_t step = 0;
  double x = 0, y = 0;
  double loss = 0;    ///< with the weights of that step, all of them
  double height = 0;  ///< of the surface under its projection
};

/// The true loss over a plane through the present weights of a run: the experiment's own loss over all training rows in evaluation, by the
/// trainer's own operations and in its precision. Works on a copy: the run stays as it is. Computed by and by.
class Landscape {
 public:
  static constexpr int kMostMarks = 200;
  /// Steps of a slice between two nodes of the grid.
  static constexpr int kFiner = 4;

  Landscape();  ///< empty; only assignable
  Landscape(Landscape&&) noexcept;
  Landscape& operator=(Landscape&&) noexcept;
  ~Landscape();

  /// Of a run between steps. Checkpoints of its past, by step, shorten the replay, as many as there are. Problems: "no-such-weight",
  /// "out-of-range", and "mismatch" where two weights are one.
  static Result<Landscape> create(const Trainer& trainer, const LandscapeQuestion& question,
                                  std::vector<std::vector<std::uint8_t>> past = {});

  /// Replays the run, then measures the path, the slices and the rows of the grid; `keep_going` is asked between steps and between chunks
  /// of rows. True once all is done, or nothing more can be: see problems().
  bool advance(const std::function<bool()>& keep_going = nullptr);
  /// Of a plane that there is not: "mismatch" for a path of fewer than three points or in a line, or for random directions of no length.
  const std::vector<Problem>& problems() const;
  double progress() const;  ///< 0 to 1; replaying counts half where it is needed
  int rows_done() const;    ///< of the grid; its first row is the lowest y

  const LandscapeQuestion& question() const;       ///< plane chosen, addresses filled in
  const LandscapeAxis& axis(int direction) const;  ///< 0: x, 1: y; complete once slices are there
  std::int64_t step() const;
  double centre() const;    ///< the loss at the centre: of the present weights, to the last bit, unless one is held elsewhere
  double penalty() const;   ///< of it, what l1 and l2 add
  double in_plane() const;  ///< share of the gradient's length that lies in the plane, 0 to 1
  const std::vector<LandscapeMark>& path() const;
  /// [(kFiner (size - 1) + 1)] along an axis through the centre; entry kFiner i is node i.
  std::span<const double> slice(int direction) const;
  /// [size × size], a row for each y; rows not yet done are NaN.
  std::span<const double> grid() const;

  /// {step, done, placed, progress, rowsDone, size, plane, seed, zoom, mostZoom, penalised, centre, penalty, inPlane, low, high,
  /// held:{address, value, present}, axes:[{address, layer, unit, input, origin, cell, zero, explained, slope, descent}], path:[[step, x,
  /// y, loss, height]…], slices:[[…], […]], layers:[{layer, name, rows, columns}], problem}. placed: the axes are known; low and high: of
  /// all finite losses so far; held: only where one is; layers: those with parameters; problem: in words, or empty.
  std::string json() const;

  class Implementation;

 private:
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace glassbox

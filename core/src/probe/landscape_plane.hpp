#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "training/trainer_of.hpp"

namespace glassbox::probe {

/// Two directions in the space of all parameters, canonical order.
struct Plane {
  std::array<std::vector<double>, 2> direction;

  /// The multiples of the directions whose sum comes nearest to `move` [parameters]: least squares.
  std::array<double, 2> nearest(const std::vector<double>& move) const;
};

/// One direction of random draws, each unit's incoming weights scaled to the norm of the network's own. All zero where those are.
template <class S>
std::vector<double> random_direction(const training::TrainerOf<S>& run, std::uint32_t seed, int direction);

/// The weights after some of the steps that a run has taken, evenly spread from the first to the last, found by training it once more.
template <class S>
class Path {
 public:
  /// Of `run` up to the step where it now is; at most `most` points, and fewer where they would take much memory or time. What is trained
  /// once more begins at the checkpoints of its `past`, by step.
  Path(const training::TrainerOf<S>& run, int most, std::vector<std::vector<std::uint8_t>> past = {});

  /// Trains on; true once every point is there. False where `keep_going` said so.
  bool advance(const std::function<bool()>& keep_going);
  double progress() const;

  const std::vector<std::int64_t>& steps() const { return steps_; }
  std::span<const S> point(std::size_t index) const { return std::span(numbers_).subspan(index * parameters_, parameters_); }
  /// A point minus other parameters.
  std::vector<double> move(std::size_t index, std::span<const S> from) const;

  struct Principal {
    Plane plane;
    std::array<double, 2> explained = {};  ///< shares of the variance
  };
  /// The two principal directions of the points, of length 1 each, by the eigenvectors of their Gram matrix; the first points from the
  /// first point to the last, along the second the point that strays farthest stands above. Empty where the points stand in a line.
  Principal principal() const;

 private:
  void leap();

  std::size_t parameters_;
  std::vector<std::int64_t> steps_;
  std::vector<S> numbers_;  ///< [points × parameters]
  std::size_t found_ = 0;
  std::unique_ptr<training::TrainerOf<S>> replay_;
  std::vector<std::vector<std::uint8_t>> past_;
  std::size_t next_ = 0;  ///< of the past
};

}  // namespace glassbox::probe

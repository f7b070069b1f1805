#pragma once

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "glassbox/landscape.hpp"
#include "probe/landscape_plane.hpp"
#include "probe/loss_at.hpp"

namespace glassbox {

/// What a landscape has found so far, and whoever finds it.
class Landscape::Implementation {
 public:
  virtual ~Implementation() = default;
  virtual bool advance(const std::function<bool()>& keep_going) = 0;
  virtual double progress() const = 0;

  LandscapeQuestion question;
  std::vector<Problem> problems;
  std::array<LandscapeAxis, 2> axes;
  std::int64_t step = 0;
  double centre = kNotMeasured, penalty = 0, in_plane = 0, present = 0;
  bool placed = false;  ///< axes are known
  std::vector<LandscapeMark> path;
  std::array<std::vector<double>, 2> slices;
  std::vector<double> grid;
  int rows_done = 0;
  bool done = false;
  std::vector<LayerSummary> layers;

 protected:
  /// The axes over a path between these ends, the present point among them.
  void span_axes(std::array<double, 2> low, std::array<double, 2> high);
};

namespace probe {

/// An address of a parameter by its place.
std::string address_of(const std::vector<LayerSummary>& layers, std::size_t place);

/// The landscape of a run in its own precision.
template <class S>
class LandscapeWork final : public Landscape::Implementation {
 public:
  /// A valid question; `run` belongs to the landscape alone.
  LandscapeWork(std::unique_ptr<training::TrainerOf<S>> run, const LandscapeQuestion& asked, std::vector<std::vector<std::uint8_t>> past);

  bool advance(const std::function<bool()>& keep_going) override;
  double progress() const override;

 private:
  void place();
  bool choose_plane();
  void follow_path();
  void measure_slope();
  void stand_at(double x, double y);
  void begin_next();
  void keep(double loss);
  std::size_t slice_size() const { return slices[0].size(); }

  std::unique_ptr<training::TrainerOf<S>> run_;
  LossAt<S> loss_;
  std::unique_ptr<Path<S>> found_;
  Plane plane_;
  std::vector<S> centre_;
  /// The losses to be found, one after the other: the centre, two for each point of the path, both slices, the grid.
  std::size_t next_ = 0, slices_from_ = 0, grid_from_ = 0, end_ = 0;
  bool begun_ = false;
};

}  // namespace probe
}  // namespace glassbox

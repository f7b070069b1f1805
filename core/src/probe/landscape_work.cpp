#include "probe/landscape_work.hpp"

#include <algorithm>
#include <cmath>

namespace glassbox {
namespace {

using Kind = LandscapeQuestion::Plane;

Problem no_plane(std::string value, std::string why) { return {"mismatch", "plane", std::move(value), std::move(why), ""}; }

/// Nodes from `low` to `high` and a little more, the centre among them.
void span(LandscapeAxis& axis, double low, double high, int size) {
  axis.cell = (high - low) / (size - 2);
  if (!std::isfinite(axis.cell)) return;
  axis.zero = std::clamp(static_cast<int>(std::ceil(-low / axis.cell)), 0, size - 1);
}

}  // namespace

void Landscape::Implementation::span_axes(std::array<double, 2> low, std::array<double, 2> high) {
  constexpr double kMargin = 0.25, kLeastShare = 0.1;
  const double longer = std::max(high[0] - low[0], high[1] - low[1]);
  for (std::size_t k = 0; k < 2; ++k) {
    const double margin = kMargin * (high[k] - low[k]);
    const double least = question.plane == Kind::path ? kLeastShare * longer : 1;
    const double from = std::min(low[k] - margin, -least), to = std::max(high[k] + margin, least);
    span(axes[k], from / question.zoom, to / question.zoom, question.size);
  }
}

namespace probe {

std::string address_of(const std::vector<LayerSummary>& layers, std::size_t place) {
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    const LayerSummary& summary = layers[layer];
    const std::size_t columns = static_cast<std::size_t>(summary.columns), weights = static_cast<std::size_t>(summary.rows) * columns;
    if (place < weights) return std::to_string(layer) + ".w." + std::to_string(place / columns) + "." + std::to_string(place % columns);
    place -= weights;
    if (place < static_cast<std::size_t>(summary.rows)) return std::to_string(layer) + ".b." + std::to_string(place);
    place -= static_cast<std::size_t>(summary.rows);
  }
  return "";
}

template <class S>
LandscapeWork<S>::LandscapeWork(std::unique_ptr<training::TrainerOf<S>> run, const LandscapeQuestion& asked,
                                std::vector<std::vector<std::uint8_t>> past)
    : run_(std::move(run)), loss_(*run_, asked.penalty), centre_(run_->parameters().begin(), run_->parameters().end()) {
  question = asked;
  step = run_->step();
  layers = summarize(run_->experiment()).layers;
  const auto size = static_cast<std::size_t>(question.size);
  grid.assign(size * size, kNotMeasured);
  for (auto& slice : slices) slice.assign(Landscape::kFiner * (size - 1) + 1, kNotMeasured);
  if (question.path || question.plane == Kind::path) found_ = std::make_unique<Path<S>>(*run_, Landscape::kMostMarks, std::move(past));
  if (question.plane != Kind::weights || question.held.empty()) return;
  S& held = centre_[*run_->network().parameter_index(question.held)];
  present = held;
  held = static_cast<S>(question.held_at);
}

template <class S>
bool LandscapeWork<S>::advance(const std::function<bool()>& keep_going) {
  if (!problems.empty()) return true;
  if (found_ && !found_->advance(keep_going)) return false;
  if (!placed) place();
  if (!problems.empty()) return true;
  while (next_ < end_) {
    if (!begun_) begin_next();
    if (loss_.advance()) {
      keep(loss_.value());
      ++next_;
      begun_ = false;
    }
    if (keep_going && !keep_going()) break;
  }
  const std::size_t nodes = next_ > grid_from_ ? next_ - grid_from_ : 0;
  rows_done = static_cast<int>(nodes / static_cast<std::size_t>(question.size));
  return done = next_ == end_;
}

template <class S>
double LandscapeWork<S>::progress() const {
  const double measured = end_ > 0 ? static_cast<double>(next_) / static_cast<double>(end_) : 0;
  return found_ ? (found_->progress() + measured) / 2 : measured;
}

template <class S>
void LandscapeWork<S>::place() {
  if (!choose_plane()) return;
  follow_path();
  if (!std::isfinite(axes[0].cell) || !std::isfinite(axes[1].cell)) {
    problems.push_back(no_plane("path", "The path leads further than numbers reach; leave it out, or go back some steps."));
    return;
  }
  measure_slope();
  slices_from_ = 1 + 2 * path.size();
  grid_from_ = slices_from_ + 2 * slice_size();
  end_ = grid_from_ + grid.size();
  placed = true;
}

template <class S>
bool LandscapeWork<S>::choose_plane() {
  const std::size_t count = centre_.size();
  if (question.plane == Kind::path) {
    auto principal = found_->principal();
    if (principal.plane.direction[0].empty()) {
      problems.push_back(
          no_plane("path", "A plane needs a path of three points and more, and not all in a line. Train a few steps first."));
      return false;
    }
    plane_ = std::move(principal.plane);
    for (std::size_t k = 0; k < 2; ++k) axes[k].explained = principal.explained[k];
    return true;
  }
  for (std::size_t k = 0; k < 2; ++k) {
    std::vector<double>& direction = plane_.direction[k];
    if (question.plane == Kind::random) {
      direction = random_direction(*run_, question.seed, static_cast<int>(k));
      if (std::any_of(direction.begin(), direction.end(), [](double number) { return number != 0; })) continue;
      problems.push_back(no_plane("random", "The directions are as long as the weights, and all weights are zero."));
      return false;
    }
    const std::string& address = k == 0 ? question.first : question.second;
    const std::size_t place = *run_->network().parameter_index(address);
    direction.assign(count, 0);
    direction[place] = 1;
    LandscapeAxis& axis = axes[k];
    axis.address = address;
    axis.origin = centre_[place];
    axis.layer = std::stoi(address);
    const network::Layer& layer = run_->network().layers()[static_cast<std::size_t>(axis.layer)];
    axis.unit = layer.row_of(place);
    axis.input = place < layer.first_bias ? static_cast<int>((place - layer.first_weight) % static_cast<std::size_t>(layer.columns)) : -1;
  }
  return true;
}

template <class S>
void LandscapeWork<S>::follow_path() {
  std::array<double, 2> low = {}, high = {};
  const std::size_t points = found_ ? found_->steps().size() : 0;
  for (std::size_t i = 0; i < points; ++i) {
    const std::array<double, 2> at = plane_.nearest(found_->move(i, run_->parameters()));
    path.push_back({found_->steps()[i], at[0], at[1], kNotMeasured, kNotMeasured});
    for (std::size_t k = 0; k < 2; ++k) {
      low[k] = std::min(low[k], at[k]);
      high[k] = std::max(high[k], at[k]);
    }
  }
  if (question.plane == Kind::random) low = high = {};  // hardly any of a path lies in random directions
  span_axes(low, high);
}

template <class S>
void LandscapeWork<S>::measure_slope() {
  std::copy(centre_.begin(), centre_.end(), loss_.parameters().begin());
  const std::vector<double> gradient = loss_.gradient();
  const std::array<double, 2> inside = plane_.nearest(gradient);
  double within = 0, whole = 0;
  for (std::size_t k = 0; k < 2; ++k) {
    const std::vector<double>& direction = plane_.direction[k];
    axes[k].slope = 0;
    for (std::size_t i = 0; i < gradient.size(); ++i) axes[k].slope += direction[i] * gradient[i];
    axes[k].descent = -inside[k];
    within += inside[k] * axes[k].slope;
  }
  for (const double number : gradient) whole += number * number;
  in_plane = whole > 0 ? std::sqrt(std::clamp(within / whole, 0.0, 1.0)) : 0;
}

template <class S>
void LandscapeWork<S>::stand_at(double x, double y) {
  const std::span<S> parameters = loss_.parameters();
  std::copy(centre_.begin(), centre_.end(), parameters.begin());
  for (std::size_t i = 0; i < centre_.size(); ++i) {
    const double move = x * plane_.direction[0][i] + y * plane_.direction[1][i];
    if (move != 0) parameters[i] = static_cast<S>(centre_[i] + move);
  }
}

template <class S>
void LandscapeWork<S>::begin_next() {
  const LandscapeAxis &along = axes[0], &up = axes[1];
  if (next_ == 0) {
    stand_at(0, 0);
  } else if (next_ < slices_from_) {
    const std::size_t point = (next_ - 1) / 2;
    if ((next_ - 1) % 2 == 0) {
      std::copy(found_->point(point).begin(), found_->point(point).end(), loss_.parameters().begin());
    } else {
      stand_at(path[point].x, path[point].y);
    }
  } else if (next_ < grid_from_) {
    const std::size_t direction = (next_ - slices_from_) / slice_size(), place = (next_ - slices_from_) % slice_size();
    const LandscapeAxis& axis = axes[direction];
    // A quarter is exact: where a node stands, these are its bits.
    const double way = (static_cast<int>(place) - Landscape::kFiner * axis.zero) * (axis.cell / Landscape::kFiner);
    stand_at(direction == 0 ? way : 0, direction == 0 ? 0 : way);
  } else {
    const int node = static_cast<int>(next_ - grid_from_);
    stand_at(along.at(node % question.size), up.at(node / question.size));
  }
  loss_.begin();
  begun_ = true;
}

template <class S>
void LandscapeWork<S>::keep(double loss) {
  if (next_ == 0) {
    centre = loss;
    penalty = loss_.penalty();
  } else if (next_ < slices_from_) {
    LandscapeMark& mark = path[(next_ - 1) / 2];
    ((next_ - 1) % 2 == 0 ? mark.loss : mark.height) = loss;
  } else if (next_ < grid_from_) {
    slices[(next_ - slices_from_) / slice_size()][(next_ - slices_from_) % slice_size()] = loss;
  } else {
    grid[next_ - grid_from_] = loss;
  }
}

template class LandscapeWork<float>;
template class LandscapeWork<double>;

}  // namespace probe
}  // namespace glassbox

#include "glassbox/landscape.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "glassbox/json.hpp"
#include "glassbox/number.hpp"
#include "probe/landscape_work.hpp"

namespace glassbox {
namespace {

using Kind = LandscapeQuestion::Plane;
using Past = std::vector<std::vector<std::uint8_t>>;

template <class S>
std::unique_ptr<Landscape::Implementation> begin_work(const Trainer& trainer, const LandscapeQuestion& question, Past past) {
  auto copy = std::make_unique<training::TrainerOf<S>>(trainer.experiment(), trainer.dataset(), trainer.prepared());
  copy->restore(trainer.checkpoint(), nullptr, nullptr);
  copy->advance(copy->step(), nullptr);
  return std::make_unique<probe::LandscapeWork<S>>(std::move(copy), question, std::move(past));
}

/// The first two parameters of the last layer that has some, where none are asked for.
void fill_in(const std::vector<LayerSummary>& layers, LandscapeQuestion& question) {
  std::size_t place = 0, last = 0;
  for (const LayerSummary& layer : layers) {
    if (layer.rows > 0) last = place;
    place += static_cast<std::size_t>(layer.parameters);
  }
  if (question.first.empty())
    question.first = probe::address_of(layers, question.second == probe::address_of(layers, last) ? last + 1 : last);
  if (question.second.empty())
    question.second = probe::address_of(layers, question.first == probe::address_of(layers, last + 1) ? last : last + 1);
}

std::vector<Problem> problems_of(const Trainer& trainer, const LandscapeQuestion& question) {
  std::vector<Problem> problems;
  if (question.size < 3 || question.size > LandscapeQuestion::kMostSize)
    problems.push_back({"out-of-range", "size", std::to_string(question.size), "3 to " + std::to_string(LandscapeQuestion::kMostSize), ""});
  if (!(question.zoom >= 1 / LandscapeQuestion::kMostZoom && question.zoom <= LandscapeQuestion::kMostZoom))
    problems.push_back({"out-of-range", "zoom", write_number(question.zoom), "1/1024 to 1024", ""});
  if (question.plane != Kind::weights) return problems;
  const auto exists = [&](const std::string& address) {
    return training::visit(trainer.implementation(), [&](const auto& run) { return run.network().parameter_index(address).has_value(); });
  };
  const std::string layers = "layers 0 to " + std::to_string(summarize(trainer.experiment()).layers.size() - 1);
  for (const auto& [key, address] : {std::pair("first", question.first), {"second", question.second}, {"held", question.held}}) {
    if ((std::string_view(key) != "held" || !address.empty()) && !exists(address))
      problems.push_back({"no-such-weight", key, address.substr(0, 80), layers, ""});
  }
  if (question.first == question.second)
    problems.push_back({"mismatch", "second", question.second, "A plane needs two different weights.", ""});
  if (!question.held.empty() && (question.held == question.first || question.held == question.second))
    problems.push_back({"mismatch", "held", question.held, "It already runs along an axis.", ""});
  if (!std::isfinite(question.held_at)) problems.push_back({"not-a-number", "held", write_number(question.held_at), "a finite number", ""});
  return problems;
}

/// A plane that can be shown, and that says most of it.
Kind choose(const Trainer& trainer) {
  constexpr int kFewParameters = 3;
  constexpr std::int64_t kShortestPath = 3;
  if (summarize(trainer.experiment()).parameters <= kFewParameters) return Kind::weights;
  return trainer.step() >= kShortestPath ? Kind::path : Kind::random;
}

/// By Plane.
constexpr std::array<std::string_view, 4> kPlanes = {"auto", "weights", "random", "path"};

}  // namespace

Result<LandscapeQuestion::Plane> LandscapeQuestion::plane_named(std::string_view name) {
  const auto* const found = std::find(kPlanes.begin(), kPlanes.end(), name);
  Result<Plane> result;
  if (found == kPlanes.end())
    result.problems.push_back({"unknown-choice", "plane", std::string(name.substr(0, 80)), "auto, weights, random or path", ""});
  else
    result.value = static_cast<Plane>(found - kPlanes.begin());
  return result;
}

Landscape::Landscape() = default;
Landscape::Landscape(Landscape&&) noexcept = default;
Landscape& Landscape::operator=(Landscape&&) noexcept = default;
Landscape::~Landscape() = default;

Result<Landscape> Landscape::create(const Trainer& trainer, const LandscapeQuestion& question, Past past) {
  LandscapeQuestion asked = question;
  if (asked.plane == Kind::automatic) asked.plane = choose(trainer);
  if (asked.plane == Kind::weights) fill_in(summarize(trainer.experiment()).layers, asked);
  Result<Landscape> result;
  result.problems = problems_of(trainer, asked);
  if (!result.ok()) return result;
  result.value.implementation_ = training::in_double(trainer.experiment()) ? begin_work<double>(trainer, asked, std::move(past))
                                                                           : begin_work<float>(trainer, asked, std::move(past));
  return result;
}

bool Landscape::advance(const std::function<bool()>& keep_going) { return implementation_->advance(keep_going); }
const std::vector<Problem>& Landscape::problems() const { return implementation_->problems; }
double Landscape::progress() const { return implementation_->progress(); }
int Landscape::rows_done() const { return implementation_->rows_done; }
const LandscapeQuestion& Landscape::question() const { return implementation_->question; }
const LandscapeAxis& Landscape::axis(int direction) const { return implementation_->axes[static_cast<std::size_t>(direction)]; }
std::int64_t Landscape::step() const { return implementation_->step; }
double Landscape::centre() const { return implementation_->centre; }
double Landscape::penalty() const { return implementation_->penalty; }
double Landscape::in_plane() const { return implementation_->in_plane; }
const std::vector<LandscapeMark>& Landscape::path() const { return implementation_->path; }
std::span<const double> Landscape::slice(int direction) const { return implementation_->slices[static_cast<std::size_t>(direction)]; }
std::span<const double> Landscape::grid() const { return implementation_->grid; }

namespace {

void write_axes(JsonWriter& json, const Landscape::Implementation& work) {
  json.key("axes").begin_array();
  for (const LandscapeAxis& axis : work.axes) {
    json.begin_object().member("address", axis.address).member("layer", axis.layer).member("unit", axis.unit).member("input", axis.input);
    json.member("origin", axis.origin).member("cell", axis.cell).member("zero", axis.zero).member("explained", axis.explained);
    json.member("slope", axis.slope).member("descent", axis.descent).end_object();
  }
  json.end_array();
}

void write_found(JsonWriter& json, const Landscape::Implementation& work) {
  json.key("path").begin_array();
  for (const LandscapeMark& mark : work.path) {
    json.begin_array().value(mark.step).value(mark.x).value(mark.y).value(mark.loss).value(mark.height).end_array();
  }
  json.end_array().key("slices").begin_array();
  for (const std::vector<double>& slice : work.slices) {
    json.begin_array();
    for (const double loss : slice) json.value(loss);
    json.end_array();
  }
  json.end_array();
}

void write_layers(JsonWriter& json, const std::vector<LayerSummary>& layers) {
  json.key("layers").begin_array();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].rows == 0) continue;
    json.begin_object().member("layer", static_cast<int>(i)).member("name", layers[i].name);
    json.member("rows", layers[i].rows).member("columns", layers[i].columns).end_object();
  }
  json.end_array();
}

}  // namespace

std::string Landscape::json() const {
  const Implementation& work = *implementation_;
  double low = work.centre, high = work.centre;
  const auto include = [&](double loss) {
    if (!std::isfinite(loss)) return;
    low = std::isfinite(low) ? std::min(low, loss) : loss;
    high = std::isfinite(high) ? std::max(high, loss) : loss;
  };
  for (const double loss : work.grid) include(loss);
  for (const auto& slice : work.slices) std::for_each(slice.begin(), slice.end(), include);
  for (const LandscapeMark& mark : work.path) include(mark.height);
  JsonWriter json;
  json.begin_object().member("step", work.step).member("done", work.done || !work.problems.empty()).member("placed", work.placed);
  json.member("progress", work.progress()).member("rowsDone", work.rows_done).member("size", work.question.size);
  json.member("plane", kPlanes[static_cast<std::size_t>(work.question.plane)])
      .member("seed", static_cast<std::int64_t>(work.question.seed));
  json.member("zoom", work.question.zoom)
      .member("mostZoom", LandscapeQuestion::kMostZoom)
      .member("penalised", work.question.penalty)
      .member("centre", work.centre);
  json.member("penalty", work.penalty).member("inPlane", work.in_plane).member("low", low).member("high", high);
  if (!work.question.held.empty()) {
    json.key("held").begin_object().member("address", work.question.held).member("value", work.question.held_at);
    json.member("present", work.present).end_object();
  }
  write_axes(json, work);
  write_found(json, work);
  write_layers(json, work.layers);
  json.member("problem", work.problems.empty() ? std::string() : describe(work.problems.front()));
  json.end_object();
  return json.text();
}

}  // namespace glassbox

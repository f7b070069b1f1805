#include <Eigen/Core>
#include <algorithm>
#include <optional>

#include "glassbox/json.hpp"
#include "glassbox/structure.hpp"
#include "probe/same_answers.hpp"

namespace glassbox {
namespace {

constexpr std::int64_t kMostWork = 100'000'000;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// W and b of a dense layer.
struct Affine {
  Matrix w;
  Eigen::VectorXd b;
};

template <class S>
Affine affine_of(const network::Layer& layer, std::span<const S> parameters) {
  using Rows = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Column = Eigen::Matrix<S, Eigen::Dynamic, 1>;
  const S* all = parameters.data();
  return {Eigen::Map<const Rows>(all + layer.first_weight, layer.rows, layer.columns).template cast<double>(),
          Eigen::Map<const Column>(all + layer.first_bias, layer.rows).template cast<double>()};
}

void append(const Affine& affine, std::vector<double>& w) {
  w.insert(w.end(), affine.w.data(), affine.w.data() + affine.w.size());
  w.insert(w.end(), affine.b.data(), affine.b.data() + affine.b.size());
}

/// Entries of Summary::layers that an entry of a net counts as.
int count_of(const LayerSpec& layer) {
  int count = 1;
  for (const LayerSpec& inner : layer.inner) count += count_of(inner);
  return count;
}

bool linear(const LayerSpec& layer) { return layer.kind == LayerSpec::Kind::dense && layer.activation == "linear"; }

/// Walks over a net and folds a linear dense layer into the dense layer right behind it. Within residual blocks nothing is folded.
template <class S>
class Folding {
 public:
  Folding(const training::TrainerOf<S>& run, const Experiment& experiment, const Summary& summary)
      : run_(run), summary_(summary), folded_(experiment) {
    folded_.net.clear();
    folded_.w.clear();
    folded_.edits.clear();
    folded_.at = 0;
    folded_.expect.reset();
    for (const LayerSpec& layer : experiment.net) {
      if (layer.kind == LayerSpec::Kind::dense) {
        dense(linear(layer));
        if (!linear(layer)) folded_.net.push_back(layer);
        if (linear(layer)) pending_ = layer;
      } else {
        keep(layer);
      }
    }
    dense(false);
    for (double& number : folded_.w) number = probe::as_written(static_cast<S>(number));
  }

  bool any() const { return !names_.empty(); }
  const std::vector<std::string>& names() const { return names_; }
  const Experiment& folded() const { return folded_; }

 private:
  /// The next entry: its own W and b, on top of what waits to be folded.
  void dense(bool wait) {
    const auto index = static_cast<std::size_t>(next_++);
    Affine own = affine_of<S>(run_.network().layers()[index], run_.parameters());
    if (waits_) {
      if (names_.empty() || names_.back() != summary_.layers[index - 1].name) names_.push_back(summary_.layers[index - 1].name);
      names_.push_back(summary_.layers[index].name);
      own = {own.w * waiting_.w, own.w * waiting_.b + own.b};
    }
    waits_ = wait;
    if (wait) {
      waiting_ = std::move(own);
    } else {
      append(own, folded_.w);
    }
  }

  /// A layer of another kind stays, and so does a linear one before it.
  void keep(const LayerSpec& layer) {
    if (waits_) {
      folded_.net.push_back(*pending_);
      append(waiting_, folded_.w);
      waits_ = false;
    }
    for (int i = 0; i < count_of(layer); ++i) {
      const network::Layer& made = run_.network().layers()[static_cast<std::size_t>(next_++)];
      const auto all = run_.parameters();
      if (made.rows > 0) folded_.w.insert(folded_.w.end(), all.begin() + made.first_weight, all.begin() + made.end());
    }
    folded_.net.push_back(layer);
  }

  const training::TrainerOf<S>& run_;
  const Summary& summary_;
  Experiment folded_;
  int next_ = 0;
  Affine waiting_;  ///< what is to be folded into the next layer, while waits_
  bool waits_ = false;
  std::optional<LayerSpec> pending_;
  std::vector<std::string> names_;
};

/// The folded network beside the whole one, row by row.
template <class S>
void compare(const training::TrainerOf<S>& run, const Summary& summary, const Experiment& folded, Collapse& collapse) {
  const network::Network<S> network(folded, summary.input_shape, summary.layers.back().units);
  std::vector<S> parameters(folded.w.size());
  std::transform(folded.w.begin(), folded.w.end(), parameters.begin(), [](double weight) { return static_cast<S>(weight); });
  const std::span<const int> rows = probe::first_training_rows(run, 2 * probe::row_work(run.network()), kMostWork);
  collapse.rows = static_cast<int>(rows.size());
  const probe::AnswersApart apart = probe::answers_apart<S>(run, network, parameters.data(), run.statistics().data(), rows);
  collapse.difference = apart.difference;
  collapse.largest = apart.largest;
}

template <class S>
Collapse collapse_in(const Trainer& trainer) {
  const auto& run = probe::inside<S>(trainer);
  const Summary summary = summarize(trainer.experiment());
  const Folding<S> folding(run, trainer.experiment(), summary);
  Collapse collapse;
  collapse.layers = folding.names();
  collapse.before = summary.parameters;
  collapse.all_rows = static_cast<int>(run.prepared().train.size());
  if (!folding.any()) return collapse;
  collapse.after = static_cast<std::int64_t>(folding.folded().w.size());
  compare<S>(run, summary, folding.folded(), collapse);
  if (run.statistics().empty()) collapse.text = format(folding.folded());
  if (collapse.text.size() > kMaxLinkBytes || !parse(collapse.text).ok()) collapse.text.clear();
  return collapse;
}

}  // namespace

Collapse collapse_linear(const Trainer& trainer) {
  return training::in_double(trainer.experiment()) ? collapse_in<double>(trainer) : collapse_in<float>(trainer);
}

std::string collapse_json(const Trainer& trainer) {
  const Collapse collapse = collapse_linear(trainer);
  JsonWriter json;
  json.begin_object().member("step", trainer.step()).key("layers").begin_array();
  for (const std::string& name : collapse.layers) json.value(name);
  json.end_array().member("before", collapse.before).member("after", collapse.after).member("difference", collapse.difference);
  json.member("largest", collapse.largest).member("rows", collapse.rows).member("allRows", collapse.all_rows);
  json.member("text", collapse.text).end_object();
  return json.text();
}

}  // namespace glassbox

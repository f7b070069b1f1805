#include "glassbox/generalisation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/registry.hpp"
#include "glassbox/json.hpp"
#include "network/registry.hpp"
#include "probe/inside.hpp"
#include "probe/passes.hpp"
#include "probe/training_rows.hpp"
#include "training/class_weights.hpp"
#include "training/decision.hpp"

namespace glassbox {
namespace {

using math::Panel;

constexpr int kPoints = 161;
constexpr double kBeyond = 0.1;  ///< of the range, on both sides of a sweep
constexpr const char* kPartNames[] = {"train", "test", "blind"};

struct Bounds {
  double low = HUGE_VAL, high = -HUGE_VAL;

  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool holds(double value) const { return value >= low && value <= high; }
};

double raw(const Dataset& dataset, int row, int column) {
  return dataset.x[static_cast<std::size_t>(column) * static_cast<std::size_t>(dataset.rows) + static_cast<std::size_t>(row)];
}

std::vector<double> raw_row(const Dataset& dataset, int row) {
  std::vector<double> values;
  for (int column = 0; column < dataset.columns; ++column) values.push_back(raw(dataset, row, column));
  return values;
}

void write_numbers(JsonWriter& json, const char* key, const std::vector<double>& numbers) {
  json.key(key).begin_array();
  for (const double number : numbers) json.value(number);
  json.end_array();
}

/// What the rows of a run are worth with its present weights.
struct RowFindings {
  std::vector<std::vector<double>> answers;     ///< [rows][outputs]
  std::vector<double> losses;                   ///< [rows]
  std::vector<int> answered;                    ///< [rows]
  std::vector<std::vector<double>> logarithms;  ///< [log policies][rows]; bce only
};

template <class S>
Panel<const S> one_row(network::Arena<S>& numbers, std::size_t place, Panel<const S> panel, int row) {
  const Panel<S> one = {numbers.data() + place * math::kLanes * panel.units, 1, math::kLanes, panel.units};
  for (int unit = 0; unit < panel.units; ++unit) std::fill_n(one.column(unit), math::kLanes, panel.column(unit)[row]);
  return one;
}

/// Of one logit, as each way to keep logarithms finite would have it.
void weigh_logarithms(const Experiment& experiment, double z, double a, double y, std::vector<std::vector<double>>& logarithms) {
  network::Arena<double> numbers(3 * math::kLanes);
  const auto one = [&](double value, int place) {
    std::fill_n(numbers.data() + place * math::kLanes, math::kLanes, value);
    return Panel<const double>{numbers.data() + place * math::kLanes, 1, math::kLanes, 1};
  };
  const Panel<const double> logit = one(z, 0), answer = one(a, 1), target = one(y, 2);
  std::size_t policy = 0;
  for (const network::Choice& choice : network::log_policies()) {
    logarithms[policy++].push_back(network::make_loss<double>("bce", experiment.classw, choice.name)->value(logit, answer, target));
  }
}

template <class S>
RowFindings find_rows(const Trainer& trainer) {
  const training::TrainerOf<S>& run = probe::inside<S>(trainer);
  const Dataset& dataset = trainer.dataset();
  const training::Decision<S> decision(trainer.experiment(), trainer.prepared());
  const int outputs = run.network().outputs();
  RowFindings found;
  if (trainer.experiment().loss == "bce") found.logarithms.resize(network::log_policies().size());
  network::Arena<S> alone(static_cast<std::size_t>(3 * math::kLanes) * outputs);
  std::vector<int> rows(static_cast<std::size_t>(dataset.rows));
  std::iota(rows.begin(), rows.end(), 0);
  probe::forward_rows<S>(run, rows, [&](const network::Pass<S>& pass, Panel<const S> y) {
    const Panel<const S> z = pass.panels.value(run.network().logits()), a = pass.panels.value(run.network().answers());
    for (int n = 0; n < a.rows; ++n) {
      std::vector<double> answers;
      for (int k = 0; k < outputs; ++k) answers.push_back(static_cast<double>(a.column(k)[n]));
      found.answers.push_back(std::move(answers));
      const Panel<const S> z_one = one_row<S>(alone, 0, z, n), a_one = one_row<S>(alone, 1, a, n), y_one = one_row<S>(alone, 2, y, n);
      found.losses.push_back(static_cast<double>(run.loss().value(z_one, a_one, y_one)));
      found.answered.push_back(dataset.classes ? static_cast<int>(decision.of(a_one, 0).label[0]) : -1);
      if (!found.logarithms.empty()) {
        weigh_logarithms(trainer.experiment(), static_cast<double>(z_one.data[0]), static_cast<double>(a_one.data[0]),
                         static_cast<double>(y_one.data[0]), found.logarithms);
      }
    }
  });
  return found;
}

}  // namespace

class Generalisation::Implementation {
 public:
  explicit Implementation(Trainer trainer)
      : run(std::move(trainer)),
        found(training::in_double(run.experiment()) ? find_rows<double>(run) : find_rows<float>(run)),
        trained(static_cast<std::size_t>(run.dataset().columns)),
        everywhere(trained) {
    for (int column = 0; column < run.dataset().columns; ++column) {
      for (int row = 0; row < run.dataset().rows; ++row) {
        const double value = raw(run.dataset(), row, column);
        everywhere[static_cast<std::size_t>(column)].take(value);
        if (run.dataset().part[static_cast<std::size_t>(row)] == Part::train) trained[static_cast<std::size_t>(column)].take(value);
      }
    }
    for (int part = 0; part < 3; ++part) ranked[part] = rank(part_rows(part));
  }

  const std::vector<int>& part_rows(int part) const {
    const Prepared& prepared = run.prepared();
    return part == 0 ? prepared.train : part == 1 ? prepared.test : prepared.blind;
  }

  std::vector<RowLoss> rank(const std::vector<int>& rows) const {
    double total = 0;
    for (const int row : rows) total += found.losses[static_cast<std::size_t>(row)];
    std::vector<RowLoss> list;
    for (const int row : rows) {
      const double loss = found.losses[static_cast<std::size_t>(row)];
      list.push_back({row, loss, total != 0 ? loss / total : 0, found.answered[static_cast<std::size_t>(row)], outside(row)});
    }
    // what is not finite stands first
    std::stable_sort(list.begin(), list.end(), [](const RowLoss& a, const RowLoss& b) {
      if (std::isfinite(a.loss) != std::isfinite(b.loss)) return !std::isfinite(a.loss);
      return a.loss > b.loss;
    });
    return list;
  }

  std::vector<int> outside(int row) const {
    std::vector<int> columns;
    for (int column = 0; column < run.dataset().columns; ++column) {
      if (!trained[static_cast<std::size_t>(column)].holds(raw(run.dataset(), row, column))) columns.push_back(column);
    }
    return columns;
  }

  /// The column in which most held-out rows lie outside; the first of equals.
  int most_outside() const {
    std::vector<int> counts(trained.size(), 0);
    for (const std::vector<RowLoss>& rows : ranked) {
      for (const RowLoss& row : rows) {
        for (const int column : row.out) ++counts[static_cast<std::size_t>(column)];
      }
    }
    return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  }

  template <class S>
  void answer(const std::vector<double>& points, std::vector<std::vector<double>>& answers) const {
    const training::TrainerOf<S>& inside = probe::inside<S>(run);
    const std::vector<double> fed = probe::feed(run.prepared().transform, points, run.dataset().columns);
    const std::size_t count = points.size() / static_cast<std::size_t>(run.dataset().columns);
    probe::forward_points<S>(inside, {fed.data(), count, static_cast<int>(count)}, false, [&](const network::Buffers<S>& buffers, int) {
      const Panel<const S> a = buffers.value(inside.network().answers());
      answers.resize(static_cast<std::size_t>(a.units));
      for (int k = 0; k < a.units; ++k) {
        for (int n = 0; n < a.rows; ++n) answers[static_cast<std::size_t>(k)].push_back(static_cast<double>(a.column(k)[n]));
      }
    });
  }

  template <class S>
  InputSlopes slopes(int row) const {
    const training::TrainerOf<S>& inside = probe::inside<S>(run);
    const Dataset& dataset = run.dataset();
    const int output = inside.network().outputs() > 1 ? std::max(0, found.answered[static_cast<std::size_t>(row)]) : 0;
    const std::vector<double> values = raw_row(dataset, row);
    const std::vector<double> fed = probe::feed(run.prepared().transform, values, dataset.columns);
    InputSlopes result = {output, std::vector<double>(values.size(), 0)};
    run.prepared().transform.add_gradient(values, probe::input_slopes<S>(inside, fed, output), result.slopes);
    return result;
  }

  Trainer run;
  RowFindings found;
  std::vector<Bounds> trained, everywhere;  ///< [columns]
  std::vector<RowLoss> ranked[3];
};

Generalisation::Generalisation(Trainer run) : implementation_(std::make_unique<Implementation>(std::move(run))) {}
Generalisation::Generalisation(Generalisation&&) noexcept = default;
Generalisation::~Generalisation() = default;

const Trainer& Generalisation::run() const { return implementation_->run; }
const std::vector<RowLoss>& Generalisation::rows(Part part) const { return implementation_->ranked[static_cast<int>(part)]; }

SweptInput Generalisation::sweep(int row, int column) const {
  const Dataset& dataset = run().dataset();
  SweptInput swept;
  swept.row = std::clamp(row, 0, dataset.rows - 1);
  swept.column = std::clamp(column, 0, dataset.columns - 1);
  const Bounds& trained = implementation_->trained[static_cast<std::size_t>(swept.column)];
  const Bounds& all = implementation_->everywhere[static_cast<std::size_t>(swept.column)];
  swept.trained_low = trained.low;
  swept.trained_high = trained.high;
  const double width = all.high > all.low ? all.high - all.low : 2, low = all.low - kBeyond * width;
  const double step = (all.high > all.low ? width * (1 + 2 * kBeyond) : width) / (kPoints - 1);
  const data::SetRow* set = data::find_set(run().experiment().data);
  const bool known = set != nullptr && set->truth != nullptr && run().experiment().target == "given";
  std::vector<double> point = raw_row(dataset, swept.row), points;
  for (int i = 0; i < kPoints; ++i) {
    const double x = (all.high > all.low ? low : all.low - 1) + step * i;
    swept.x.push_back(x);
    point[static_cast<std::size_t>(swept.column)] = x;
    points.insert(points.end(), point.begin(), point.end());
    if (known) swept.truth.push_back(set->truth(point).value_or(kNotMeasured));
  }
  if (training::in_double(run().experiment())) {
    implementation_->answer<double>(points, swept.answers);
  } else {
    implementation_->answer<float>(points, swept.answers);
  }
  return swept;
}

InputSlopes Generalisation::slopes(int row) const {
  row = std::clamp(row, 0, run().dataset().rows - 1);
  return training::in_double(run().experiment()) ? implementation_->slopes<double>(row) : implementation_->slopes<float>(row);
}

std::string Generalisation::overview_json() {
  Implementation& all = *implementation_;
  const Dataset& dataset = all.run.dataset();
  const Metrics metrics = all.run.measure();
  JsonWriter json;
  json.begin_object().member("step", all.run.step()).member("target", dataset.classes ? "classes" : "numbers");
  json.key("classes").begin_array();
  for (const std::string& name : dataset.class_names) json.value(name);
  json.end_array().key("columns").begin_array();
  for (int column = 0; column < dataset.columns; ++column) {
    const Bounds& bounds = all.trained[static_cast<std::size_t>(column)];
    json.begin_object().member("name", dataset.column_names[static_cast<std::size_t>(column)]);
    json.member("low", bounds.low).member("high", bounds.high).end_object();
  }
  json.end_array()
      .member("column", all.most_outside())
      .member("imageWidth", dataset.image_width)
      .member("outputs", all.run.prepared().outputs);
  json.member("priced", !training::cost_matrix(all.run.experiment(), dataset).empty()).key("parts").begin_array();
  for (int part = 0; part < 3; ++part) {
    const PartMetrics& measured = metrics.part[part];
    const std::vector<RowLoss>& rows = all.ranked[part];
    int half = 0;
    for (double share = 0; half < static_cast<int>(rows.size()) && share < 0.5; ++half) share += rows[static_cast<std::size_t>(half)].share;
    json.begin_object().member("name", kPartNames[part]).member("rows", measured.rows).member("loss", measured.loss);
    json.member("score", dataset.classes ? measured.accuracy : measured.r2).member("baseLoss", measured.base_loss);
    json.member("baseScore", dataset.classes ? measured.base_accuracy : 0.0).member("cost", measured.cost);
    json.member("outside", static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const RowLoss& row) { return !row.out.empty(); })));
    json.member("half", half).end_object();
  }
  json.end_array().key("logarithms").begin_array();
  for (std::size_t policy = 0; policy < all.found.logarithms.size(); ++policy) {
    const network::Choice& choice = network::log_policies()[policy];
    json.begin_object().member("name", choice.name).member("label", choice.label).key("loss").begin_array();
    for (int part = 0; part < 3; ++part) {
      double sum = 0;
      for (const int row : all.part_rows(part)) sum += all.found.logarithms[policy][static_cast<std::size_t>(row)];
      const bool mean = all.run.experiment().reduce == "mean";
      json.value(mean ? sum / training::total_weight(all.run.experiment(), dataset, all.part_rows(part)) : sum);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string Generalisation::rows_json(Part part, int count) const {
  constexpr std::size_t kMostShown = 16;  ///< answers of a row; an autoencoder's are as many as its inputs
  const Implementation& all = *implementation_;
  const std::vector<RowLoss>& rows = this->rows(part);
  double total = 0;
  for (const RowLoss& row : rows) total += row.loss;
  JsonWriter json;
  json.begin_object().member("part", kPartNames[static_cast<int>(part)]).member("total", total).key("rows").begin_array();
  for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(std::max(0, count)); ++i) {
    const RowLoss& row = rows[i];
    json.begin_object().member("row", row.row).member("loss", row.loss).member("share", row.share);
    json.member("target", all.run.dataset().target[static_cast<std::size_t>(row.row)]).member("answered", row.answered);
    const std::vector<double>& answers = all.found.answers[static_cast<std::size_t>(row.row)];
    write_numbers(json, "answers", {answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(std::min(answers.size(), kMostShown))});
    json.key("out").begin_array();
    for (const int column : row.out) json.value(column);
    json.end_array();
    write_numbers(json, "inputs", raw_row(all.run.dataset(), row.row));
    json.end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string Generalisation::sweep_json(int row, int column) const {
  const SweptInput swept = sweep(row, column);
  const Dataset& dataset = run().dataset();
  JsonWriter json;
  json.begin_object().member("row", swept.row).member("column", swept.column);
  json.member("name", dataset.column_names[static_cast<std::size_t>(swept.column)]);
  json.member("trainedLow", swept.trained_low).member("trainedHigh", swept.trained_high);
  json.member("value", raw(dataset, swept.row, swept.column)).member("target", dataset.target[static_cast<std::size_t>(swept.row)]);
  write_numbers(json, "x", swept.x);
  json.key("answers").begin_array();
  for (const std::vector<double>& answers : swept.answers) {
    json.begin_array();
    for (const double answer : answers) json.value(answer);
    json.end_array();
  }
  json.end_array();
  write_numbers(json, "truth", swept.truth);
  json.end_object();
  return json.text();
}

std::string Generalisation::slopes_json(int row) const {
  row = std::clamp(row, 0, run().dataset().rows - 1);
  const InputSlopes found = slopes(row);
  JsonWriter json;
  json.begin_object().member("row", row).member("output", found.output);
  write_numbers(json, "values", raw_row(run().dataset(), row));
  write_numbers(json, "slopes", found.slopes);
  json.end_object();
  return json.text();
}

}  // namespace glassbox

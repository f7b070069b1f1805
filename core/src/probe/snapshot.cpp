#include "glassbox/snapshot.hpp"

#include <algorithm>

#include "glassbox/json.hpp"
#include "probe/assembler.hpp"
#include "probe/code.hpp"
#include "probe/grid.hpp"
#include "probe/inside.hpp"
#include "probe/passes.hpp"
#include "training/decision.hpp"

namespace glassbox {
namespace probe {
namespace {

constexpr int kDecisionSize = 100;
constexpr int kCurvePoints = 200;
constexpr int kLargestUnitMap = 100;
constexpr int kCodeMapSize = 14;
constexpr std::int64_t kBudget = 100'000'000;  // multiply-adds for each kind of picture

template <class S>
class Taker {
 public:
  Taker(Trainer& trainer, Snapshot& snapshot) : trainer_(trainer), inside_(inside<S>(trainer)), kept_(snapshot), out_(snapshot) {}

  void take(std::uint32_t mask, int unit_map_size, std::span<const double> trace, std::span<const double> code) {
    if (mask & kPartParameters) {
      tensors("W", "b", inside_.parameters());
      statistics();
    }
    if ((mask & kPartGradients) && trainer_.at_rest()) gradients();
    if (mask & (kPartUnitMaps | kPartSumMaps | kPartGradientMaps)) unit_maps(mask, unit_map_size);
    if (mask & kPartDecision) decision();
    if (mask & kPartPredictions) predictions();
    if (mask & kPartConfusion) confusion();
    if ((mask & kPartTrace) && static_cast<int>(trace.size()) == trainer_.dataset().columns) traces(trace);
    if ((mask & kPartCode) && trainer_.experiment().target == "inputs") rebuilding(trace, code);
    if (mask & kPartHistory) history();
  }

 private:
  const std::vector<network::Layer>& layers() const { return inside_.network().layers(); }
  void forward(const FedPoints& fed, bool gradients, const std::function<void(const network::Buffers<S>&, int)>& seen) const {
    forward_points<S>(inside_, fed, gradients, seen);
  }
  FedPoints all_rows() const { return fed_rows(trainer_.dataset(), trainer_.prepared(), trainer_.dataset().rows); }
  std::vector<double> fed(std::span<const double> raw) const {
    return feed(trainer_.prepared().transform, raw, trainer_.dataset().columns);
  }
  std::int64_t parameter_count() const { return static_cast<std::int64_t>(inside_.parameters().size()); }

  void tensors(const char* weights, const char* biases, std::span<const S> numbers) {
    for (std::size_t i = 0; i < layers().size(); ++i) {
      const network::Layer& layer = layers()[i];
      if (layer.weight_count() == 0) continue;
      const auto w = out_.add<S>(static_cast<int>(i), weights, {layer.rows, layer.columns});
      std::copy_n(numbers.begin() + layer.first_weight, w.size(), w.begin());
      const auto b = out_.add<S>(static_cast<int>(i), biases, {layer.rows});
      std::copy_n(numbers.begin() + layer.first_bias, b.size(), b.begin());
    }
  }

  void statistics() {
    for (std::size_t i = 0; i < layers().size(); ++i) {
      const network::Layer& layer = layers()[i];
      if (layer.statistics == 0) continue;
      const auto numbers = out_.add<S>(static_cast<int>(i), "statistics", {layer.statistics / layer.rows, layer.rows});
      std::copy_n(inside_.statistics().begin() + layer.first_statistic, numbers.size(), numbers.begin());
    }
  }

  void gradients() {
    tensors("d_W", "d_b", inside_.gradients());
    std::vector<S> updates(inside_.parameters().begin(), inside_.parameters().end());
    for (std::size_t i = 0; i < updates.size(); ++i) updates[i] -= inside_.previous_parameters()[i];
    tensors("u_W", "u_b", updates);
  }

  /// One map entry of every layer, filled by `slot_of` from values or gradients.
  struct MapKind {
    const char* role;
    std::uint32_t part;
    bool sum, gradient;
  };

  void unit_maps(std::uint32_t mask, int wanted) {
    const Dataset& dataset = trainer_.dataset();
    const bool line = dataset.columns == 1;
    const int limit = line ? kCurvePoints : kLargestUnitMap;
    const int size = affordable_size(std::clamp(wanted, 8, limit), dataset.columns, parameter_count(), kBudget);
    kept_.unit_grid = make_grid(dataset, trainer_.prepared().transform, size, std::move(kept_.unit_grid));
    const Grid& grid = *kept_.unit_grid;
    if (grid.points() == 0) return;
    const std::size_t first_entry = out_.size();
    const auto shape = [&](int units) { return std::vector<int>{units, grid.height, grid.width}; };
    out_.add<float>(-1, "map", shape(inside_.network().inputs()));
    static constexpr MapKind kKinds[] = {
        {"map", kPartUnitMaps, false, false}, {"sum_map", kPartSumMaps, true, false}, {"gradient_map", kPartGradientMaps, true, true}};
    for (const MapKind& kind : kKinds)
      if (mask & kind.part)
        for (std::size_t i = 0; i < layers().size(); ++i) out_.add<float>(static_cast<int>(i), kind.role, shape(layers()[i].units));

    const auto fill = [&](const network::Buffers<S>& buffers, int first) {
      std::size_t entry = first_entry;
      copy_panel(buffers.input(), entry++, grid.points(), first);
      for (const MapKind& kind : kKinds)
        if (mask & kind.part)
          for (const network::Layer& layer : layers()) {
            const int slot = kind.sum ? layer.z : layer.a;
            copy_panel(kind.gradient ? buffers.gradient(slot) : buffers.value(slot), entry++, grid.points(), first);
          }
    };
    forward(grid.fed(), (mask & kPartGradientMaps) != 0, fill);
  }

  void copy_panel(const math::Panel<S>& panel, std::size_t entry, int points, int first) {
    copy_units(panel, out_.numbers<float>(entry) + first, static_cast<std::size_t>(points));
  }

  void decision() {
    const Dataset& dataset = trainer_.dataset();
    const int wanted = dataset.columns == 1 ? kCurvePoints : kDecisionSize;
    const int size = affordable_size(wanted, dataset.columns, parameter_count(), kBudget);
    kept_.decision_grid = make_grid(dataset, trainer_.prepared().transform, size, std::move(kept_.decision_grid));
    const Grid& grid = *kept_.decision_grid;
    if (grid.points() == 0) return;
    const std::size_t entry = out_.size();
    out_.add<float>(-1, "decision", {inside_.network().outputs(), grid.height, grid.width});
    if (dataset.classes) {
      out_.add<float>(-1, "decision_class", {grid.height, grid.width});
      out_.add<float>(-1, "decision_margin", {grid.height, grid.width});
    }
    answers(grid.fed(), entry);
  }

  /// Every row's answer, unless that would cost more than the budget.
  void predictions() {
    const Dataset& dataset = trainer_.dataset();
    if (dataset.rows * parameter_count() > 2 * kBudget) return;
    const std::size_t entry = out_.size();
    out_.add<float>(-1, "prediction", {inside_.network().outputs(), dataset.rows});
    if (dataset.classes) out_.add<float>(-1, "prediction_class", {dataset.rows});
    answers(all_rows(), entry);
  }

  /// The answers themselves, and in the entries that follow, where there are some, their classes and margins.
  void answers(const FedPoints& points, std::size_t entry) {
    const bool classes = entry + 1 < out_.size(), margins = entry + 2 < out_.size();
    const training::Decision<S> decision(trainer_.experiment(), trainer_.prepared());
    const auto fill = [&](const network::Buffers<S>& buffers, int first) {
      const math::Panel<const S> panel = buffers.value(inside_.network().answers());
      copy_panel(buffers.value(inside_.network().answers()), entry, points.points, first);
      for (int row = 0; classes && row < panel.rows; row += math::kLanes) {
        const auto decided = decision.of(panel, row);
        for (int n = row; n < std::min(row + math::kLanes, panel.rows); ++n) {
          out_.numbers<float>(entry + 1)[first + n] = static_cast<float>(decided.label[n - row]);
          if (margins) out_.numbers<float>(entry + 2)[first + n] = static_cast<float>(decided.margin[n - row]);
        }
      }
    };
    forward(points, false, fill);
  }

  void confusion() {
    const int classes = static_cast<int>(trainer_.dataset().class_names.size());
    if (!trainer_.dataset().classes) return;
    const auto counts = out_.add<float>(-1, "confusion", {3, classes, classes});
    for (int part = 0; part < 3; ++part) {
      const std::vector<int>& measured = trainer_.latest().part[part].confusion;
      for (std::size_t i = 0; i < measured.size(); ++i)
        counts[part * static_cast<std::size_t>(classes * classes) + i] = static_cast<float>(measured[i]);
    }
  }

  void traces(std::span<const double> trace) {
    const auto fill = [&](const network::Buffers<S>& buffers, int) {
      copy_unit_row(buffers.input(), -1, "activation");
      for (std::size_t i = 0; i < layers().size(); ++i) {
        copy_unit_row(buffers.value(layers()[i].a), static_cast<int>(i), "activation");
        copy_unit_row(buffers.value(layers()[i].z), static_cast<int>(i), "sum");
      }
    };
    const std::vector<double> numbers = fed(trace);
    forward({numbers.data(), 1, 1}, false, fill);
  }

  void copy_unit_row(math::Panel<S> panel, int layer, const char* role) {
    const auto numbers = out_.add<S>(layer, role, {panel.units});
    for (int unit = 0; unit < panel.units; ++unit) numbers[unit] = panel.column(unit)[0];
  }

  void rebuilding(std::span<const double> trace, std::span<const double> code) {
    const int columns = trainer_.dataset().columns;
    if (static_cast<int>(trace.size()) == columns) {
      out_.add<float>(-1, "rebuilt", {columns});
      const std::size_t entry = out_.size() - 1;
      const std::vector<double> numbers = fed(trace);
      forward({numbers.data(), 1, 1}, false,
              [&](const network::Buffers<S>& buffers, int) { copy_raw(buffers.value(inside_.network().answers()), entry, 0); });
    }
    const std::optional<int> layer = code_layer(inside_.network());
    if (layer && trainer_.dataset().rows * parameter_count() <= 2 * kBudget) codes(*layer, code);
  }

  void codes(int layer, std::span<const double> spot) {
    const Dataset& dataset = trainer_.dataset();
    const std::size_t entry = out_.size();
    out_.add<float>(layer, "code", {2, dataset.rows});
    forward(all_rows(), false, [&](const network::Buffers<S>& buffers, int first) {
      copy_panel(buffers.value(layers()[layer].a), entry, dataset.rows, first);
    });
    const std::span<const float> placed(out_.numbers<float>(entry), 2 * static_cast<std::size_t>(dataset.rows));
    const std::vector<float> box = code_box(summarize(trainer_.experiment()).layers[static_cast<std::size_t>(layer)], placed);
    std::copy(box.begin(), box.end(), out_.add<float>(layer, "code_box", {4}).begin());
    std::vector<double> grid;
    for (int y = 0; y < kCodeMapSize; ++y)
      for (int x = 0; x < kCodeMapSize; ++x) {
        grid.push_back(box[0] + (box[1] - box[0]) * (x + 0.5) / kCodeMapSize);
        grid.push_back(box[3] - (box[3] - box[2]) * (y + 0.5) / kCodeMapSize);
      }
    out_.add<float>(layer, "code_map", {kCodeMapSize, kCodeMapSize, dataset.columns});
    decode(layer, grid);
    if (spot.size() != 2) return;
    out_.add<float>(layer, "decoded", {dataset.columns});
    decode(layer, spot);
  }

  /// Fills the entry added last.
  void decode(int layer, std::span<const double> points) {
    const std::size_t entry = out_.size() - 1;
    decode_points<S>(inside_, layer, points, [&](math::Panel<const S> answers, int first) { copy_raw(answers, entry, first); });
  }

  /// Answers of an autoencoder as raw input values, one point after the other.
  void copy_raw(math::Panel<const S> answers, std::size_t entry, int first) {
    float* numbers = out_.numbers<float>(entry) + static_cast<std::size_t>(first) * answers.units;
    for (int unit = 0; unit < answers.units; ++unit) {
      const InputTransform::Column& column = trainer_.prepared().transform.columns[unit];
      for (int row = 0; row < answers.rows; ++row) {
        const double value = static_cast<double>(answers.column(unit)[row]) * column.scale + column.offset;
        numbers[static_cast<std::size_t>(row) * answers.units + unit] = static_cast<float>(value);
      }
    }
  }

  void history() {
    constexpr int kColumns = 23;  // as history_columns_json() names them
    const History& history = trainer_.history();
    const auto numbers = out_.add<double>(-1, "history", {static_cast<int>(history.stretches.size()), kColumns});
    std::size_t i = 0;
    const auto put = [&](const HistoryStretch::Range& range) {
      numbers[i++] = range.low;
      numbers[i++] = range.high;
      numbers[i++] = range.last;
    };
    for (const HistoryStretch& stretch : history.stretches) {
      numbers[i++] = static_cast<double>(stretch.first_epoch);
      numbers[i++] = static_cast<double>(stretch.last_epoch);
      for (const HistoryStretch::Range& range : stretch.loss) put(range);
      for (const HistoryStretch::Range& range : stretch.score) put(range);
      put(stretch.running);
    }
  }

  Trainer& trainer_;
  const training::TrainerOf<S>& inside_;
  Snapshot& kept_;
  Assembler out_;
};

}  // namespace
}  // namespace probe

std::string history_columns_json() {
  JsonWriter json;
  json.begin_array().value("first_epoch").value("epoch");
  for (const std::string curve : {"train_loss", "test_loss", "blind_loss", "train_score", "test_score", "blind_score", "running_loss"})
    for (const char* of : {"_low", "_high", "_last"}) json.value(curve + of);
  return json.end_array().text();
}

void take_snapshot(Trainer& trainer, std::uint32_t mask, int unit_map_size, std::span<const double> trace, Snapshot& snapshot,
                   std::span<const double> code) {
  if (training::in_double(trainer.experiment()))
    probe::Taker<double>(trainer, snapshot).take(mask, unit_map_size, trace, code);
  else
    probe::Taker<float>(trainer, snapshot).take(mask, unit_map_size, trace, code);
}

}  // namespace glassbox

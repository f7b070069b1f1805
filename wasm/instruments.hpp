#pragma once

#include <emscripten/val.h>

#include <memory>
#include <string>

#include "glassbox/ablation.hpp"
#include "glassbox/checks.hpp"
#include "glassbox/compare.hpp"
#include "glassbox/generalisation.hpp"
#include "glassbox/landscape.hpp"
#include "glassbox/layers.hpp"
#include "glassbox/trace.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox {

/// What the instruments of a page ask of a run that is a copy of the page's: a module of its own, loaded when the first of them opens.
/// Texts are JSON whose shapes stand in the core's headers.
class Instruments {
 public:
  void provide_table(const std::string& name, const emscripten::val& bytes);
  std::string table_needed(const std::string& text) const;

  /// Takes over a run at a checkpoint and replays its next step; journey_json(), or {ok:false, problems}.
  std::string trace(const std::string& text, const emscripten::val& checkpoint);
  /// Of the last trace.
  std::string example(int row) const;
  std::string look(int item, int row, int layer, int unit, int input) const;

  /// Takes over a run at a checkpoint and begins its checks: Checks::json() after a tenth of a second, or {ok:false, problems}.
  std::string check(const std::string& text, const emscripten::val& checkpoint);
  /// A tenth of a second further.
  std::string check_on();

  /// Takes over a run at a checkpoint and begins a landscape of it: Landscape::json() after a tenth of a second, or {ok:false, problems}.
  /// `asked` has the members of LandscapeQuestion in the page's spelling; plane is "weights", "random" or "path".
  /// `past`: checkpoints of steps before, see Landscape::create().
  std::string landscape(const std::string& text, const emscripten::val& checkpoint, const emscripten::val& asked,
                        const emscripten::val& past);
  /// A tenth of a second further.
  std::string landscape_on();
  /// Its grid (Float64Array), a view that is valid until the next call.
  emscripten::val landscape_grid() const;
  /// LayersOverTime::json() of a run of that text after a tenth of a second on its way to a step; {ok:false, problems}. The run is kept for
  /// the next call. Its picture is a view, valid until then.
  std::string layers(const std::string& text, double step);
  /// The same at once, of a run at a checkpoint, whatever of its past is known so far.
  std::string layers_at(const std::string& text, const emscripten::val& checkpoint);
  emscripten::val layers_picture();
  /// Takes over a run at a checkpoint and begins to take its units away: Ablation::json() after a tenth of a second, or {ok:false,
  /// problems}; then a tenth of a second further.
  std::string ablate(const std::string& text, const emscripten::val& checkpoint);
  std::string ablate_on();

  /// Takes over a run at a checkpoint: {overview, data}, overview_json of its Generalisation and data_check_json; or {ok:false, problems}.
  std::string examine(const std::string& text, const emscripten::val& checkpoint);
  /// rows_json, sweep_json and slopes_json of the run last examined. part: 0 train, 1 test, 2 blind.
  std::string dearest(int part, int count) const;
  std::string swept(int row, int column) const;
  std::string slopes(int row) const;

  /// structure_json of a text; {ranges, collapse} of a run at a checkpoint; {ok:false, problems}. curve_json.
  std::string structure(const std::string& text) const;
  std::string ranges(const std::string& text, const emscripten::val& checkpoint) const;
  std::string curve(const std::string& activation, int precision, double limit, double at) const;
  /// twin_layers_json and twin_json of a run at a checkpoint, or {ok:false, problems}; `units` is an Int32Array.
  std::string twins(const std::string& text, const emscripten::val& checkpoint) const;
  std::string twin(const std::string& text, const emscripten::val& checkpoint, const std::string& act, int layer,
                   const emscripten::val& units) const;
  /// shapes_json.
  std::string shapes(const std::string& act, const std::string& a, const std::string& b) const;

  /// profile_json of a run of its own; takes about a second.
  std::string profile(const std::string& text) const;

  /// change_json of varied(); {ok, variation} of variation() to a pasted link; comparison_json of two texts, or {ok:false, problems}.
  std::string vary(const std::string& text, const std::string& changes) const;
  std::string variation(const std::string& text, const std::string& other) const;
  std::string compare(const std::string& first, const std::string& second) const;
  /// difference_json of two answers and their classes as in snapshots (Float32Array); the values themselves are a view, valid until the
  /// next call.
  std::string difference(const emscripten::val& first, const emscripten::val& second, int outputs, const emscripten::val& first_classes,
                         const emscripten::val& second_classes);
  emscripten::val difference_values() const;

  /// sweep_json of at most 1,000 runs; spaces part the words.
  std::string sweep(const std::string& text, const std::string& words, int seeds, const std::string& epochs) const;
  /// Trains to the end; result_json, or {ok:false, problems}.
  std::string result(const std::string& text) const;
  /// spread_json of a Float64Array.
  std::string spread(const emscripten::val& numbers) const;

 private:
  Result<Trainer> made(const std::string& text) const;
  /// At a checkpoint.
  Result<Trainer> made(const std::string& text, const emscripten::val& checkpoint) const;
  /// Makes layers_ follow a text; what is wrong with it.
  std::vector<Problem> follow_layers(const std::string& text);

  Tables tables_;
  std::unique_ptr<Trace> trace_;
  std::unique_ptr<Checks> checks_;
  Landscape landscape_;
  std::unique_ptr<Generalisation> generalisation_;
  AnswerDifference difference_;
  std::unique_ptr<LayersOverTime> layers_;
  std::string layers_text_;
  Trainer ablated_;
  std::unique_ptr<Ablation> ablation_;
};

}  // namespace glassbox

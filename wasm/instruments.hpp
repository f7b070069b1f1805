#pragma once

#include <emscripten/val.h>

#include <memory>
#include <string>

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

  /// profile_json of a run of its own; takes about a second.
  std::string profile(const std::string& text) const;

 private:
  Tables tables_;
  std::unique_ptr<Trace> trace_;
};

}  // namespace glassbox

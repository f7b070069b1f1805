#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <string>
#include <vector>

#include "glassbox/snapshot.hpp"
#include "glassbox/timeline.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox {

/// One page's trainer. Every method takes and gives values JavaScript can hold; texts are JSON whose shapes stand in the core's headers.
/// Views of memory are valid until the next call.
class Session {
 public:
  void provide_table(const std::string& name, const emscripten::val& bytes);
  std::string table_needed(const std::string& text) const;

  std::string open(const std::string& text);
  std::string amend(const std::string& text);
  void advance(double step, double milliseconds);
  /// Puts the run as near before a step as it can without training; advance() does the rest.
  void seek(double step);
  void measure();
  emscripten::val status() const;
  std::string form() const;
  std::string run() const;
  std::string divergence() const;

  std::string take_snapshot(std::uint32_t mask, int unit_map_size);
  emscripten::val snapshot_bytes() const;
  void set_trace(const emscripten::val& values);
  void set_code(const emscripten::val& values);
  emscripten::val row(int index) const;
  emscripten::val rows() const;

  std::string weights_hash() const;
  std::string state_hash() const;
  emscripten::val checkpoint() const;
  std::string restore(const emscripten::val& bytes);
  /// Checkpoints of this run's past, as a landscape takes them.
  emscripten::val past() const;

  std::string with_field(const std::string& text, const std::string& key, const std::string& value) const;
  std::string with_layer(const std::string& text, const std::string& action, int index, const std::string& value) const;
  std::string with_point(const std::string& text, const std::string& action, int index, double x, double y, int label) const;
  std::string with_edit(const std::string& text, double step, const std::string& key, const std::string& value) const;
  std::string with_pasted_rows(const std::string& text, const std::string& table) const;
  std::string check(const std::string& text) const;

 private:
  Tables tables_;
  Trainer trainer_;
  Timeline timeline_;
  bool open_ = false;
  Snapshot snapshot_;
  std::string layout_;
  std::vector<double> trace_, code_;
  std::string shown_hash_;  // of the last snapshot: hashing a million weights at every status would cost more than training
};

std::string read_number_json(const std::string& text);

}  // namespace glassbox

#pragma once

#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "glassbox/snapshot.hpp"

namespace glassbox::probe {

/// Fills a snapshot entry by entry, reusing its memory: as a rule the next picture has the size of the last one. The snapshot is complete
/// when the assembler is gone.
class Assembler {
 public:
  explicit Assembler(Snapshot& snapshot) : snapshot_(snapshot) { snapshot_.entries.clear(); }
  ~Assembler() { snapshot_.bytes.resize(used_); }
  Assembler(const Assembler&) = delete;
  Assembler& operator=(const Assembler&) = delete;

  /// Appends an entry of zeros; the span is valid until the next call.
  template <class T>
  std::span<T> add(int layer, std::string role, std::vector<int> shape) {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
    std::size_t count = 1;
    for (const int extent : shape) count *= static_cast<std::size_t>(extent);
    const std::size_t offset = (used_ + 7) / 8 * 8, end = offset + count * sizeof(T);
    if (snapshot_.bytes.size() < end) snapshot_.bytes.resize(end);
    std::memset(snapshot_.bytes.data() + used_, 0, end - used_);
    used_ = end;
    snapshot_.entries.push_back({layer, std::move(role), std::move(shape), std::is_same_v<T, double>, offset});
    return {reinterpret_cast<T*>(snapshot_.bytes.data() + offset), count};
  }

  /// The numbers of an entry appended before, by its position.
  template <class T>
  T* numbers(std::size_t entry) const {
    return reinterpret_cast<T*>(snapshot_.bytes.data() + snapshot_.entries[entry].offset);
  }
  std::size_t size() const { return snapshot_.entries.size(); }

 private:
  Snapshot& snapshot_;
  std::size_t used_ = 0;  ///< bytes
};

}  // namespace glassbox::probe

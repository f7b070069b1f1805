#pragma once

#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "glassbox/snapshot.hpp"

namespace glassbox::probe {

/// Fills a snapshot entry by entry, reusing its memory.
class Assembler {
 public:
  explicit Assembler(Snapshot& snapshot) : snapshot_(snapshot) {
    snapshot_.entries.clear();
    snapshot_.bytes.clear();
  }

  /// Appends an entry of zeros; the span is valid until the next call.
  template <class T>
  std::span<T> add(int layer, std::string role, std::vector<int> shape) {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
    std::size_t count = 1;
    for (const int extent : shape) count *= static_cast<std::size_t>(extent);
    const std::size_t offset = (snapshot_.bytes.size() + 7) / 8 * 8;
    snapshot_.bytes.resize(offset + count * sizeof(T));
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
};

}  // namespace glassbox::probe

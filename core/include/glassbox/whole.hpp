#pragma once

#include <string_view>

namespace glassbox {

/// Whether this build has everything. All have but the module that a page loads first, see wasm/CMakeLists.txt: a text that needs what it
/// leaves out is refused with the code part-missing, by parse() and by every change, so that the page can ask the whole module instead.
#ifdef GLASSBOX_FIRST_VISIT
inline constexpr bool kWhole = false;
#else
inline constexpr bool kWhole = true;
#endif

/// What only a whole build has; elsewhere nullptr, so that nothing of it is linked.
template <class Function>
constexpr Function* where_whole(Function* function) {
  return kWhole ? function : nullptr;
}

/// A sentence that explains a key or a choice. The module of a first visit has none: the page's words come as a file of their own, which
/// is written by a whole build.
class Meaning {
 public:
  constexpr Meaning() = default;
  constexpr Meaning(std::string_view words) : words_(kWhole ? words : std::string_view()) {}
  constexpr Meaning(const char* words) : words_(kWhole ? std::string_view(words) : std::string_view()) {}
  constexpr operator std::string_view() const { return words_; }

 private:
  std::string_view words_;
};

}  // namespace glassbox

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "glassbox/experiment.hpp"
#include "glassbox/fields.hpp"

/// Any text is read or refused; what is read has a canonical text that reads the same. The first byte chooses the entrance.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace glassbox;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool pasted = data[0] == 'p';
  Result<Experiment> result = pasted ? Result<Experiment>{} : parse(text);
  if (pasted) result.value = with_pasted_rows(Experiment(), text).experiment;
  for (const Problem& problem : result.problems) {
    if (describe(problem).empty()) std::abort();
  }
  if (!result.ok()) return 0;
  const std::string canonical = format(result.value);
  const Result<Experiment> again = parse(canonical, kMaxTextBytes);
  if (!again.ok() || !(again.value == result.value) || form_json(again.value).empty()) std::abort();
  return 0;
}

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace glassbox {

/// Writes one JSON document, front to back. Keys and values must come in a legal order; strings are escaped, non-finite numbers are
/// written as the strings "inf", "-inf" and "nan".
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  /// key(name) and value(v) in one.
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }
  JsonWriter& member(std::string_view name, std::initializer_list<int> numbers) {
    key(name).begin_array();
    for (const int number : numbers) value(number);
    return end_array();
  }
  /// The document so far; complete once every begin has its end.
  const std::string& text() const { return text_; }

 private:
  void separate();

  std::string text_;
  bool first_ = true;
};

}  // namespace glassbox

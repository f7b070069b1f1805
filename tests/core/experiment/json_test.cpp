#include "glassbox/json.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

using glassbox::JsonWriter;

TEST_CASE("objects and arrays nest, with commas between members only") {
  JsonWriter json;
  json.begin_object().member("a", 1).key("b").begin_array().value(true).value("x").begin_object().end_object().end_array();
  json.member("c", 0.1).end_object();
  CHECK(json.text() == R"({"a":1,"b":[true,"x",{}],"c":0.1})");
}

TEST_CASE("strings are escaped so that neither JSON nor a page can be broken out of") {
  JsonWriter json;
  json.value(std::string("\"\\\n\t</script>\0\x7f", 15));
  CHECK(json.text() == "\"\\\"\\\\\\n\\u0009\\u003c/script>\\u0000\\u007f\"");
}

TEST_CASE("numbers that are not finite are written as words") {
  JsonWriter json;
  json.begin_array()
      .value(std::numeric_limits<double>::infinity())
      .value(-std::numeric_limits<double>::infinity())
      .value(std::nan(""))
      .end_array();
  CHECK(json.text() == R"(["inf","-inf","nan"])");
}

TEST_CASE("whole numbers keep all their digits") {
  JsonWriter json;
  json.value(std::int64_t{-9223372036854775807});
  CHECK(json.text() == "-9223372036854775807");
}

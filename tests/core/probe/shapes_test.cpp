#include "glassbox/shapes.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

namespace glassbox {
namespace {

using Verdict = AxisPair::Verdict;

Axes axes(const std::string& text) {
  const Result<Axes> read = read_axes("A", text);
  INFO(text);
  REQUIRE(read.ok());
  return read.value;
}

ShapeFit fit(ShapeAct act, const std::string& a, const std::string& b) { return fit_shapes(act, axes(a), axes(b)); }

/// The result's shape, or "" where the shapes do not fit.
std::string result(ShapeAct act, const std::string& a, const std::string& b) {
  const ShapeFit made = fit(act, a, b);
  return made.fits ? write_axes(made.result) : "";
}

TEST_CASE("Shapes are read as people write them, and written as Python does", "[shapes]") {
  for (const std::string text : {"(5, 3)", "5,3", "5 x 3", "5×3", "[5, 3]", " ( 5 ,3, ) ", "5 * 3"})
    CHECK(write_axes(axes(text)) == "(5, 3)");
  CHECK(write_axes(axes("(7,)")) == "(7,)");
  CHECK(write_axes(axes("7")) == "(7,)");
  CHECK(write_axes(axes("()")) == "()");
  CHECK(write_axes(axes("1000000,1,1,2")) == "(1000000, 1, 1, 2)");
  for (const std::string text : {"", "(", "(5", "5)", "5,,3", ",5", "a", "-3", "2.5", "5 3", "(5, m)", "99999999999999999999"}) {
    INFO(text);
    const Result<Axes> read = read_axes("A", text);
    REQUIRE_FALSE(read.ok());
    CHECK(read.problems.front().code == "bad-form");
  }
  CHECK(describe(read_axes("B", "5,0").problems.front()) == "B: 0 is out of range; allowed is 1 to 1,000,000 for each axis.");
  CHECK(describe(read_axes("B", "1000001").problems.front()).find("out of range") != std::string::npos);
  CHECK(describe(read_axes("A", "1,2,3,4,5").problems.front()) == "A: 5 axes are too many; the most is 4.");
}

// What np.broadcast_shapes and np.matmul of np.ones say.
TEST_CASE("Arrays fit element by element where NumPy says so", "[shapes]") {
  struct Known {
    const char *a, *b, *result;
  };
  for (const Known& known :
       {Known{"(3,)", "(3,)", "(3,)"}, Known{"()", "(4, 2)", "(4, 2)"}, Known{"(5, 3)", "(3,)", "(5, 3)"}, Known{"(5, 3)", "(5,)", ""},
        Known{"(5, 3)", "(5, 1)", "(5, 3)"}, Known{"(8, 1, 6, 1)", "(7, 1, 5)", "(8, 7, 6, 5)"}, Known{"(2, 1)", "(8, 4, 3)", ""},
        Known{"(4,)", "(4, 1)", "(4, 4)"}, Known{"(1,)", "(6,)", "(6,)"}, Known{"(15, 3, 5)", "(3, 1)", "(15, 3, 5)"},
        Known{"(1, 1)", "(1,)", "(1, 1)"}, Known{"()", "()", "()"}}) {
    INFO(known.a << " " << known.b);
    CHECK(result(ShapeAct::each, known.a, known.b) == known.result);
    CHECK(result(ShapeAct::each, known.b, known.a) == known.result);
  }
}

TEST_CASE("Products fit where NumPy's @ does", "[shapes]") {
  struct Known {
    const char *a, *b, *result;
  };
  for (const Known& known :
       {Known{"(5, 3)", "(3, 4)", "(5, 4)"}, Known{"(5, 3)", "(4,)", ""}, Known{"(5, 3)", "(3,)", "(5,)"}, Known{"(3,)", "(3, 2)", "(2,)"},
        Known{"(3,)", "(3,)", "()"}, Known{"(3, 1)", "(1, 3)", "(3, 3)"}, Known{"(5, 3)", "(5, 3)", ""}, Known{"(3,)", "()", ""},
        Known{"(9, 2, 3)", "(3, 4)", "(9, 2, 4)"}, Known{"(9, 2, 3)", "(9, 3, 4)", "(9, 2, 4)"}, Known{"(9, 2, 3)", "(8, 3, 4)", ""},
        Known{"(9, 2, 3)", "(3,)", "(9, 2)"}, Known{"(3,)", "(9, 3, 4)", "(9, 4)"}, Known{"(9, 1, 2, 3)", "(7, 3, 4)", "(9, 7, 2, 4)"},
        Known{"(1,)", "(3, 4)", ""}}) {
    INFO(known.a << " @ " << known.b);
    CHECK(result(ShapeAct::product, known.a, known.b) == known.result);
  }
}

TEST_CASE("The course's broadcast fits, makes 1437 times 1437 numbers, and is warned of", "[shapes]") {
  const ShapeFit made = fit(ShapeAct::each, "(1437,)", "(1437, 1)");
  REQUIRE(made.fits);
  CHECK(made.elements == 2064969);
  CHECK(made.summary == "(1437,) with (1437, 1) makes (1437, 1437): 2,064,969 numbers.");
  CHECK(made.warning.find("2,064,969 numbers instead of 1,437") != std::string::npos);
  REQUIRE(made.axes.size() == 2);
  CHECK(made.axes[0].verdict == Verdict::repeated_b);
  CHECK(made.axes[0].words == "B has 1 there and is repeated 1,437 times.");
  CHECK(made.axes[1].verdict == Verdict::repeated_a);
  CHECK(made.axes[1].words == "A has no such axis: all of it is repeated 1,437 times.");
  REQUIRE_FALSE(made.instead.empty());
  for (const ShapeFit::Instead& other : made.instead) {
    const ShapeFit repaired = fit_shapes(ShapeAct::each, other.a, other.b);
    CHECK(repaired.fits);
    CHECK(repaired.elements == 1437);
    CHECK(repaired.warning.empty());
  }
  CHECK(fit(ShapeAct::each, "(1437,)", "(1437,)").warning.empty());
  CHECK(fit(ShapeAct::each, "(32, 10)", "(10,)").warning.empty());
}

TEST_CASE("A bias that fits by chance only is warned of", "[shapes]") {
  CHECK(fit(ShapeAct::each, "(8, 8)", "(8,)").warning.find("It fits by chance: B") == 0);
  CHECK(fit(ShapeAct::each, "(8,)", "(8, 8)").warning.find("It fits by chance: A") == 0);
  CHECK(fit(ShapeAct::each, "(8, 9)", "(9,)").warning.empty());
  CHECK(fit(ShapeAct::product, "(8, 8)", "(8,)").warning.empty());
}

TEST_CASE("A refusal names the axes that clash and what would fit", "[shapes]") {
  const ShapeFit made = fit(ShapeAct::product, "(5, 3)", "(4, 3)");
  CHECK_FALSE(made.fits);
  CHECK(made.summary == "(5, 3) @ (4, 3) does not fit: 3 meets 4.");
  CHECK(made.axes[0].verdict == Verdict::clash);
  REQUIRE(made.instead.size() == 1);
  CHECK(made.instead[0].words == "B transposed");
  CHECK(write_axes(made.instead[0].b) == "(3, 4)");
  CHECK(write_axes(made.instead[0].result) == "(5, 4)");
  const ShapeFit each = fit(ShapeAct::each, "(5, 3)", "(5,)");
  REQUIRE(each.instead.size() == 2);
  CHECK(each.instead[0].words == "B as a column");
  CHECK(write_axes(each.instead[0].b) == "(5, 1)");
  CHECK(each.instead[1].words == "A transposed");
  CHECK(fit(ShapeAct::product, "(5, 3)", "(4,)").instead.empty());
}

TEST_CASE("Shapes as JSON", "[shapes]") {
  CHECK(shapes_json("product", "2,3", "3") ==
        "{\"ok\":true,\"a\":\"(2, 3)\",\"b\":\"(3,)\",\"fits\":true,\"result\":\"(2,)\",\"elements\":2,\"summary\":\"(2, 3) @ (3,) makes "
        "(2,): 2 "
        "numbers.\",\"warning\":\"\",\"axes\":[{\"a\":3,\"b\":3,\"result\":0,\"verdict\":\"summed\",\"words\":\"The last axis of A and the "
        "only "
        "one of B are equal: 3 products are added up, and the axis is "
        "gone.\"},{\"a\":2,\"b\":0,\"result\":2,\"verdict\":\"kept\",\"words\":\"The "
        "rows of A stay: 2.\"}],\"instead\":[]}");
  const std::string wrong = shapes_json("each", "5;3", "0");
  CHECK(wrong.find("\"ok\":false") != std::string::npos);
  CHECK(wrong.find("\"key\":\"A\"") != std::string::npos);
  CHECK(wrong.find("\"key\":\"B\"") != std::string::npos);
}

}  // namespace
}  // namespace glassbox

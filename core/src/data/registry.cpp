#include "data/registry.hpp"

#include "data/generators.hpp"

namespace glassbox::data {
namespace {

using Kind = SetRow::Kind;

constexpr SetRow kSets[] = {
    {.name = "circle",
     .label = "Circle",
     .meaning = "A disc inside a ring; noise is measured in the disc's radius.",
     .generate = make_circle},
    {.name = "xor",
     .label = "Exclusive or",
     .meaning = "Four squares, told apart by whether both inputs have the same sign; noise is measured in half a square's side.",
     .generate = make_xor},
    {.name = "gauss",
     .label = "Two clouds",
     .meaning = "Two round clouds of points, dense in the middle; noise is measured in the distance of their centres along one input.",
     .generate = make_gauss},
    {.name = "spiral",
     .label = "Spiral",
     .meaning = "Two arms that wind around each other one and three quarter times; noise is measured in the gap between arms.",
     .default_rows = 500,
     .generate = make_spiral},
    {.name = "spiral3",
     .label = "Spiral, three arms",
     .meaning = "Three arms that wind around each other one and three quarter times; noise is measured in the gap between arms.",
     .class_count = 3,
     .default_rows = 500,
     .generate = make_spiral3},
    {.name = "moons",
     .label = "Moons",
     .meaning = "Two half moons, each with a tip in the other's opening; noise is measured in a moon's radius.",
     .generate = make_moons},
    {.name = "xor4",
     .label = "Exclusive or, four points",
     .meaning = "The four corners of a square, opposite corners alike: no single straight line can part them.",
     .default_rows = 4,
     .max_rows = 4,
     .has_noise = false,
     .default_test = 0,
     .generate = make_xor4},
    {.name = "plane",
     .label = "Plane",
     .meaning = "A slope that rises evenly with both inputs, from -1 to 1; noise is added to the target.",
     .classes = false,
     .class_count = 0,
     .generate = make_plane},
    {.name = "bumps",
     .label = "Bumps",
     .meaning = "Three hills of height 1 and three hollows of depth 1, taking turns; noise is added to the target.",
     .classes = false,
     .class_count = 0,
     .generate = make_bumps},
    {.name = "line",
     .label = "Line",
     .meaning = "Points on the straight line y = 0.15 x + 0.1; noise is added to the target.",
     .kind = Kind::line,
     .classes = false,
     .class_count = 0,
     .columns = 1,
     .default_rows = 100,
     .generate = make_line},
    {.name = "square",
     .label = "Parabola",
     .meaning = "Points on the parabola y = x²/18 - 1; noise is added to the target.",
     .kind = Kind::line,
     .classes = false,
     .class_count = 0,
     .columns = 1,
     .default_rows = 100,
     .generate = make_square},
    {.name = "sine",
     .label = "Sine wave",
     .meaning = "Points on y = sin x, almost two waves; noise is added to the target.",
     .kind = Kind::line,
     .classes = false,
     .class_count = 0,
     .columns = 1,
     .default_rows = 100,
     .generate = make_sine},
    {.name = "digits",
     .label = "Handwritten digits",
     .meaning = "1797 handwritten digits as 8×8 pictures with grey levels from 0 to 16: which digit is it?",
     .kind = Kind::image,
     .class_count = 10,
     .columns = 64,
     .default_rows = 1797,
     .max_rows = 1797,
     .has_noise = false,
     .table = "digits",
     .default_test = 0.2,
     .default_scale = "div:16",
     .generate = make_digits},
    {.name = "parity",
     .label = "Digits, odd or even",
     .meaning = "The same 1797 handwritten digits: is the digit odd or even?",
     .kind = Kind::image,
     .columns = 64,
     .default_rows = 1797,
     .max_rows = 1797,
     .has_noise = false,
     .table = "digits",
     .default_test = 0.2,
     .default_scale = "div:16",
     .generate = make_parity},
    {.name = "iris",
     .label = "Iris",
     .meaning = "150 irises of three species, told apart by the length and width of their sepals and petals in cm.",
     .kind = Kind::table,
     .class_count = 3,
     .columns = 4,
     .default_rows = 150,
     .max_rows = 150,
     .has_noise = false,
     .table = "iris",
     .default_scale = "standard",
     .generate = make_iris},
    {.name = "table4",
     .label = "Table of four rows",
     .meaning = "Four typed rows of two inputs that one straight line can part.",
     .default_rows = 4,
     .max_rows = 4,
     .has_noise = false,
     .default_test = 0,
     .generate = make_table4},
    {.name = "mortgage",
     .label = "Mortgage",
     .meaning =
         "Who pays back, by years in the job and salary in 10,000: payers from N([10, 10], 6·I), defaulters from |N([6, 8], Σ)|, where the "
         "course's [[6, 3], [-6, 8]] is no covariance and is repaired to the Σ = [[8.2916, -1.8025], [-1.8025, 8.3517]] that numpy "
         "samples when given it.",
     .default_rows = 20,
     .has_noise = false,
     .default_test = 0,
     .generate = make_mortgage},
    {.name = "reflectivity",
     .label = "Seismic reflection",
     .meaning =
         "How strongly a sound wave is reflected between two random rocks (speeds in m/s, densities in kg/m³) at 0.1 to 20 degrees, by the "
         "full Zoeppritz equations; the blind part holds 100 more pairs of deeper rocks at 30 to 40 degrees.",
     .kind = Kind::table,
     .classes = false,
     .class_count = 0,
     .columns = 7,
     .default_rows = 500,
     .has_noise = false,
     .default_test = 0.2,
     .default_scale = "standard",
     .own_blind_rows = 100,
     .generate = make_reflectivity},
    {.name = "rows",
     .label = "Your own",
     .meaning = "Points drawn on the map, or a table of rows pasted as text.",
     .default_rows = kMaxOwnRows,
     .max_rows = kMaxOwnRows,
     .has_noise = false,
     .default_test = 0,
     .generate = make_own_rows},
};

constexpr InputRow kInputs[] = {
    {"x1", "x₁", "The first input as it is.", 0, -1, false},
    {"x2", "x₂", "The second input as it is.", 1, -1, false},
    {"x1x1", "x₁²", "The square of the first input.", 0, 0, false},
    {"x2x2", "x₂²", "The square of the second input.", 1, 1, false},
    {"x1x2", "x₁x₂", "The product of both inputs: its sign tells whether they agree.", 0, 1, false},
    {"sinx1", "sin x₁", "The sine of the first input.", 0, -1, true},
    {"sinx2", "sin x₂", "The sine of the second input.", 1, -1, true},
};

template <class Row>
const Row* find(std::span<const Row> rows, std::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

std::span<const SetRow> sets() { return kSets; }

const SetRow* find_set(std::string_view name) { return find(sets(), name); }

std::span<const InputRow> inputs() { return kInputs; }

const InputRow* find_input(std::string_view name) { return find(inputs(), name); }

}  // namespace glassbox::data

#include "glassbox/shapes.hpp"

#include <algorithm>
#include <optional>

#include "glassbox/number.hpp"

namespace glassbox {
namespace {

using Verdict = AxisPair::Verdict;

constexpr const char* kForm = "a shape such as (5, 3), (5,) or ()";

Problem problem(const char* code, std::string_view key, std::string_view value, std::string allowed) {
  constexpr std::size_t kShown = 80;
  return {code, std::string(key), std::string(value.substr(0, kShown)), std::move(allowed), ""};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Takes one axis off the front, and the sign behind it: a comma or a cross.
std::string_view take_axis(std::string_view& text) {
  constexpr std::string_view kCross = "×";
  const std::size_t comma = text.find_first_of(",xX*"), cross = text.find(kCross);
  const std::size_t end = std::min(comma, cross);
  const std::string_view axis = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + (end == cross ? kCross.size() : 1));
  return trimmed(axis);
}

std::string count(double number) {
  std::string digits = write_number(number);
  if (digits.find('e') != std::string::npos) return digits;
  for (std::size_t place = digits.size(); place > 3;) digits.insert(place -= 3, ",");
  return digits;
}
std::string count(std::int64_t number) { return count(static_cast<double>(number)); }

double elements_of(const Axes& axes) {
  double product = 1;
  for (const std::int64_t axis : axes) product *= static_cast<double>(axis);
  return product;
}

/// The length of an axis counted from the end; 0 where there is none.
std::int64_t from_end(const Axes& axes, std::size_t place) { return place < axes.size() ? axes[axes.size() - 1 - place] : 0; }

std::string ordinal(std::size_t place) {
  constexpr const char* kNames[] = {"The last axes", "The axes before them", "The third axes from the end", "The fourth axes from the end"};
  return kNames[std::min<std::size_t>(place, 3)];
}

/// Two axes of which one may be repeated; `first` begins the sentence.
AxisPair broadcast(std::int64_t a, std::int64_t b, const std::string& first) {
  AxisPair pair{a, b, std::max(a, b), Verdict::equal, {}};
  const char* shorter = a < b ? "A" : "B";
  const std::string times = "repeated " + count(pair.result) + " times.";
  if (a != b && std::min(a, b) <= 1) pair.verdict = a < b ? Verdict::repeated_a : Verdict::repeated_b;
  if (a == b) {
    pair.words = first + " are equal: " + count(a) + " and " + count(b) + ", one beside the other.";
  } else if (std::min(a, b) == 0) {
    pair.words = std::string(shorter) + " has no such axis: " + (pair.result == 1 ? "one of 1 changes nothing." : "all of it is " + times);
  } else if (std::min(a, b) == 1) {
    pair.words = std::string(shorter) + " has 1 there and is " + times;
  } else {
    pair.verdict = Verdict::clash;
    pair.result = 0;
    pair.words = first + " are " + count(a) + " and " + count(b) + ": neither equal nor 1, so nothing says which belongs to which.";
  }
  return pair;
}

ShapeFit each(const Axes& a, const Axes& b) {
  ShapeFit fit;
  for (std::size_t place = 0; place < std::max(a.size(), b.size()); ++place) {
    fit.axes.push_back(broadcast(from_end(a, place), from_end(b, place), ordinal(place)));
    fit.result.insert(fit.result.begin(), fit.axes.back().result);
  }
  return fit;
}

/// The axis of a product that only one array has.
AxisPair kept(std::int64_t a, std::int64_t b, const char* what) {
  return {a, b, std::max(a, b), Verdict::kept, std::string(what) + " stay: " + count(std::max(a, b)) + "."};
}

ShapeFit product(const Axes& a, const Axes& b) {
  ShapeFit fit;
  if (a.empty() || b.empty()) {
    fit.axes.push_back({0, 0, 0, Verdict::clash, "A product needs an axis on both sides; a single number has none and multiplies with ·."});
    return fit;
  }
  const bool row = a.size() == 1, column = b.size() == 1;
  const std::int64_t inner_a = a.back(), inner_b = from_end(b, column ? 0 : 1);
  AxisPair inner{inner_a, inner_b, 0, Verdict::summed, {}};
  const std::string names = std::string("The last axis of A and ") + (column ? "the only one" : "the last but one") + " of B are ";
  if (inner_a == inner_b) {
    inner.words = names + "equal: " + count(inner_a) + " products are added up, and the axis is gone.";
  } else {
    inner.verdict = Verdict::clash;
    inner.words = names + count(inner_a) + " and " + count(inner_b) +
                  ": there is nothing for each number to be multiplied with. Not even 1 is repeated here.";
  }
  fit.axes.push_back(std::move(inner));
  if (!column) fit.axes.push_back(kept(0, b.back(), "The columns of B"));
  if (!row) fit.axes.push_back(kept(a[a.size() - 2], 0, "The rows of A"));
  for (const AxisPair& pair : fit.axes) {
    if (pair.verdict == Verdict::kept) fit.result.insert(fit.result.begin(), pair.result);
  }
  const Axes stack_a(a.begin(), a.end() - std::min<std::ptrdiff_t>(2, std::ssize(a)));
  const Axes stack_b(b.begin(), b.end() - std::min<std::ptrdiff_t>(2, std::ssize(b)));
  for (std::size_t place = 0; place < std::max(stack_a.size(), stack_b.size()); ++place) {
    fit.axes.push_back(broadcast(from_end(stack_a, place), from_end(stack_b, place), "The axes that count whole matrices"));
    fit.result.insert(fit.result.begin(), fit.axes.back().result);
  }
  return fit;
}

ShapeFit matched(ShapeAct act, const Axes& a, const Axes& b) {
  ShapeFit fit = act == ShapeAct::each ? each(a, b) : product(a, b);
  fit.fits = std::none_of(fit.axes.begin(), fit.axes.end(), [](const AxisPair& pair) { return pair.verdict == Verdict::clash; });
  if (!fit.fits) fit.result.clear();
  fit.elements = fit.fits ? elements_of(fit.result) : 0;
  return fit;
}

/// What fits without a warning, or is one.
void offer(ShapeAct act, const Axes& a, const Axes& b, const std::string& words, ShapeFit& fit) {
  const ShapeFit other = matched(act, a, b);
  if (!other.fits || (act == ShapeAct::each && other.elements > std::max(elements_of(a), elements_of(b)))) return;
  const auto same = [&](const ShapeFit::Instead& each) { return each.a == a && each.b == b; };
  if (std::none_of(fit.instead.begin(), fit.instead.end(), same)) fit.instead.push_back({a, b, other.result, words});
}

Axes turned(const Axes& axes) { return {axes.rbegin(), axes.rend()}; }
Axes as_column(const Axes& axes) { return {axes.front(), 1}; }
/// Without axes of 1.
Axes squeezed(Axes axes) {
  axes.erase(std::remove(axes.begin(), axes.end(), 1), axes.end());
  return axes;
}

void offer_others(ShapeAct act, const Axes& a, const Axes& b, ShapeFit& fit) {
  if (act == ShapeAct::each) {
    if (b.size() == 1) offer(act, a, as_column(b), "B as a column", fit);
    if (a.size() == 1) offer(act, as_column(a), b, "A as a column", fit);
    if (a != squeezed(a)) offer(act, squeezed(a), b, "A without its axis of 1", fit);
    if (b != squeezed(b)) offer(act, a, squeezed(b), "B without its axis of 1", fit);
  }
  if (a.size() == 2) offer(act, turned(a), b, "A transposed", fit);
  if (b.size() == 2) offer(act, a, turned(b), "B transposed", fit);
  if (act == ShapeAct::product && a.size() == 2 && b.size() == 2) offer(act, b, a, "The other way round", fit);
}

std::string summary_of(ShapeAct act, const Axes& a, const Axes& b, const ShapeFit& fit) {
  const std::string both = write_axes(a) + (act == ShapeAct::each ? " with " : " @ ") + write_axes(b);
  if (fit.fits)
    return both + " makes " + write_axes(fit.result) + ": " + count(fit.elements) + (fit.elements == 1 ? " number." : " numbers.");
  const auto clash = std::find_if(fit.axes.begin(), fit.axes.end(), [](const AxisPair& pair) { return pair.verdict == Verdict::clash; });
  if (clash->a == 0) return both + " does not fit.";
  return both + " does not fit: " + count(clash->a) + " meets " + count(clash->b) + ".";
}

/// Fits, but both arrays are repeated, or an axis could be the wrong one of two.
std::string warning_of(ShapeAct act, const Axes& a, const Axes& b, const ShapeFit& fit) {
  if (act != ShapeAct::each || !fit.fits) return {};
  const double most = std::max(elements_of(a), elements_of(b));
  if (fit.elements > most) {
    return "Both are repeated, so that every number of A meets every number of B: " + count(fit.elements) + " numbers instead of " +
           count(most) + ". Where one for one was meant, no error is raised: a loss over it is a wrong number, and it falls all the same.";
  }
  const Axes &more = a.size() > b.size() ? a : b, &less = a.size() > b.size() ? b : a;
  if (less.size() == 1 && more.size() == 2 && more[0] == more[1] && less[0] == more[0] && less[0] > 1) {
    return "It fits by chance: " + std::string(a.size() > b.size() ? "B" : "A") +
           " goes along the last axis, one number a column. Was one a row meant, the answer is wrong and nobody is told, since both axes "
           "have " +
           count(less[0]) + ".";
  }
  return {};
}

}  // namespace

Result<Axes> read_axes(std::string_view key, std::string_view text) {
  Result<Axes> read;
  std::string_view rest = trimmed(text);
  const bool open = !rest.empty() && (rest.front() == '(' || rest.front() == '['),
             close = !rest.empty() && (rest.back() == ')' || rest.back() == ']');
  if (rest.empty() || open != close || (open && rest.size() < 2)) return Result<Axes>::failure(problem("bad-form", key, text, kForm));
  if (open) rest = trimmed(rest.substr(1, rest.size() - 2));
  while (!rest.empty()) {
    const std::string_view axis = take_axis(rest);
    const std::optional<std::int64_t> length = read_whole(axis);
    if (!length) return Result<Axes>::failure(problem("bad-form", key, text, kForm));
    if (*length < 1 || *length > kLongestAxis) {
      return Result<Axes>::failure(problem("out-of-range", key, axis, "1 to " + count(kLongestAxis) + " for each axis"));
    }
    read.value.push_back(*length);
    rest = trimmed(rest);
  }
  if (read.value.size() > kMostAxes) {
    read.problems.push_back(problem("too-many", key, std::to_string(read.value.size()) + " axes", std::to_string(kMostAxes)));
  }
  return read;
}

std::string write_axes(const Axes& axes) {
  std::string text = "(";
  for (const std::int64_t axis : axes) text += (text.size() > 1 ? ", " : "") + std::to_string(axis);
  return text + (axes.size() == 1 ? ",)" : ")");
}

ShapeFit fit_shapes(ShapeAct act, const Axes& a, const Axes& b) {
  ShapeFit fit = matched(act, a, b);
  fit.summary = summary_of(act, a, b, fit);
  fit.warning = warning_of(act, a, b, fit);
  if (!fit.fits || !fit.warning.empty()) offer_others(act, a, b, fit);
  return fit;
}

}  // namespace glassbox

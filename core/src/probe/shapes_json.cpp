#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/shapes.hpp"

namespace glassbox {
namespace {

const char* name_of(AxisPair::Verdict verdict) {
  switch (verdict) {
    case AxisPair::Verdict::equal:
      return "equal";
    case AxisPair::Verdict::repeated_a:
      return "repeatedA";
    case AxisPair::Verdict::repeated_b:
      return "repeatedB";
    case AxisPair::Verdict::summed:
      return "summed";
    case AxisPair::Verdict::kept:
      return "kept";
    default:
      return "clash";
  }
}

void write(JsonWriter& json, const ShapeFit& fit) {
  json.member("fits", fit.fits).member("result", fit.fits ? write_axes(fit.result) : "").member("elements", fit.elements);
  json.member("summary", fit.summary).member("warning", fit.warning).key("axes").begin_array();
  for (const AxisPair& pair : fit.axes) {
    json.begin_object().member("a", pair.a).member("b", pair.b).member("result", pair.result);
    json.member("verdict", name_of(pair.verdict)).member("words", pair.words).end_object();
  }
  json.end_array().key("instead").begin_array();
  for (const ShapeFit::Instead& other : fit.instead) {
    json.begin_object().member("a", write_axes(other.a)).member("b", write_axes(other.b)).member("result", write_axes(other.result));
    json.member("words", other.words).end_object();
  }
  json.end_array();
}

}  // namespace

std::string shapes_json(std::string_view act, std::string_view a, std::string_view b) {
  const Result<Axes> first = read_axes("A", a), second = read_axes("B", b);
  std::vector<Problem> problems = first.problems;
  problems.insert(problems.end(), second.problems.begin(), second.problems.end());
  if (!problems.empty()) return "{\"ok\":false,\"problems\":" + problems_json(problems) + "}";
  JsonWriter json;
  json.begin_object().member("ok", true).member("a", write_axes(first.value)).member("b", write_axes(second.value));
  write(json, fit_shapes(act == "product" ? ShapeAct::product : ShapeAct::each, first.value, second.value));
  json.end_object();
  return json.text();
}

}  // namespace glassbox

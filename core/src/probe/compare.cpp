#include "glassbox/compare.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "glassbox/json.hpp"

namespace glassbox {
namespace {

/// The answers to one question.
class Answer {
 public:
  Answer(std::span<const float> all, int outputs, std::size_t point) : all_(all), outputs_(outputs), point_(point) {}

  float operator[](int output) const { return all_[static_cast<std::size_t>(output) * (all_.size() / outputs_) + point_]; }

 private:
  std::span<const float> all_;
  int outputs_;
  std::size_t point_;
};

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

float between(const Answer& first, const Answer& second, int outputs) {
  if (outputs <= 2) return second[outputs - 1] - first[outputs - 1];
  double moved = 0;
  for (int output = 0; output < outputs; ++output) moved += std::abs(static_cast<double>(second[output]) - first[output]);
  return static_cast<float>(moved / 2);
}

}  // namespace

AnswerDifference difference(std::span<const float> first, std::span<const float> second, int outputs, std::span<const float> first_classes,
                            std::span<const float> second_classes) {
  AnswerDifference result;
  if (outputs < 1 || first.size() != second.size() || first.size() % static_cast<std::size_t>(outputs) != 0) return result;
  result.has_sign = outputs <= 2;
  result.values.resize(first.size() / static_cast<std::size_t>(outputs));
  const bool classes = first_classes.size() == result.values.size() && second_classes.size() == result.values.size();
  for (std::size_t point = 0; point < result.values.size(); ++point) {
    const Answer one(first, outputs, point), other(second, outputs, point);
    bool same = true;
    for (int output = 0; output < outputs; ++output) same = same && same_bits(one[output], other[output]);
    if (same) continue;
    const float value = between(one, other, outputs);
    result.values[point] = value;
    ++result.different;
    result.otherwise += classes && first_classes[point] != second_classes[point];
    const double size = std::isfinite(value) ? std::abs(static_cast<double>(value)) : std::numeric_limits<double>::quiet_NaN();
    result.mean += size;
    if (!(size <= result.largest)) result.largest = size;
  }
  if (std::isnan(result.mean)) result.largest = result.mean;
  if (!result.values.empty()) result.mean /= static_cast<double>(result.values.size());
  return result;
}

std::string comparison_json(const Trainer& first, const Trainer& second) {
  const Dataset &one = first.dataset(), &other = second.dataset();
  const bool same_data = one.x == other.x && one.target == other.target && one.part == other.part;
  const bool same_questions = one.columns == other.columns && one.low == other.low && one.high == other.high &&
                              one.classes == other.classes && first.prepared().outputs == second.prepared().outputs;
  JsonWriter json;
  json.begin_object().member("sameData", same_data).member("sameStart", first.weights_hash() == second.weights_hash());
  json.member("byEpoch", first.experiment().batch != second.experiment().batch).member("sameQuestions", same_questions);
  json.key("differences").begin_array();
  for (const FieldDifference& field : differing_fields(first.experiment(), second.experiment())) {
    json.begin_object().member("key", field.key).member("label", field.label);
    json.member("first", field.first).member("second", field.second).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

std::string difference_json(const AnswerDifference& difference) {
  JsonWriter json;
  json.begin_object().member("signed", difference.has_sign).member("largest", difference.largest).member("mean", difference.mean);
  json.member("different", difference.different).member("otherwise", difference.otherwise);
  json.member("points", static_cast<std::int64_t>(difference.values.size())).end_object();
  return json.text();
}

}  // namespace glassbox

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glassbox/experiment.hpp"
#include "glassbox/fields.hpp"
#include "glassbox/problem.hpp"
#include "glassbox/trainer.hpp"

namespace glassbox {

/// One field in which two experiments differ; values as in a text, whole.
struct FieldDifference {
  std::string key, label;
  std::string first, second;

  bool operator==(const FieldDifference&) const = default;
};

/// In canonical order. Fields that matter in neither experiment, and the place where a link opens, do not count.
std::vector<FieldDifference> differing_fields(const Experiment& first, const Experiment& second);

/// The base with the fields of "key=value&key=value" set one after the other, as with_field() sets them. An empty text changes nothing.
/// The base's edits stay, unless they are among the changes or name a weight that is gone.
Change varied(const Experiment& base, std::string_view changes);

/// What varied() needs to make `other` of `base`, apart from the place where a link opens. Fails where no such text is found.
Result<std::string> variation(const Experiment& base, const Experiment& other);

/// How two answers to the same questions differ.
struct AnswerDifference {
  std::vector<float> values;   ///< [points] second − first; shares that went elsewhere, 0 to 1, where there are three outputs or more
  bool has_sign = true;        ///< whether `values` have one
  double largest = 0;          ///< magnitude of `values`; NaN where one of them is not finite
  double mean = 0;             ///< of the magnitudes
  std::int64_t different = 0;  ///< points at which any bit of the answers differs
  std::int64_t otherwise = 0;  ///< points at which another class is answered
};

/// Answers as in snapshots, [outputs × points]. With two outputs, shares of two classes, the second one's counts. The classes that they
/// stand for, [points], as in snapshots too; empty where they stand for none.
AnswerDifference difference(std::span<const float> first, std::span<const float> second, int outputs,
                            std::span<const float> first_classes = {}, std::span<const float> second_classes = {});

/// Two fresh runs as JSON: {sameData, sameStart, byEpoch, sameQuestions, differences: [{key, label, first, second}]}. sameStart: equal
/// weights at step 0. byEpoch: their steps are not of the same size, so that epochs keep them in step. sameQuestions: maps and rows of both
/// can be laid over each other.
std::string comparison_json(const Trainer& first, const Trainer& second);

/// {signed, largest, mean, different, otherwise, points}
std::string difference_json(const AnswerDifference& difference);

}  // namespace glassbox

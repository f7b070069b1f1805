#include "glassbox/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "experiment/field_table.hpp"
#include "glassbox/fields.hpp"
#include "glassbox/json.hpp"
#include "glassbox/number.hpp"
#include "math/functions.hpp"

namespace glassbox {
namespace {

constexpr int kMostSteps = 1000;

/// Four significant digits; the powers of ten that are needed are exact.
double rounded(double value) {
  if (value == 0) return 0;
  double scale = 1;
  while (std::abs(value) * scale < 1000) scale *= 10;
  while (std::abs(value) * scale >= 10000) scale /= 10;
  return std::floor(value * scale + 0.5) / scale;
}

double between(double low, double high, double share, bool ratios) {
  if (!ratios) return low + (high - low) * share;
  return math::exp_of(math::log_of(low) + (math::log_of(high) - math::log_of(low)) * share);
}

/// The values of LOW..HIGH:COUNT; `text` has the two dots.
void add_range(const experiment::FieldRow& row, std::string_view text, SweepAxis& axis, std::vector<Problem>& problems) {
  const std::size_t dots = text.find(".."), colon = std::min(text.find(':', dots), text.size());
  const double low = read_number(text.substr(0, dots)).value_or(NAN);
  const double high = read_number(text.substr(dots + 2, colon - dots - 2)).value_or(NAN);
  const std::int64_t count = colon == text.size() ? -1 : read_whole(text.substr(colon + 1)).value_or(-1);
  if (std::isnan(low) || std::isnan(high) || count < 0) {
    problems.push_back({"bad-form", axis.key, std::string(text.substr(0, 80)), "LOW..HIGH:COUNT, e.g. 0.001..1:7", ""});
  } else if (count < 2 || count > kMostSteps) {
    problems.push_back({"out-of-range", axis.key, std::to_string(count) + " values", "2 to " + std::to_string(kMostSteps) + " values", ""});
  } else {
    const bool ratios = row.logarithmic && low > 0 && high > 0;
    for (std::int64_t i = 0; i < count; ++i) {
      const double inner = rounded(between(low, high, static_cast<double>(i) / static_cast<double>(count - 1), ratios));
      const double value = i == 0 ? low : i == count - 1 ? high : inner;
      axis.values.push_back(write_number(row.kind == experiment::Kind::whole ? std::floor(value + 0.5) : value));
    }
    axis.values.erase(std::unique(axis.values.begin(), axis.values.end()), axis.values.end());
  }
}

SweepAxis& axis_of(std::vector<SweepAxis>& axes, std::string_view key) {
  for (SweepAxis& axis : axes) {
    if (axis.key == key) return axis;
  }
  return axes.emplace_back(SweepAxis{std::string(key), {}});
}

}  // namespace

Result<std::vector<SweepAxis>> read_axes(const std::vector<std::string>& words) {
  Result<std::vector<SweepAxis>> result;
  for (const std::string_view word : words) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view key = word.substr(0, equals), value = word.substr(std::min(equals + 1, word.size()));
    const experiment::FieldRow* row = experiment::find_field(key);
    if (equals == word.size()) {
      result.problems.push_back({"bad-form", "sweep", std::string(word.substr(0, 80)), "KEY=VALUE or KEY=LOW..HIGH:COUNT", ""});
    } else if (row == nullptr) {
      result.problems.push_back({"unknown-key", std::string(key.substr(0, 80)), "", "", std::string(experiment::nearest_key(key))});
    } else if (value.find("..") != value.npos) {
      add_range(*row, value, axis_of(result.value, key), result.problems);
    } else {
      axis_of(result.value, key).values.emplace_back(value);
    }
  }
  return result;
}

Result<std::vector<Experiment>> sweep(const Experiment& base, const std::vector<SweepAxis>& axes, int seeds) {
  Result<std::vector<Experiment>> result;
  double count = std::max(seeds, 1);
  for (const SweepAxis& axis : axes) count *= static_cast<double>(axis.values.size());
  if (count > kMaxSweep) {
    result.problems.push_back({"too-many", "sweep", write_number(count) + " experiments", std::to_string(kMaxSweep), ""});
    return result;
  }
  std::vector<SweepAxis> all = axes;
  if (seeds > 0) all.push_back({"seed", {}});
  for (int seed = 1; seed <= seeds; ++seed) all.back().values.push_back(std::to_string(seed));

  result.value = {base};
  for (const SweepAxis& axis : all) {
    std::vector<Experiment> longer;
    longer.reserve(result.value.size() * axis.values.size());
    for (const Experiment& experiment : result.value) {
      for (const std::string& value : axis.values) {
        Change change = with_field(experiment, axis.key, value);
        if (!change.problems.empty()) {
          result.problems = std::move(change.problems);
          return result;
        }
        longer.push_back(std::move(change.experiment));
      }
    }
    result.value = std::move(longer);
  }
  return result;
}

Spread spread(std::vector<double> numbers) {
  std::erase_if(numbers, [](double number) { return !std::isfinite(number); });
  if (numbers.empty()) return {};
  std::sort(numbers.begin(), numbers.end());
  const std::size_t middle = numbers.size() / 2;
  const double median = numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
  return {static_cast<int>(numbers.size()), numbers.front(), median, numbers.back()};
}

std::string sweep_json(std::string_view base, const std::vector<std::string>& words, int seeds, std::string_view epochs, int most) {
  const auto refuse = [](const std::vector<Problem>& problems) { return "{\"ok\":false,\"problems\":" + problems_json(problems) + "}"; };
  const Result<Experiment> parsed = parse(base, kMaxTextBytes);
  if (!parsed.ok()) return refuse(parsed.problems);
  const Change start = epochs.empty() ? Change{parsed.value, {}, false, 0} : with_field(parsed.value, "epochs", epochs);
  if (!start.problems.empty()) return refuse(start.problems);
  const Result<std::vector<SweepAxis>> axes = read_axes(words);
  if (!axes.ok()) return refuse(axes.problems);
  double count = std::max(seeds, 1);
  for (const SweepAxis& axis : axes.value) count *= static_cast<double>(axis.values.size());
  if (count > most) return refuse({{"too-many", "sweep", write_number(count) + " runs", std::to_string(most), ""}});
  const Result<std::vector<Experiment>> experiments = sweep(start.experiment, axes.value, seeds);
  if (!experiments.ok()) return refuse(experiments.problems);
  JsonWriter json;
  json.begin_object().member("ok", true).key("axes").begin_array();
  for (const SweepAxis& axis : axes.value) {
    json.begin_object().member("key", axis.key).member("label", experiment::find_field(axis.key)->label).key("values").begin_array();
    for (const std::string& value : axis.values) json.value(value);
    json.end_array().end_object();
  }
  json.end_array().key("experiments").begin_array();
  for (const Experiment& experiment : experiments.value) json.value(format(experiment));
  json.end_array().end_object();
  return json.text();
}

std::string spread_json(const Spread& spread) {
  JsonWriter json;
  json.begin_object().member("count", spread.count);
  if (spread.count > 0) json.member("low", spread.low).member("median", spread.median).member("high", spread.high);
  json.end_object();
  return json.text();
}

}  // namespace glassbox

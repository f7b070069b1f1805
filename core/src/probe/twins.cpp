#include "glassbox/twins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "glassbox/number.hpp"
#include "probe/rearranged.hpp"
#include "probe/same_answers.hpp"
#include "probe/twin_matrices.hpp"

namespace glassbox {
namespace {

using Act = TwinQuestion::Act;

constexpr std::int64_t kMostWork = 500'000'000;

/// The first rows of train, test and blind, as many as the work allows.
template <class S>
std::vector<int> rows_to_compare(const training::TrainerOf<S>& run) {
  const Prepared& prepared = run.prepared();
  std::vector<int> rows;
  for (const std::vector<int>* part : {&prepared.train, &prepared.test, &prepared.blind})
    rows.insert(rows.end(), part->begin(), part->end());
  const std::int64_t most = std::max<std::int64_t>(64, kMostWork / std::max<std::int64_t>(1, 2 * probe::row_work(run.network())));
  rows.resize(static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(rows.size()), most)));
  return rows;
}

int count_rows(const Prepared& prepared) { return static_cast<int>(prepared.train.size() + prepared.test.size() + prepared.blind.size()); }

/// Whether a unit was the same number at each pixel of each row so far, and which.
struct Steady {
  bool steady = true;
  double value = 0;
};

/// Of all units of a group as one of its readers receives them.
template <class S>
void watch(math::Panel<const S> panel, bool first, std::vector<Steady>& units) {
  const int pixels = panel.units / static_cast<int>(units.size());
  for (int i = 0; i < panel.units; ++i) {
    Steady& unit = units[static_cast<std::size_t>(i / pixels)];
    if (first && i % pixels == 0) unit.value = static_cast<double>(panel.column(i)[0]);
    const S wanted = static_cast<S>(unit.value);
    const S* column = panel.column(i);
    unit.steady =
        unit.steady && std::isfinite(wanted) && std::all_of(column, column + panel.rows, [=](S value) { return value == wanted; });
  }
}

/// [groups][readers][units].
template <class S>
std::vector<std::vector<std::vector<Steady>>> watched(const training::TrainerOf<S>& run, const std::vector<probe::UnitGroup>& groups,
                                                      const std::vector<int>& rows) {
  std::vector<std::vector<std::vector<Steady>>> units;
  for (const probe::UnitGroup& group : groups) {
    units.emplace_back(group.readers.size(), std::vector<Steady>(static_cast<std::size_t>(group.channels)));
  }
  bool first = true;
  probe::forward_rows<S>(run, rows, [&](const network::Pass<S>& pass, math::Panel<const S>) {
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (std::size_t r = 0; r < groups[g].readers.size(); ++r) {
        watch<S>(pass.panels.value(groups[g].readers[r].slot), first, units[g][r]);
      }
    }
    first = false;
  });
  return units;
}

/// Zeros around an image are no part of a constant channel, so that only a dense layer takes one that is not 0 into its biases.
bool dead(const probe::UnitGroup& group, const std::vector<std::vector<Steady>>& readers, int unit) {
  for (std::size_t r = 0; r < readers.size(); ++r) {
    const Steady& seen = readers[r][static_cast<std::size_t>(unit)];
    if (!seen.steady || (seen.value != 0 && !group.readers[r].dense)) return false;
  }
  return true;
}

/// A run's groups, and what their units hand on.
template <class S>
struct Survey {
  explicit Survey(const Trainer& trainer)
      : run(probe::inside<S>(trainer)),
        summary(summarize(trainer.experiment())),
        groups(probe::unit_groups(run.network(), summary)),
        rows(rows_to_compare(run)),
        units(watched(run, groups, rows)) {}

  std::vector<DeadUnit> dead_units(std::size_t group) const {
    std::vector<DeadUnit> found;
    for (int unit = 0; unit < groups[group].channels; ++unit) {
      if (dead(groups[group], units[group], unit)) found.push_back({unit, units[group][0][static_cast<std::size_t>(unit)].value});
    }
    return found;
  }

  const training::TrainerOf<S>& run;
  Summary summary;
  std::vector<probe::UnitGroup> groups;
  std::vector<int> rows;
  std::vector<std::vector<std::vector<Steady>>> units;
};

template <class S>
TwinLayers layers_in(const Trainer& trainer) {
  const Survey<S> survey(trainer);
  TwinLayers found;
  found.rows = static_cast<int>(survey.rows.size());
  found.all_rows = count_rows(survey.run.prepared());
  for (std::size_t g = 0; g < survey.groups.size(); ++g) {
    const probe::UnitGroup& group = survey.groups[g];
    for (const int layer : group.into) {
      TwinLayer made{layer, group.channels, group.into, group.out_of, group.swap, group.flip, group.remove, {}};
      for (int unit = 1; unit <= made.units; ++unit) made.twins *= (made.swap.empty() ? unit : 1) * (made.flip.empty() ? 2 : 1);
      if (made.swap.empty() && made.units < 2) made.swap = "One unit has no other to trade places with.";
      if (made.remove.empty()) made.dead = survey.dead_units(g);
      if (made.remove.empty() && made.units < 2) made.remove = "One unit has to stay.";
      found.layers.push_back(std::move(made));
    }
  }
  std::sort(found.layers.begin(), found.layers.end(), [](const TwinLayer& a, const TwinLayer& b) { return a.layer < b.layer; });
  return found;
}

Problem refusal(std::string code, std::string value, std::string allowed) {
  return {std::move(code), "", std::move(value), std::move(allowed), ""};
}

/// The units that are really taken out: dead ones, and not all of a layer.
std::vector<int> to_remove(const std::vector<int>& wanted, const std::vector<DeadUnit>& dead_units, int channels,
                           std::vector<Problem>& problems) {
  std::vector<int> units;
  for (const DeadUnit& each : dead_units) {
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), each.unit) != wanted.end()) units.push_back(each.unit);
  }
  if (units.empty() || units.size() < wanted.size()) {
    problems.push_back(refusal("no-twin", "", "Only a unit that hands on the same number at every row can be taken out."));
  } else if (static_cast<int>(units.size()) == channels) {
    units.erase(units.begin());  // a layer needs one
    if (units.empty()) problems.push_back(refusal("no-twin", "", "One unit has to stay."));
  }
  return units;
}

template <class S>
probe::Rearrangement plan(const Survey<S>& survey, std::size_t g, const TwinQuestion& question, std::vector<int>& units,
                          std::vector<Problem>& problems) {
  const probe::UnitGroup& group = survey.groups[g];
  probe::Rearrangement change;
  change.from.resize(static_cast<std::size_t>(group.channels));
  std::iota(change.from.begin(), change.from.end(), 0);
  change.turned.assign(static_cast<std::size_t>(group.channels), false);
  switch (question.act) {
    case Act::swap:
      if (units.size() != 2 || units[0] == units[1]) {
        problems.push_back(refusal("no-twin", "", "Two different units are needed to trade places."));
      } else {
        std::swap(change.from[static_cast<std::size_t>(units[0])], change.from[static_cast<std::size_t>(units[1])]);
      }
      break;
    case Act::flip:
      if (units.empty()) problems.push_back(refusal("no-twin", "", "A unit is needed whose signs turn."));
      for (const int unit : units) change.turned[static_cast<std::size_t>(unit)] = true;
      break;
    case Act::remove:
      units = to_remove(units, survey.dead_units(g), group.channels, problems);
      for (const int unit : units) change.from.erase(std::find(change.from.begin(), change.from.end(), unit));
      change.removed = units;
      for (const std::vector<Steady>& reader : survey.units[g]) {
        std::vector<double>& values = change.constants.emplace_back();
        for (const int unit : units) values.push_back(reader[static_cast<std::size_t>(unit)].value);
      }
  }
  return change;
}

/// The group of a question, or what is wrong with the question.
template <class S>
std::size_t find_group(const Survey<S>& survey, const TwinQuestion& question, std::vector<Problem>& problems) {
  const auto has = [&](const probe::UnitGroup& group) {
    return std::find(group.into.begin(), group.into.end(), question.layer) != group.into.end();
  };
  const auto found = std::find_if(survey.groups.begin(), survey.groups.end(), has);
  if (found == survey.groups.end()) {
    problems.push_back(refusal("no-twin", "", "Only hidden layers with weights have units that can be moved."));
    return 0;
  }
  const std::string& refused = question.act == Act::swap ? found->swap : question.act == Act::flip ? found->flip : found->remove;
  if (!refused.empty()) problems.push_back(refusal("no-twin", "", refused));
  for (const int unit : question.units) {
    if (unit >= 0 && unit < found->channels) continue;
    problems.push_back(refusal("no-such-unit", std::to_string(unit + 1), "1 to " + std::to_string(found->channels)));
  }
  return static_cast<std::size_t>(found - survey.groups.begin());
}

/// The experiment that begins with these numbers.
template <class S>
Experiment beginning_as(const Experiment& experiment, std::vector<LayerSpec> net, const std::vector<S>& parameters) {
  Experiment twin = experiment;
  twin.net = std::move(net);
  twin.edits.clear();
  twin.at = 0;
  twin.expect.reset();
  twin.w.clear();
  for (const S number : parameters) twin.w.push_back(probe::as_written(number));
  return twin;
}

void write_text(const Experiment& experiment, bool statistics, Twin& twin) {
  if (statistics) {
    twin.no_text = "Running means and variances belong to it, and a link holds weights and biases only.";
    return;
  }
  twin.text = format(experiment);
  if (twin.text.size() <= kMaxLinkBytes && parse(twin.text).ok()) return;
  twin.no_text = twin.text.size() > kMaxLinkBytes
                     ? "Its " + std::to_string(experiment.w.size()) + " numbers make a text of " + std::to_string(twin.text.size()) +
                           " characters, and a link holds " + std::to_string(kMaxLinkBytes) + "."
                     : "Its numbers cannot be written into a link.";
  twin.text.clear();
}

template <class S>
Result<Twin> make_in(const Trainer& trainer, const TwinQuestion& question) {
  const Survey<S> survey(trainer);
  Result<Twin> made;
  const std::size_t g = find_group(survey, question, made.problems);
  if (!made.ok()) return made;
  Twin& twin = made.value;
  twin.units = question.units;
  const probe::Rearrangement change = plan(survey, g, question, twin.units, made.problems);
  if (!made.ok()) return made;
  const probe::UnitGroup& group = survey.groups[g];
  const probe::Numbers<S> numbers = probe::rearranged(survey.run, group, change);
  const auto& layers = survey.run.network().layers();
  const Experiment experiment =
      beginning_as(trainer.experiment(), probe::rearranged_net(trainer.experiment(), layers, group, change), numbers.parameters);
  const network::Network<S> network(experiment, survey.summary.input_shape, survey.summary.layers.back().units);
  const probe::AnswersApart apart =
      probe::answers_apart<S>(survey.run, network, numbers.parameters.data(), numbers.statistics.data(), survey.rows);
  twin.difference = apart.difference;
  twin.largest = apart.largest;
  twin.rows = static_cast<int>(survey.rows.size());
  twin.all_rows = count_rows(survey.run.prepared());
  twin.before = survey.summary.parameters;
  twin.after = static_cast<std::int64_t>(numbers.parameters.size());
  twin.matrices =
      probe::twin_matrices<S>(survey.run.network(), survey.run.parameters(), network, numbers.parameters, group, change, twin.units);
  write_text(experiment, !numbers.statistics.empty(), twin);
  return made;
}

}  // namespace

TwinLayers twin_layers(const Trainer& trainer) {
  return training::in_double(trainer.experiment()) ? layers_in<double>(trainer) : layers_in<float>(trainer);
}

Result<Twin> make_twin(const Trainer& trainer, const TwinQuestion& question) {
  return training::in_double(trainer.experiment()) ? make_in<double>(trainer, question) : make_in<float>(trainer, question);
}

}  // namespace glassbox

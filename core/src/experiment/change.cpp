#include "experiment/change.hpp"

#include <algorithm>

#include "experiment/edits_text.hpp"
#include "experiment/field_table.hpp"
#include "experiment/layers_text.hpp"
#include "experiment/rows_text.hpp"

namespace glassbox {
namespace experiment {

Experiment start_of(Experiment experiment) {
  const Experiment plain;
  experiment.edits.clear();
  experiment.at = plain.at;
  experiment.expect = plain.expect;
  experiment.epochs = plain.epochs;
  experiment.eval = plain.eval;
  experiment.patience = plain.patience;
  experiment.mindelta = plain.mindelta;
  experiment.restore = plain.restore;
  experiment.stoploss = plain.stoploss;
  experiment.stopscore = plain.stopscore;
  experiment.cut = plain.cut;
  experiment.cost01 = plain.cost01;
  experiment.cost10 = plain.cost10;
  experiment.costs = plain.costs;
  return experiment;
}

namespace {

bool same_shapes(const Experiment& a, const Experiment& b) {
  const Summary one = summarize(a), other = summarize(b);
  return std::equal(one.layers.begin(), one.layers.end(), other.layers.begin(), other.layers.end(),
                    [](const LayerSummary& x, const LayerSummary& y) {
                      return x.units == y.units && x.inputs == y.inputs && x.rows == y.rows && x.columns == y.columns;
                    });
}

/// The first given item after `key` that a problem names.
const Item* culprit(const std::vector<Item>& items, std::string_view key, const std::vector<Problem>& problems) {
  const FieldRow* changed = find_field(key);
  for (const Item& item : items) {
    if (find_field(item.key) <= changed) continue;
    for (const Problem& problem : problems) {
      if (problem.key == item.key) return &item;
    }
  }
  return nullptr;
}

}  // namespace

void drop_item(std::vector<Item>& items, std::string_view key) {
  std::erase_if(items, [&](const Item& item) { return item.key == key; });
}

void set_item(std::vector<Item>& items, std::string_view key, std::string value) {
  drop_item(items, key);
  items.push_back({key, std::move(value)});
}

void choose_data(std::vector<Item>& items, std::string_view name) {
  for (const std::string_view key : {"n", "noise", "rows", "in", "test", "blind", "split", "scale", "out", "loss", "costs", "classw", "w"})
    drop_item(items, key);
  set_item(items, "data", std::string(name));
}

Change refuse(const Experiment& before, Problem problem) {
  Change change;
  change.experiment = before;
  change.problems.push_back(std::move(problem));
  return change;
}

Change refuse(const Experiment& before, std::string code, std::string_view key, std::string_view value, std::string allowed) {
  return refuse(before, Problem{std::move(code), std::string(key), quote(value), std::move(allowed), {}});
}

Change finish_change(const Experiment& before, std::vector<Item> items, std::string_view key) {
  Change change;
  change.experiment = before;
  Result<Experiment> read = read_experiment(items);
  while (!read.ok()) {
    const Item* item = culprit(items, key, read.problems);
    if (item == nullptr) {
      change.problems = std::move(read.problems);
      return change;
    }
    drop_item(items, std::string_view(item->key));
    read = read_experiment(items);
  }
  Experiment& after = read.value;
  if (key != "w" && !after.w.empty() && !same_shapes(before, after)) after.w.clear();
  if (start_of(before) != start_of(after)) {
    change.restarts = true;
    change.dropped_edits = static_cast<int>(before.edits.size());
    after.edits.clear();
    after.at = 0;
  }
  if (key != "expect" && after != before) after.expect.reset();
  if (const std::size_t size = format(after).size(); size > kMaxLinkBytes && size > format(before).size()) {
    return refuse(before, "too-long", key, std::to_string(size) + " characters", std::to_string(kMaxLinkBytes) + " characters");
  }
  change.experiment = std::move(after);
  return change;
}

}  // namespace experiment

using namespace experiment;

Change with_field(const Experiment& experiment, std::string_view key, std::string_view value) {
  const FieldRow* row = find_field(key);
  if (row == nullptr) {
    return refuse(experiment, Problem{"unknown-key", quote(key), quote(value), {}, std::string(nearest_key(key))});
  }
  std::vector<Item> items = write_items(experiment);
  if (key == "data" && value != experiment.data) choose_data(items, "");
  if (key == "init") drop_item(items, "w");
  set_item(items, row->key, std::string(trim(value)));
  return finish_change(experiment, std::move(items), key);
}

Change with_edit(const Experiment& experiment, std::int64_t step, std::string_view key, std::string_view value) {
  if (step < 0 || step > kMaxStep)
    return refuse(experiment, "out-of-range", "edits", std::to_string(step), "steps 0 to " + std::to_string(kMaxStep));
  Problems problems;
  Edit edit{step, std::string(key), 0};
  if (!read_edit_value(key, trim(value), edit.value, problems)) return refuse(experiment, problems.list().front());
  std::vector<Edit> edits = experiment.edits;
  const auto dropped = std::erase_if(edits, [&](const Edit& other) { return other.step > step; });
  merge_edit(std::move(edit), edits);
  std::vector<Item> items = write_items(experiment);
  set_item(items, "edits", write_edits(edits));
  Change change = finish_change(experiment, std::move(items), "edits");
  if (change.problems.empty()) change.dropped_edits = static_cast<int>(dropped);
  return change;
}

namespace {

/// A new layer like its neighbour, or like the first of the default network.
LayerSpec copy_of_neighbour(const std::vector<LayerSpec>& net, int index) {
  for (int place = index - 1; place >= 0; --place) {
    if (net[static_cast<std::size_t>(place)].kind == LayerSpec::Kind::dense) return net[static_cast<std::size_t>(place)];
  }
  for (const LayerSpec& layer : net) {
    if (layer.kind == LayerSpec::Kind::dense) return layer;
  }
  return default_experiment().net.front();
}

/// Makes `layer` what the text `front:back` says; false, with a problem, when that is not one layer.
bool replace(LayerSpec& layer, std::string_view front, std::string_view back, Problems& problems) {
  const std::string text = std::string(front) + ":" + std::string(back);
  const auto made = read_layers(text, "net", problems);
  if (problems.empty() && made.size() != 1) problems.add("bad-form", "net", text, "one layer");
  if (problems.empty()) layer = made.front();
  return problems.empty();
}

/// Changes the net; false, with a problem, when that cannot be done.
bool change_net(std::vector<LayerSpec>& net, std::string_view action, int index, std::string_view value, Problems& problems) {
  const bool add = action == "add";
  const int count = static_cast<int>(net.size()) + (add ? 1 : 0);
  if (index < 0 || index >= count) {
    problems.add("no-such-layer", "net", std::to_string(index), count == 0 ? "none" : "0 to " + std::to_string(count - 1));
    return false;
  }
  if (add) {
    std::vector<LayerSpec> made =
        value.empty() ? std::vector<LayerSpec>{copy_of_neighbour(net, index)} : read_layers(value, "net", problems);
    net.insert(net.begin() + index, made.begin(), made.end());
    return problems.empty();
  }
  if (action == "remove") {
    net.erase(net.begin() + index);
    return true;
  }
  LayerSpec& layer = net[static_cast<std::size_t>(index)];
  if (action == "units" && layer.kind == LayerSpec::Kind::dense) {
    if (!read_whole(value)) problems.add("not-a-number", "net", value, "1 to " + std::to_string(kMaxUnits));
    if (!problems.empty()) return false;
    return replace(layer, value, layer.activation, problems);
  }
  if (action == "activation" && !layer.activation.empty()) {
    return replace(layer, write_layer(layer).substr(0, write_layer(layer).rfind(':')), value, problems);
  }
  if (action == "numbers" && !layer.numbers.empty()) {
    return replace(layer, layer.name, std::string(value) + (layer.activation.empty() ? "" : ":" + layer.activation), problems);
  }
  problems.add("bad-action", "net", action, "add, remove, or units, activation and numbers of a layer that has them");
  return false;
}

}  // namespace

Change with_layer(const Experiment& experiment, std::string_view action, int index, std::string_view value) {
  Problems problems;
  std::vector<LayerSpec> net = experiment.net;
  if (!change_net(net, action, index, trim(value), problems)) return refuse(experiment, problems.list().front());
  std::vector<Item> items = write_items(experiment);
  set_item(items, "net", write_layers(net));
  return finish_change(experiment, std::move(items), "net");
}

namespace {

bool may_draw(const OwnRows& rows) { return rows.classes && rows.names.size() == 2; }

Problem no_such_point(int index, const OwnRows& rows) {
  return {"no-such-point", "rows", std::to_string(index), std::to_string(rows.target.size()), {}};
}

/// Places a point; packed points stand on their grid.
bool place(OwnRows& rows, int index, double x, double y, Problems& problems) {
  const double reach = rows.packed ? kOwnReach : 1e9;
  for (const double value : {x, y}) {
    if (!(value >= -reach && value <= reach)) {
      problems.add("out-of-range", "rows", write_number(value), write_number(-reach) + " to " + write_number(reach));
      return false;
    }
  }
  rows.x[2 * static_cast<std::size_t>(index)] = rows.packed ? snap(x) : x;
  rows.x[2 * static_cast<std::size_t>(index) + 1] = rows.packed ? snap(y) : y;
  return true;
}

bool change_points(OwnRows& rows, std::string_view action, int index, double x, double y, int label, Problems& problems) {
  const int count = static_cast<int>(rows.target.size());
  if (action == "add") {
    if (count == kMaxOwnRows)
      problems.add("too-many", "rows", std::to_string(count + 1) + " points", std::to_string(kMaxOwnRows) + " points");
    if (!is_label(label)) problems.add("out-of-range", "rows", std::to_string(label), "a class from 0 to 31");
    if (!problems.empty()) return false;
    rows.x.resize(rows.x.size() + 2);
    rows.target.push_back(label);
    return place(rows, count, x, y, problems);
  }
  if (action == "clear") {
    rows.x.clear();
    rows.target.clear();
    return true;
  }
  if (action != "move" && action != "erase") {
    problems.add("bad-action", "rows", action, "add, move, erase or clear");
    return false;
  }
  if (index < 0 || index >= count) {
    problems.add(no_such_point(index, rows));
    return false;
  }
  if (action == "move") return place(rows, index, x, y, problems);
  rows.x.erase(rows.x.begin() + 2 * index, rows.x.begin() + 2 * index + 2);
  rows.target.erase(rows.target.begin() + index);
  return true;
}

}  // namespace

Change with_point(const Experiment& experiment, std::string_view action, int index, double x, double y, int label) {
  if (!kWhole) return refuse(experiment, "part-missing", "rows", action);
  std::vector<Item> items = write_items(experiment);
  Problems problems;
  OwnRows rows = experiment.rows;
  if (experiment.data != "rows") {
    choose_data(items, "rows");
    rows = read_rows(kEmptyRows, problems);
  }
  if (!may_draw(rows)) return refuse(experiment, "not-a-plane", "rows", action);
  if (!change_points(rows, action, index, x, y, label, problems)) return refuse(experiment, problems.list().front());
  set_item(items, "rows", write_rows(rows));
  return finish_change(experiment, std::move(items), "rows");
}

}  // namespace glassbox

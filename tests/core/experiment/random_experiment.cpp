#include "experiment/random_experiment.hpp"

#include <algorithm>
#include <cmath>

#include "data/registry.hpp"
#include "experiment/facts.hpp"
#include "experiment/mistakes.hpp"
#include "experiment/rows_text.hpp"
#include "network/layers.hpp"

namespace glassbox::test {

std::uint64_t Dice::bits() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

double Dice::real(double low, double high) {
  const double share = static_cast<double>(bits() >> 11) * 0x1p-53;
  double value = low + (high - low) * share;
  switch (below(4)) {
    case 0:
      value = std::floor(value * 1000) / 1000;
      break;
    case 1:
      value = chance(2) ? low : high;
      break;
    case 2:
      value = low + (high - low) * share * std::ldexp(1.0, -below(60));
      break;
    default:
      break;
  }
  return std::clamp(value, low, high) + 0.0;
}

namespace {

template <class Rows>
std::string pick(Dice& dice, const Rows& rows) {
  return std::string(rows[static_cast<std::size_t>(dice.below(static_cast<int>(rows.size())))].name);
}

std::string pick(Dice& dice, std::initializer_list<const char*> names) { return names.begin()[dice.below(static_cast<int>(names.size()))]; }

std::uint32_t seed(Dice& dice) {
  return dice.chance(2) ? static_cast<std::uint32_t>(dice.bits()) : static_cast<std::uint32_t>(dice.below(5));
}

/// A negative zero is written as zero.
double any_double(Dice& dice) {
  const double value = dice.chance(8) ? std::ldexp(dice.real(-1, 1), dice.below(2000) - 1050) : dice.real(-3, 3);
  return std::isfinite(value) ? value + 0.0 : 0.0;
}

OwnRows drawn_points(Dice& dice) {
  OwnRows rows;
  rows.packed = true;
  rows.names = {"x1", "x2"};
  const int classes = 2 + dice.below(4);
  for (int row = dice.below(30); row > 0; --row) {
    for (int column = 0; column < 2; ++column) rows.x.push_back(experiment::snap(dice.real(-6, 6)));
    rows.target.push_back(dice.below(classes));
  }
  return rows;
}

OwnRows typed_table(Dice& dice) {
  OwnRows rows;
  rows.classes = dice.chance(2);
  const int columns = 1 + dice.below(5);
  for (int column = 0; column < columns; ++column) rows.names.push_back(pick(dice, {"x", "Speed_1", "constructor", "0", "_", "x2"}));
  for (int row = dice.below(20); row > 0; --row) {
    for (int column = 0; column < columns; ++column) rows.x.push_back(any_double(dice));
    rows.target.push_back(rows.classes ? dice.below(experiment::kMaxOwnClasses) : any_double(dice));
  }
  return rows;
}

void choose_inputs(Dice& dice, Experiment& e) {
  const int columns = experiment::facts(e).columns;
  e.inputs.clear();
  if (columns > 2) return;
  for (const auto& input : data::inputs()) {
    if (input.columns() <= columns && dice.chance(3)) e.inputs.emplace_back(input.name);
  }
  if (e.inputs.empty()) e.inputs = {"x1"};
}

void choose_data(Dice& dice, Experiment& e) {
  const auto& set = data::sets()[static_cast<std::size_t>(dice.below(static_cast<int>(data::sets().size())))];
  e.data = std::string(set.name);
  const bool fixed = set.default_rows == set.max_rows;
  e.n = fixed || dice.chance(2) ? set.default_rows : 10 + dice.below(set.max_rows - 9);
  e.noise = set.has_noise ? dice.real(0, 1) : 0;
  e.dataseed = seed(dice);
  if (e.data == "rows") e.rows = dice.chance(2) ? drawn_points(dice) : typed_table(dice);
  if (set.kind == data::SetRow::Kind::image && dice.chance(2)) e.target = "inputs";
  choose_inputs(dice, e);
  e.test = dice.chance(2) ? set.default_test : dice.real(0, 0.6);
  e.blind = dice.chance(2) ? 0 : dice.real(0, 0.3);
  if (const int rows = experiment::facts(e).rows; std::ceil(rows * e.test) + std::ceil(rows * e.blind) >= rows) e.test = e.blind = 0;
  e.split = pick(dice, {"random", "last", "numpy"});
  e.splitseed = e.split == "last" ? 1 : seed(dice);
  e.scale = pick(dice, {"none", "standard", "minmax", "div"});
  e.divisor = e.scale == "div" ? dice.real(1e-6, 1e6) : Experiment().divisor;
}

std::string trainable_activation(Dice& dice) {
  std::string name = pick(dice, network::activations());
  while (name == "step") name = pick(dice, network::activations());
  return name;
}

/// Any layer of the registry, with numbers all over their ranges.
LayerSpec named(Dice& dice) {
  const network::LayerRow& row =
      *network::named_layers()[static_cast<std::size_t>(dice.below(static_cast<int>(network::named_layers().size())))];
  LayerSpec layer;
  layer.kind = LayerSpec::Kind::named;
  layer.name = std::string(row.name);
  for (const auto& argument : row.arguments) {
    const double number = dice.real(argument.least, argument.most);
    layer.numbers.push_back(argument.optional && dice.chance(2) ? argument.fallback : argument.whole ? std::floor(number) : number);
  }
  if (row.ends_in_activation) layer.activation = trainable_activation(dice);
  return layer;
}

LayerSpec dense(Dice& dice, int units) { return {LayerSpec::Kind::dense, units, trainable_activation(dice), {}}; }

void choose_net(Dice& dice, Experiment& e) {
  e.net.clear();
  Shape shape = experiment::input_shape(e);
  for (int layers = dice.below(5); layers > 0; --layers) {
    if (dice.chance(5)) {
      e.net.push_back({LayerSpec::Kind::activation, 0, trainable_activation(dice), {}});
    } else if (dice.chance(5) && shape.units() <= kMaxUnits) {
      LayerSpec block{LayerSpec::Kind::residual, 0, "", {dense(dice, 1 + dice.below(12))}};
      if (const LayerSpec layer = named(dice); network::plan_layer(layer, {1, 1, block.inner[0].units}).refusal.empty()) {
        block.inner.push_back(layer);
      }
      block.inner.push_back(dense(dice, shape.units()));
      e.net.push_back(std::move(block));
    } else if (dice.chance(4)) {
      const LayerSpec layer = named(dice);
      const auto plan = network::plan_layer(layer, shape);
      if (!plan.refusal.empty()) continue;
      shape = plan.shape;
      e.net.push_back(layer);
    } else {
      e.net.push_back(dense(dice, 1 + dice.below(dice.chance(20) ? 300 : 12)));
      shape = {1, 1, e.net.back().units};
    }
  }
}

void choose_loss(Dice& dice, Experiment& e) {
  const auto data = experiment::facts(e);
  while (true) {
    const auto& loss = network::losses()[static_cast<std::size_t>(dice.below(static_cast<int>(network::losses().size())))];
    std::string_view reason;
    e.out = pick(dice, network::outputs());
    e.loss = std::string(loss.name);
    if (loss.accepts(e.out, data.classes, data.class_count, reason)) return;
  }
}

/// With dice of their own, so that all other choices stay what they were.
void choose_class_weights(Dice dice, Experiment& e) {
  const auto data = experiment::facts(e);
  if (!data.classes || !dice.chance(3)) return;
  for (int label = 0; label < data.class_count; ++label) e.classw.push_back(dice.real(0.001, 1000));
}

/// With dice of their own, so that all other choices stay what they were.
void choose_costs(Dice dice, Experiment& e) {
  const auto data = experiment::facts(e);
  if (!data.classes || data.class_count < 3 || !dice.chance(3)) return;
  for (int i = 0; i < data.class_count * data.class_count; ++i) e.costs.push_back(dice.real(0.001, 1000));
}

/// With dice of their own, so that all other choices stay what they were.
void choose_logarithms(Dice dice, Experiment& e) {
  if (e.loss == "bce" && e.precision == 64 && e.bug == "none") e.logclip = pick(dice, network::log_policies());
}

void choose_decision(Dice& dice, Experiment& e) {
  e.smooth = dice.real(0, 0.9);
  e.cut = dice.real(0, 1);
  e.cost01 = dice.real(0, 1000);
  e.cost10 = dice.real(0, 1000);
}

/// With dice of their own, so that all other choices stay what they were.
void choose_stop(Dice dice, Experiment& e) {
  e.mindelta = dice.real(0, 1e6);
  e.restore = pick(dice, {"last", "best"});
  if (e.test == 0 || e.eval == 0) return;
  e.patience = dice.below(1'000'001);
  e.stoploss = dice.real(0, 1e9);
  e.stopscore = dice.real(0, 1);
}

void choose_training(Dice& dice, Experiment& e) {
  e.reduce = pick(dice, {"mean", "sum"});
  e.opt = pick(dice, {"sgd", "momentum", "nesterov", "adam", "adamw", "amsgrad", "adagrad", "rmsprop"});
  e.lr = dice.real(0, 100);
  e.mom = dice.real(0, 0.99999);
  e.beta1 = dice.real(0, 0.999999);
  e.beta2 = dice.real(0, 0.999999);
  e.alpha = dice.real(0, 0.999999);
  e.decay = dice.real(0, 10);
  e.schedule = pick(dice, {"constant", "step", "exp", "cosine", "inverse"});
  e.factor = dice.real(0, 1);
  e.every = 1 + dice.below(1000);
  e.slowing = dice.real(0, 1000);
  e.warmup = dice.below(1000);
  e.eps = dice.real(1e-16, 1);
  e.l1 = dice.real(0, 10);
  e.l2 = dice.chance(2) ? 0 : dice.real(0, 10);
  for (double Experiment::*limit : {&Experiment::clipnorm, &Experiment::clipvalue, &Experiment::maxnorm}) e.*limit = dice.real(0, 1000);
  e.batch = dice.below(dice.chance(2) ? 4 : 100001);
  e.order = pick(dice, {"shuffle", "fixed"});
  e.epochs = dice.below(10'000'001);
  if (e.schedule == "cosine" && e.epochs == 0) e.epochs = 1;
  e.eval = dice.below(3);
  choose_stop(dice, e);
  e.init = pick(dice, network::initialisers());
  e.init_size = e.init == "uniform" || e.init == "normal" ? dice.real(0, 100) : Experiment().init_size;
  e.seed = seed(dice);
  e.precision = dice.chance(2) ? 32 : 64;
}

/// Batches as batch normalisation wants them, where there is one; without rows enough, no layers.
int fitting_batch(Dice& dice, const Experiment& e) {
  const int rows = experiment::training_rows(e);
  while (true) {
    const int batch = 2 + dice.below(300);
    const int size = std::min(batch, rows);
    if (rows == 0 || (size <= 256 && rows % size != 1)) return batch;
  }
}

void choose_batch(Dice& dice, Experiment& e) {
  if (!summarize(e).whole_batch) return;
  if (experiment::training_rows(e) == 1) {
    e.net.clear();
  } else {
    e.batch = fitting_batch(dice, e);
  }
}

void choose_edits(Dice& dice, Experiment& e) {
  const Summary summary = summarize(e);
  for (int count = dice.below(6); count > 0; --count) {
    Edit edit{dice.below(10'000'001), "lr", dice.real(0, 100)};
    if (dice.chance(2)) {
      const int layer = static_cast<int>(summary.layers.size()) - 1;
      const LayerSummary& last = summary.layers.back();
      const std::string row = std::to_string(dice.below(last.units));
      const std::string column = std::to_string(dice.below(last.inputs));
      edit.key = std::to_string(layer) + (dice.chance(2) ? ".b." + row : ".w." + row + "." + column);
      edit.value = any_double(dice);
    } else if (dice.chance(4)) {
      edit.key = "batch";
      edit.value = summary.whole_batch ? fitting_batch(dice, e) : dice.below(100);
    }
    const bool taken =
        std::any_of(e.edits.begin(), e.edits.end(), [&](const Edit& other) { return other.step == edit.step && other.key == edit.key; });
    if (!taken) e.edits.push_back(edit);
  }
  std::sort(e.edits.begin(), e.edits.end(),
            [](const Edit& a, const Edit& b) { return a.step != b.step ? a.step < b.step : a.key < b.key; });
}

}  // namespace

Experiment random_experiment(Dice& dice) {
  Experiment e;
  if (!dice.chance(10)) choose_data(dice, e);
  if (e.data != "spiral" || dice.chance(2)) choose_net(dice, e);
  choose_loss(dice, e);
  choose_class_weights(dice, e);
  choose_costs(dice, e);
  if (dice.chance(3)) choose_decision(dice, e);
  if (!dice.chance(5)) choose_training(dice, e);
  choose_batch(dice, e);
  if (dice.chance(10)) {
    for (std::int64_t left = std::min<std::int64_t>(summarize(e).parameters, 400); left > 0; --left) e.w.push_back(any_double(dice));
    if (static_cast<std::int64_t>(e.w.size()) != summarize(e).parameters) e.w.clear();
  }
  if (dice.chance(3)) choose_edits(dice, e);
  if (dice.chance(3)) e.at = dice.below(10'000'001);
  if (dice.chance(4)) e.expect = dice.bits();
  if (dice.chance(4)) {
    const auto mistakes = experiment::mistakes();
    const experiment::Mistake& mistake = mistakes[static_cast<std::size_t>(dice.below(static_cast<int>(mistakes.size())))];
    if (mistake.fits == nullptr || mistake.fits(e).fits) e.bug = std::string(mistake.name);
  }
  choose_logarithms(dice, e);
  return e;
}

}  // namespace glassbox::test

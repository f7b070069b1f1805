#include "experiment/mistakes.hpp"

#include <algorithm>
#include <array>

#include "descent/registry.hpp"
#include "experiment/facts.hpp"
#include "network/registry.hpp"

namespace glassbox::experiment {
namespace {

bool has_sigmoid(const std::vector<LayerSpec>& net) {
  return std::any_of(net.begin(), net.end(),
                     [](const LayerSpec& layer) { return layer.activation == "sigmoid" || has_sigmoid(layer.inner); });
}

bool has_weights(const std::vector<LayerSpec>& net) {
  return std::any_of(net.begin(), net.end(), [](const LayerSpec& layer) {
    return layer.kind == LayerSpec::Kind::dense || layer.name == "conv" || has_weights(layer.inner);
  });
}

/// Rows that are not trained on.
int held_rows(const Experiment& experiment) { return facts(experiment).rows - training_rows(experiment); }

Verdict fits_slope(const Experiment& experiment) {
  if (has_sigmoid(experiment.net) || (experiment.out == "sigmoid" && experiment.loss != "bce")) return {};
  return {false, "Needs a sigmoid on the way back: a hidden one, or at the output with another loss than bce."};
}

Verdict fits_late(const Experiment& experiment) {
  if (experiment.opt != "sgd") return {false, "Needs plain gradient descent: opt=sgd."};
  if (!has_weights(experiment.net)) return {false, "Needs a hidden layer, which the error reaches through the weights behind it."};
  return {};
}

Verdict fits_broadcast(const Experiment& experiment) {
  if (output_count(experiment) != 1) return {false, "Needs a single output, whose column meets a row of targets."};
  if (facts(experiment).rows > kMostPairedRows) return {false, "Pairs every row with every row: at most 2000 rows."};
  return {};
}

Verdict fits_log(const Experiment& experiment) {
  if (experiment.logclip != network::kExactLogarithm) return {false, "Needs exact logarithms: logclip=exact."};
  if (!experiment.classw.empty()) return {false, "Needs rows that all count alike, whatever their class."};
  if (experiment.loss == "bce" || experiment.loss == "ce") return {};
  return {false, "Needs a loss with a logarithm: bce or ce."};
}

Verdict fits_adam(const Experiment& experiment) {
  const descent::OptimiserChoice* choice = descent::find_optimiser(experiment.opt);
  if (choice == nullptr || !choice->betas) return {false, "Needs Adam, or one of its kind."};
  if (experiment.beta1 == 0 && experiment.beta2 == 0) return {false, "Without memory there is nothing to correct: needs a β above 0."};
  return {};
}

/// A batch is left over that is smaller than the others.
Verdict fits_leftover(const Experiment& experiment) {
  const int rows = training_rows(experiment);
  if (experiment.batch == 0 || experiment.batch >= rows) return {false, "Needs more than one batch an epoch."};
  if (rows % experiment.batch == 0) return {false, "Needs a last batch that is smaller: now every batch is full."};
  return {};
}

Verdict fits_divisor(const Experiment& experiment) {
  if (!experiment.classw.empty()) return {false, "Needs rows that all count alike, whatever their class."};
  if (experiment.reduce != "mean") return {false, "Needs an average: a summed loss is divided by nothing."};
  return fits_leftover(experiment);
}

Verdict fits_dropped(const Experiment& experiment) { return fits_leftover(experiment); }

Verdict fits_scaler(const Experiment& experiment) {
  if (experiment.scale != "standard" && experiment.scale != "minmax")
    return {false, "Needs a scaling that is fitted to rows: standard or minmax."};
  if (held_rows(experiment) == 0) return {false, "Needs rows that are held out."};
  return {};
}

Verdict fits_ordered(const Experiment& experiment) {
  constexpr int kLeastHeld = 25;
  if (experiment.split == "last") return {false, "The last rows are held out as they stand anyway: needs a random split."};
  if (held_rows(experiment) < kLeastHeld) return {false, "Needs 25 held-out rows or more: with fewer, order could be chance."};
  return {};
}

constexpr std::array kMistakes = {
    Mistake{{"slope", "z(1 − z) for a(1 − a)", "The sigmoid's slope is worked out from its sum z, where its output a belongs."},
            "gradient",
            fits_slope},
    Mistake{{"late", "W updated before it is used", "On the way back each layer's weights are updated first, and then pass the error on."},
            "gradient",
            fits_late},
    Mistake{{"sign", "Inverted sign", "The gradient has the wrong sign, so that every step goes uphill."}, "gradient", nullptr},
    Mistake{{"broadcast", "(m,) against (m,1)", "A column of answers meets a row of targets: every answer is compared with every target."},
            "gradient",
            fits_broadcast},
    Mistake{
        {"log", "Clipped logarithm", "Answers are kept above 0.1 before the logarithm: below, the loss is flat and nothing is learned."},
        "gradient",
        fits_log},
    Mistake{{"adam", "Adam without its correction", "The running means start at zero, and nothing makes up for it."}, "update", fits_adam},
    Mistake{{"divisor", "Left-over batch, wrong divisor", "The last batch has fewer rows, but is divided by the full number."},
            "data",
            fits_divisor},
    Mistake{{"dropped", "Left-over rows dropped", "The rows that do not fill a batch are never trained on."}, "data", fits_dropped},
    Mistake{
        {"scaler", "Scaled before the split", "The scaling is fitted to all rows, those that are held out included."}, "data", fits_scaler},
    Mistake{
        {"ordered", "Ordered split", "The rows were sorted by their target before the last of them were held out."}, "data", fits_ordered},
};

}  // namespace

std::span<const Mistake> mistakes() { return kMistakes; }

}  // namespace glassbox::experiment

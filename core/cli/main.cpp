#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.hpp"
#include "glassbox/experiment.hpp"

namespace {

/// An EXPERIMENT argument: itself, or standard input when it is "-"; one byte more than allowed is read, so that too much is noticed.
std::string experiment_text(const std::string& argument) {
  if (argument != "-") return argument;
  std::string text(glassbox::kMaxTextBytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Glassbox: the experiments of the page, without a browser. EXPERIMENT is a link, its part after '#', or - for standard input."};
  app.require_subcommand(1);
  std::string experiment;
  int result = glassbox::kDone;

  glassbox::RunOptions options;
  auto* run = app.add_subcommand("run", "Train and print one line per evaluated epoch. Exit 0 done, 1 diverged, 2 bad experiment.");
  run->add_option("EXPERIMENT", experiment)->required();
  auto* steps = run->add_option("--steps", options.steps, "Steps to take in all")->check(CLI::Range(std::int64_t{0}, glassbox::kMaxStep));
  run->add_option("--epochs", options.epochs, "Epochs to complete")
      ->check(CLI::Range(std::int64_t{0}, glassbox::kMaxStep))
      ->excludes(steps);
  auto* lines_as_json = run->add_flag("--json", options.json, "Print one JSON object per line");
  auto* hash = run->add_flag("--hash", options.hash, "End with the hash of the weights");
  run->add_flag("--result", options.result, "Print only what came of it, as one JSON object")->excludes(lines_as_json)->excludes(hash);
  run->callback([&] { result = glassbox::run(experiment_text(experiment), options); });

  glassbox::SweepOptions swept;
  auto* sweep = app.add_subcommand("sweep", "Print every combination of some keys' values, one experiment per line, or run them all.");
  sweep->add_option("EXPERIMENT", experiment)->required();
  sweep->add_option("CHANGES", swept.axes, "KEY=VALUE (again for more values), or KEY=LOW..HIGH:COUNT for an even spread");
  sweep->add_option("--seeds", swept.seeds, "Each with the seeds 1 to this")->check(CLI::Range(1, 10000));
  sweep->add_flag("--run", swept.run, "Run them and print one JSON object for each, as run --result does");
  sweep->callback([&] { result = glassbox::sweep(experiment_text(experiment), swept); });

  auto* check = app.add_subcommand("check", "Print the canonical text, or every problem.");
  check->add_option("EXPERIMENT", experiment)->required();
  check->callback([&] { result = glassbox::check(experiment_text(experiment)); });

  auto* summary = app.add_subcommand("summary", "Print the layers and their parameter counts.");
  summary->add_option("EXPERIMENT", experiment)->required();
  summary->callback([&] { result = glassbox::summary(experiment_text(experiment)); });

  bool profile_as_json = false;
  auto* profile = app.add_subcommand("profile", "Measure what a step costs here, part by part; takes about two seconds.");
  profile->add_option("EXPERIMENT", experiment)->required();
  profile->add_flag("--json", profile_as_json, "As one JSON object");
  profile->callback([&] { result = glassbox::profile(experiment_text(experiment), profile_as_json); });

  glassbox::InspectOptions inspected;
  auto* inspect =
      app.add_subcommand("inspect", "Check gradient, update and data at a step. Exit 0 all is well, 1 a check accuses, 2 bad experiment.");
  inspect->add_option("EXPERIMENT", experiment)->required();
  inspect->add_option("--at-step", inspected.at_step, "Steps to take before; otherwise where the experiment opens")
      ->check(CLI::Range(std::int64_t{0}, glassbox::kMaxStep));
  inspect->add_flag("--json", inspected.json, "As one JSON object");
  inspect->callback([&] { result = glassbox::inspect(experiment_text(experiment), inspected); });

  glassbox::LandscapeOptions seen;
  glassbox::LandscapeQuestion& question = seen.question;
  auto* landscape = app.add_subcommand("landscape", "Print the loss over a plane through the weights of a step, as one JSON object.");
  landscape->add_option("EXPERIMENT", experiment)->required();
  landscape->add_option("--at-step", seen.at_step, "Steps to take before; otherwise where the experiment opens")
      ->check(CLI::Range(std::int64_t{0}, glassbox::kMaxStep));
  landscape->add_option("--plane", seen.plane, "auto, weights, random or path");
  landscape->add_option("--first", question.first, "The weight of the first axis, as 0.w.2.1 or 0.b.2");
  landscape->add_option("--second", question.second, "The weight of the second");
  landscape->add_option("--held", seen.held, "A third weight and where it is held, as 0.w.2.1=0.5");
  landscape->add_option("--seed", question.seed, "Of random directions");
  landscape->add_option("--size", question.size, "Nodes along a side, 3 to 257");
  landscape->add_option("--zoom", question.zoom, "2: half of what the plane suggests");
  landscape->add_flag("--penalty", question.penalty, "Count l1 and l2");
  landscape->callback([&] { result = glassbox::landscape(experiment_text(experiment), seen); });

  bool json = false;
  bool markdown = false;
  auto* fields = app.add_subcommand("fields", "Print the table of all keys.");
  auto* as_json = fields->add_flag("--json", json, "As JSON");
  fields->add_flag("--markdown", markdown, "As Markdown")->excludes(as_json);
  fields->callback([&] { result = glassbox::fields(json ? "json" : markdown ? "markdown" : "text"); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? glassbox::kDone : glassbox::kBadExperiment;
  }
  return result;
}

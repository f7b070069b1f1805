#include "catch.hpp"
#include "experiment/layers_text.hpp"
#include "glassbox/trainer.hpp"
#include "network/layer_problem.hpp"
#include "network/layers.hpp"
#include "network/spoiled.hpp"

namespace glassbox::network {
namespace {

constexpr double kTolerance = 1e-6;

Experiment experiment_of(const std::string& net) {
  experiment::Problems problems;
  Experiment experiment;
  experiment.net = experiment::read_layers(net, "net", problems);
  experiment.out = "tanh";
  REQUIRE(problems.empty());
  return experiment;
}

/// In training on random images of 6 × 7 pixels and two channels.
LayerProblem problem(const std::string& net, int rows) { return {experiment_of(net), Shape{6, 7, 2}, rows, Mode::train, 1e-4}; }

constexpr const char* kNets[] = {"conv:3x3:tanh,pool:2,flatten,4:tanh",
                                 "conv:3x3s2p1:sigmoid,conv:2x2:tanh",
                                 "conv:2x1:tanh,avgpool:3,conv:3x2p1:tanh,5:tanh",
                                 "pool:2,conv:2x3s3p2:tanh,flatten",
                                 "conv:4x3p1:tanh,res(conv:4x3p1:tanh),avgpool:2",
                                 "bn,conv:3x3:tanh,bn:0.01,pool:2,res(conv:3x1:tanh,bn)",
                                 "ln,conv:3x3:tanh,smax,pool:2,res(conv:3x1:tanh,ln:0.01)"};

}  // namespace

TEST_CASE("convolution, pooling and flatten have the gradients of their values", "[layers][images]") {
  for (const char* net : kNets) {
    for (const int rows : {1, 3, 8}) {
      INFO(net << ", " << rows << " rows");
      CHECK(problem(net, rows).worst_error() <= kTolerance);
    }
  }
}

TEST_CASE("the gradient check sees a flipped sign in every weight and behind every layer on images", "[layers][images]") {
  for (const char* net : kNets) {
    LayerProblem clean = problem(net, 3);
    for (std::size_t place = 0; place < clean.operations().size(); ++place) {
      const Operation<double>& operation = *clean.operations()[place];
      if (find_layer(operation.name()) == nullptr) continue;
      INFO(net << ", " << operation.name() << " at " << place);
      const auto seen = [&](Spoiled::Spoil how) {
        LayerProblem spoiled = problem(net, 3);
        spoil(spoiled.operations()[place], std::move(how));
        return spoiled.worst_error() > kTolerance;
      };
      if (const auto d_x = clean.buffers().gradient(operation.in()); d_x.data != nullptr) CHECK(seen(negated(operation.in())));
      const std::size_t first = operation.first_parameter(), end = first + operation.parameter_count();
      for (std::size_t i = first; i < end; ++i) CHECK(seen(flipped(i, i + 1)));
    }
  }
}

namespace {

std::string problem_of(const std::string& net, const std::string& data = "digits") {
  const auto read = parse("data=" + data + "&net=" + net);
  return read.ok() ? "" : describe(read.problems.front());
}
bool holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("layers on images follow the shape through the network", "[layers][images]") {
  const Summary summary = summarize(parse("data=digits&net=conv:8x3p1:relu,pool:2,conv:16x3s2:relu,flatten,32:relu").value);
  REQUIRE(summary.layers.size() == 6);
  CHECK(summary.layers[0].shape == Shape{8, 8, 8});
  CHECK(summary.layers[0].parameters == 8 * 9 + 8);
  CHECK(summary.layers[1].shape == Shape{4, 4, 8});
  CHECK(summary.layers[2].shape == Shape{1, 1, 16});
  CHECK(summary.layers[2].parameters == 16 * 8 * 9 + 16);
  CHECK(summary.layers[3].parameters == 0);
  CHECK(summary.layers[4].inputs == 16);
}

TEST_CASE("layers on images say where they stand wrongly and what would fit", "[layers][images]") {
  CHECK(problem_of("conv:8x3:relu,pool:2,conv:16x3:relu,32:relu").empty());
  CHECK(holds(problem_of("conv:8x3:relu", "iris"), "needs an image"));
  CHECK(holds(problem_of("8:relu,pool:2"), "needs an image"));
  CHECK(holds(problem_of("conv:8x3:relu,pool:4,conv:8x3:relu"), "needs an image"));
  const std::string kernel = problem_of("conv:8x3:relu,pool:2,conv:8x5:relu");
  CHECK(holds(kernel, "a height of 3 pixels"));
  CHECK(holds(kernel, "a kernel up to 3 or a padding from 1"));
  CHECK(holds(problem_of("conv:8x3p3:relu"), "a padding up to 2"));
  CHECK(holds(problem_of("conv:8x3:relu,pool:7"), "a size up to 6"));
  CHECK(!problem_of("conv:65x3:relu").empty());
  CHECK(!problem_of("conv:8:relu").empty());
  CHECK(!problem_of("conv:8x3").empty());
}

TEST_CASE("the stride and padding of a convolution are written where they are not 1 and 0", "[layers][images]") {
  for (const char* net : {"conv:8x3:relu", "conv:8x3s2:relu", "conv:8x3p1:relu", "conv:8x3s2p1:relu,pool:2,flatten", "avgpool:2"}) {
    const auto read = parse(std::string("data=digits&net=") + net);
    REQUIRE(read.ok());
    CHECK(experiment::write_layers(read.value.net) == net);
  }
  CHECK(experiment::write_layers(parse("data=digits&net=conv:8x3s1p0:relu").value.net) == "conv:8x3:relu");
}

TEST_CASE("a weight of a convolution is edited by its channel and its place in the window", "[layers][images]") {
  CHECK(parse("data=digits&net=conv:8x3:relu&edits=5:0.w.7.8=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu&edits=5:0.w.8.0=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu&edits=5:0.w.0.9=0.25").ok());
  CHECK(!parse("data=digits&net=conv:8x3:relu,pool:2&edits=5:1.w.0.0=0.25").ok());
}

}  // namespace glassbox::network

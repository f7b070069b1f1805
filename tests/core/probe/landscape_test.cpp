#include "glassbox/landscape.hpp"

#include <cmath>
#include <cstring>

#include "catch.hpp"
#include "glassbox/timeline.hpp"
#include "golden/golden.hpp"
#include "probe/landscape_plane.hpp"
#include "training/runs.hpp"

namespace glassbox {
namespace {

using Kind = LandscapeQuestion::Plane;
using golden::References;
using golden::trainer_of;

constexpr const char* kFourRows =
    "data=table4&net=none&reduce=sum&test=0&opt=sgd&lr=1&batch=all&order=fixed&init=zeros&epochs=0&precision=64";

Landscape landscape_of(const Trainer& trainer, const LandscapeQuestion& question) {
  Result<Landscape> made = Landscape::create(trainer, question);
  for (const Problem& problem : made.problems) UNSCOPED_INFO(describe(problem));
  REQUIRE(made.ok());
  CHECK(made.value.advance());
  return std::move(made.value);
}

LandscapeQuestion small(Kind plane, int size = 3) {
  LandscapeQuestion question;
  question.plane = plane;
  question.size = size;
  return question;
}

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

double node(const Landscape& landscape, int x, int y) {
  return landscape.grid()[static_cast<std::size_t>(y * landscape.question().size + x)];
}

/// Course 3.1's summed loss of weights and bias.
double four_row_loss(double w1, double w2, double b) {
  const double rows[4][3] = {{.3, .6, 1}, {.5, .1, 0}, {.9, .9, 0}, {.4, .5, 1}};
  double sum = 0;
  for (const auto& [x1, x2, target] : rows) {
    const double z = b + w1 * x1 + w2 * x2;
    sum += std::log1p(std::exp(target > 0 ? -z : z));
  }
  return sum;
}

std::vector<std::string> experiments() {
  std::vector<std::string> texts = training::varied_experiments();
  for (const char* text :
       {"data=digits&test=0.8&net=conv:4x3:relu,pool:2&batch=32", "data=wine&net=8:tanh,bn&batch=16&reduce=sum&l2=0.01",
        "data=iris&net=6:gelu,ln,smax&precision=64", "data=circle&n=40&net=3:tanh&precision=64&bug=broadcast", "data=plane&net=none"})
    texts.push_back(text);
  return texts;
}

}  // namespace

TEST_CASE("Where no plane is asked for, few weights are one, a path is another once there is one, and random directions are left",
          "[landscape]") {
  const auto chosen = [](const std::string& text, std::int64_t steps) {
    Trainer trainer = trainer_of(text);
    trainer.advance(steps);
    return landscape_of(trainer, small(Kind::automatic)).question().plane;
  };
  CHECK(chosen("data=line&net=none", 10) == Kind::weights);
  CHECK(chosen("data=circle&net=3:tanh", 2) == Kind::random);
  CHECK(chosen("data=circle&net=3:tanh", 3) == Kind::path);
}

TEST_CASE("The middle of every landscape is the present loss, to the last bit, and the run stays as it is", "[landscape]") {
  for (const std::string& text : experiments()) {
    INFO(text);
    Trainer trainer = trainer_of(text);
    trainer.advance(45);
    const std::uint64_t before = trainer.state_hash();
    for (const Kind plane : {Kind::weights, Kind::random, Kind::path}) {
      LandscapeQuestion question = small(plane);
      question.penalty = plane == Kind::random;
      const Landscape landscape = landscape_of(trainer, question);
      REQUIRE(landscape.problems().empty());
      CHECK(trainer.state_hash() == before);
      const Metrics& metrics = trainer.measure();
      const double loss = question.penalty ? metrics.part[0].loss + metrics.penalty : metrics.part[0].loss;
      CHECK(same_bits(landscape.centre(), loss));
      CHECK(same_bits(node(landscape, landscape.axis(0).zero, landscape.axis(1).zero), loss));
      CHECK(same_bits(landscape.path().back().height, landscape.centre()));
      if (!question.penalty) CHECK(same_bits(landscape.path().back().loss, loss));
    }
  }
}

TEST_CASE("The loss of the path is what the run measured at those steps", "[landscape]") {
  Trainer trainer = trainer_of("data=moons&net=6:tanh,drop:0.2&opt=momentum&epochs=0&edits=30:2.w.0.2=0.5");
  trainer.advance(60);
  const Landscape landscape = landscape_of(trainer, small(Kind::path));
  REQUIRE(landscape.path().size() == 61);
  Trainer again = trainer_of(format(trainer.experiment()));
  for (const LandscapeMark& mark : landscape.path()) {
    again.advance(mark.step);
    CHECK(same_bits(again.measure().part[0].loss, mark.loss));
  }
}

TEST_CASE("Every node over two weights is the loss of a run with those weights", "[landscape]") {
  Trainer trainer = trainer_of("data=xor&net=3:tanh&precision=64&epochs=0");
  trainer.advance(50);
  LandscapeQuestion question = small(Kind::weights, 4);
  question.first = "0.w.2.1";
  question.second = "1.b.0";
  const Landscape landscape = landscape_of(trainer, question);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      Trainer moved = trainer_of(format(trainer.experiment()));
      moved.advance(50);
      Experiment edited = moved.experiment();
      edited.edits = {{50, question.first, landscape.axis(0).origin + landscape.axis(0).at(x)},
                      {50, question.second, landscape.axis(1).origin + landscape.axis(1).at(y)}};
      REQUIRE(moved.amend(edited));
      CHECK(same_bits(moved.measure().part[0].loss, node(landscape, x, y)));
    }
  }
}

TEST_CASE("The four rows of the course span the surface of their closed form, the third weight held where it is wanted", "[landscape]") {
  Trainer trainer = trainer_of(kFourRows);
  trainer.advance(100);
  LandscapeQuestion question = small(Kind::weights, 9);
  for (const bool held : {false, true}) {
    if (held) question.held = "0.b.0";
    question.held_at = 0.9;
    const Landscape landscape = landscape_of(trainer, question);
    CHECK(landscape.question().first == "0.w.0.0");
    CHECK(landscape.question().second == "0.w.0.1");
    const double bias = held ? 0.9 : golden::parameters_of(golden::snapshot_of(trainer, kPartParameters)).at(2);
    for (int y = 0; y < 9; ++y) {
      for (int x = 0; x < 9; ++x) {
        const double w1 = landscape.axis(0).origin + landscape.axis(0).at(x), w2 = landscape.axis(1).origin + landscape.axis(1).at(y);
        CHECK(golden::relative(node(landscape, x, y), four_row_loss(w1, w2, bias)) <= 1e-12);
      }
    }
    CHECK((landscape.centre() == trainer.measure().part[0].loss) == !held);
  }
}

TEST_CASE("A linear unit's squared error is the bowl that numpy's normal equations give", "[landscape]") {
  References expected = golden::read_references("landscape_golden.txt");
  Trainer trainer = trainer_of("data=table4&net=none&out=linear&loss=mse&test=0&opt=sgd&lr=0.1&batch=all&precision=64&epochs=0");
  trainer.advance(20);
  LandscapeQuestion question = small(Kind::weights, 7);
  question.second = "0.b.0";
  const Landscape landscape = landscape_of(trainer, question);
  const std::vector<double> present = golden::parameters_of(golden::snapshot_of(trainer, kPartParameters));
  const std::vector<double>&lowest = expected["bowl lowest point"], &hessian = expected["bowl hessian"];
  for (int y = 0; y < 7; ++y) {
    for (int x = 0; x < 7; ++x) {
      const double away[] = {present[0] + landscape.axis(0).at(x) - lowest[0], present[1] - lowest[1],
                             present[2] + landscape.axis(1).at(y) - lowest[2]};
      double loss = expected["bowl lowest"].at(0);
      for (int i = 0; i < 9; ++i) loss += 0.5 * hessian[static_cast<std::size_t>(i)] * away[i / 3] * away[i % 3];
      CHECK(node(landscape, x, y) == Approx(loss).epsilon(1e-12));
    }
  }
}

TEST_CASE("The principal plane of a path and the path in it are numpy's", "[landscape]") {
  References expected = golden::read_references("landscape_golden.txt");
  Trainer trainer = trainer_of(kFourRows);
  trainer.advance(60);
  const Landscape landscape = landscape_of(trainer, small(Kind::path));
  const std::vector<double>&x = expected["path x"], &y = expected["path y"];
  REQUIRE(landscape.path().size() == x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(landscape.path()[i].x == Approx(x[i]).margin(1e-11));
    CHECK(landscape.path()[i].y == Approx(y[i]).margin(1e-11));
  }
  for (int k = 0; k < 2; ++k)
    CHECK(landscape.axis(k).explained == Approx(expected["path explained"].at(static_cast<std::size_t>(k))).epsilon(1e-10));
}

TEST_CASE("The slopes at the middle are those of the surface, and descent goes down it", "[landscape]") {
  for (const char* text :
       {"data=moons&net=5:tanh,ln,bn&precision=64&epochs=0&l2=0.1", "data=spiral3&net=4:silu&precision=64&reduce=sum&epochs=0"}) {
    Trainer trainer = trainer_of(text);
    trainer.advance(30);
    for (const Kind plane : {Kind::weights, Kind::random, Kind::path}) {
      LandscapeQuestion question = small(plane, 3);
      question.penalty = true;
      question.zoom = 1024;
      const Landscape landscape = landscape_of(trainer, question);
      double down = 0;
      for (int k = 0; k < 2; ++k) {
        const LandscapeAxis& axis = landscape.axis(k);
        const std::span<const double> slice = landscape.slice(k);
        const auto centre = static_cast<std::size_t>(Landscape::kFiner * axis.zero);
        const double slope = (slice[centre + 1] - slice[centre - 1]) / (2 * axis.cell / Landscape::kFiner);
        CHECK(slope == Approx(axis.slope).epsilon(1e-4).margin(1e-6));
        down += axis.slope * axis.descent;
      }
      CHECK(down < 0);
      CHECK(landscape.in_plane() > 0);
      CHECK(landscape.in_plane() <= 1);
    }
  }
}

TEST_CASE("Slices pass through the nodes of the grid", "[landscape]") {
  Trainer trainer = trainer_of("data=spiral&epochs=0");
  trainer.advance(70);
  for (const Kind plane : {Kind::weights, Kind::random, Kind::path}) {
    const Landscape landscape = landscape_of(trainer, small(plane, 8));
    for (int i = 0; i < 8; ++i) {
      const auto place = static_cast<std::size_t>(Landscape::kFiner * i);
      CHECK(same_bits(landscape.slice(0)[place], node(landscape, i, landscape.axis(1).zero)));
      CHECK(same_bits(landscape.slice(1)[place], node(landscape, landscape.axis(0).zero, i)));
    }
  }
}

TEST_CASE("Random directions follow their seed, and are none where all weights are zero", "[landscape]") {
  Trainer trainer = trainer_of("data=moons&net=6:tanh&epochs=0");
  trainer.advance(40);
  LandscapeQuestion question = small(Kind::random, 5);
  const Landscape first = landscape_of(trainer, question), again = landscape_of(trainer, question);
  question.seed = 2;
  const Landscape other = landscape_of(trainer, question);
  CHECK(std::equal(first.grid().begin(), first.grid().end(), again.grid().begin()));
  CHECK(!std::equal(first.grid().begin(), first.grid().end(), other.grid().begin()));
  const Trainer untrained = trainer_of("data=moons&net=6:tanh&init=zeros&epochs=0");
  const Landscape flat = landscape_of(untrained, question);
  REQUIRE(flat.problems().size() == 1);
  CHECK(flat.problems()[0].code == "mismatch");
}

TEST_CASE("A random direction is as long as each unit's weights, and leaves biases and normalisations alone", "[landscape]") {
  const Trainer trainer = trainer_of("data=digits&test=0.8&net=conv:3x3:relu,bn,5:tanh&precision=64");
  const auto& run = static_cast<const training::TrainerOf<double>&>(trainer.implementation());
  const std::vector<double> direction = probe::random_direction(run, 3, 1);
  for (const network::Layer& layer : run.network().layers()) {
    for (int unit = 0; unit < layer.rows; ++unit) {
      double own = 0, drawn = 0;
      for (int i = 0; i < layer.columns; ++i) {
        const std::size_t place = layer.first_weight + static_cast<std::size_t>(unit * layer.columns + i);
        own += run.parameters()[place] * run.parameters()[place];
        drawn += direction[place] * direction[place];
      }
      CHECK(drawn == (layer.drawn ? Approx(own).epsilon(1e-12) : Approx(0).margin(0)));
      CHECK(direction[layer.first_bias + static_cast<std::size_t>(unit)] == 0);
    }
  }
}

TEST_CASE("A landscape in slices is the landscape at once", "[landscape]") {
  Trainer trainer = trainer_of("data=spiral3&n=900&net=5:tanh&epochs=0");
  trainer.advance(60);
  const Landscape whole = landscape_of(trainer, small(Kind::path, 6));
  Landscape sliced = std::move(Landscape::create(trainer, small(Kind::path, 6)).value);
  int pauses = 0, asked = 0;
  double before = 0;
  while (!sliced.advance([&] { return ++asked % 7 != 0; })) {
    ++pauses;
    CHECK(sliced.progress() >= before);
    before = sliced.progress();
  }
  CHECK(pauses > 30);
  CHECK(sliced.progress() == 1);
  CHECK(sliced.rows_done() == 6);
  CHECK(sliced.json() == whole.json());
  CHECK(std::memcmp(sliced.grid().data(), whole.grid().data(), whole.grid().size_bytes()) == 0);
}

TEST_CASE("A path is the same where the run is trained once more from checkpoints of its past, and soon there", "[landscape]") {
  for (const char* text :
       {"data=spiral3&n=900&net=5:tanh,drop:0.2&eval=3&epochs=0", "data=circle&net=3:tanh,bn&test=0.5&patience=30&epochs=0",
        "data=iris&net=4:tanh&precision=64&edits=300:lr=0.02;700:0.w.0.0=0.5&epochs=0"}) {
    INFO(text);
    Trainer trainer = trainer_of(text);
    Timeline timeline(Timeline::kMostBytes, 20'000);
    timeline.follow(trainer.experiment());
    timeline.advance(trainer, 8000);
    const auto chunks = [&](const std::vector<std::vector<std::uint8_t>>& past, std::string& json) {
      Landscape landscape = std::move(Landscape::create(trainer, small(Kind::path), past).value);
      int asked = 0;
      landscape.advance([&] { return ++asked > 0; });
      json = landscape.json();
      return asked;
    };
    std::vector<std::vector<std::uint8_t>> past;
    for (const auto& kept : timeline.spread(trainer.step(), Landscape::kMostMarks - 1)) past.emplace_back(kept.begin(), kept.end());
    past.insert(past.begin(), {1, 2, 3});
    CHECK(past.size() > 20);
    std::string with, without;
    const int few = chunks(past, with), many = chunks({}, without);
    CHECK(many - few > trainer.step() / 4);
    CHECK(with == without);
  }
}

TEST_CASE("Long paths are followed at no more than so many points, from first to last", "[landscape]") {
  Trainer trainer = trainer_of("data=circle&n=60&net=2:tanh&epochs=0");
  trainer.advance(1234);
  const Landscape landscape = landscape_of(trainer, small(Kind::weights));
  CHECK(landscape.path().size() == Landscape::kMostMarks);
  CHECK(landscape.path().front().step == 0);
  CHECK(landscape.path().back().step == 1234);
  CHECK(landscape.path().back().x == 0);
  LandscapeQuestion without = small(Kind::weights);
  without.path = false;
  CHECK(landscape_of(trainer, without).path().empty());
}

TEST_CASE("A run that grows beyond all bounds has a landscape as long as its path can be spanned", "[landscape]") {
  for (const char* text :
       {"data=line&net=none&opt=sgd&lr=3&batch=all&epochs=0", "data=line&net=none&opt=sgd&lr=3&batch=all&epochs=0&precision=64"}) {
    INFO(text);
    Trainer trainer = trainer_of(text);
    trainer.advance(100000);
    REQUIRE(trainer.state() == RunState::diverged);
    for (const Kind plane : {Kind::weights, Kind::random, Kind::path}) {
      const Landscape landscape = landscape_of(trainer, small(plane));
      if (landscape.problems().empty()) {
        CHECK(landscape.rows_done() == 3);
      } else {
        CHECK(landscape.problems()[0].code == "mismatch");
      }
    }
  }
}

TEST_CASE("Questions that have no answer are refused with what is allowed", "[landscape]") {
  Trainer trainer = trainer_of("data=circle&net=2:tanh&epochs=0");
  const auto code_of = [&](const LandscapeQuestion& question) {
    const Result<Landscape> made = Landscape::create(trainer, question);
    REQUIRE(made.problems.size() == 1);
    CHECK(!describe(made.problems[0]).empty());
    return made.problems[0].code + " " + made.problems[0].key;
  };
  LandscapeQuestion question;
  question.first = "0.w.9.0";
  CHECK(code_of(question) == "no-such-weight first");
  question.first = question.second = "0.w.0.0";
  CHECK(code_of(question) == "mismatch second");
  question = {};
  question.held = "1.w.0.0";
  CHECK(code_of(question) == "mismatch held");
  question = {};
  question.size = 100000;
  CHECK(code_of(question) == "out-of-range size");
  question = {};
  question.zoom = std::nan("");
  CHECK(code_of(question) == "out-of-range zoom");
  CHECK(LandscapeQuestion::plane_named("path").value == Kind::path);
  const auto unknown = LandscapeQuestion::plane_named("plain");
  REQUIRE(unknown.problems.size() == 1);
  CHECK(unknown.problems[0].code == "unknown-choice");
  const Landscape nowhere = landscape_of(trainer, small(Kind::path));
  REQUIRE(nowhere.problems().size() == 1);
  CHECK(nowhere.problems()[0].code == "mismatch");
}

}  // namespace glassbox

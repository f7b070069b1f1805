#include <string>

#include "catch.hpp"
#include "glassbox/fields.hpp"

using namespace glassbox;

namespace {

std::string edits_of(std::string_view text) {
  const auto result = parse(text);
  REQUIRE(result.ok());
  const std::string canonical = format(result.value);
  const std::size_t place = canonical.find("edits=");
  return place == std::string::npos ? "" : canonical.substr(place + 6);
}

}  // namespace

TEST_CASE("edits are ordered by step and key, and of several for one place the last one counts") {
  CHECK(edits_of("edits=1500:2.w.0.3=0.5;1200:lr=0.003") == "1200:lr=0.003;1500:2.w.0.3=0.5");
  CHECK(edits_of("edits=5:lr=1;5:l2=0.1;5:lr=2;4:lr=3") == "4:lr=3;5:l2=0.1;5:lr=2");
  CHECK(edits_of("edits=5:batch=all;6:batch=7;7:mom=1/2;8:0.b.1=-1e-3") == "5:batch=all;6:batch=7;7:mom=0.5;8:0.b.1=-0.001");
}

TEST_CASE("256 edits are the most, counted after merging") {
  std::string text = "edits=";
  for (int i = 0; i < 300; ++i) text += std::to_string(i % 256) + ":lr=1;";
  text.pop_back();
  CHECK(parse(text).value.edits.size() == 256);
}

TEST_CASE("a live change is an edit; later edits go, earlier ones stay") {
  const auto before = parse("edits=10:lr=1;20:lr=2;30:l1=0.1&at=40&expect=00000000000000ff").value;
  const Change change = with_edit(before, 20, "lr", "0,5");
  CHECK(change.problems.empty());
  CHECK(format(change.experiment) == "data=spiral&edits=10:lr=1;20:lr=0.5&at=40");
  CHECK(change.dropped_edits == 1);
  CHECK_FALSE(change.restarts);
  CHECK(format(with_edit(before, 20, "0.w.7.1", "-1/4").experiment) == "data=spiral&edits=10:lr=1;20:0.w.7.1=-0.25;20:lr=2&at=40");
}

TEST_CASE("an edit that cannot be is refused and changes nothing") {
  const Experiment before;
  CHECK(with_edit(before, 5, "opt", "sgd").problems.at(0).code == "not-editable");
  CHECK(with_edit(before, 5, "lr", "-1").problems.at(0).code == "out-of-range");
  CHECK(with_edit(before, 5, "lr", "x").problems.at(0).code == "not-a-number");
  CHECK(with_edit(before, 5, "9.w.0.0", "1").problems.at(0).code == "no-such-weight");
  CHECK(with_edit(before, -1, "lr", "1").problems.at(0).code == "out-of-range");
  CHECK(with_edit(before, 5, "lr", "1;6:l1=1").problems.at(0).code == "not-a-number");
  CHECK(with_edit(before, 5, "9.w.0.0", "1").experiment == before);
  CHECK(with_edit(before, 5, "batch", "all").experiment.edits.at(0).value == 0);
}

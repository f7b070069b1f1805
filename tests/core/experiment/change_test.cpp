#include <string>

#include "catch.hpp"
#include "glassbox/fields.hpp"

using namespace glassbox;

namespace {

Experiment from(std::string_view text) {
  const auto result = parse(text, kMaxTextBytes);
  REQUIRE(result.ok());
  return result.value;
}

std::string text_of(const Change& change) {
  INFO((change.problems.empty() ? std::string() : describe(change.problems.front())));
  REQUIRE(change.problems.empty());
  return format(change.experiment);
}

std::string code_of(const Change& change) {
  REQUIRE_FALSE(change.problems.empty());
  return change.problems.front().code;
}

TEST_CASE("another cut or cost keeps the run where it stands") {
  const Experiment experiment = parse("data=mortgage&edits=5:lr=0.1&at=40").value;
  for (const char* key : {"cut", "cost01", "cost10"}) {
    const Change change = with_field(experiment, key, "0.75");
    REQUIRE(change.problems.empty());
    CHECK_FALSE(change.restarts);
    CHECK(change.experiment.at == 40);
    CHECK(change.experiment.edits == experiment.edits);
  }
  CHECK(parse("data=mortgage&cut=0.75&cost01=3&cost10=1").value.cost01 == 3);
  CHECK_FALSE(parse("data=mortgage&cut=1.5").ok());
  CHECK_FALSE(parse("data=mortgage&cost01=-1").ok());
}

}  // namespace

TEST_CASE("another data set takes everything that follows from the data with it") {
  const auto before = from("data=spiral&n=500&noise=0.2&in=x1,x1x1&test=0.5&net=4:relu&loss=mse&lr=0.1&seed=3&edits=5:lr=1&at=9");
  const Change change = with_field(before, "data", "digits");
  CHECK(text_of(change) == "data=digits&net=4:relu&lr=0.1&seed=3");
  CHECK(change.restarts);
  CHECK(change.dropped_edits == 1);
  CHECK(text_of(with_field(before, "data", "spiral")) == format(before));
}

TEST_CASE("another output takes a loss that no longer fits with it, and keeps one that does") {
  CHECK(text_of(with_field(from("loss=bce"), "out", "softmax")) == "data=spiral&out=softmax");
  CHECK(text_of(with_field(from("loss=mse"), "out", "linear")) == "data=spiral&out=linear");
  CHECK(text_of(with_field(from("out=tanh&loss=huber"), "out", "linear")) == "data=spiral&out=linear&loss=huber");
  CHECK(code_of(with_field(from("data=line"), "out", "softmax")) == "mismatch");
  CHECK(code_of(with_field(from("out=tanh"), "loss", "ce")) == "mismatch");
}

TEST_CASE("a start key drops edits and step; the length of the run does not") {
  const auto before = from("edits=5:lr=1;6:lr=2&at=9&expect=00000000000000ff");
  const Change seed = with_field(before, "seed", "4");
  CHECK(text_of(seed) == "data=spiral&seed=4");
  CHECK(seed.restarts);
  CHECK(seed.dropped_edits == 2);
  const Change length = with_field(before, "epochs", "50");
  CHECK(text_of(length) == "data=spiral&epochs=50&edits=5:lr=1;6:lr=2&at=9");
  CHECK_FALSE(length.restarts);
  const Change same = with_field(before, "seed", "1");
  CHECK(text_of(same) == format(before));
  CHECK_FALSE(same.restarts);
}

TEST_CASE("a refused value changes nothing and says why") {
  const auto before = from("lr=0.5");
  const Change change = with_field(before, "lr", "1000");
  CHECK(code_of(change) == "out-of-range");
  CHECK(change.experiment == before);
  CHECK(code_of(with_field(before, "lerning rate", "1")) == "unknown-key");
  CHECK(with_field(before, "learning rate", "1").problems[0].nearest == "lr");
  CHECK(code_of(with_field(before, "lr", "1&seed=3")) == "not-a-number");
  CHECK(code_of(with_field(before, "net", "8:tanh~")) == "unknown-choice");
  CHECK(text_of(with_field(before, "lr", " 0,25 ")) == "data=spiral&lr=0.25");
}

TEST_CASE("layers are added, removed and changed by their place") {
  const auto before = from("net=4:relu,6:tanh");
  CHECK(text_of(with_layer(before, "add", 0, "3:sine")) == "data=spiral&net=3:sine,4:relu,6:tanh");
  CHECK(text_of(with_layer(before, "add", 1, "")) == "data=spiral&net=4:relu,4:relu,6:tanh");
  CHECK(text_of(with_layer(before, "add", 2, "act:relu")) == "data=spiral&net=4:relu,6:tanh,act:relu");
  CHECK(text_of(with_layer(before, "remove", 0, "")) == "data=spiral&net=6:tanh");
  CHECK(text_of(with_layer(before, "units", 1, "12")) == "data=spiral&net=4:relu,12:tanh");
  CHECK(text_of(with_layer(before, "activation", 1, "gelu")) == "data=spiral&net=4:relu,6:gelu");
  CHECK(text_of(with_layer(from("net=4:relu"), "remove", 0, "")) == "data=spiral&net=none");
  CHECK(text_of(with_layer(from("net=none"), "add", 0, "")) == "data=spiral&net=8:tanh");
}

TEST_CASE("layer changes that cannot be are refused") {
  const auto before = from("net=4:relu,res(4:tanh)");
  CHECK(code_of(with_layer(before, "add", 3, "")) == "no-such-layer");
  CHECK(code_of(with_layer(before, "remove", 2, "")) == "no-such-layer");
  CHECK(code_of(with_layer(before, "remove", -1, "")) == "no-such-layer");
  CHECK(code_of(with_layer(before, "units", 0, "0")) == "out-of-range");
  CHECK(code_of(with_layer(before, "units", 0, "many")) == "not-a-number");
  CHECK(code_of(with_layer(before, "units", 1, "4")) == "bad-action");
  CHECK(code_of(with_layer(before, "units", 0, "5")) == "residual-width");
  CHECK(code_of(with_layer(before, "activation", 0, "step")) == "not-trainable");
  CHECK(code_of(with_layer(before, "widen", 0, "4")) == "bad-action");
}

TEST_CASE("weights given in full go when the shapes change and stay when they do not") {
  const auto before = from("data=xor4&net=1:tanh&w=1,2,3,4,5");
  CHECK(text_of(with_layer(before, "units", 0, "2")) == "data=xor4&net=2:tanh");
  CHECK(text_of(with_layer(before, "activation", 0, "relu")) == "data=xor4&net=1:relu&w=1,2,3,4,5");
  CHECK(text_of(with_field(before, "init", "zeros")) == "data=xor4&net=1:tanh&init=zeros");
  CHECK(text_of(with_field(before, "lr", "1")) == "data=xor4&net=1:tanh&lr=1&w=1,2,3,4,5");
}

TEST_CASE("the first point turns any data set into own rows") {
  const Change change = with_point(from("data=digits&net=4:relu&at=7"), "add", 0, 1.5, -6, 1);
  CHECK(text_of(change).starts_with("data=rows&rows=bits:2:"));
  CHECK(change.experiment.rows.packed);
  CHECK(change.experiment.rows.target == std::vector<double>{1});
  CHECK(change.experiment.rows.x.at(0) == Approx(1.5).margin(1e-4));
  CHECK(change.experiment.net.size() == 1);
  CHECK(change.experiment.at == 0);
}

TEST_CASE("points are added, moved and erased, and a third class brings its output") {
  Experiment e = with_point(Experiment(), "add", 0, 1, 1, 0).experiment;
  e = with_point(e, "add", 0, 2, 2, 1).experiment;
  CHECK(e.out == "sigmoid");
  CHECK_FALSE(needs_rows(e));
  e = with_point(e, "add", 0, 3, 3, 2).experiment;
  CHECK(e.out == "softmax");
  e = with_point(e, "move", 0, 0, -6, 0).experiment;
  CHECK(e.rows.x.at(0) == 0);
  CHECK(e.rows.x.at(1) == -6);
  e = with_point(e, "erase", 1, 0, 0, 0).experiment;
  CHECK(e.rows.target == std::vector<double>{0, 2});
  CHECK(needs_rows(e));
  CHECK(text_of(with_point(e, "clear", 0, 0, 0, 0)) == "data=rows");
}

TEST_CASE("points that cannot be are refused") {
  const Experiment e = with_point(Experiment(), "add", 0, 1, 1, 0).experiment;
  CHECK(code_of(with_point(e, "add", 0, 6.01, 0, 0)) == "out-of-range");
  CHECK(code_of(with_point(e, "add", 0, 0.0 / 1, std::stod("nan"), 0)) == "out-of-range");
  CHECK(code_of(with_point(e, "add", 0, 0, 0, -1)) == "out-of-range");
  CHECK(code_of(with_point(e, "add", 0, 0, 0, 32)) == "out-of-range");
  CHECK(code_of(with_point(e, "move", 1, 0, 0, 0)) == "no-such-point");
  CHECK(code_of(with_point(e, "erase", -1, 0, 0, 0)) == "no-such-point");
  CHECK(code_of(with_point(e, "paint", 0, 0, 0, 0)) == "bad-action");
  CHECK(code_of(with_point(from("data=rows&rows=value(a):1,2"), "add", 0, 0, 0, 0)) == "not-a-plane");
}

TEST_CASE("pasted rows may be separated by tabs, semicolons, commas or spaces, with or without a header") {
  const std::string expected = "data=rows&rows=class(a,b):0.3,0.6,1;0.5,0.1,0";
  CHECK(text_of(with_pasted_rows(Experiment(), "a\tb\ty\n0.3\t0.6\t1\n0.5\t0.1\t0\n")) == expected);
  CHECK(text_of(with_pasted_rows(Experiment(), "\"a\";\"b\";\"y\"\r\n0,3;0,6;1\r\n0,5;0,1;0")) == expected);
  CHECK(text_of(with_pasted_rows(Experiment(), "a,b,y\n0.3, 0.6, 1\n\n0.5, 0.1, 0")) == expected);
  CHECK(text_of(with_pasted_rows(Experiment(), "a  b y\n 0,3 0,6   1\n0,5 0,1 0")) == expected);
  CHECK(text_of(with_pasted_rows(Experiment(), "0.3 0.6 1\n0.5 0.1 0")) == "data=rows&rows=class(x1,x2):0.3,0.6,1;0.5,0.1,0");
  CHECK(text_of(with_pasted_rows(Experiment(), "speed (m/s),y\n1,0.5\n2,0.7")) == "data=rows&rows=value(speed__m_s_):1,0.5;2,0.7");
}

TEST_CASE("pasted text that is no table is refused with the place") {
  CHECK(code_of(with_pasted_rows(Experiment(), "")) == "no-table");
  CHECK(code_of(with_pasted_rows(Experiment(), "hello")) == "no-table");
  CHECK(code_of(with_pasted_rows(Experiment(), "1;2\n3;x")) == "not-a-number");
  CHECK(code_of(with_pasted_rows(Experiment(), "1;2\n3;4;5")) == "wrong-count");
  CHECK(with_pasted_rows(Experiment(), "1;2\n3;4;5").problems[0].key == "line 2");
  std::string large;
  for (int i = 0; i < 9000; ++i) large += "0.25,0.5,1\n";
  CHECK(code_of(with_pasted_rows(Experiment(), large)) == "too-long");
}

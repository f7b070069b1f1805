#include <string>

#include "catch.hpp"
#include "glassbox/experiment.hpp"

using namespace glassbox;

namespace {

/// The canonical text of a text that must be right.
std::string canonical(std::string_view text) {
  const auto result = parse(text);
  INFO(text << (result.ok() ? std::string() : ": " + describe(result.problems.front())));
  REQUIRE(result.ok());
  return format(result.value);
}

Experiment read(std::string_view text) {
  const auto result = parse(text);
  INFO(text << (result.ok() ? std::string() : ": " + describe(result.problems.front())));
  REQUIRE(result.ok());
  return result.value;
}

}  // namespace

TEST_CASE("an empty text is the default experiment, whose members are the defaults") {
  for (const char* text : {"", "#", "#~tab=2", "https://example.org/play/", "\n", "&&"}) {
    INFO(text);
    CHECK(read(text) == Experiment());
  }
  CHECK(format(Experiment()) == "data=spiral");
  const Experiment plain;
  CHECK(plain.net.size() == 2);
  CHECK(plain.opt == "adam");
  CHECK(plain.epochs == 600);
}

TEST_CASE("every key arrives in its member") {
  const Experiment e = read(
      "v=1&data=moons&n=50&noise=0.2&dataseed=3&in=x1,sinx2&test=0.25&blind=0.1&split=numpy:42&scale=div:4&net=4:relu,act:sine&out=tanh&"
      "loss=huber&reduce=sum&opt=momentum&lr=0.5&mom=0.8&beta1=0.7&beta2=0.6&eps=0.001&l1=0.01&l2=0.02&clipnorm=0.3&clipvalue=0.04&maxnorm="
      "5&batch=all&order=fixed&epochs=7&"
      "eval=2&init=normal:0.3&seed=9&precision=64&edits=5:lr=1&at=12&expect=00000000000000ff");
  CHECK(e.data == "moons");
  CHECK(e.n == 50);
  CHECK(e.noise == 0.2);
  CHECK(e.dataseed == 3);
  CHECK(e.inputs == std::vector<std::string>{"x1", "sinx2"});
  CHECK(e.test == 0.25);
  CHECK(e.blind == 0.1);
  CHECK(e.split == "numpy");
  CHECK(e.splitseed == 42);
  CHECK(e.scale == "div");
  CHECK(e.divisor == 4);
  CHECK(e.net == std::vector<LayerSpec>{{LayerSpec::Kind::dense, 4, "relu", {}}, {LayerSpec::Kind::activation, 0, "sine", {}}});
  CHECK(e.out == "tanh");
  CHECK(e.loss == "huber");
  CHECK(e.reduce == "sum");
  CHECK(e.opt == "momentum");
  CHECK(e.lr == 0.5);
  CHECK(e.mom == 0.8);
  CHECK(e.beta1 == 0.7);
  CHECK(e.beta2 == 0.6);
  CHECK(e.eps == 0.001);
  CHECK(e.l1 == 0.01);
  CHECK(e.l2 == 0.02);
  CHECK(e.clipnorm == 0.3);
  CHECK(e.clipvalue == 0.04);
  CHECK(e.maxnorm == 5);
  CHECK(e.batch == 0);
  CHECK(e.order == "fixed");
  CHECK(e.epochs == 7);
  CHECK(e.eval == 2);
  CHECK(e.init == "normal");
  CHECK(e.init_size == 0.3);
  CHECK(e.seed == 9);
  CHECK(e.precision == 64);
  CHECK(e.edits == std::vector<Edit>{{5, "lr", 1}});
  CHECK(e.at == 12);
  CHECK(e.expect == 255);
}

TEST_CASE("a link, a fragment and a bare text read alike, up to the view state") {
  const std::string text = "data=xor&lr=0.1&at=5";
  for (const std::string& form : {text, "#" + text, "https://example.org/a~b/?q=1#" + text, text + "~tab=3&lr=9&%zz",
                                  "  #" + text + "~\r\n", "file:///home/me/index.html#" + text, "https://example.org/%23" + text}) {
    INFO(form);
    CHECK(canonical(form) == text);
  }
}

TEST_CASE("escapes of browsers and chat programs are undone once") {
  CHECK(canonical("data%3Dspiral%26net%3D8%3Atanh%2C8%3arelu") == "data=spiral&net=8:tanh,8:relu");
  CHECK(canonical("net=res%288:tanh,2:linear%29%7Elr=3") == "data=spiral&net=res(8:tanh,2:linear)&seed=1");
  CHECK_FALSE(parse("net=8%253Atanh").ok());
  CHECK_FALSE(parse("lr=%").ok());
  CHECK_FALSE(parse("lr=1%0").ok());
  CHECK_FALSE(parse("lr=1%00").ok());
}

TEST_CASE("keys come in any order and leave in canonical order, defaults left out") {
  CHECK(canonical("at=500&seed=7&batch=10&lr=0.010&opt=adam&net=8:tanh,8:tanh&noise=1/10&data=spiral") ==
        "data=spiral&noise=0.1&seed=7&at=500");
  CHECK(canonical("in=x2,x1,x2") == "data=spiral");
  CHECK(canonical("in=sinx1,x1x1,x1") == "data=spiral&in=x1,x1x1,sinx1");
  CHECK(canonical("data=rows&rows=") == "data=rows");
  CHECK(canonical("net=") == "data=spiral&net=none");
  CHECK(canonical("lr=0,02") == "data=spiral&lr=0.02");
}

TEST_CASE("defaults follow from the keys before them") {
  const Experiment digits = read("data=digits");
  CHECK(digits.n == 1797);
  CHECK(digits.noise == 0);
  CHECK(digits.inputs.empty());
  CHECK(digits.scale == "div");
  CHECK(digits.divisor == 16);
  CHECK(digits.out == "softmax");
  CHECK(digits.loss == "ce");
  CHECK(read("data=line").out == "linear");
  CHECK(read("data=line").loss == "mse");
  CHECK(read("data=line").inputs == std::vector<std::string>{"x1"});
  CHECK(read("data=spiral3").loss == "ce");
  CHECK(read("out=tanh").loss == "mse");
  CHECK(read("out=softmax").loss == "ce");
  CHECK(read("data=rows&rows=class(a):1,0;2,1;3,2").out == "softmax");
  CHECK(read("data=rows&rows=value(a,b,c):1,2,3,0.5").out == "linear");
}

TEST_CASE("the summary of the course's 3-4-4-1 network is 16, 20 and 5, together 41") {
  const Summary summary = summarize(read("data=rows&rows=value(a,b,c):1,2,3,0.5&net=4:linear,4:linear"));
  REQUIRE(summary.layers.size() == 3);
  CHECK(summary.layers[0].parameters == 16);
  CHECK(summary.layers[1].parameters == 20);
  CHECK(summary.layers[2].parameters == 5);
  CHECK(summary.parameters == 41);
  CHECK(summary.layers[2].name == "Output");
}

TEST_CASE("a residual block is summarised as its layers and its addition") {
  const Summary summary = summarize(read("net=8:tanh,res(4:relu,8:linear),act:relu"));
  REQUIRE(summary.layers.size() == 6);
  CHECK(summary.layers[1].name == "Hidden 2");
  CHECK(summary.layers[3].name == "Residual add");
  CHECK(summary.layers[3].units == 8);
  CHECK(summary.layers[3].parameters == 0);
  CHECK(summary.layers[4].name == "Activation");
  CHECK(summary.parameters == 24 + 36 + 40 + 9);
}

TEST_CASE("a network that closes a text with a parenthesis is followed by its seed") {
  CHECK(canonical("net=res(2:tanh)") == "data=spiral&net=res(2:tanh)&seed=1");
  CHECK(canonical("net=res(2:tanh)&lr=0.1") == "data=spiral&net=res(2:tanh)&lr=0.1");
  CHECK(canonical("data=rows&rows=class(a):") == "data=rows&rows=class(a):&seed=1");
}

TEST_CASE("weights in full are kept to the last digit and counted") {
  const Experiment e = read("data=xor4&net=none&w=0.1,-2.5e-300,0.30000000000000004");
  CHECK(e.w == std::vector<double>{0.1, -2.5e-300, 0.1 + 0.2});
  CHECK(format(e) == "data=xor4&net=none&w=0.1,-2.5e-300,0.30000000000000004");
}

TEST_CASE("a refused text leaves the default experiment") { CHECK(parse("data=digits&lr=-1").value == Experiment()); }

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "glassbox/experiment.hpp"

using namespace glassbox;

namespace {

/// The only problem of a text.
Problem only(std::string_view text) {
  const auto result = parse(text, kMaxTextBytes);
  INFO(text);
  REQUIRE(result.problems.size() == 1);
  CHECK(describe(result.problems[0]).find('{') == std::string::npos);
  return result.problems[0];
}

bool is(const Problem& problem, std::string_view code, std::string_view key, std::string_view value) {
  INFO(problem.code << " " << problem.key << " " << problem.value);
  CHECK(problem.code == code);
  CHECK(problem.key == key);
  CHECK(problem.value == value);
  return problem.code == code && problem.key == key && problem.value == value;
}

}  // namespace

TEST_CASE("unknown keys are named with the nearest key or label") {
  CHECK(is(only("epoch=5"), "unknown-key", "epoch", "5"));
  CHECK(only("epoch=5").nearest == "epochs");
  CHECK(only("sed=5").nearest == "seed");
  CHECK(only("bacth=5").nearest == "batch");
  CHECK(only("learning_rate=5").nearest == "lr");
  CHECK(only("Optimizer=sgd").nearest == "opt");
  CHECK(only("SEED=5").nearest == "seed");
  CHECK(only("qwertyuiop=5").nearest.empty());
}

TEST_CASE("names that scripts find everywhere are keys like any other unknown one") {
  for (const char* key : {"__proto__", "constructor", "toString", "hasOwnProperty", "prototype"}) {
    CHECK(is(only(std::string(key) + "=1"), "unknown-key", key, "1"));
    CHECK(only(std::string(key) + "=1").nearest.empty());
    CHECK(is(only(std::string("data=") + key), "unknown-choice", "data", key));
    CHECK(only(std::string("data=") + key).nearest.empty());
  }
}

TEST_CASE("what cannot be printed safely is told as escapes, shortened") {
  CHECK(is(only("a%00b=1"), "unknown-key", "a%00b", "1"));
  CHECK(is(only("data=\xE2\x80\xAEspiral"), "unknown-choice", "data", "%E2%80%AEspiral"));
  CHECK(is(only("data=a\nb"), "unknown-choice", "data", "a%0Ab"));
  const Problem problem = only("data=" + std::string(500, 'x'));
  CHECK(problem.value == std::string(77, 'x') + "...");
  CHECK(only(std::string(500, '\x80') + "=1").key.size() <= 80);
}

TEST_CASE("a key given twice is a problem even with equal values") { CHECK(is(only("lr=1&lr=1"), "duplicate-key", "lr", "1")); }

TEST_CASE("numbers must be numbers") {
  CHECK(is(only("lr=fast"), "not-a-number", "lr", "fast"));
  CHECK(only("lr=fast").allowed == "0 to 100");
  CHECK(is(only("lr=1,000.5"), "not-a-number", "lr", "1,000.5"));
  CHECK(is(only("lr=inf"), "not-a-number", "lr", "inf"));
  CHECK(is(only("n=10.5"), "not-a-number", "n", "10.5"));
  CHECK(is(only("seed=-1"), "not-a-number", "seed", "-1"));
  CHECK(is(only("seed"), "not-a-number", "seed", ""));
  CHECK(is(only("net=8x3:tanh"), "not-a-number", "net", "8x3"));
  CHECK(is(only("w=1,,2"), "not-a-number", "w", ""));
  CHECK(is(only("data=rows&rows=class(a):1,0;b,1"), "not-a-number", "rows row 2", "b"));
}

TEST_CASE("numbers out of range are refused, never clamped") {
  CHECK(is(only("lr=-0.1"), "out-of-range", "lr", "-0.1"));
  CHECK(is(only("batch=0"), "out-of-range", "batch", "0"));
  CHECK(only("batch=0").allowed == "1 to 100000, or all");
  CHECK(is(only("n=20000"), "out-of-range", "n", "20000"));
  CHECK(is(only("data=digits&n=100"), "out-of-range", "n", "100"));
  CHECK(only("data=digits&n=100").allowed == "1797");
  CHECK(is(only("data=iris&noise=0.1"), "out-of-range", "noise", "0.1"));
  CHECK(is(only("seed=4294967296"), "out-of-range", "seed", "4294967296"));
  CHECK(is(only("at=10000001"), "out-of-range", "at", "10000001"));
  CHECK(is(only("v=2"), "out-of-range", "v", "2"));
  CHECK(is(only("net=1025:tanh"), "out-of-range", "net", "1025"));
  CHECK(is(only("net=0:tanh"), "out-of-range", "net", "0"));
  CHECK(is(only("test=0.5&blind=0.5"), "out-of-range", "blind", "0.5"));
  CHECK(is(only("n=10&test=0.85&blind=0.05"), "out-of-range", "test", "0.85"));
  CHECK(is(only("scale=div:0"), "out-of-range", "scale", "div:0"));
  CHECK(is(only("init=normal:101"), "out-of-range", "init", "normal:101"));
  CHECK(is(only("edits=10000001:lr=1"), "out-of-range", "edits", "10000001"));
  CHECK(is(only("edits=1:lr=101"), "out-of-range", "lr", "101"));
  CHECK(is(only("net=8:tanh,drop:1"), "out-of-range", "net", "1"));
  CHECK(is(only("net=drop:-0.1"), "out-of-range", "net", "-0.1"));
  CHECK(only("net=drop:1").allowed == "rate 0 to 0.99");
  CHECK(is(only("net=bn:2"), "out-of-range", "net", "2"));
  CHECK(is(only("net=bn:m1.5"), "out-of-range", "net", "1.5"));
  CHECK(is(only("data=rows&rows=class(a):1,32"), "out-of-range", "rows row 1", "32"));
  CHECK(is(only("data=rows&rows=class(a):1,0.5"), "out-of-range", "rows row 1", "0.5"));
}

TEST_CASE("unknown choices are named with the nearest one") {
  CHECK(is(only("data=sprial"), "unknown-choice", "data", "sprial"));
  CHECK(only("data=sprial").nearest == "spiral");
  CHECK(only("opt=Adam").nearest == "adam");
  CHECK(only("net=8:thna").nearest == "tanh");
  CHECK(only("net=8:leakyrelu").code == "unknown-choice");
  CHECK(only("in=x3").key == "in");
  CHECK(only("net=8:tanh,cnv:8x3:relu").code == "bad-form");
  CHECK(only("precision=16").code == "unknown-choice");
}

TEST_CASE("forms that cannot be read say what is expected") {
  for (const char* text : {"net=8",
                           "net=8:tanh,,8:tanh",
                           "net=drop:",
                           "net=drop:x",
                           "net=drop:0.2:tanh",
                           "net=drop:0.2x",
                           "net=dropp:0.2",
                           "net=bn:",
                           "net=bn:m",
                           "net=bn:m0.1m0.1",
                           "net=bn:1e-5m0.1x",
                           "net=bn:m0.1:tanh",
                           "net=res(8:tanh",
                           "net=res()",
                           "net=res(res(2:tanh))",
                           "net=drop",
                           "split=last:1",
                           "scale=standard:1",
                           "init=zeros:1",
                           "expect=12",
                           "expect=00000000000000FF",
                           "edits=5",
                           "edits=lr=1",
                           "in=",
                           "data=rows&rows=1,2,3",
                           "data=rows&rows=class(a b):1,0",
                           "data=rows&rows=class():",
                           "data=rows&rows=bits:1:e",
                           "data=rows&rows=bits:33:e"}) {
    INFO(text);
    CHECK(only(text).code == "bad-form");
  }
}

TEST_CASE("output, loss and target must match, and the reason is given") {
  CHECK(is(only("data=line&loss=bce"), "mismatch", "loss", "bce"));
  CHECK(is(only("loss=ce"), "mismatch", "loss", "ce"));
  CHECK(is(only("data=line&out=softmax"), "mismatch", "out", "softmax"));
  CHECK(is(only("data=digits&out=sigmoid"), "mismatch", "out", "sigmoid"));
  CHECK(only("data=line&loss=bce").allowed.size() > 20);
  CHECK(is(only("data=digits&in=x1"), "mismatch", "in", "x1"));
  CHECK(is(only("data=line&in=x1,x2"), "mismatch", "in", "x2"));
  CHECK(only("data=spiral&rows=class(a):1,0").code == "mismatch");
}

TEST_CASE("what is too much is refused with the figure before it is made") {
  CHECK(is(only("net=1024:relu,1024:relu"), "too-large", "net", "1053697 weights and biases"));
  std::string layers = "net=1:tanh";
  for (int i = 0; i < 16; ++i) layers += ",1:tanh";
  CHECK(only(layers).code == "too-many");
  std::string edits = "edits=";
  for (int i = 0; i < 257; ++i) edits += std::to_string(i) + ":lr=1;";
  edits.pop_back();
  CHECK(is(only(edits), "too-many", "edits", "257 edits"));
  std::string rows = "data=rows&rows=class(a):";
  for (int i = 0; i < 10'001; ++i) rows += "1,0;";
  rows.pop_back();
  CHECK(is(only(rows), "too-many", "rows", "10001 rows"));
  std::string columns = "data=rows&rows=class(a";
  for (int i = 0; i < 64; ++i) columns += ",a";
  CHECK(is(only(columns + "):"), "too-many", "rows", "65 columns"));
  CHECK(is(parse(std::string(kMaxLinkBytes + 1, 'a')).problems.at(0), "too-long", "", "32769 characters"));
  CHECK(parse(std::string(kMaxLinkBytes, '&')).ok());
}

TEST_CASE("weights and edits must fit the network") {
  CHECK(is(only("w=1,2,3"), "wrong-count", "w", "3"));
  CHECK(only("w=1,2,3").allowed == "105");
  CHECK(only("data=rows&rows=class(a,b):1,0").code == "wrong-count");
  for (const char* key : {"3.w.0.0", "0.w.8.0", "0.w.0.2", "2.b.1"})
    CHECK(is(only(std::string("edits=1:") + key + "=1"), "no-such-weight", "edits", key));
  CHECK(only("net=act:tanh&edits=1:0.b.0=1").code == "no-such-weight");
  for (const char* key : {"opt", "0.w.0", "0.b.0.0", "0.c.0", "00.w.0.0", "0.w.0.-1", "seed"}) {
    CHECK(is(only(std::string("edits=1:") + key + "=1"), "not-editable", "edits", key));
  }
}

TEST_CASE("a residual block must end as wide as it began") {
  CHECK(is(only("net=4:tanh,res(8:tanh,3:linear)"), "residual-width", "net", "res(8:tanh,3:linear)"));
  CHECK(only("net=4:tanh,res(8:tanh,3:linear)").allowed == "4");
}

TEST_CASE("a refusal that is about shapes says which two arrays met, and what they are") {
  using Axes = std::array<int, 4>;
  const auto met = [](const char* text, const Axes& a, const Axes& b, const char* about) {
    const Problem problem = only(text);
    INFO(text);
    CHECK(problem.shapes.a == a);
    CHECK(problem.shapes.b == b);
    CHECK(describe_shapes(problem).find(about) != std::string::npos);
    return problem.shapes.product;
  };
  // A batch of 10 of the 100 training rows, unless it is all of them or larger than they are.
  CHECK_FALSE(met("n=200&test=0.5&net=4:tanh,res(8:tanh,3:linear)", {10, 4}, {10, 3}, "rows of a batch, units"));
  CHECK_FALSE(met("n=200&test=0.5&batch=all&net=4:tanh,res(3:tanh)", {100, 4}, {100, 3}, "number to number"));
  CHECK_FALSE(met("n=200&test=0.5&batch=500&net=4:tanh,res(3:tanh)", {100, 4}, {100, 3}, "number to number"));
  CHECK_FALSE(met("data=digits&net=conv:4x3:relu,res(conv:4x3:relu)", {10, 4, 6, 6}, {10, 4, 4, 4}, "channels, height, width"));
  CHECK_FALSE(met("data=digits&net=conv:4x3:relu,res(flatten,8:relu)", {10, 144}, {10, 8}, "rows of a batch, units"));
  CHECK_FALSE(met("data=iris&classw=1,2", {10, 3}, {2}, "one for each class"));
  CHECK(met("data=iris&costs=0,1;1,0", {10, 3}, {2, 2}, "a row for each true class"));
  CHECK_FALSE(met("data=plane&n=2100&bug=broadcast", {2100}, {2100, 1}, "a column an output"));
  CHECK_FALSE(met("data=iris&bug=broadcast", {150}, {150, 3}, "a column an output"));
  for (const char* text : {"data=iris&costs=1,2,3", "w=1,2,3", "bug=late&opt=adam", "lr=fast"}) {
    CHECK(only(text).shapes.a == Axes{});
    CHECK(describe_shapes(only(text)).empty());
  }
}

TEST_CASE("the step function is for looking: it needs a learning rate of 0") {
  CHECK(only("net=8:step").code == "not-trainable");
  CHECK(only("net=res(2:step)").code == "not-trainable");
  CHECK(only("net=8:step&lr=0&edits=5:lr=0.1").code == "not-trainable");
  CHECK(parse("net=8:step&lr=0").ok());
}

TEST_CASE("all problems are reported at once, and at most 100 of them") {
  const auto codes = [](std::string_view text) {
    std::string all;
    for (const Problem& problem : parse(text).problems) all += problem.code + " ";
    return all;
  };
  CHECK(codes("lerning=1&lr=x&seed=-&opt=adma&batch=0&net=8:tan") ==
        "unknown-key unknown-choice unknown-choice not-a-number out-of-range not-a-number ");
  CHECK(codes("loss=ce&w=1&edits=1:9.b.0=1") == "mismatch wrong-count no-such-weight ");
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "k" + std::to_string(i) + "&";
  CHECK(parse(many).problems.size() == 100);
}

TEST_CASE("own rows without points can be held but not trained") {
  const auto empty = parse("data=rows");
  REQUIRE(empty.ok());
  CHECK(needs_rows(empty.value));
  REQUIRE(validate(empty.value).size() == 1);
  CHECK(validate(empty.value)[0].code == "empty-data");
  CHECK(describe(validate(empty.value)[0]) == "Needs at least one point of each class.");
  CHECK(validate(Experiment()).empty());
  CHECK_FALSE(needs_rows(parse("data=rows&rows=class(x1,x2):0.3,0.6,1").value));
}

#include <cmath>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "experiment/field_table.hpp"
#include "glassbox/fields.hpp"

using namespace glassbox;

namespace {

std::string form(std::string_view text) {
  const auto result = parse(text);
  REQUIRE(result.ok());
  return form_json(result.value);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// The object of one field inside a form.
std::string field(std::string_view text, const std::string& key) {
  const std::string all = form(text);
  const std::size_t start = all.find("{\"key\":\"" + key + "\"");
  REQUIRE(start != std::string::npos);
  return all.substr(start, all.find("]}", start) - start);
}

/// The planned learning rates inside a form.
std::vector<double> planned(std::string_view text) {
  const std::string all = form(text);
  const std::size_t start = all.find("\"rates\":[");
  REQUIRE(start != std::string::npos);
  std::istringstream numbers(all.substr(start + 9, all.find(']', start) - start - 9));
  std::vector<double> rates;
  for (std::string number; std::getline(numbers, number, ',');) rates.push_back(std::stod(number));
  return rates;
}

bool relevant(std::string_view text, const std::string& key) { return has(field(text, key), "\"relevant\":true"); }

}  // namespace

TEST_CASE("branches of a run share its start, other runs do not", "[form]") {
  const auto start = [](std::string_view text) {
    const std::string all = form(text);
    const std::size_t place = all.find("\"start\":\"");
    REQUIRE(place != std::string::npos);
    return all.substr(place + 9, 16);
  };
  const std::string run = start("data=circle&net=4:tanh");
  for (const char* branch :
       {"data=circle&net=4:tanh&edits=137:lr=0.003", "data=circle&net=4:tanh&epochs=9&eval=3&at=500", "net=4:tanh&data=circle"})
    CHECK(start(branch) == run);
  for (const char* other : {"data=circle&net=4:tanh&seed=2", "data=circle&net=4:tanh&lr=0.02", "data=circle&net=5:tanh"})
    CHECK(start(other) != run);
}

TEST_CASE("every field has words, a range or choices, and a default that reads") {
  for (const auto& row : experiment::field_table()) {
    INFO(row.key);
    CHECK_FALSE(row.label.empty());
    CHECK(std::string_view(row.meaning).ends_with('.'));
    CHECK((row.group == "data" || row.group == "inputs" || row.group == "network" || row.group == "training" || row.group == "run"));
    const bool number = row.kind == experiment::Kind::whole || row.kind == experiment::Kind::real;
    if (number) CHECK(row.range.least <= row.slider.least);
    if (number) CHECK(row.range.most >= row.slider.most);
    if (row.logarithmic) CHECK(row.slider.least > 0);
    if (row.kind == experiment::Kind::choice) CHECK(row.options != nullptr);
    experiment::Problems problems;
    Experiment e;
    experiment::read_field(row, row.fallback(e), e, problems);
    CHECK(problems.empty());
    CHECK(e == Experiment());
    CHECK(has(fields_json(), "\"key\":\"" + std::string(row.key) + "\""));
    CHECK(has(fields_text(), "\n" + std::string(row.key == "v" ? "data" : row.key) + " "));
    CHECK(has(fields_markdown(), "| `" + std::string(row.key) + "` |"));
  }
}

TEST_CASE("live fields are the rates, penalties and the batch") {
  for (const char* key : {"lr", "mom", "l1", "l2", "batch"}) CHECK(is_live(key));
  for (const char* key : {"seed", "net", "opt", "data", "epochs", "", "nothing"}) CHECK_FALSE(is_live(key));
}

TEST_CASE("fields that do nothing are marked as such") {
  CHECK(relevant("data=spiral", "noise"));
  CHECK_FALSE(relevant("data=digits", "noise"));
  CHECK_FALSE(relevant("data=digits", "n"));
  CHECK_FALSE(relevant("data=digits", "in"));
  CHECK(relevant("data=rows", "rows"));
  CHECK_FALSE(relevant("data=spiral", "rows"));
  CHECK(relevant("opt=nesterov", "mom"));
  CHECK_FALSE(relevant("opt=sgd", "mom"));
  CHECK(relevant("opt=adam", "beta2"));
  CHECK_FALSE(relevant("opt=sgd", "eps"));
  CHECK_FALSE(relevant("data=spiral", "w"));
  CHECK_FALSE(relevant("data=xor4&net=none&w=1,2,3", "init"));
}

TEST_CASE("choices that do not fit are marked with the reason") {
  CHECK(has(field("data=line", "loss"), R"({"name":"mse","allowed":true,"reason":""})"));
  CHECK(has(field("data=line", "loss"), R"({"name":"bce","allowed":false,"reason":")"));
  CHECK(has(field("data=line", "out"), R"({"name":"softmax","allowed":false)"));
  CHECK(has(field("data=line", "in"), R"({"name":"x2","allowed":false)"));
  CHECK(has(field("data=spiral", "net"), R"({"name":"step","allowed":false)"));
  CHECK(has(field("lr=0", "net"), R"({"name":"step","allowed":true)"));
}

TEST_CASE("a form carries title, shapes and layers") {
  const std::string digits = form("data=digits&net=16:relu,res(4:tanh,16:linear),act:relu");
  CHECK(has(digits, R"("kind":"image","target":"classes","classes":["0","1","2","3","4","5","6","7","8","9"])"));
  CHECK(has(digits, R"("inputs":64,"outputs":10)"));
  CHECK(has(digits, R"({"kind":"dense","units":16,"activation":"relu","index":0,"layer":0,"text":"16:relu","numbers":""})"));
  CHECK(has(digits,
            R"json({"kind":"residual","units":0,"activation":"","index":1,"layer":3,"text":"res(4:tanh,16:linear)","numbers":""})json"));
  CHECK(has(digits, R"({"kind":"activation","units":0,"activation":"relu","index":2,"layer":4,"text":"act:relu","numbers":""})"));
  CHECK(has(form("data=rows"), R"("empty":"Needs at least one point of each class.")"));
  CHECK(has(form("data=spiral"), R"("empty":"")"));
  CHECK(has(form("data=rows&rows=value(depth,speed,age):1,2,3,4"), R"("target":"number","classes":[],"inputs":["depth","speed","age"])"));
}

TEST_CASE("a change is told with its canonical text and its problems in words") {
  CHECK(change_json(with_field(Experiment(), "seed", "2")) ==
        R"({"ok":true,"canonical":"data=spiral&seed=2","restarts":true,"droppedEdits":0,"problems":[]})");
  const std::string refused = change_json(with_field(Experiment(), "sede", "<2"));
  CHECK(has(
      refused,
      R"({"ok":false,"canonical":"data=spiral","restarts":false,"droppedEdits":0,"problems":[{"code":"unknown-key","key":"sede","value":"\u003c2")"));
  CHECK(has(refused, "Did you mean"));
}

TEST_CASE("points that are too few to train on are told with the form, so that they can be seen") {
  CHECK(has(form("data=rows"), "\"points\":[]"));
  const Change added = with_point(parse("data=rows").value, "add", 0, 6, -6, 0);
  REQUIRE(added.problems.empty());
  CHECK(has(form_json(added.experiment), "\"points\":[6,-6,0,0]"));
  CHECK_FALSE(has(form("data=circle"), "\"points\""));
}

TEST_CASE("a scheduled learning rate is told before training, from the first epoch to the last") {
  CHECK_FALSE(has(form("data=xor"), "ratePlan"));
  const std::string plan = form("data=xor&lr=0.5&schedule=cosine&epochs=40");
  CHECK(has(plan, "\"ratePlan\":{\"epochs\":40,\"rates\":[0.5,"));
  CHECK(has(plan, ",0.25,"));  // half way
  CHECK(has(plan, ",0]}"));
  CHECK(has(form("data=xor&lr=0.5&warmup=10&epochs=0&batch=all"), "\"ratePlan\":{\"epochs\":1000,\"rates\":[0.05,0.25,0.5,"));
}

TEST_CASE("the planned rate of every schedule is that of its definition, epoch by epoch") {
  struct Plan {
    const char* schedule;
    std::function<double(double)> share;  ///< after so many epochs of 10 steps
  };
  for (const auto& [schedule, share] : {
           Plan{"step&factor=0.25&every=30", [](double epoch) { return std::pow(0.25, std::floor(epoch / 30)); }},
           Plan{"exp&factor=0.98", [](double epoch) { return std::pow(0.98, epoch); }},
           Plan{"cosine", [](double epoch) { return (1 + std::cos(std::acos(-1) * epoch / 208)) / 2; }},
           Plan{"inverse&slowing=0.01", [](double epoch) { return 1 / (1 + 0.01 * 10 * epoch); }},
           Plan{"constant&warmup=500", [](double epoch) { return std::min(1.0, (10 * epoch + 1) / 500); }},
       }) {
    CAPTURE(schedule);
    const auto rates = planned(std::string("data=xor&n=100&test=0&batch=10&lr=0.5&epochs=208&schedule=") + schedule);
    REQUIRE(rates.size() == 209);
    for (std::size_t epoch = 0; epoch < rates.size(); ++epoch) {
      REQUIRE(rates[epoch] == Approx(0.5 * share(static_cast<double>(epoch))).epsilon(1e-12).margin(1e-15));
    }
  }
}

TEST_CASE("optimisers start from the settings that PyTorch documents") {
  const auto said = [](const char* optimiser) {
    const Experiment present = parse(std::string("opt=") + optimiser).value;
    return std::vector<double>{present.beta1, present.beta2, present.eps, present.alpha, present.decay};
  };
  for (const char* name : {"adam", "adamw", "amsgrad", "rmsprop"}) CHECK(said(name) == std::vector<double>{0.9, 0.999, 1e-8, 0.99, 0.01});
  CHECK(parse("opt=adagrad").value.eps == 1e-10);
}

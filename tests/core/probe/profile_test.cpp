#include "glassbox/profile.hpp"

#include <cmath>
#include <string>

#include "catch.hpp"
#include "glassbox/snapshot.hpp"

using namespace glassbox;

namespace {

/// A clock that moves on by 2^-10 s, which add up without rounding, whenever it is read.
Profile profile_of(std::string_view text) {
  const auto parsed = parse(text);
  REQUIRE(parsed.ok());
  auto made = Trainer::create(parsed.value, {});
  REQUIRE(made.ok());
  double time = 0;
  return profile(
      std::move(made.value), [&] { return time += 0x1p-10; }, 0.01);
}

const ProfilePart& part(const Profile& profile, std::string_view name) {
  for (const ProfilePart& each : profile.parts) {
    if (each.name == name) return each;
  }
  FAIL("no part " << name);
  return profile.parts.front();
}

}  // namespace

TEST_CASE("a profile counts the multiply-adds that a step of the formulas needs") {
  const Profile measured = profile_of("data=circle&net=4:tanh,2:tanh&batch=10&opt=sgd");
  CHECK(measured.rows == 10);
  CHECK(measured.parameters == 25);
  CHECK(part(measured, "forward").multiply_adds == 10 * (2 * 4 + 4 * 2 + 2 * 1));
  // The gradient of the weights everywhere, that of the input not for the first layer.
  CHECK(part(measured, "backward").multiply_adds == 10 * (2 * 4 + 2 * 4 * 2 + 2 * 2 * 1));
  CHECK(part(measured, "update").multiply_adds == 0);
}

TEST_CASE("a profile names the parts of a step in their order and leaves out what the experiment does not do") {
  const auto names = [](const Profile& profile) {
    std::string text;
    for (const ProfilePart& each : profile.parts) text += each.name + ' ';
    return text;
  };
  CHECK(names(profile_of("data=circle&net=4:tanh")) == "data forward loss backward update metrics probes ");
  CHECK(names(profile_of("data=circle&net=4:tanh&eval=0&epochs=0")) == "data forward loss backward update probes ");
}

TEST_CASE("every part of a profile takes time, and the whole is a share of the peak") {
  for (const char* text : {"data=spiral", "data=spiral&batch=all&n=900", "data=plane&batch=1&precision=64", "data=plane&opt=sgd&lr=50"}) {
    INFO(text);
    const Profile measured = profile_of(text);
    for (const ProfilePart& each : measured.parts) {
      INFO(each.name);
      CHECK(each.seconds > 0);
      CHECK(each.bytes > 0);
    }
    CHECK(measured.seconds > 0);
    CHECK(measured.peak > 0);
    CHECK(measured.share_of_peak() > 0);
    CHECK(measured.samples_per_second() > 0);
  }
}

TEST_CASE("the probes of a profile are sixty pictures in a second of training, and train nothing") {
  for (const char* text : {"data=circle&net=4:tanh", "data=circle&net=64:tanh,64:tanh"}) {
    CAPTURE(text);
    const Profile measured = profile_of(text);
    auto made = Trainer::create(parse(text).value, {});
    REQUIRE(made.ok());
    Snapshot picture;
    take_snapshot(made.value, kPartParameters | kPartUnitMaps | kPartDecision | kPartPredictions, 32, {}, picture);
    const double pictures = 60 * measured.seconds;
    CHECK(static_cast<double>(part(measured, "probes").bytes) == std::ceil(static_cast<double>(picture.bytes.size()) * pictures));
    // By that clock a picture takes as long as an update.
    CHECK(part(measured, "probes").seconds == Approx(pictures * part(measured, "update").seconds));
    CHECK(part(measured, "probes").multiply_adds == 0);
  }
}

TEST_CASE("a profile is written as JSON for the page") {
  const std::string json = profile_json(profile_of("data=circle&net=4:tanh&batch=10"));
  CHECK(json.find("\"rows\":10,") != std::string::npos);
  CHECK(json.find("\"name\":\"backward\"") != std::string::npos);
}

TEST_CASE("a profile counts steps although the run would stop before the first") {
  const double seconds = profile_of("data=circle&stoploss=10").seconds;
  CHECK(seconds > 0);
  CHECK(seconds < 1e-3);
}

#include "golden/golden.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include "catch.hpp"
#include "embedded_tables.hpp"

namespace glassbox::golden {
namespace {

std::vector<std::string> lines_of(const char* file) {
  std::ifstream stream(std::string(GLASSBOX_FIXTURES) + "/" + file);
  REQUIRE(stream.good());
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

std::vector<double> numbers_in(const std::string& text) {
  std::istringstream stream(text);
  std::vector<double> numbers;
  for (std::string word; stream >> word;) numbers.push_back(std::strtod(word.c_str(), nullptr));
  return numbers;
}

template <class S>
std::vector<double> copied(const std::uint8_t* bytes, std::size_t count) {
  std::vector<S> source(count);
  std::memcpy(source.data(), bytes, count * sizeof(S));
  return {source.begin(), source.end()};
}

std::vector<double> numbers_in(const Snapshot& snapshot, const SnapshotEntry& entry) {
  std::size_t count = 1;
  for (const int extent : entry.shape) count *= static_cast<std::size_t>(extent);
  REQUIRE(entry.offset + count * (entry.wide ? 8 : 4) <= snapshot.bytes.size());
  const std::uint8_t* bytes = snapshot.bytes.data() + entry.offset;
  return entry.wide ? copied<double>(bytes, count) : copied<float>(bytes, count);
}

}  // namespace

std::vector<Trajectory> read_trajectories() {
  std::vector<Trajectory> trajectories;
  for (const std::string& line : lines_of("pytorch_trajectories.txt")) {
    const std::size_t space = line.find(' ');
    const std::string key = line.substr(0, space), rest = line.substr(space + 1);
    if (key == "run") trajectories.emplace_back().name = rest;
    REQUIRE(!trajectories.empty());
    if (key == "experiment") trajectories.back().experiment = rest;
    if (key == "loss") trajectories.back().loss = numbers_in(rest);
    if (key == "penalty") trajectories.back().penalty = numbers_in(rest).at(0);
    if (key == "weights") trajectories.back().weights = numbers_in(rest);
  }
  return trajectories;
}

References read_references(const char* file) {
  References references;
  for (const std::string& line : lines_of(file)) {
    const std::size_t colon = line.find(':');
    references[line.substr(0, colon)] = numbers_in(line.substr(colon + 1));
  }
  return references;
}
References read_course() { return read_references("course_golden.txt"); }

Trainer trainer_of(std::string_view text) {
  Result<Experiment> parsed = parse(text, kMaxTextBytes);
  for (const Problem& problem : parsed.problems) FAIL_CHECK(describe(problem));
  REQUIRE(parsed.ok());
  static const Tables tables = embedded_tables();
  Result<Trainer> created = Trainer::create(parsed.value, tables);
  for (const Problem& problem : created.problems) FAIL_CHECK(describe(problem));
  REQUIRE(created.ok());
  return std::move(created.value);
}

std::vector<double> numbers_of(const Snapshot& snapshot, std::string_view role, int layer) {
  for (const SnapshotEntry& entry : snapshot.entries) {
    if (entry.role == role && entry.layer == layer) return numbers_in(snapshot, entry);
  }
  FAIL("no " << role << " of layer " << layer);
  return {};
}

std::vector<double> parameters_of(const Snapshot& snapshot, std::string_view prefix) {
  const std::string weights = std::string(prefix) + "W", biases = std::string(prefix) + "b";
  std::vector<double> all;
  for (const SnapshotEntry& entry : snapshot.entries) {
    if (entry.role != weights && entry.role != biases) continue;
    const std::vector<double> numbers = numbers_in(snapshot, entry);
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  return all;
}

Snapshot snapshot_of(Trainer& trainer, std::uint32_t mask, std::vector<double> trace) {
  Snapshot snapshot;
  take_snapshot(trainer, mask, 8, trace, snapshot);
  return snapshot;
}

double ulps(double value, double reference) {
  const double size = std::abs(reference);
  return std::abs(value - reference) / (std::nextafter(size, std::numeric_limits<double>::infinity()) - size);
}

double relative(double value, double reference, double floor) { return std::abs(value - reference) / std::max(std::abs(reference), floor); }

}  // namespace glassbox::golden

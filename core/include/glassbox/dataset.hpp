#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "glassbox/experiment.hpp"
#include "glassbox/problem.hpp"

namespace glassbox {

/// A table that ships with the program (digits, iris, wine, cancer): the bytes of its file in core/data. The trainer takes tables by value
/// and checks their hash against the registry.
using Tables = std::map<std::string, std::vector<std::uint8_t>>;

enum class Part : std::uint8_t { train = 0, test = 1, blind = 2 };

/// Rows as they are, before derived inputs and scaling. Column-major: x[column * rows + row].
struct Dataset {
  int rows = 0;
  int columns = 0;
  std::vector<double> x;       ///< [rows × columns]
  std::vector<double> target;  ///< [rows] class number, or value
  std::vector<Part> part;      ///< [rows]
  bool classes = true;         ///< the network's target is the class
  /// Of `target`; an autoencoder (target=inputs) keeps them, though its own target is another.
  std::vector<std::string> class_names;
  std::vector<std::string> column_names;
  int image_width = 0;            ///< 8 for digits: columns form square images; 0 otherwise
  std::vector<double> low, high;  ///< [columns] the domain shown on maps and curves
  int redrawn = 0;                ///< rows redrawn because they were post-critical (reflectivity)
  std::string credit;
};

/// The name of the shipped table an experiment needs, or empty.
std::string table_needed(const Experiment& experiment);

/// Generates or unpacks the rows of an experiment and assigns their parts. Fails when a needed table is missing or damaged.
Result<Dataset> make_dataset(const Experiment& experiment, const Tables& tables);

/// What the network is fed: derived inputs, scaled with statistics of the training rows only.
/// Points are fed through the same object, so that a map and the rows agree.
struct InputTransform {
  struct Column {
    int source_a = 0;   ///< raw column
    int source_b = -1;  ///< second factor of a product, or -1
    bool sine = false;
    double offset = 0;  ///< (value - offset) / scale
    double scale = 1;
    std::string name;

    bool operator==(const Column&) const = default;
  };
  std::vector<Column> columns;

  /// raw: one row of Dataset columns; fed: columns.size() values.
  void apply(std::span<const double> raw, std::span<double> fed) const;
  /// The way back at the same row: adds to d_raw what d_fed, the gradient of the fed values, is by the raw ones.
  void add_gradient(std::span<const double> raw, std::span<const double> d_fed, std::span<double> d_raw) const;
};

struct Prepared {
  InputTransform transform;
  std::vector<double> x;  ///< [rows × transform.columns.size()], column-major, in dataset row order
  std::vector<double> y;  ///< [rows × outputs], column-major: 1 for a row's class and `no` for others, the value, or x
  int outputs = 0;
  /// Two classes at one output: above it the answer is class 1. The cut of the experiment between the targets of both classes.
  double threshold = 0.5;
  std::vector<int> train, test, blind;  ///< row numbers of each part, in dataset order
};
/// `no`: the target of classes that a row does not belong to.
Prepared prepare(const Experiment& experiment, const Dataset& dataset, double no = 0);

}  // namespace glassbox

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "data/registry.hpp"
#include "experiment/text.hpp"
#include "glassbox/experiment.hpp"

namespace glassbox::experiment {

/// What the other fields need to know of the chosen data, without making it.
struct DataFacts {
  data::SetRow::Kind kind = data::SetRow::Kind::plane;
  bool classes = true;
  int class_count = 2;  ///< classes only
  int columns = 2;      ///< raw inputs
  int rows = 0;
  bool generated = true;  ///< rows and noise can be chosen
  bool own = false;       ///< data=rows
  bool rebuilds = false;  ///< target=inputs: numbers, one an input; classes only mark the rows
};

/// The largest class number plus one, two at least, counts as the number of own classes.
inline constexpr int kMaxOwnClasses = 32;

DataFacts facts(const Experiment& experiment);
int class_count(const OwnRows& rows);  ///< 0 for values

/// Columns the network is fed.
int input_count(const Experiment& experiment);
/// How they are arranged: the pixels of image data, otherwise flat.
Shape input_shape(const Experiment& experiment);
/// Rows trained on; 0 while own rows lack.
int training_rows(const Experiment& experiment);
/// Rows of a full batch; 1 while own rows lack.
int batch_rows(const Experiment& experiment);
/// Whether the run may stop before its length, by what its test rows say.
bool watches_test(const Experiment& experiment);
/// Units of the output layer: one an input for an autoencoder, one for numbers and for two classes without softmax, otherwise one a class.
int output_count(const Experiment& experiment);

/// summarize(), with what stands where it cannot as problems under "net".
Summary summarize(const Experiment& experiment, Problems& problems);

/// Entries of a net, inner ones and additions included.
int layer_count(const std::vector<LayerSpec>& net);

/// An upper estimate of the bytes that training an experiment takes.
std::int64_t estimate_bytes(const Experiment& experiment, const Summary& summary);

/// The parameter an edit names, "2.w.0.3".
struct Address {
  int layer = 0;
  char tensor = 'w';
  int row = 0;
  int column = 0;  ///< w only
};
/// False when the text is not an address in canonical form.
bool read_address(std::string_view text, Address& address);

}  // namespace glassbox::experiment

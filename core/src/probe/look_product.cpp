#include <cmath>

#include "probe/look.hpp"
#include "probe/matrices.hpp"

namespace glassbox::probe {
namespace {

/// The same as matrices, whole or around the marked unit.
class Product : public Look {
 public:
  Product(const Look& look, JsonWriter& json) : Look(look), json_(json) {}

  void write() {
    if (stop_.kind == "input") return sheet(0, false);
    if (stop_.kind == "dense") return dense_product();
    if (stop_.kind == "layer") return layer_product();
    if (stop_.kind == "activation" || stop_.kind == "softmax") return function_product();
    if (stop_.kind == "add") return add_product();
    if (stop_.kind == "loss") return loss_product();
    if (stop_.kind == "start") return start_product();
    if (stop_.kind == "weights") return weights_product();
    if (stop_.kind == "biases") return biases_product();
    if (stop_.kind == "back") return back_product();
    if (stop_.kind == "slope") return slope_product();
    if (stop_.kind == "join") return join_product();
    update_product();
  }

 private:
  int shown_rows() const { return whole_ ? r_.kept : 1; }
  int marked_row() const { return whole_ ? -1 : 0; }
  int row_of(int column) const { return whole_ ? column : row_; }

  void sign(std::string_view text) { write_sign(json_, text); }

  /// A column of the shown rows for each example: values or gradient of a slot.
  void sheet(int slot, bool backward, int marked = -2) {
    const Sheet& numbers = backward ? gradients(slot) : values(slot);
    const std::string name = backward ? j_.gradient_symbol(slot) : j_.value_symbol(slot);
    const Shape shape = j_.shape_of(slot);
    const int unit = marked == -2 ? std::min(unit_, numbers.units - 1) : marked;
    const Flow flow = backward ? kBackward : kForward;
    if (!whole_ && shape.pixels() > 1 && shape.units() == numbers.units) return image(name, flow, numbers, shape, std::max(unit, 0));
    write_matrix(json_, {name, flow, numbers.units, shown_rows(), unit, marked_row(), false},
                 [&](int u, int column) { return numbers.at(row_of(column), u); });
  }

  /// The channel that a unit belongs to.
  void image(const std::string& name, Flow flow, const Sheet& numbers, Shape shape, int unit) {
    const int first = unit / shape.pixels() * shape.pixels(), place = unit % shape.pixels();
    const std::string channel = shape.channels > 1 ? name + "_[" + std::to_string(first / shape.pixels() + 1) + "]" : name;
    write_matrix(json_, {channel, flow, shape.height, shape.width, place / shape.width, place % shape.width, true},
                 [&](int y, int x) { return numbers.at(row_, first + y * shape.width + x); });
  }

  void weights_matrix(bool turned, int row, int column) {
    const network::Layer& l = layer();
    const std::string name = j_.weight_symbol("", layer_);
    if (turned) {
      write_matrix(json_, {name + "^[T]", kNone, l.columns, l.rows, column, row, false}, [&](int r, int c) { return weight(c, r); });
    } else {
      write_matrix(json_, {name, kNone, l.rows, l.columns, row, column, false}, [&](int r, int c) { return weight(r, c); });
    }
  }

  void parameter_matrix(const std::string& name, Flow flow, const std::vector<double>& numbers, bool bias) {
    const network::Layer& l = layer();
    const std::size_t first = bias ? l.first_bias : l.first_weight;
    const int columns = bias ? 1 : l.columns;
    write_matrix(json_, {name, flow, l.rows, columns, unit_, bias ? 0 : input_, false},
                 [&](int r, int c) { return numbers[first + static_cast<std::size_t>(r) * columns + c]; });
  }

  void dense_product() {
    weights_matrix(false, unit_, -1);
    sign("·");
    const bool flat = j_.shape_of(operation_->in).pixels() > 1;
    if (flat) {
      column_of(operation_->in);
    } else {
      sheet(operation_->in, false, -1);
    }
    sign("+");
    parameter_matrix(j_.bias_symbol("", layer_), kNone, r_.parameters, true);
    sign("=");
    sheet(operation_->out, false);
  }

  /// An image as the list of numbers that a dense layer takes it for.
  void column_of(int slot) {
    write_matrix(json_, {j_.value_symbol(slot), kForward, values(slot).units, shown_rows(), input_, marked_row(), false},
                 [&](int u, int column) { return values(slot).at(row_of(column), u); });
  }

  void layer_product() {
    const Shape in = j_.shape_of(operation_->in);
    const int units = values(operation_->in).units;
    const int channels = std::max(1, j_.shape_of(operation_->out).channels);
    // A layer without weights keeps to its channel; a convolution is shown with the channel that was asked for.
    const int channel_first =
        layer().rows > 0 || channels != in.channels ? input_ : unit_ / std::max(1, values(operation_->out).units / channels) * in.pixels();
    sheet(operation_->in, false, in.pixels() > 1 ? std::min(channel_first, units - 1) : std::min(unit_, units - 1));
    const int square = in.channels > 0 && layer().rows > 0 ? layer().columns / in.channels : 0;
    const int side = static_cast<int>(std::lround(std::sqrt(square)));
    if (in.pixels() > 1 && side > 0 && side * side == square) {
      const int first = std::min(input_, units - 1) / in.pixels() * square;
      sign("∗");
      write_matrix(json_, {j_.weight_symbol("", layer_) + "_[" + std::to_string(bias_unit() + 1) + "]", kNone, side, side, -1, -1, false},
                   [&](int y, int x) { return weight(bias_unit(), first + y * side + x); });
    }
    sign("→");
    sheet(operation_->out, false);
  }

  void function_product() {
    sign(operation_->name == "softmax" ? "softmax" : activation());
    sheet(operation_->in, false);
    sign("=");
    sheet(operation_->out, false);
  }

  void add_product() {
    sheet(operation_->in, false);
    sign("+");
    sheet(saved(), false);
    sign("=");
    sheet(operation_->out, false);
  }

  void targets_matrix() {
    write_matrix(json_, {"y", kNone, r_.targets.units, shown_rows(), unit_, marked_row(), false},
                 [&](int k, int column) { return r_.targets.at(row_of(column), k); });
  }

  void loss_product() {
    sheet(j_.answers(), false);
    sign(",");
    targets_matrix();
    sign("→");
    write_matrix(json_, {"ℓ", kForward, 1, shown_rows(), 0, marked_row(), false},
                 [&](int, int column) { return r_.row_losses[static_cast<std::size_t>(row_of(column))]; });
  }

  void start_product() {
    sheet(j_.answers(), false);
    sign(r_.on_logits ? "−" : ",");
    targets_matrix();
    sign("→");
    sheet(stop_.slot, true);
  }

  void weights_product() {
    if (operation_->name != "dense") {
      sheet(operation_->out, true, 0);
      sign("→");
      return parameter_matrix(j_.weight_symbol("∂", layer_), kBackward, r_.sums, false);
    }
    sheet(operation_->out, true);
    sign("·");
    const Sheet& x = values(operation_->in);
    write_matrix(json_, {j_.value_symbol(operation_->in) + "^[T]", kForward, shown_rows(), x.units, marked_row(), input_, false},
                 [&](int r, int c) { return x.at(row_of(r), c); });
    sign("=");
    shares(false);
  }

  /// In one example its own share, otherwise the sum over the batch.
  void shares(bool bias) {
    const std::string name = bias ? j_.bias_symbol("∂", layer_) : j_.weight_symbol("∂", layer_);
    if (whole_) return parameter_matrix(name, kBackward, r_.sums, bias);
    std::vector<double> all(r_.parameters.size());
    const std::vector<double> share = r_.replay->share(stop_.operation, row_);
    std::copy(share.begin(), share.end(), all.begin() + static_cast<std::ptrdiff_t>(operation_->first_parameter));
    parameter_matrix(name, kBackward, all, bias);
  }

  void biases_product() {
    sheet(operation_->out, true, operation_->name == "dense" ? unit_ : 0);
    sign(whole_ ? "· 1 =" : "=");
    shares(true);
  }

  void back_product() {
    if (operation_->name != "dense") {
      sheet(operation_->out, true, std::min(unit_, values(operation_->out).units - 1));
      sign("→");
      return sheet(stop_.slot, true);
    }
    weights_matrix(true, -1, unit_);
    sign("·");
    sheet(operation_->out, true, -1);
    sign("=");
    if (stop_.slope < 0) return sheet(stop_.slot, true);
    sheet(operation_->in, true);
    const OperationRecord& function = r_.operations[static_cast<std::size_t>(stop_.slope)];
    slopes_matrix(function);
    sheet(stop_.slot, true);
  }

  void slopes_matrix(const OperationRecord& function) {
    sign("⊙");
    write_matrix(json_,
                 {"f′(" + j_.value_symbol(function.in) + ")", kForward, function.slopes.units, shown_rows(), unit_, marked_row(), false},
                 [&](int u, int column) { return function.slopes.at(row_of(column), u); });
    sign("=");
  }

  void slope_product() {
    sheet(operation_->out, true);
    if (operation_->name == "softmax") {
      sign("→");
    } else {
      slopes_matrix(*operation_);
    }
    sheet(operation_->in, true);
  }

  void join_product() {
    sheet(operation_->out, true);
    sign("+");
    sheet(r_.layers[static_cast<std::size_t>(operation_->layer)].a, true);
    sign("=");
    sheet(operation_->in, true);
  }

  void update_product() {
    const bool bias = input_ < 0;
    const std::string name = bias ? j_.bias_symbol("", layer_) : j_.weight_symbol("", layer_);
    parameter_matrix(name, kNone, r_.parameters, bias);
    sign(",");
    parameter_matrix("∂" + name, kBackward, r_.gradients_used, bias);
    sign("→");
    parameter_matrix(name + "′", kNone, r_.next, bias);
  }

  JsonWriter& json_;
};

}  // namespace

void write_product(const Look& look, JsonWriter& json) { Product(look, json).write(); }

}  // namespace glassbox::probe

#include "experiment/layers_text.hpp"

#include "network/layers.hpp"

namespace glassbox::experiment {
namespace {

constexpr std::string_view kBlock = "res(";
constexpr std::string_view kActivation = "act:";

std::string allowed_units() { return "1 to " + std::to_string(kMaxUnits); }

class LayersReader {
 public:
  LayersReader(std::string_view key, Problems& problems) : key_(key), problems_(problems) {}

  std::vector<LayerSpec> list(std::string_view text, bool inside) {
    std::vector<LayerSpec> layers;
    for (const std::string_view part : split_outside_parentheses(text, ',')) {
      if (++count_ > kMaxLayers) {
        if (count_ == kMaxLayers + 1) problems_.add("too-many", key_, part, std::to_string(kMaxLayers) + " layers");
        return layers;
      }
      layers.push_back(entry(part, inside));
    }
    return layers;
  }

 private:
  LayerSpec entry(std::string_view text, bool inside) {
    LayerSpec layer;
    if (text.starts_with(kBlock) && text.ends_with(')') && !inside) {
      layer.kind = LayerSpec::Kind::residual;
      layer.inner = list(text.substr(kBlock.size(), text.size() - kBlock.size() - 1), true);
      if (layer.inner.empty()) form(text);
    } else if (text.starts_with(kActivation)) {
      layer.kind = LayerSpec::Kind::activation;
      layer.activation = activation(text.substr(kActivation.size()));
    } else if (const network::LayerRow* row = network::find_layer(text.substr(0, text.find(':')))) {
      named(*row, text, layer);
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && text[0] <= '9') {
      layer.units = units(text.substr(0, colon));
      layer.activation = activation(text.substr(colon + 1));
    } else {
      form(text);
    }
    return layer;
  }

  /// `name`, `name:numbers`, `name:numbers:activation`.
  void named(const network::LayerRow& row, std::string_view text, LayerSpec& layer) {
    layer.kind = LayerSpec::Kind::named;
    layer.name = std::string(row.name);
    std::vector<std::string_view> parts = split(text, ':');
    parts.erase(parts.begin());
    if (row.ends_in_activation) {
      layer.activation = activation(parts.empty() ? std::string_view() : parts.back());
      if (!parts.empty()) parts.pop_back();
    }
    if (parts.size() > 1 || (row.arguments.empty() && !parts.empty()) || text.ends_with(':') ||
        !numbers(row.arguments, parts.empty() ? std::string_view() : parts.front(), layer.numbers)) {
      form(text, row);
    }
  }

  /// False where the text has another form; numbers out of range are problems of their own.
  bool numbers(std::span<const network::LayerArgument> arguments, std::string_view text, std::vector<double>& read) {
    std::string letters;
    for (const auto& argument : arguments) {
      if (argument.before != 0) letters += argument.before;
    }
    for (const auto& argument : arguments) {
      const bool given =
          argument.before == 0 ? !text.empty() && letters.find(text[0]) == std::string::npos : text.starts_with(argument.before);
      if (!given && !argument.optional) return false;
      read.push_back(argument.fallback);
      if (!given) continue;
      if (argument.before != 0) text.remove_prefix(1);
      const std::string_view part = text.substr(0, text.find_first_of(letters));
      text.remove_prefix(part.size());
      const auto number = read_number(part);
      if (!number || (argument.whole && !read_whole(part))) return false;
      const std::string allowed = std::string(argument.label) + " " + write_number(argument.least) + " to " + write_number(argument.most);
      if (!(*number >= argument.least && *number <= argument.most)) {
        problems_.add("out-of-range", key_, part, allowed);
      } else {
        read.back() = *number + 0.0;
      }
    }
    return text.empty();
  }

  int units(std::string_view text) {
    const auto number = read_whole(text);
    if (!number) {
      problems_.add("not-a-number", key_, text, allowed_units());
    } else if (*number < 1 || *number > kMaxUnits) {
      problems_.add("out-of-range", key_, text, allowed_units());
    } else {
      return static_cast<int>(*number);
    }
    return 1;
  }

  std::string activation(std::string_view text) {
    std::vector<std::string_view> names;
    for (const auto& row : network::activations()) {
      if (row.name == text) return std::string(text);
      names.push_back(row.name);
    }
    problems_.add("unknown-choice", key_, text, list_names(names), std::string(nearest(text, names)));
    return {};
  }

  void form(std::string_view text) {
    std::string samples;
    for (const network::LayerRow* row : network::named_layers()) samples += std::string(row->sample) + ", ";
    problems_.add("bad-form", key_, text, "layers as 8:tanh, act:tanh, " + samples + "or res(8:tanh,8:linear)");
  }
  void form(std::string_view text, const network::LayerRow& row) {
    LayerSpec full{LayerSpec::Kind::named, 0, {}, {}, std::string(row.name)};
    for (const auto& argument : row.arguments) full.numbers.push_back(argument.fallback);
    const bool plain = row.sample == row.name && !row.arguments.empty();
    problems_.add("bad-form", key_, text,
                  "for example " + std::string(row.sample) + (plain ? " or " + full.name + ":" + write_arguments(full, true) : ""));
  }

  std::string_view key_;
  Problems& problems_;
  int count_ = 0;
};

}  // namespace

std::vector<LayerSpec> read_layers(std::string_view text, std::string_view key, Problems& problems) {
  if (text == "none") return {};
  return LayersReader(key, problems).list(text, false);
}

std::string write_arguments(const LayerSpec& layer, bool in_full) {
  const network::LayerRow* row = network::find_layer(layer.name);
  std::string text;
  for (std::size_t i = 0; row != nullptr && i < layer.numbers.size(); ++i) {
    const network::LayerArgument& argument = row->arguments[i];
    if (!in_full && argument.optional && layer.numbers[i] == argument.fallback) continue;
    if (argument.before != 0) text += argument.before;
    text += write_number(layer.numbers[i]);
  }
  return text;
}

std::string write_layer(const LayerSpec& layer) {
  switch (layer.kind) {
    case LayerSpec::Kind::dense:
      return std::to_string(layer.units) + ":" + layer.activation;
    case LayerSpec::Kind::activation:
      return std::string(kActivation) + layer.activation;
    case LayerSpec::Kind::named: {
      const std::string numbers = write_arguments(layer);
      return layer.name + (numbers.empty() ? "" : ":" + numbers) + (layer.activation.empty() ? "" : ":" + layer.activation);
    }
    case LayerSpec::Kind::residual:
      break;
  }
  return std::string(kBlock) + write_layers(layer.inner) + ")";
}

std::string write_layers(const std::vector<LayerSpec>& net) {
  if (net.empty()) return "none";
  std::string text;
  for (const LayerSpec& layer : net) {
    if (!text.empty()) text += ',';
    text += write_layer(layer);
  }
  return text;
}

}  // namespace glassbox::experiment

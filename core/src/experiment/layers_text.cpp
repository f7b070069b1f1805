#include "experiment/layers_text.hpp"

#include "network/registry.hpp"

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
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && text[0] <= '9') {
      layer.units = units(text.substr(0, colon));
      layer.activation = activation(text.substr(colon + 1));
    } else {
      form(text);
    }
    return layer;
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

  void form(std::string_view text) { problems_.add("bad-form", key_, text, "layers as 8:tanh, act:tanh or res(8:tanh,8:linear)"); }

  std::string_view key_;
  Problems& problems_;
  int count_ = 0;
};

}  // namespace

std::vector<LayerSpec> read_layers(std::string_view text, std::string_view key, Problems& problems) {
  if (text == "none") return {};
  return LayersReader(key, problems).list(text, false);
}

std::string write_layer(const LayerSpec& layer) {
  switch (layer.kind) {
    case LayerSpec::Kind::dense:
      return std::to_string(layer.units) + ":" + layer.activation;
    case LayerSpec::Kind::activation:
      return std::string(kActivation) + layer.activation;
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

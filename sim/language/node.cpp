#include "dimsim/language/node.hpp"

#include "dimsim/base/number.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim {
namespace {

template <typename Number>
Number read(const Node& node, std::string_view what) {
  const std::string& text = node.string();
  const auto value = parse_number<Number>(std::string_view(text).substr(text.starts_with('+') ? 1 : 0));
  if (!value) {
    throw InvariantError(
        fmt::format("{}: {} was not checked to be {}", node.place.text(), quote(text), what));
  }
  return *value;
}

}  // namespace

Node Node::scalar(std::string text, Place place) {
  Node node;
  node.kind = Kind::Scalar;
  node.text = std::move(text);
  node.place = std::move(place);
  return node;
}

Node Node::list(Place place) {
  Node node;
  node.kind = Kind::List;
  node.place = std::move(place);
  return node;
}

Node Node::map(Place place) {
  Node node;
  node.kind = Kind::Map;
  node.place = std::move(place);
  return node;
}

const Node* Node::find(std::string_view key) const {
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return entry == entries.end() ? nullptr : &entry->value;
}

Node* Node::find(std::string_view key) {
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return entry == entries.end() ? nullptr : &entry->value;
}

void Node::set(std::string_view key, Node value, Place key_place) {
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  if (entry == entries.end()) {
    entries.push_back({std::string(key), std::move(value), std::move(key_place)});
  } else {
    entry->value = std::move(value);
    entry->key_place = std::move(key_place);
  }
}

void Node::remove(std::string_view key) {
  std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

const Node& Node::at(std::string_view key) const {
  const Node* value = find(key);
  if (value == nullptr) {
    throw InvariantError(fmt::format("{}: there is no '{}' here", place.text(), key));
  }
  return *value;
}

const std::string& Node::string() const {
  if (!is_scalar()) {
    throw InvariantError(fmt::format("{}: a scalar was expected", place.text()));
  }
  return text;
}

double Node::number() const { return read<double>(*this, "a number"); }

std::int64_t Node::integer() const { return read<std::int64_t>(*this, "an integer"); }

double Node::share() const {
  const std::optional<double> value = parse_share(string());
  if (!value) {
    throw InvariantError(fmt::format("{}: {} was not checked to be a share", place.text(), quote(text)));
  }
  return *value;
}

bool Node::boolean() const {
  const std::string& value = string();
  if (value != "true" && value != "false") {
    throw InvariantError(fmt::format("{}: {} was not checked to be a boolean", place.text(), quote(value)));
  }
  return value == "true";
}

double Node::quantity(Dimension dimension) const {
  try {
    return parse_quantity(string(), dimension);
  } catch (const InputError& error) {
    throw InvariantError(fmt::format("{}: {}", place.text(), error.what()));
  }
}

}  // namespace dimsim

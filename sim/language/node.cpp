#include "dimsim/language/node.hpp"

#include "dimsim/base/number.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

// Entries of a map are a vector that is searched linearly: the maps of a scenario have about a dozen keys,
// and their order must survive, since resolved scenarios are written back as YAML. std::map would sort them.
//
// Each scalar is parsed once, by the resolver, into Node::parsed. A few nodes are made by the program itself
// and never resolved; the readers parse their text when it is asked for. In both cases the text has been
// checked, so that a failure is a defect (InvariantError) and not an error of the input.

namespace dimsim::language {
namespace {

template <typename Number>
Number parse_checked(const Node& node, std::string_view what) {
  const std::string& text = node.string();
  // std::from_chars accepts no '+', which the language does.
  const auto value = parse_number<Number>(std::string_view(text).substr(text.starts_with('+') ? 1 : 0));
  if (!value) {
    throw InvariantError(
        fmt::format("{}: {} was not checked to be {}", node.place.text(), quote(text), what));
  }
  return *value;
}

bool is_parsed(const Node& node) { return !std::holds_alternative<std::monostate>(node.parsed); }

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
  } else {  // replaced in place: an override must not change the order of the keys
    entry->value = std::move(value);
    entry->key_place = std::move(key_place);
  }
}

void Node::insert_before(std::string_view next, std::string key, Node child) {
  const auto before =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == next; });
  Place where = child.place;
  entries.insert(before, {std::move(key), std::move(child), std::move(where)});
}

void Node::remove(std::string_view key) {
  std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

const Node& Node::at(std::string_view key) const {
  const Node* value = find(key);
  if (value == nullptr) {
    throw InvariantError(fmt::format("{}: the key '{}' is missing", place.text(), key));
  }
  return *value;
}

const std::string& Node::string() const {
  if (!is_scalar()) {
    throw InvariantError(fmt::format("{}: expected a scalar", place.text()));
  }
  return text;
}

double Node::real() const {
  if (const auto* number = std::get_if<double>(&parsed)) {
    return *number;
  }
  if (const auto* number = std::get_if<std::int64_t>(&parsed)) {
    return static_cast<double>(*number);
  }
  throw InvariantError(fmt::format("{}: {} was not resolved to a number", place.text(), quote(text)));
}

WholeRange Node::range() const {
  if (const auto* whole = std::get_if<WholeRange>(&parsed)) {
    return *whole;
  }
  throw InvariantError(fmt::format("{}: {} was not resolved to a range", place.text(), quote(text)));
}

double Node::number() const { return is_parsed(*this) ? real() : parse_checked<double>(*this, "a number"); }

std::int64_t Node::integer() const {
  // Not through a double, which is exact up to 2^53 only.
  const auto* number = std::get_if<std::int64_t>(&parsed);
  return number != nullptr ? *number : parse_checked<std::int64_t>(*this, "an integer");
}

double Node::share() const {
  if (is_parsed(*this)) {
    return real();
  }
  const std::optional<double> read_share = parse_share(string());
  if (!read_share) {
    throw InvariantError(fmt::format("{}: {} was not checked to be a share", place.text(), quote(text)));
  }
  return *read_share;
}

bool Node::boolean() const {
  if (const auto* flag = std::get_if<bool>(&parsed)) {
    return *flag;
  }
  const std::string& word = string();
  if (word != "true" && word != "false") {
    throw InvariantError(fmt::format("{}: {} was not checked to be a boolean", place.text(), quote(word)));
  }
  return word == "true";
}

double Node::quantity(Dimension dimension) const {
  if (is_parsed(*this)) {
    return real();
  }
  try {
    return parse_quantity(string(), dimension);
  } catch (const InputError& error) {  // the input was checked before, so this is not its error
    throw InvariantError(fmt::format("{}: {}", place.text(), error.what()));
  }
}

bool has_faults(const Node& node) {
  // The resolver turns every accepted value into another kind, so that Null is left for the refused ones.
  return node.kind == Node::Kind::Null || std::any_of(node.items.begin(), node.items.end(), has_faults) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Node::Entry& entry) { return has_faults(entry.value); });
}

}  // namespace dimsim::language

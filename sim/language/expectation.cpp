#include "dimsim/language/expectation.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace dimsim::language {
namespace {

// Many maxima protect the program and mean nothing to a user, so messages omit them. From 1e15 on a maximum
// only keeps integers exact in a double (up to 2^53 = 9.0e15). From 1e7 on it only keeps a value within the
// type that stores it; expected() omits it, but a value beyond it is refused with the limit.
constexpr double kUnstatedNumberMaximum = 1e15;
constexpr double kUnstatedMaximum = 1e7;

std::string with_bounds(const std::string& what, Type type) {
  if (type.maximum >= kUnstatedMaximum) {
    type.maximum = std::numeric_limits<double>::infinity();
  }
  const std::string bounds = range(type);
  return bounds.empty() ? what : what + ", " + bounds;
}

std::string key_list(const Type& type) {
  std::string keys;
  for (const Field& field : type.fields) {
    keys += (keys.empty() ? "" : ", ") + field.key;
  }
  return keys;
}

}  // namespace

std::string or_choices(const Type& type) {
  return type.choices.empty() ? "" : fmt::format(", or {}", fmt::join(type.choices, " or "));
}

std::string entry_noun(const std::string& catalogue) {
  return catalogue.substr(0, catalogue.size() - 1);  // all kinds are regular plurals
}

std::string bound(const Type& type, double value) {
  if (type.kind == Type::Kind::Share) {
    return fmt::format("{:.10g}%", 100 * value);
  }
  if (type.kind == Type::Kind::Quantity && value != 0) {  // 0 needs no unit
    return human(value, type.dimension);
  }
  return type.kind == Type::Kind::Integer ? fmt::format("{:.0f}", value) : fmt::format("{:.10g}", value);
}

std::string range(const Type& type) {
  if (type.kind == Type::Kind::Quantity) {  // its maximum is beyond anything that exists, so it is omitted
    return fmt::format("{} {}", type.minimum_is_allowed ? "at least" : "greater than",
                       bound(type, type.minimum));
  }
  const bool has_maximum = type.maximum < kUnstatedNumberMaximum;
  const auto written = [&type](double value) {
    return type.kind == Type::Kind::Share ? bound(type, value) : fmt::format("{:.10g}", value);
  };
  if (!std::isfinite(type.minimum)) {
    return has_maximum ? "at most " + written(type.maximum) : "";
  }
  if (!type.minimum_is_allowed) {
    return "greater than " + written(type.minimum) +
           (has_maximum ? ", at most " + written(type.maximum) : "");
  }
  return has_maximum ? fmt::format("from {} to {}", written(type.minimum), written(type.maximum))
                     : "at least " + written(type.minimum);
}

std::string expected(const Type& type) {
  switch (type.kind) {
    case Type::Kind::Text:
      return "a text";
    case Type::Kind::Integer:
      return with_bounds("a whole number", type);
    case Type::Kind::Number:
      return with_bounds("a number", type) + or_choices(type);
    case Type::Kind::Share:
      return with_bounds("a share such as 2% or 0.02", type);
    case Type::Kind::Quantity:  // examples of units help more than its bounds
      return std::string(describe(type.dimension)) + or_choices(type);
    case Type::Kind::Boolean:
      return "true or false";
    case Type::Kind::Choice:  // in full: no choice of the language has many words
      return fmt::format("one of {}", fmt::join(type.choices, ", "));
    case Type::Kind::Range:
      return fmt::format("{} such as 1-3 or 7", type.noun);
    case Type::Kind::List:
      // Without the keys of the maps, which would make the message much longer than the input it is about.
      return type.element->kind == Type::Kind::Record ? "a list of maps"
                                                      : "a list, each item " + expected(*type.element);
    case Type::Kind::Record:
      return fmt::format("a map with the keys {}", key_list(type));
    case Type::Kind::Mapping:
      if (type.element->kind == Type::Kind::Mapping) {  // only the sweep of a study has this type
        return "a map such as {AXIS: {PATH: [VALUE, …]}}";
      }
      return fmt::format("a map, each value {}", expected(*type.element));
    case Type::Kind::Directional:
      return fmt::format("{}, or {{up: …, down: …}}", expected(*type.element));
    case Type::Kind::Reference:
      return fmt::format("the name of a {}, or a map of its fields", entry_noun(type.catalogue));
    case Type::Kind::Any:
      return "any value";
    case Type::Kind::Values:
      return "a list of values, or a range such as 1Mbps..100Mbps/log/9 or 0..10/lin/6";
    case Type::Kind::Variant:
      return fmt::format("the name of a {}, or {{{}: NAME, …}}", type.noun, type.tag);
  }
  throw InvariantError("expected(): unknown kind of type");
}

std::string found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return "nothing";
    case Node::Kind::Scalar:
      return quote(node.text);
    case Node::Kind::List:
      return node.items.empty() ? "an empty list" : "a list";
    case Node::Kind::Map:
      return "a map";
  }
  throw InvariantError("found(): unknown kind of node");
}

}  // namespace dimsim::language

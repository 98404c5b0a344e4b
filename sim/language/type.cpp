#include "dimsim/language/type.hpp"

#include <algorithm>
#include <utility>

// Types are immutable and shared: the element of a directional type, for instance, is also the type of both
// its fields. There is one struct with a kind instead of a class for each kind, because every consumer
// (resolver, --set, schema, reference documentation) handles all kinds in one place.

namespace dimsim::language {
namespace {

TypePtr shared(Type type) { return std::make_shared<const Type>(std::move(type)); }

Type of_kind(Type::Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}

Type with_limits(Type type, double minimum, double maximum, bool minimum_is_allowed) {
  type.minimum = minimum;
  type.maximum = maximum;
  type.minimum_is_allowed = minimum_is_allowed;
  return type;
}

Type with_element(Type type, TypePtr element) {
  type.element = std::move(element);
  return type;
}

}  // namespace

TypePtr text() { return shared(of_kind(Type::Kind::Text)); }

TypePtr integer(double minimum, double maximum) {
  return shared(with_limits(of_kind(Type::Kind::Integer), minimum, maximum, true));
}

TypePtr number(double minimum, double maximum, bool minimum_is_allowed) {
  return shared(with_limits(of_kind(Type::Kind::Number), minimum, maximum, minimum_is_allowed));
}

// The words are part of the number's type, instead of a union of two types, so that one message can list
// both.
TypePtr number_or(std::vector<std::string> words, double minimum, double maximum) {
  Type type = with_limits(of_kind(Type::Kind::Number), minimum, maximum, true);
  type.choices = std::move(words);
  return shared(std::move(type));
}

TypePtr share(double minimum, double maximum, bool minimum_is_allowed) {
  return shared(with_limits(of_kind(Type::Kind::Share), minimum, maximum, minimum_is_allowed));
}

TypePtr quantity(Dimension dimension, double minimum, bool minimum_is_allowed, double maximum) {
  Type type = with_limits(of_kind(Type::Kind::Quantity), minimum, maximum, minimum_is_allowed);
  type.dimension = dimension;
  return shared(std::move(type));
}

TypePtr quantity_or(std::vector<std::string> words, Dimension dimension, double minimum, double maximum) {
  Type type = *quantity(dimension, minimum, true, maximum);
  type.choices = std::move(words);
  return shared(std::move(type));
}

TypePtr boolean() { return shared(of_kind(Type::Kind::Boolean)); }

TypePtr choice(std::vector<std::string> choices) {
  Type type = of_kind(Type::Kind::Choice);
  type.choices = std::move(choices);
  return shared(std::move(type));
}

TypePtr range(std::string noun) {
  Type type = of_kind(Type::Kind::Range);
  type.noun = std::move(noun);
  return shared(std::move(type));
}

TypePtr list(TypePtr element, std::size_t minimum_items) {
  Type type = with_element(of_kind(Type::Kind::List), std::move(element));
  type.minimum_items = minimum_items;
  return shared(std::move(type));
}

TypePtr record(std::vector<Field> fields) {
  Type type = of_kind(Type::Kind::Record);
  type.fields = std::move(fields);
  return shared(std::move(type));
}

TypePtr mapping(TypePtr element, std::vector<Field> fields) {
  Type type = with_element(of_kind(Type::Kind::Mapping), std::move(element));
  type.fields = std::move(fields);
  return shared(std::move(type));
}

TypePtr directional(TypePtr element, std::string up, std::string down) {
  Type type = of_kind(Type::Kind::Directional);
  // Fields, so that paths, schema and resolver can treat the long form like a record. The short form needs
  // `element`.
  type.fields = {required("up", element, std::move(up)), required("down", element, std::move(down))};
  return shared(with_element(std::move(type), std::move(element)));
}

TypePtr reference(std::string catalogue, std::vector<Field> fields) {
  Type type = of_kind(Type::Kind::Reference);
  type.catalogue = std::move(catalogue);
  type.fields = std::move(fields);
  return shared(std::move(type));
}

TypePtr any() { return shared(of_kind(Type::Kind::Any)); }

TypePtr values() { return shared(of_kind(Type::Kind::Values)); }

TypePtr variant(std::string noun, std::string tag, std::vector<Alternative> alternatives) {
  Type type = of_kind(Type::Kind::Variant);
  type.noun = std::move(noun);
  type.tag = std::move(tag);
  type.alternatives = std::move(alternatives);
  return shared(std::move(type));
}

// A copy: the same type may be part of another list, whose items have other names.
TypePtr named(const TypePtr& type, std::vector<std::string> keys) {
  Type result = *type;
  result.names = std::move(keys);
  return shared(std::move(result));
}

Field required(std::string key, TypePtr type, std::string documentation) {
  return {std::move(key), std::move(type), Field::Presence::Required, "", std::move(documentation)};
}

Field optional(std::string key, TypePtr type, std::string documentation) {
  return {std::move(key), std::move(type), Field::Presence::Optional, "", std::move(documentation)};
}

Field defaulted(std::string key, TypePtr type, std::string default_text, std::string documentation) {
  return {std::move(key), std::move(type), Field::Presence::Default, std::move(default_text),
          std::move(documentation)};
}

const Alternative* find_alternative(const Type& variant, std::string_view name) {
  const auto found = std::find_if(variant.alternatives.begin(), variant.alternatives.end(),
                                  [name](const Alternative& each) { return each.name == name; });
  return found == variant.alternatives.end() ? nullptr : &*found;
}

const std::vector<Field>& directions(const Type& directional) { return directional.fields; }

bool is_numeric(const Type& type) {
  switch (type.kind) {
    case Type::Kind::Integer:
    case Type::Kind::Number:
    case Type::Kind::Share:
    case Type::Kind::Quantity:
      return true;
    default:
      return false;
  }
}

}  // namespace dimsim::language

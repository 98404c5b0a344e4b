#pragma once

#include "dimsim/language/units.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

struct Alternative;
struct Field;

/// The type of a value in an input. One tree of types describes a whole language: the reader, the schema and
/// the reference documentation are all generated from it, so that they cannot differ.
struct Type {
  enum class Kind {
    Text,         ///< any text
    Integer,      ///< minimum..maximum
    Number,       ///< minimum..maximum, dimensionless; or one of the words in `choices`
    Share,        ///< minimum..maximum of a whole, as a number or in percent: 0.02 or 2%
    Quantity,     ///< a number with a unit of `dimension`; or one of the words in `choices`
    Boolean,      ///< true or false
    Choice,       ///< one of `choices`
    Range,        ///< of whole numbers, "4-6" or "3", counted from 1; `noun` names what is counted
    List,         ///< of `element`, at least `minimum_items`
    Record,       ///< the `fields`, nothing else
    Mapping,      ///< any keys, each value an `element`; beside them the `fields`, which are optional
    Directional,  ///< an `element` for both directions, or {up: …, down: …}; resolves to the latter
    Reference,    ///< the name of an entry of `catalogue`, or its fields, with `base: NAME` to start from one
    Any,          ///< checked by the type of the key to which it is assigned
    Values,       ///< a list of at least one value, each as for Any; or a range, 1Mbps..9Mbps/lin/5
    Variant,      ///< the name of one of `alternatives`, or {TAG: NAME, fields of this alternative…}
  };

  Kind kind = Kind::Text;
  double minimum = -std::numeric_limits<double>::infinity();  ///< SI for a Quantity
  double maximum = std::numeric_limits<double>::infinity();
  bool minimum_is_allowed = true;  ///< false: strictly greater than the minimum
  Dimension dimension = Dimension::Time;
  std::vector<std::string> choices;
  std::size_t minimum_items = 0;
  std::shared_ptr<const Type> element;
  std::vector<Field> fields;  ///< of a Record, a Reference, a Mapping, or of the two directions
  std::string catalogue;      ///< of a Reference: the kind of entries, "devices"
  std::string noun;  ///< of a Range: what it counts, "layers"; of a Variant: what is chosen, "policy"
  std::string tag;   ///< of a Variant: the key that holds the name
  std::vector<Alternative> alternatives;  ///< of a Variant
  std::vector<std::string> names;  ///< of list items: the keys whose values are names of an item in paths
};

using TypePtr = std::shared_ptr<const Type>;

/// One key of a record.
struct Field {
  enum class Presence { Required, Optional, Default };

  std::string key;
  TypePtr type;
  Presence presence = Presence::Optional;
  std::string default_text;  ///< for Presence::Default: YAML text of the default, e.g. "5 ms", "[3]", "{}"
  std::string documentation;
};

/// One of the alternatives of a Variant.
struct Alternative {
  std::string name;
  std::string summary;        ///< one line
  std::vector<Field> fields;  ///< the tag among them
};

TypePtr text();
TypePtr integer(double minimum, double maximum = 9e15);
TypePtr number(double minimum, double maximum = std::numeric_limits<double>::infinity(),
               bool minimum_is_allowed = true);
/// A number, or a word such as "auto" instead of it.
TypePtr number_or(std::vector<std::string> words, double minimum, double maximum);
/// A fraction of a whole, "2%" or 0.02.
TypePtr share(double minimum, double maximum = 1, bool minimum_is_allowed = true);
/// The largest quantity of any dimension, in SI units: far beyond what exists, but small enough for sums of
/// many to be finite.
inline constexpr double kLargestQuantity = 1e21;

TypePtr quantity(Dimension dimension, double minimum = 0, bool minimum_is_allowed = true,
                 double maximum = kLargestQuantity);
/// A quantity, or a word such as "auto" instead of it.
TypePtr quantity_or(std::vector<std::string> words, Dimension dimension, double minimum, double maximum);
TypePtr boolean();
TypePtr choice(std::vector<std::string> choices);
/// A range such as "1-3"; `noun` is the plural of what it counts.
TypePtr range(std::string noun);
TypePtr list(TypePtr element, std::size_t minimum_items = 0);
TypePtr record(std::vector<Field> fields);
TypePtr mapping(TypePtr element, std::vector<Field> fields = {});
/// One value for both directions, or {up, down}; `up` and `down` document them.
TypePtr directional(TypePtr element, std::string up, std::string down);
TypePtr reference(std::string catalogue, std::vector<Field> fields);
TypePtr any();
TypePtr values();
/// One of several alternatives with different fields, written as its name or as {TAG: NAME, …}.
TypePtr variant(std::string noun, std::string tag, std::vector<Alternative> alternatives);
/// The same type for items of a list that can be referred to by the values of `keys`.
TypePtr named(const TypePtr& type, std::vector<std::string> keys);

Field required(std::string key, TypePtr type, std::string documentation);
Field optional(std::string key, TypePtr type, std::string documentation);
Field defaulted(std::string key, TypePtr type, std::string default_text, std::string documentation);

/// The alternative of a Variant with this name, or nullptr.
[[nodiscard]] const Alternative* find_alternative(const Type& variant, std::string_view name);

/// The fields of a Directional.
[[nodiscard]] const std::vector<Field>& directions(const Type& directional);

/// Whether a value of the type is a single number, with or without a unit.
[[nodiscard]] bool is_numeric(const Type& type);

}  // namespace dimsim::language

#pragma once

#include "dimsim/language/units.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim {

struct Field;

/// The type of a value in a scenario or catalogue entry. One tree of these describes the whole language: the
/// reader, `dimsim schema` and the reference documentation are all made from it, so they cannot differ.
struct Type {
  enum class Kind {
    Text,         ///< any text
    Integer,      ///< minimum..maximum
    Number,       ///< minimum..maximum, dimensionless; or one of the words in `choices`
    Share,        ///< minimum..maximum of a whole, as a number or in percent: 0.02 or 2%
    Quantity,     ///< a number with a unit of `dimension`; or one of the words in `choices`
    Boolean,      ///< true or false
    Choice,       ///< one of `choices`
    Layers,       ///< a range of layers, "4-6" or "3", counted from 1
    List,         ///< of `element`, at least `minimum_items`
    Record,       ///< the `fields`, nothing else
    Mapping,      ///< any keys, each value an `element`; beside them the `fields`, which are optional
    Directional,  ///< an `element` for both directions, or {up: …, down: …}; resolves to the latter
    Reference,    ///< the name of an entry of `catalogue`, or its fields, with `base: NAME` to start from one
    Any,          ///< checked where it is put
    Values,  ///< a list of values, at least one, each checked where it is put; or a range, 1Mbps..9Mbps/lin/5
    Policy,  ///< the name of a policy, or {policy: NAME, label: …, parameters…}
  };

  Kind kind = Kind::Text;
  double minimum = -std::numeric_limits<double>::infinity();  ///< SI for a Quantity
  double maximum = std::numeric_limits<double>::infinity();
  bool minimum_is_allowed = true;  ///< false: strictly greater than the minimum
  Dimension dimension = Dimension::Time;
  std::vector<std::string> choices;
  std::size_t minimum_items = 0;
  std::shared_ptr<const Type> element;
  std::vector<Field> fields;  ///< of a Record, a Reference or a Mapping
  std::string catalogue;      ///< of a Reference: "devices", "links", "models"
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

namespace language {

TypePtr text();
TypePtr integer(double minimum, double maximum = 9e15);
TypePtr number(double minimum, double maximum = std::numeric_limits<double>::infinity(),
               bool minimum_is_allowed = true);
/// A number, or a word such as "auto" in its place.
TypePtr number_or(std::vector<std::string> words, double minimum, double maximum);
/// A part of a whole, "2%" or 0.02.
TypePtr share(double minimum, double maximum = 1, bool minimum_is_allowed = true);
/// The largest quantity of any kind, in SI units: far beyond what exists, and sums of many stay finite.
inline constexpr double kLargestQuantity = 1e21;

TypePtr quantity(Dimension dimension, double minimum = 0, bool minimum_is_allowed = true,
                 double maximum = kLargestQuantity);
/// A quantity, or a word such as "auto" in its place.
TypePtr quantity_or(std::vector<std::string> words, Dimension dimension, double minimum, double maximum);
TypePtr boolean();
TypePtr choice(std::vector<std::string> choices);
TypePtr layers();
TypePtr list(TypePtr element, std::size_t minimum_items = 0);
TypePtr record(std::vector<Field> fields);
TypePtr mapping(TypePtr element, std::vector<Field> fields = {});
TypePtr directional(TypePtr element);
TypePtr reference(std::string catalogue, std::vector<Field> fields);
TypePtr any();
TypePtr values();
TypePtr policy();

Field required(std::string key, TypePtr type, std::string documentation);
Field optional(std::string key, TypePtr type, std::string documentation);
Field defaulted(std::string key, TypePtr type, std::string default_text, std::string documentation);

}  // namespace language

/// Whether a value of the type is one number, with a unit or without.
[[nodiscard]] bool is_numeric(const Type& type);

}  // namespace dimsim

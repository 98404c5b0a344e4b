#include "dimsim/language/schema.hpp"

#include "dimsim/language/resolve.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

// Editors check a file against the schema while it is written, so the schema must not refuse what the reader
// accepts. The reverse cannot be complete: draft-07 can describe the form of a quantity by a pattern, but not
// its range, and no relations between values. Editors parse YAML by its core schema, where an unquoted 5 or
// true is a number or a boolean and never a string; the types below allow for that.

namespace dimsim::language {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPercentPattern = R"(^ *[+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? *%? *$)";
// Accepts every valid range and some invalid ones: it does not check the ends, which can be of any dimension.
constexpr const char* kRangePattern = R"(^ *[-.0-9].*\.\..+/ *(?:lin|log) */ *0*(?:[2-9]|[1-9][0-9]+) *$)";

/// A default as the JSON type that editors expect; a quantity is a string.
Json as_json(const Node& node, const Type& type) {
  switch (type.kind) {
    case Type::Kind::Integer:
      return node.integer();
    case Type::Kind::Number:
      return std::count(type.choices.begin(), type.choices.end(), node.text) > 0 ? Json(node.text)
                                                                                 : Json(node.number());
    case Type::Kind::Boolean:
      return node.boolean();
    case Type::Kind::List: {
      Json list = Json::array();
      for (const Node& item : node.items) {
        list.push_back(as_json(item, *type.element));
      }
      return list;
    }
    default:
      return node.is_map() ? Json::object() : Json(node.text);
  }
}

class SchemaWriter {
 public:
  explicit SchemaWriter(Library& library) : library_(library) {}

  /// In a fragment no key is required, and every value may be null.
  Json write(const Type& type, bool is_fragment) const {
    switch (type.kind) {
      case Type::Kind::Text:
        return {{"type", {"string", "number", "boolean"}}};  // a name may be 5 or true, without quotes
      case Type::Kind::Integer:
        return with_range({{"type", "integer"}}, type);
      case Type::Kind::Number:
        return type.choices.empty()
                   ? with_range({{"type", "number"}}, type)
                   : any_of({with_range({{"type", "number"}}, type), {{"enum", type.choices}}});
      case Type::Kind::Share:
        return any_of(
            {with_range({{"type", "number"}}, type), {{"type", "string"}, {"pattern", kPercentPattern}}});
      case Type::Kind::Quantity:
        return write_quantity(type);
      case Type::Kind::Boolean:
        return {{"type", "boolean"}};
      case Type::Kind::Choice:
        return write_choice(type);
      case Type::Kind::Range:
        return any_of({{{"type", "integer"}, {"minimum", 1}},
                       {{"type", "string"}, {"pattern", "^[1-9][0-9]*(-[1-9][0-9]*)?$"}}});
      case Type::Kind::List:
        return {{"type", "array"}, {"items", write(*type.element, false)}, {"minItems", type.minimum_items}};
      case Type::Kind::Record:
        return write_record(type.fields, is_fragment);
      case Type::Kind::Mapping:
        return write_mapping(type, is_fragment);
      case Type::Kind::Directional:
        return write_directional(type, is_fragment);
      case Type::Kind::Reference:
        return write_reference(type, is_fragment);
      case Type::Kind::Any:
        return Json::object();
      case Type::Kind::Values:
        return any_of(
            {{{"type", "array"}, {"minItems", 1}}, {{"type", "string"}, {"pattern", kRangePattern}}});
      case Type::Kind::Variant:
        return write_variant(type);
    }
    throw InvariantError("schema: unknown kind of type");
  }

 private:
  static Json any_of(std::vector<Json> alternatives) { return {{"anyOf", std::move(alternatives)}}; }

  static Json write_quantity(const Type& type) {
    Json quantity{{"type", "string"}, {"pattern", quantity_pattern(type.dimension)}};
    return type.choices.empty() ? quantity : any_of({std::move(quantity), {{"enum", type.choices}}});
  }

  /// A choice named "true" is a boolean to an editor, so both forms are listed.
  static Json write_choice(const Type& type) {
    Json values = type.choices;
    for (const bool value : {true, false}) {
      if (std::count(type.choices.begin(), type.choices.end(), value ? "true" : "false") > 0) {
        values.push_back(value);
      }
    }
    return {{"enum", std::move(values)}};
  }

  static Json with_range(Json schema, const Type& type) {
    if (std::isfinite(type.minimum)) {
      schema[type.minimum_is_allowed ? "minimum" : "exclusiveMinimum"] = type.minimum;
    }
    if (std::isfinite(type.maximum)) {
      schema["maximum"] = type.maximum;
    }
    return schema;
  }

  Json write_record(const std::vector<Field>& fields, bool is_fragment) const {
    Json properties = Json::object();
    std::vector<std::string> required;
    for (const Field& field : fields) {
      properties[field.key] = write_field(field, is_fragment);
      if (field.presence == Field::Presence::Required && !is_fragment) {
        required.push_back(field.key);
      }
    }
    Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) {
      schema["required"] = std::move(required);
    }
    return schema;
  }

  Json write_field(const Field& field, bool is_fragment) const {
    Json schema{{"description", field.documentation}};
    if (field.presence == Field::Presence::Default) {
      schema["default"] = as_json(default_of(field, {}), *field.type);
    }
    Json value = write(*field.type, is_fragment);
    // A null removes the value of the file that is included.
    schema.update(is_fragment ? any_of({std::move(value), {{"type", "null"}}}) : value);
    return schema;
  }

  Json write_mapping(const Type& type, bool is_fragment) const {
    Json schema{{"type", "object"}};
    if (!type.fields.empty()) {
      schema["properties"] = write_record(type.fields, is_fragment)["properties"];
    }
    // The values may be of any key; `false` as in a record would allow none.
    schema["additionalProperties"] = write(*type.element, is_fragment);
    return schema;
  }

  Json write_directional(const Type& type, bool is_fragment) const {
    return any_of({write(*type.element, is_fragment), write_record(directions(type), is_fragment)});
  }

  Json write_reference(const Type& type, bool is_fragment) const {
    // A name; a map that overrides fields of an entry, so that `base` is its only required key; or a complete
    // entry. The last one makes no difference in a fragment, where nothing is required.
    const Json name{{"enum", library_.names(type.catalogue)}};
    Json changed = write_record(type.fields, true);
    changed["properties"]["base"] = name;
    changed["properties"]["base"]["description"] = "entry to start from";
    if (is_fragment) {
      return any_of({name, std::move(changed)});
    }
    changed["required"] = {"base"};
    return any_of({name, std::move(changed), write_record(type.fields, false)});
  }

  Json write_variant(const Type& type) const {
    // A name alone, or a map with the parameters of the named alternative; the constant tag tells an editor
    // which.
    Json names = Json::array();
    for (const Alternative& alternative : type.alternatives) {
      names.push_back(alternative.name);
    }
    std::vector<Json> alternatives{{{"enum", std::move(names)}}};
    for (const Alternative& alternative : type.alternatives) {
      Json schema = write_record(alternative.fields, false);
      schema["description"] = alternative.summary;
      schema["properties"][type.tag] = {{"const", alternative.name}};
      alternatives.push_back(std::move(schema));
    }
    return any_of(std::move(alternatives));
  }

  Library& library_;
};

}  // namespace

Json schema_of(const Type& type, bool is_fragment, Library& library) {
  return SchemaWriter(library).write(type, is_fragment);
}

}  // namespace dimsim::language

#include "dimsim/language/schema.hpp"

#include "dimsim/language/resolve.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/scenario/vocabulary.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPercentPattern = R"(^ *[+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? *%? *$)";
constexpr const char* kRangePattern = R"(^ *[-.0-9].*\.\..+/ *(?:lin|log) */ *0*(?:[2-9]|[1-9][0-9]+) *$)";

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
  explicit SchemaWriter(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// In a fragment nothing is required, since something else below supplies it, and null removes what is
  /// below.
  Json write(const Type& type, bool is_fragment) const {
    switch (type.kind) {
      case Type::Kind::Text:
        return {{"type", {"string", "number", "boolean"}}};  // YAML reads 5 or true without quotes as such
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
      case Type::Kind::Layers:
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
      case Type::Kind::Policy:
        return write_policy();
    }
    throw InvariantError("schema: unknown kind of type");
  }

 private:
  static Json any_of(std::vector<Json> alternatives) { return {{"anyOf", std::move(alternatives)}}; }

  static Json write_quantity(const Type& type) {
    Json quantity{{"type", "string"}, {"pattern", quantity_pattern(type.dimension)}};
    return type.choices.empty() ? quantity : any_of({std::move(quantity), {{"enum", type.choices}}});
  }

  /// Editors read `true` as a boolean, not as a word.
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
    schema.update(is_fragment ? any_of({std::move(value), {{"type", "null"}}}) : value);
    return schema;
  }

  Json write_mapping(const Type& type, bool is_fragment) const {
    Json schema{{"type", "object"}};
    if (!type.fields.empty()) {
      schema["properties"] = write_record(type.fields, is_fragment)["properties"];
    }
    schema["additionalProperties"] = write(*type.element, is_fragment);
    return schema;
  }

  Json write_directional(const Type& type, bool is_fragment) const {
    const Json both = write_record({language::required("up", type.element, "from the device"),
                                    language::required("down", type.element, "to the device")},
                                   is_fragment);
    return any_of({write(*type.element, is_fragment), both});
  }

  Json write_reference(const Type& type, bool is_fragment) const {
    const Json name{{"enum", catalogue_.names(type.catalogue)}};
    Json changed = write_record(type.fields, true);
    changed["properties"]["base"] = name;
    changed["properties"]["base"]["description"] = "entry to start from";
    if (is_fragment) {
      return any_of({name, std::move(changed)});
    }
    changed["required"] = {"base"};
    return any_of({name, std::move(changed), write_record(type.fields, false)});
  }

  static Json policy_names() {
    Json names = Json::array();
    for (const policy::Entry& entry : policy::registry()) {
      names.push_back(entry.name);
    }
    return names;
  }

  Json write_policy() const {
    std::vector<Json> alternatives{{{"enum", policy_names()}}};
    for (const policy::Entry& entry : policy::registry()) {
      Json schema = write_record(policy_type(entry).fields, false);
      schema["description"] = entry.summary;
      schema["properties"]["policy"] = {{"const", entry.name}};
      alternatives.push_back(std::move(schema));
    }
    return any_of(std::move(alternatives));
  }

  const Catalogue& catalogue_;
};

/// What the tree of types does not say: a single file can be included without a list, and one of two keys is
/// needed.
void refine(Json& scenario, bool is_fragment) {
  Json& include = scenario["properties"]["include"];
  include = {{"description", include["description"]},
             {"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  if (!is_fragment) {
    scenario["properties"]["workload"]["oneOf"] = {{{"required", {"requests"}}},
                                                   {{"required", {"duration"}}}};
  }
}

}  // namespace

Json scenario_schema(const Catalogue& catalogue) {
  const SchemaWriter writer(catalogue);
  Json whole = writer.write(scenario_type(), false);
  Json fragment = writer.write(scenario_type(), true);
  const std::string described = whole["properties"]["platform"]["description"];
  for (Json* each : {&whole, &fragment}) {
    (*each)["properties"]["platform"] = {{"description", described}, {"enum", catalogue.names(kPlatforms)}};
  }
  refine(whole, false);
  refine(fragment, true);
  return {
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "dimsim scenario"},
      {"description",
       "A what-if for dimsim. With 'include' or 'platform' a file may leave out what the named files say."},
      {"if", {{"anyOf", {{{"required", {"include"}}}, {{"required", {"platform"}}}}}}},
      {"then", {{"$ref", "#/definitions/fragment"}}},
      {"else", {{"$ref", "#/definitions/scenario"}}},
      {"definitions", {{"scenario", std::move(whole)}, {"fragment", std::move(fragment)}}}};
}

}  // namespace dimsim::scenario

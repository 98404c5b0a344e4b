#include "dimsim/language/resolve.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/range.hpp"
#include "dimsim/language/scalars.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

// One pass from the top of the tree downwards. It builds a new tree and leaves the input unchanged, since
// callers need both: sources are checked against what a file gives, without defaults. An error does not end
// the pass: the value is replaced by a Null node, and its siblings are resolved, so that a user gets all
// errors of a file at once.
//
// References make the order matter. A catalogue entry is fetched unresolved, the user's overrides are applied
// to it, and only the result is resolved as a record. If the entry were resolved first, defaults that follow
// from other fields (a model's embedding has its hidden size) would be those of the entry and ignore the
// overrides.

namespace dimsim::language {
namespace {

std::vector<std::string> known_keys(const std::vector<Field>& fields, const Type& type) {
  std::vector<std::string> keys;
  for (const Field& field : fields) {
    keys.push_back(field.key);
  }
  if (type.kind == Type::Kind::Reference) {
    keys.emplace_back("base");
  }
  return keys;
}

/// A default has no place of its own; messages about it point at the map that lacks the key.
void set_places(Node& node, const Place& place) {
  node.place = place;
  for (Node& item : node.items) {
    set_places(item, place);
  }
  for (Node::Entry& entry : node.entries) {
    entry.key_place = place;
    set_places(entry.value, place);
  }
}

}  // namespace

Node both_directions(const Node& node) {
  Node result = Node::map(node.place);
  result.set("up", node, node.place);
  result.set("down", node, node.place);
  return result;
}

Node override_fields(const Node& base, const Node& over, const std::vector<Field>& fields) {
  Node result = base;
  result.place = over.place;
  for (const Node::Entry& entry : over.entries) {
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == entry.key; });
    Node* below = result.find(entry.key);
    // Only what the base gives can be removed. Elsewhere the Null stays, and the resolver reports it as an
    // empty value.
    if (below != nullptr && entry.value.kind == Node::Kind::Null) {
      result.remove(entry.key);
      continue;
    }
    if (below != nullptr && field != fields.end() && field->type->kind == Type::Kind::Directional &&
        below->is_scalar()) {
      // {up: …} replaces one direction of "5 Mbps"; without this it would replace both.
      *below = both_directions(*below);
    }
    const bool can_merge =
        below != nullptr && field != fields.end() && below->is_map() && entry.value.is_map();
    result.set(entry.key, can_merge ? override_fields(*below, entry.value, field->type->fields) : entry.value,
               entry.key_place);
  }
  return result;
}

Node Resolver::resolve(const Node& node, const Type& type, const std::string& path) {
  switch (type.kind) {
    case Type::Kind::List:
      return resolve_list(node, type, path);
    case Type::Kind::Record:
      return resolve_record(node, type.fields, type, path);
    case Type::Kind::Mapping:
      return resolve_mapping(node, type, path);
    case Type::Kind::Directional:
      return resolve_directional(node, type, path);
    case Type::Kind::Reference:
      return resolve_reference(node, type, path);
    case Type::Kind::Variant:
      return resolve_variant(node, type, path);
    case Type::Kind::Any:  // checked by the type of the key to which the value is assigned
      return node;
    case Type::Kind::Values:
      return resolve_values(node, type, path);
    default:
      return resolve_scalar(node, type, path);
  }
}

Node Resolver::refuse(const Node& node, const Type& type, const std::string& path, const std::string& hint) {
  diagnostics_.add(
      node.place,
      fmt::format("{}: found {}; expected {}", path.empty() ? "scenario" : path, found(node), expected(type)),
      hint);
  return {};
}

Node Resolver::resolve_scalar(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_scalar()) {
    return refuse(node, type, path);
  }
  std::variant<ScalarValue, Complaint> parsed = parse_scalar(node.text, type);
  if (const auto* complaint = std::get_if<Complaint>(&parsed)) {
    diagnostics_.add(node.place, fmt::format("{}: {}", path, complaint->message), complaint->hint);
    return {};
  }
  Node result = node;
  result.parsed = std::get<ScalarValue>(parsed);
  return result;
}

Node Resolver::resolve_list(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_list()) {
    return refuse(node, type, path, node.is_scalar() ? fmt::format("write [{}]", node.text) : "");
  }
  if (node.items.size() < type.minimum_items) {
    diagnostics_.add(node.place, fmt::format("{}: found {}; expected at least {} item{}", path, found(node),
                                             type.minimum_items, type.minimum_items == 1 ? "" : "s"));
    return {};
  }
  Node result = Node::list(node.place);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    result.items.push_back(resolve(node.items[i], *type.element, join(path, std::to_string(i))));
  }
  return result;
}

void Resolver::refuse_unknown_keys(const Node& node, const std::vector<Field>& fields, const Type& type,
                                   const std::string& path) {
  const std::vector<std::string> known = known_keys(fields, type);
  for (const Node::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
      diagnostics_.add(unknown_name(entry.key_place, path, "key", entry.key, known));
    }
  }
}

Node Resolver::resolve_record(const Node& node, const std::vector<Field>& fields, const Type& type,
                              const std::string& path) {
  if (!node.is_map()) {
    return refuse(node, type, path);
  }
  refuse_unknown_keys(node, fields, type, path);
  // In the order of the fields, not of the input: the resolved text does not depend on the order of keys in a
  // file.
  Node result = Node::map(node.place);
  for (const Field& field : fields) {
    const Node* given = node.find(field.key);
    if (given != nullptr || field.presence != Field::Presence::Optional) {
      result.set(field.key, resolve_field(node, field, path), given == nullptr ? node.place : given->place);
    }
  }
  return result;
}

Node Resolver::resolve_field(const Node& record, const Field& field, const std::string& path) {
  const std::string at = join(path, field.key);
  if (const Node* given = record.find(field.key)) {
    return resolve(*given, *field.type, at);
  }
  if (field.presence == Field::Presence::Default) {
    return resolve(default_of(field, record.place), *field.type, at);
  }
  // Nothing was written where the key belongs, so the message points at the map and explains the key.
  diagnostics_.add(record.place, fmt::format("{} is missing; expected {}", at, expected(*field.type)),
                   fmt::format("{}: {}", field.key, field.documentation));
  return {};
}

Node Resolver::resolve_mapping(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_map()) {
    return refuse(node, type, path);
  }
  Node result = Node::map(node.place);
  for (const Node::Entry& entry : node.entries) {
    const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                                    [&](const Field& candidate) { return candidate.key == entry.key; });
    // Any key is allowed; a few well-known ones may have a type of their own.
    const Type& value = field == type.fields.end() ? *type.element : *field->type;
    result.set(entry.key, resolve(entry.value, value, join(path, entry.key)), entry.key_place);
  }
  return result;
}

Node Resolver::resolve_values(const Node& node, const Type& type, const std::string& path) {
  // Values are resolved when they are assigned to the swept key; here only the form is known.
  const bool has_valid_form = (node.is_list() && !node.items.empty()) || node.is_scalar();
  if (!has_valid_form) {
    return refuse(node, type, path);
  }
  if (node.is_scalar()) {
    if (const std::optional<Complaint> complaint = check_range_text(node.text)) {
      diagnostics_.add(node.place, fmt::format("{}: {}", path, complaint->message), complaint->hint);
      return {};
    }
  }
  return node;
}

Node Resolver::resolve_directional(const Node& node, const Type& type, const std::string& path) {
  if (node.is_scalar()) {
    const Node value = resolve(node, *type.element, path);
    // A refused value must not appear twice, once for each direction.
    return has_faults(value) ? Node{} : both_directions(value);
  }
  if (!node.is_map()) {
    return refuse(node, type, path);
  }
  return resolve_record(node, directions(type), type, path);
}

bool Resolver::is_known_entry(const Node& name, const Type& type, const std::string& path) {
  if (!name.is_scalar()) {
    diagnostics_.add(name.place, fmt::format("{}.base: found {}; expected the name of a {}", path,
                                             found(name), entry_noun(type.catalogue)));
    return false;
  }
  const std::vector<std::string>& known = library_.names(type.catalogue);
  if (std::find(known.begin(), known.end(), name.text) == known.end()) {
    diagnostics_.add(unknown_name(name.place, path, entry_noun(type.catalogue), name.text, known));
    return false;
  }
  return true;
}

Node Resolver::resolve_reference(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_scalar() && !node.is_map()) {
    return refuse(node, type, path);
  }
  Node overrides = node.is_map() ? node : Node::map(node.place);
  const Node* name = node.is_map() ? node.find("base") : &node;
  const Node* base = nullptr;
  if (name != nullptr) {
    base = is_known_entry(*name, type, path) ? library_.entry(type.catalogue, name->text, diagnostics_)
                                             : nullptr;
    if (base == nullptr) {  // reported, with a place in the catalogue's file if the entry is at fault
      return {};
    }
    overrides.remove("base");
  }
  const Node fields = library_.derive(type, name == nullptr ? "" : name->text, base, overrides);
  Node result = resolve_record(fields, type.fields, type, path);
  library_.complete(type.catalogue, result);  // last: it derives defaults from resolved values
  return result;
}

Node Resolver::resolve_variant(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_scalar() && !node.is_map()) {
    return refuse(node, type, path);
  }
  const Node* name = node.is_map() ? node.find(type.tag) : &node;
  if (name == nullptr || !name->is_scalar()) {
    return refuse(name == nullptr ? node : *name, type, path);
  }
  const Alternative* chosen = find_alternative(type, name->text);
  if (chosen == nullptr) {
    std::vector<std::string> names;
    for (const Alternative& alternative : type.alternatives) {
      names.push_back(alternative.name);
    }
    diagnostics_.add(unknown_name(name->place, path, type.noun, name->text, names));
    return {};
  }
  // The short form, a name alone, becomes {TAG: name}, so that both forms resolve to the same record.
  Node fields = node.is_map() ? node : Node::map(node.place);
  fields.set(type.tag, *name, name->place);
  return resolve_record(fields, chosen->fields, type, path);
}

Node resolved_scalar(std::string text, const Type& type, const Place& place) {
  std::variant<ScalarValue, Complaint> parsed = parse_scalar(text, type);
  if (const auto* complaint = std::get_if<Complaint>(&parsed)) {
    throw InvariantError("the program's own value is invalid: " + complaint->message);
  }
  Node node = Node::scalar(std::move(text), place);
  node.parsed = std::get<ScalarValue>(parsed);
  return node;
}

Node default_of(const Field& field, const Place& place) {
  // Defaults of scalars need no parser: every point of a study resolves very many of them.
  const bool has_parts = field.default_text.starts_with('{') || field.default_text.starts_with('[');
  if (!has_parts) {
    return Node::scalar(field.default_text, place);
  }
  // The same few texts are needed for every point of a study. Thread-local, so that it needs no lock.
  thread_local std::map<std::string, Node> parsed;
  auto known = parsed.find(field.default_text);
  if (known == parsed.end()) {
    Diagnostics none;
    Node value = parse_value(make_source("default of " + field.key, field.default_text), 0, none);
    known = parsed.emplace(field.default_text, std::move(value)).first;
  }
  Node node = known->second;
  set_places(node, place);
  return node;
}

}  // namespace dimsim::language

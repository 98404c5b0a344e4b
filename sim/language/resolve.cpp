#include "dimsim/language/resolve.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/scalars.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/plan/sweep_range.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/scenario/consistency.hpp"
#include "dimsim/scenario/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

std::vector<std::string> keys_of(const Type& type) {
  std::vector<std::string> keys;
  for (const Field& field : type.fields) {
    keys.push_back(field.key);
  }
  if (type.kind == Type::Kind::Reference) {
    keys.emplace_back("base");
  }
  return keys;
}

void move_to(Node& node, const Place& place) {
  node.place = place;
  for (Node& item : node.items) {
    move_to(item, place);
  }
  for (Node::Entry& entry : node.entries) {
    entry.key_place = place;
    move_to(entry.value, place);
  }
}

Node both_directions(const Node& node) {
  Node result = Node::map(node.place);
  result.set("up", node, node.place);
  result.set("down", node, node.place);
  return result;
}

/// The fields of an entry with overrides on top. Unlike merge() of includes this knows that a bandwidth may
/// be one value or two.
Node override_fields(const Node& base, const Node& over, const std::vector<Field>& fields) {
  Node result = base;
  result.place = over.place;
  for (const Node::Entry& entry : over.entries) {
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == entry.key; });
    Node* below = result.find(entry.key);
    if (below != nullptr && entry.value.kind == Node::Kind::Null) {
      result.remove(entry.key);
      continue;
    }
    if (below != nullptr && field != fields.end() && field->type->kind == Type::Kind::Directional &&
        below->is_scalar()) {
      *below = both_directions(*below);
    }
    const bool can_merge =
        below != nullptr && field != fields.end() && below->is_map() && entry.value.is_map();
    result.set(entry.key, can_merge ? override_fields(*below, entry.value, field->type->fields) : entry.value,
               entry.key_place);
  }
  return result;
}

/// What results call an entry. A model that is changed gets another name, so that times measured with the
/// original are not used for it.
std::string name_of(const std::string& kind, const std::string& base, const Node& overrides) {
  constexpr std::array same{"name", "description", "padding", "sources"};  // times are not of these
  if (base.empty()) {
    return "custom";
  }
  const bool resized =
      kind == "models" &&
      std::any_of(overrides.entries.begin(), overrides.entries.end(), [&](const Node::Entry& entry) {
        return std::find(same.begin(), same.end(), entry.key) == same.end();
      });
  return resized ? base + "-changed" : base;
}

}  // namespace

Node Resolver::resolve(const Node& node, const Type& type, const std::string& path) {
  switch (type.kind) {
    case Type::Kind::List:
      return resolve_list(node, type, path);
    case Type::Kind::Record:
      return resolve_record(node, type, path);
    case Type::Kind::Mapping:
      return resolve_mapping(node, type, path);
    case Type::Kind::Directional:
      return resolve_directional(node, type, path);
    case Type::Kind::Reference:
      return resolve_reference(node, type, path);
    case Type::Kind::Policy:
      return resolve_policy(node, type, path);
    case Type::Kind::Any:
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
  if (const std::optional<Complaint> complaint = check_scalar(node.text, type)) {
    diagnostics_.add(node.place, fmt::format("{}: {}", path, complaint->message), complaint->hint);
    return {};
  }
  return node;
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

void Resolver::refuse_unknown_keys(const Node& node, const Type& type, const std::string& path) {
  const std::vector<std::string> known = keys_of(type);
  for (const Node::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
      diagnostics_.add(entry.key_place,
                       path.empty() ? fmt::format("there is no key {} here", quote(entry.key))
                                    : fmt::format("{}: there is no key {} here", path, quote(entry.key)),
                       suggestion(entry.key, known));
    }
  }
}

Node Resolver::resolve_record(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_map()) {
    return refuse(node, type, path);
  }
  refuse_unknown_keys(node, type, path);
  Node result = Node::map(node.place);
  for (const Field& field : type.fields) {
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
    const Type& value = field == type.fields.end() ? *type.element : *field->type;
    result.set(entry.key, resolve(entry.value, value, join(path, entry.key)), entry.key_place);
  }
  return result;
}

Node Resolver::resolve_values(const Node& node, const Type& type, const std::string& path) {
  const bool may_be = (node.is_list() && !node.items.empty()) || node.is_scalar();
  if (!may_be) {
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
    return has_faults(value) ? Node{} : both_directions(value);
  }
  if (!node.is_map()) {
    return refuse(node, type, path);
  }
  const Type directions = *language::record({language::required("up", type.element, "from the device"),
                                             language::required("down", type.element, "to the device")});
  return resolve_record(node, directions, path);
}

Node Resolver::resolve_reference(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_scalar() && !node.is_map()) {
    return refuse(node, type, path);
  }
  Node fields = node.is_map() ? node : Node::map(node.place);
  const Node* base = node.is_map() ? node.find("base") : &node;
  std::string name;
  if (base != nullptr) {
    const Node* entry = named_entry(*base, type, path);
    if (entry == nullptr) {
      return {};
    }
    name = base->text;
    fields.remove("base");
    Node notes = remaining_sources(*entry, fields, type);
    if (const Node* own = fields.find("sources"); own != nullptr && own->is_map()) {
      notes = override_fields(notes, *own, {});
    }
    name = name_of(type.catalogue, name, fields);
    const bool is_faster = fields.has("compute") && !fields.has("measured");
    fields = override_fields(*entry, fields, type.fields);
    if (is_faster) {
      fields.remove("measured");  // those times were not of this device
    }
    fields.set("sources", std::move(notes), fields.place);
  }
  if (!fields.has("name")) {
    fields.set("name", Node::scalar(name.empty() ? name_of(type.catalogue, "", fields) : name, node.place),
               node.place);
  }
  Node result = resolve_record(fields, type, path);
  complete_entry(type.catalogue, result);
  check_entry(type.catalogue, result, path, diagnostics_);
  return result;
}

const Node* Resolver::named_entry(const Node& name, const Type& type, const std::string& path) {
  if (!name.is_scalar()) {
    diagnostics_.add(name.place, fmt::format("{}.base: found {}; expected the name of one of the {}", path,
                                             found(name), type.catalogue));
    return nullptr;
  }
  const std::vector<std::string>& known = entries_.names(type.catalogue);
  if (std::find(known.begin(), known.end(), name.text) == known.end()) {
    diagnostics_.add(name.place,
                     fmt::format("{}: {} is none of the {}", path, quote(name.text), type.catalogue),
                     suggestion(name.text, known));
    return nullptr;
  }
  return entry(type.catalogue, name.text);
}

const Node* Resolver::entry(const std::string& kind, const std::string& name) {
  const Entries::Checked& checked = entries_.checked(kind, name);
  if (!checked.faults.empty() && told_.emplace(kind, name).second) {
    for (const Diagnostic& fault : checked.faults) {
      diagnostics_.add(fault);
    }
  }
  return checked.node ? &*checked.node : nullptr;
}

Node Resolver::resolve_policy(const Node& node, const Type& type, const std::string& path) {
  if (!node.is_scalar() && !node.is_map()) {
    return refuse(node, type, path);
  }
  const Node* name = node.is_map() ? node.find("policy") : &node;
  if (name == nullptr || !name->is_scalar()) {
    return refuse(name == nullptr ? node : *name, type, path);
  }
  const policy::Entry* known = policy::find(name->text);
  if (known == nullptr) {
    std::vector<std::string> names;
    for (const policy::Entry& entry : policy::registry()) {
      names.push_back(entry.name);
    }
    diagnostics_.add(name->place, fmt::format("{}: there is no policy {}", path, quote(name->text)),
                     suggestion(name->text, names));
    return {};
  }
  Node fields = node.is_map() ? node : Node::map(node.place);
  fields.set("policy", *name, name->place);
  if (!fields.has("label")) {
    fields.set("label", *name, name->place);
  }
  return resolve_record(fields, policy_type(*known), path);
}

CatalogueEntry read_entry(const Catalogue& catalogue, const std::string& kind, const std::string& name) {
  const std::vector<std::string> known = catalogue.names(kind);
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw InputError(fmt::format("{} is none of the {}", quote(name), kind), suggestion(name, known));
  }
  Diagnostics diagnostics;
  Entries entries(catalogue);
  Resolver resolver(entries, diagnostics);
  const Node* raw = resolver.entry(kind, name);
  diagnostics.throw_if_any();
  Node fields = resolver.resolve(*raw, entry_type(kind), kind + "/" + name);
  complete_entry(kind, fields);
  std::vector<SourceNote> notes = notes_of(fields, kind + "/" + name);
  return {kind, name, std::move(fields), std::move(notes)};
}

CatalogueEntry read_entry_file(const Catalogue& catalogue, const std::string& kind, const std::string& file) {
  return read_entry_text(catalogue, kind, read_source(file, file));
}

CatalogueEntry read_entry_text(const Catalogue& catalogue, const std::string& kind,
                               const std::shared_ptr<const SourceText>& source) {
  const std::string name = std::filesystem::path(source->name).stem().string();
  const std::string path = kind + "/" + name;
  Diagnostics diagnostics;
  const Node raw = parse_document(source, diagnostics);
  diagnostics.throw_if_any();
  Entries entries(catalogue);
  Node fields = Resolver(entries, diagnostics).resolve(raw, entry_type(kind), path);
  complete_entry(kind, fields);
  check_entry(kind, fields, path, diagnostics);
  check_sources(raw, entry_type(kind), diagnostics);
  diagnostics.throw_if_any();
  std::vector<SourceNote> notes = notes_of(fields, path);
  return {kind, name, std::move(fields), std::move(notes)};
}

Node default_of(const Field& field, const Place& place) {
  const bool has_parts = field.default_text.starts_with('{') || field.default_text.starts_with('[');
  if (!has_parts) {
    return Node::scalar(field.default_text, place);
  }
  thread_local std::map<std::string, Node> parsed;  // a study asks for the same few at every point
  auto known = parsed.find(field.default_text);
  if (known == parsed.end()) {
    Diagnostics none;
    Node value = parse_value(make_source("default of " + field.key, field.default_text), 0, none);
    known = parsed.emplace(field.default_text, std::move(value)).first;
  }
  Node node = known->second;
  move_to(node, place);
  return node;
}

bool has_faults(const Node& node) {
  return node.kind == Node::Kind::Null || std::any_of(node.items.begin(), node.items.end(), has_faults) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Node::Entry& entry) { return has_faults(entry.value); });
}

}  // namespace dimsim::scenario

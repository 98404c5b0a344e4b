#include "dimsim/language/set.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/resolve.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

// Settings are applied to the tree as read, before it is resolved: a value from the command line must be
// there when defaults are derived from it. The tree then still has its short forms (a name in place of an
// entry, one value for both directions), in which a path leads nowhere. The walk therefore follows the type
// alongside the tree, and opens a short form into its map where the path goes through it.

namespace dimsim::language {
namespace {

constexpr std::string_view kSetOption = "--set ";

struct PathStep {
  std::string text;
  Place place;
};

std::vector<PathStep> steps_of(const std::shared_ptr<const SourceText>& source, std::string_view path) {
  std::vector<PathStep> steps;
  int column = 1;
  for (std::string& text : split_path(path)) {
    const int length = static_cast<int>(text.size());
    steps.push_back({std::move(text), {source, 1, column}});
    column += length + 1;
  }
  if (steps.empty()) {  // descend() needs a step, to report that there is no key ''
    steps.push_back({"", {source, 1, 1}});
  }
  return steps;
}

/// The names by which a path can refer to a list item: the item itself if it is a word, or the values of the
/// keys Type::names. The name of a reference is that of its entry.
std::vector<std::string> item_names(const Node& item, const Type& type) {
  if (item.is_scalar()) {
    return {item.text};
  }
  std::vector<std::string> names;
  for (const std::string& key : type.names) {
    const Node* name = item.find(key);
    const Node* base = name != nullptr && name->is_map() ? name->find("base") : name;
    if (base != nullptr && base->is_scalar()) {
      names.push_back(base->text);
    }
  }
  return names;
}

class PathSetter {
 public:
  /// Stores the type at the end of the path in `reached`.
  PathSetter(std::vector<PathStep> steps, Node value, Diagnostics& diagnostics,
             std::optional<Type>* reached = nullptr)
      : steps_(std::move(steps)), value_(std::move(value)), diagnostics_(diagnostics), reached_(reached) {}

  /// Changes a copy, so that a wrong path leaves no half-opened short forms in the tree.
  void apply(Node& root, const Type& type) {
    Node changed = root;
    descend(changed, type, 0);
    if (!failed_) {
      root = std::move(changed);
    }
  }

 private:
  void reach(const Type& type) {
    if (reached_ != nullptr) {
      *reached_ = type;
    }
  }

  /// Follows the steps from `next` on, of which there is at least one, starting at `node`.
  void descend(Node& node, const Type& type, std::size_t next) {
    switch (type.kind) {
      case Type::Kind::Record:
        return descend_fields(node, type.fields, next);
      case Type::Kind::Reference:
        open(node, "base");
        return descend_reference(node, type, next);
      case Type::Kind::Variant:
        open(node, type.tag);
        return descend_variant(node, type, next);
      case Type::Kind::Directional:
        return descend_directional(node, type, next);
      case Type::Kind::Mapping:
        return descend_mapping(node, type, next);
      case Type::Kind::List:
        return descend_list(node, type, next);
      default:
        complain(next, fmt::format("{} is a value and has no keys", described(next)), "");
    }
  }

  /// Turns a scalar into {key: scalar} and anything else but a map into an empty map.
  void open(Node& node, const std::string& key) {
    if (node.is_map()) {
      return;
    }
    Node map = Node::map(node.place.source ? node.place : value_.place);
    if (node.is_scalar()) {
      map.set(key, node, node.place);
    }
    node = std::move(map);
  }

  void descend_fields(Node& node, const std::vector<Field>& fields, std::size_t next) {
    const PathStep& step = steps_[next];
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == step.text; });
    if (field == fields.end()) {
      std::vector<std::string> known;
      for (const Field& f : fields) {
        known.push_back(f.key);
      }
      refuse_unknown("key", next, known);
      return;
    }
    enter(node, step.text, *field->type, next);
  }

  /// Continues in the child `key` of a map, or sets it if this is the last step.
  void enter(Node& node, const std::string& key, const Type& type, std::size_t next) {
    // No record has the key "", so that a scalar in place of a map is kept for the resolver to refuse.
    open(node, "");
    if (next + 1 < steps_.size()) {
      if (!node.has(key)) {
        node.set(key, Node{}, steps_[next].place);
      }
      descend(*node.find(key), type, next + 1);
      return;
    }
    reach(type);
    // With a base, the key must stay as a Null, which removes the entry's value; without one, the key itself
    // goes.
    if (value_.kind == Node::Kind::Null && node.has("base") && key != "base") {
      node.set(key, Node{}, steps_[next].place);
    } else if (value_.kind == Node::Kind::Null) {
      node.remove(key);
    } else {
      node.set(key, value_, steps_[next].place);
    }
  }

  void descend_reference(Node& node, const Type& type, std::size_t next) {
    // `base` is no field of the entry, but of the reference to it.
    std::vector<Field> fields = type.fields;
    fields.push_back(optional("base", text(), "the entry to start from"));
    descend_fields(node, fields, next);
  }

  void descend_variant(Node& node, const Type& type, std::size_t next) {
    // Which keys there are depends on the alternative, so that its name must be set before its parameters.
    const Node* name = node.find(type.tag);
    const Alternative* chosen = name == nullptr ? nullptr : find_alternative(type, name->text);
    if (chosen != nullptr) {
      descend_fields(node, chosen->fields, next);
    } else {
      complain(next, fmt::format("{} does not name a known {}", described(next), type.noun), "");
    }
  }

  void descend_directional(Node& node, const Type& type, std::size_t next) {
    if (node.is_scalar()) {
      node = both_directions(node);
    }
    descend_fields(node, directions(type), next);
  }

  void descend_mapping(Node& node, const Type& type, std::size_t next) {
    for (const Field& field : type.fields) {
      if (field.key == steps_[next].text) {
        return enter(node, field.key, *field.type, next);
      }
    }
    // Keys of a mapping to plain values may contain dots ("compute.rate" in `sources`), so that the rest of
    // the path is one key.
    const bool is_plain = !type.element->element && type.element->fields.empty();
    if (is_plain) {
      for (std::size_t i = next + 1; i < steps_.size(); ++i) {
        steps_[next].text += "." + steps_[i].text;
      }
      steps_.resize(next + 1);
    }
    enter(node, steps_[next].text, *type.element, next);
  }

  void descend_list(Node& node, const Type& type, std::size_t next) {
    if (!node.is_list()) {
      complain(next, fmt::format("{} is not a list", described(next)), "set the whole list: path=[…]");
      return;
    }
    const std::optional<std::size_t> index = find_item(node, *type.element, next);
    if (!index) {
      return;
    }
    if (next + 1 < steps_.size()) {
      descend(node.items[*index], *type.element, next + 1);
      return;
    }
    reach(*type.element);
    if (value_.kind == Node::Kind::Null) {  // the items after it move up, and so do their numbers
      node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(*index));
    } else {
      node.items[*index] = value_;
    }
  }

  /// Numbers come first, so that an item with the name "0" can only be reached by its position.
  std::optional<std::size_t> find_item(const Node& list, const Type& type, std::size_t next) {
    const std::string& wanted = steps_[next].text;
    if (const auto index = parse_number<std::size_t>(wanted); index && *index < list.items.size()) {
      return index;
    }
    std::vector<std::string> known;
    std::vector<std::size_t> matches;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const std::vector<std::string> names = item_names(list.items[i], type);
      known.push_back(names.empty() ? std::to_string(i) : names.front());
      if (std::find(names.begin(), names.end(), wanted) != names.end()) {
        matches.push_back(i);
      }
    }
    if (matches.size() == 1) {
      return matches.front();
    }
    if (matches.empty()) {
      refuse_unknown("item", next, known);
    } else {
      complain(next,
               fmt::format("{} items of {} are called {}", matches.size(), described(next), quote(wanted)),
               fmt::format("use the item's number, counted from 0, for example {}", matches.front()));
    }
    return std::nullopt;
  }

  /// The quoted path of the steps before `next`.
  [[nodiscard]] std::string described(std::size_t next) const {
    std::string path;
    for (std::size_t i = 0; i < next; ++i) {
      path = join(path, steps_[i].text);
    }
    return quote(path);
  }

  void refuse_unknown(const char* noun, std::size_t next, const std::vector<std::string>& known) {
    const std::string& name = steps_[next].text;
    complain(next,
             fmt::format("unknown {} {}{}", noun, quote(name), next == 0 ? "" : " in " + described(next)),
             suggestion(name, known));
  }

  void complain(std::size_t step, std::string message, std::string hint) {
    failed_ = true;
    diagnostics_.add(steps_[step].place, std::move(message), std::move(hint));
  }

  std::vector<PathStep> steps_;
  Node value_;
  Diagnostics& diagnostics_;
  std::optional<Type>* reached_;
  bool failed_ = false;
};

}  // namespace

void apply_setting(const std::string& setting, const Type& type, Node& root, Diagnostics& diagnostics) {
  try {
    const auto source = make_source(std::string(kSetOption) + setting, setting);
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      diagnostics.add({source, 1, 1}, "expected path=value",
                      "for example --set network.access.bandwidth=5Mbps");
      return;
    }
    if (setting.find_first_not_of(' ', equals + 1) == std::string::npos) {
      diagnostics.add({source, 1, static_cast<int>(equals) + 2}, "the value after '=' is missing",
                      "write ~ to remove the value");
      return;
    }
    const std::vector<PathStep> steps = steps_of(source, std::string_view(setting).substr(0, equals));
    if (steps.front().text == "include") {
      diagnostics.add(steps.front().place, "'include' cannot be set; only files can include files",
                      "write 'include' into the scenario");
      return;
    }
    Node value = parse_value(source, equals + 1, diagnostics);
    PathSetter(steps, std::move(value), diagnostics).apply(root, type);
  } catch (const InputError& error) {
    diagnostics.add(error);
  }
}

void apply_value(const std::string& path, const Node& value, const Place& path_place, const Type& type,
                 Node& root, Diagnostics& diagnostics) {
  std::vector<PathStep> steps = steps_of(path_place.source, path);
  for (PathStep& step : steps) {
    step.place = path_place;
  }
  PathSetter(std::move(steps), value, diagnostics).apply(root, type);
}

std::optional<Type> type_at(const std::string& path, const Type& type, const Node& root) {
  // Setting any value finds the type; neither the changed copy nor the errors are of interest.
  Diagnostics none;
  Node tree = root;
  std::optional<Type> reached;
  PathSetter(steps_of(nullptr, path), Node::scalar(""), none, &reached).apply(tree, type);
  return reached && reached->kind == Type::Kind::Directional ? *reached->element : reached;
}

bool is_option(const Place& place) { return place.source != nullptr && place.source->name.starts_with("--"); }

}  // namespace dimsim::language

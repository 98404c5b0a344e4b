#include "dimsim/language/sources.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/path.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

// Every figure of the catalogue names its source, and a scenario's results list the sources of the figures
// that it used. A source may be given for one figure, for all figures below a key, or for the whole entry
// ("*"); the most specific one counts. When a scenario overrides a figure, the entry's source does not hold
// for it any more.

namespace dimsim::language {
namespace {

struct Figure {
  std::string path;
  Place place;
};

/// Whether values of the type need a source: numbers, and anything that contains some.
bool is_figure(const Type& type) {
  switch (type.kind) {
    case Type::Kind::List:
    case Type::Kind::Directional:
      return is_figure(*type.element);
    case Type::Kind::Record:
      return std::any_of(type.fields.begin(), type.fields.end(),
                         [](const Field& f) { return is_figure(*f.type); });
    default:
      return is_numeric(type);
  }
}

/// The figures that `node` gives. A list or a pair of directions is one figure, because it has one source.
void collect_figures(const Node& node, const Type& type, const std::string& path,
                     std::vector<Figure>& figures) {
  for (const Field& field : type.fields) {
    const Node* value = node.find(field.key);
    if (value == nullptr || !is_figure(*field.type)) {
      continue;
    }
    const std::string at = join(path, field.key);
    if (field.type->kind == Type::Kind::Record) {
      collect_figures(*value, *field.type, at, figures);
      // `measured: []` of an entry says that there are no measurements, which needs no source.
    } else if (!(value->is_list() && value->items.empty() && path.empty())) {
      figures.push_back({at, value->place});
    }
  }
}

std::vector<Figure> figures_of(const Node& node, const Type& type) {
  std::vector<Figure> figures;
  collect_figures(node, type, "", figures);
  return figures;
}

/// Every path for which a source may be given. Figures need one; choices and flags may have one.
void collect_source_paths(const Type& type, const std::string& path, std::vector<std::string>& paths) {
  for (const Field& field : type.fields) {
    const bool is_provenance = path.empty() && (field.key == "sources" || field.key == "description");
    if (!is_provenance) {
      const std::string at = join(path, field.key);
      paths.push_back(at);
      if (field.type->kind != Type::Kind::Directional) {  // both directions have one source
        collect_source_paths(*field.type, at, paths);
      }
    }
  }
}

bool source_covers(const std::string& key, const std::string& figure) {
  return key == "*" || is_inside(figure, key);
}

/// Key of the most specific source of a figure, or "".
std::string source_of(const Node& sources, const std::string& figure) {
  std::string best;
  for (const Node::Entry& entry : sources.entries) {
    if (source_covers(entry.key, figure) && (best.empty() || best == "*" || entry.key.size() > best.size())) {
      best = entry.key;
    }
  }
  return best;
}

/// Whether the overrides remove the figure, or a map that contains it, by an empty value.
bool is_removed(const Node& overrides, std::string_view path) {
  const Node* node = &overrides;
  while (node != nullptr && node->is_map() && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    node = node->find(std::string(path.substr(0, dot)));
    path.remove_prefix(std::min(dot + 1, path.size()));
    if (node != nullptr && node->kind == Node::Kind::Null) {
      return true;
    }
  }
  return false;
}

}  // namespace

void check_sources(const Node& entry, const Type& type, Diagnostics& diagnostics) {
  static const Node nothing = Node::map();
  const Node* given = entry.find("sources");
  const Node& sources = given == nullptr ? nothing : *given;
  for (const Figure& figure : figures_of(entry, type)) {
    if (source_of(sources, figure.path).empty()) {
      diagnostics.add(figure.place, fmt::format("the figure {} has no source", figure.path),
                      fmt::format("add '{}: where it comes from' to 'sources'", figure.path));
    }
  }
  std::vector<std::string> paths{"*"};
  collect_source_paths(type, "", paths);
  for (const Node::Entry& source : sources.entries) {
    if (std::find(paths.begin(), paths.end(), source.key) == paths.end()) {
      diagnostics.add(unknown_name(source.key_place, "sources", "figure", source.key, paths));
    }
  }
}

Node remaining_sources(const Node& entry, const Node& overrides, const Type& type) {
  const Node* sources = entry.find("sources");
  if (sources == nullptr || !sources->is_map()) {
    return Node::map(entry.place);
  }
  const std::vector<Figure> figures = figures_of(entry, type);
  const std::vector<Figure> overridden = figures_of(overrides, type);
  const auto is_overridden = [&](const std::string& path) {
    return is_removed(overrides, path) ||
           std::any_of(overridden.begin(), overridden.end(), [&](const Figure& f) { return f.path == path; });
  };
  Node result = Node::map(sources->place);
  for (const Node::Entry& source : sources->entries) {
    std::vector<std::string> kept;
    bool lost = false;
    for (const Figure& figure : figures) {
      if (source_covers(source.key, figure.path)) {
        lost = lost || is_overridden(figure.path);
        if (!is_overridden(figure.path) && source_of(*sources, figure.path) == source.key) {
          kept.push_back(figure.path);
        }
      }
    }
    // A source that has lost a figure is replaced by one for each remaining figure: its key would cover the
    // overridden one too.
    for (const std::string& key : lost ? kept : std::vector{source.key}) {
      result.set(key, source.value, source.key_place);
    }
  }
  return result;
}

std::vector<SourceNote> notes_of(const Node& entry, const std::string& name) {
  std::vector<SourceNote> notes;
  if (const Node* sources = entry.find("sources")) {
    for (const Node::Entry& source : sources->entries) {
      const std::string& text = source.value.string();
      notes.push_back({name, source.key, text, text.starts_with("assumed")});
    }
  }
  return notes;
}

}  // namespace dimsim::language

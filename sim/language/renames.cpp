#include "dimsim/language/renames.hpp"

#include "dimsim/language/path.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

// Old keys reach the program in two ways: as keys of a file's tree, before it is merged or resolved, and as
// steps of a path (--set, a sweep). Both are translated as early as possible, so that the resolver and the
// types know the new names only.

namespace dimsim::language {
namespace {

constexpr std::string_view kAnyKey = "*";

Diagnostic rename_warning(const Rename& rename, const std::string& path, const Place& place) {
  return {
      place,
      fmt::format("{}: this key was renamed to {} in dimsim {}", path, quote(rename.new_key), rename.since),
      fmt::format("write '{}'; the next release will not accept the old name", rename.new_key)};
}

/// Calls `visit` for every map at the end of the steps, with its path; a step "*" matches each item of a list
/// and each entry of a map.
void visit_maps(Node& node, std::span<const std::string> steps, const std::string& path,
                const std::function<void(Node&, const std::string&)>& visit) {
  if (steps.empty()) {
    if (node.is_map()) {
      visit(node, path);
    }
    return;
  }
  if (steps.front() != kAnyKey) {
    if (Node* child = node.find(steps.front())) {
      visit_maps(*child, steps.subspan(1), join(path, steps.front()), visit);
    }
    return;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    visit_maps(node.items[i], steps.subspan(1), join(path, std::to_string(i)), visit);
  }
  for (Node::Entry& entry : node.entries) {
    visit_maps(entry.value, steps.subspan(1), join(path, entry.key), visit);
  }
}

/// Whether the steps begin with the pattern. They may go on: the renamed key may be a map with keys below it.
bool matches_pattern(std::span<const std::string> pattern, std::span<const std::string> steps) {
  return pattern.size() <= steps.size() &&
         std::equal(pattern.begin(), pattern.end(), steps.begin(),
                    [](const std::string& a, const std::string& b) { return a == kAnyKey || a == b; });
}

}  // namespace

void apply_renames(std::span<const Rename> renames, Node& root, std::vector<Diagnostic>& warnings,
                   Diagnostics& diagnostics) {
  for (const Rename& rename : renames) {
    const std::vector<std::string> steps = split_path(rename.parent);
    visit_maps(root, steps, "", [&](Node& map, const std::string& path) {
      const auto old = std::find_if(map.entries.begin(), map.entries.end(),
                                    [&](const Node::Entry& entry) { return entry.key == rename.old_key; });
      if (old == map.entries.end()) {
        return;
      }
      const auto present =
          std::find_if(map.entries.begin(), map.entries.end(),
                       [&](const Node::Entry& entry) { return entry.key == rename.new_key; });
      if (present != map.entries.end()) {
        diagnostics.add({old->key_place,
                         fmt::format("{}: this key was renamed to {} in dimsim {}, and both are given",
                                     join(path, old->key), quote(rename.new_key), rename.since),
                         fmt::format("remove '{}'", rename.old_key),
                         {{present->key_place, "given here"}}});
        return;
      }
      // The key changes in place, so that the order of the keys and the places stay those of the file.
      warnings.push_back(rename_warning(rename, join(path, old->key), old->key_place));
      old->key = rename.new_key;
    });
  }
}

std::string renamed_path(std::span<const Rename> renames, const std::string& path, const Place& place,
                         std::vector<Diagnostic>& warnings) {
  std::vector<std::string> steps = split_path(path);
  bool is_renamed = false;
  for (const Rename& rename : renames) {
    std::vector<std::string> pattern = split_path(rename.parent);
    const std::size_t key = pattern.size();
    pattern.emplace_back(rename.old_key);
    if (matches_pattern(pattern, steps)) {
      warnings.push_back(rename_warning(rename, path, place));
      steps[key] = rename.new_key;
      is_renamed = true;
    }
  }
  if (!is_renamed) {  // the common case keeps its text
    return path;
  }
  std::string result;
  for (const std::string& step : steps) {
    result = join(result, step);
  }
  return result;
}

}  // namespace dimsim::language

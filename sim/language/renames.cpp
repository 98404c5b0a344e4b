#include "dimsim/language/renames.hpp"

#include "dimsim/language/path.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace dimsim::language {
namespace {

constexpr std::string_view kAnyKey = "*";

Diagnostic rename_warning(const Rename& rename, const std::string& path, const Place& place) {
  return {place,
          fmt::format("{}: this key is called {} since dimsim {}", path, quote(rename.new_key), rename.since),
          fmt::format("write '{}'; the next release does not read the old name", rename.new_key)};
}

/// Calls `visit` with every map that the steps lead to, and its path.
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
                         fmt::format("{}: this key is called {} since dimsim {}, which is given too",
                                     join(path, old->key), quote(rename.new_key), rename.since),
                         fmt::format("remove '{}'", rename.old_key),
                         {{present->key_place, "given here"}}});
        return;
      }
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
  if (!is_renamed) {
    return path;
  }
  std::string result;
  for (const std::string& step : steps) {
    result = join(result, step);
  }
  return result;
}

}  // namespace dimsim::language

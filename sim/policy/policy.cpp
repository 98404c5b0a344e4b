#include "policy/policy.hpp"

#include <algorithm>

namespace dimsim::policy {

bool says_auto(const Node& node) {
  return (node.is_scalar() && node.text == kAuto) ||
         std::any_of(node.items.begin(), node.items.end(), says_auto) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Node::Entry& entry) { return says_auto(entry.value); });
}

const Entry* find(std::string_view name) {
  const auto entry = std::find_if(registry().begin(), registry().end(),
                                  [&](const Entry& candidate) { return candidate.name == name; });
  return entry == registry().end() ? nullptr : &*entry;
}

bool needs_calibration(const Entry& entry, const Node& parameters) {
  return entry.needs.calibration || (entry.tunes && entry.tunes(parameters));
}

}  // namespace dimsim::policy

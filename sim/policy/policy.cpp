#include "dimsim/policy/policy.hpp"

#include <algorithm>

namespace dimsim::policy {

bool contains_auto(const Node& parameters) {
  return (parameters.is_scalar() && parameters.text == kAuto) ||
         std::any_of(parameters.items.begin(), parameters.items.end(), contains_auto) ||
         std::any_of(parameters.entries.begin(), parameters.entries.end(),
                     [](const Node::Entry& entry) { return contains_auto(entry.value); });
}

std::vector<Field> joined(std::vector<Field> first, const std::vector<Field>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
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

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/tree.hpp"
#include "dimsim/scenario/consistency.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// Names of the tiers; empty when one was refused.
std::vector<std::string> tier_names(const Node& scenario) {
  std::vector<std::string> names;
  const Node* tiers = valid(scenario, "deployment", "tiers");
  for (const Node& tier : tiers == nullptr ? std::vector<Node>{} : tiers->items) {
    const Node* name = tier.is_map() ? valid(tier, "name") : nullptr;
    if (name == nullptr) {
      return {};
    }
    names.push_back(name->text);
  }
  return names;
}

/// The keys of a mapping are among `names`.
void check_keys(const Node* mapping, const std::string& path, const std::vector<std::string>& names,
                Diagnostics& diagnostics) {
  for (const Node::Entry& entry : mapping == nullptr ? std::vector<Node::Entry>{} : mapping->entries) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
      diagnostics.add(entry.key_place, fmt::format("{}: there is no tier {}", path, quote(entry.key)),
                      suggestion(entry.key, names));
    }
  }
}

void check_egress(const Node& steps, Diagnostics& diagnostics) {
  double before = -1;
  for (const Node& step : steps.items) {
    const Node* from = step.is_map() ? valid(step, "from") : nullptr;
    if (from == nullptr) {
      return;
    }
    const double bytes = from->quantity(Dimension::Data);
    if (before < 0 && bytes != 0) {
      diagnostics.add(from->place,
                      fmt::format("cost.egress_tiers: the first begins at {}; expected 0 B", from->text),
                      "add what the first bytes of a month cost, '{from: 0 B, price: 0 USD/GB}' if nothing");
    } else if (bytes <= before) {
      diagnostics.add(from->place,
                      fmt::format("cost.egress_tiers: {} does not rise above the one before", from->text));
    }
    before = bytes;
  }
}

}  // namespace

void check_money(const Node& scenario, Diagnostics& diagnostics) {
  std::vector<std::string> names = tier_names(scenario);
  if (const Node* steps = valid(scenario, "cost", "egress_tiers")) {
    check_egress(*steps, diagnostics);
  }
  if (names.empty()) {
    return;
  }
  check_keys(valid(scenario, "cost", "offload"), "cost.offload", names, diagnostics);
  check_keys(valid(scenario, "cost", "layers"), "cost.layers", names, diagnostics);
  check_keys(valid(scenario, "cost", "exits"), "cost.exits", names, diagnostics);
  names.emplace_back(kNetworkKey);
  check_keys(valid(scenario, "carbon"), "carbon", names, diagnostics);
}

}  // namespace dimsim::scenario

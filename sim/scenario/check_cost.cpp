#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/scenario/draft.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// Names of the tiers; empty when one was refused.
std::vector<std::string> tier_names(const Draft& draft) {
  std::vector<std::string> names;
  for (const TierDraft& tier : draft.tiers) {
    if (!tier.name.is_given()) {
      return {};
    }
    names.push_back(tier.values.name);
  }
  return names;
}

/// The keys of a mapping by tier are among `names`.
void check_keys(const std::vector<TierFigure>& figures, const std::string& path,
                const std::vector<std::string>& names, Diagnostics& diagnostics) {
  for (const TierFigure& figure : figures) {
    if (std::find(names.begin(), names.end(), figure.tier) == names.end()) {
      diagnostics.add(figure.place, fmt::format("{}: there is no tier {}", path, quote(figure.tier)),
                      suggestion(figure.tier, names));
    }
  }
}

/// Prices by volume begin at nothing and rise.
void check_egress(const CostDraft& cost, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < cost.steps.size(); ++i) {
    const language::Origin& from = cost.step_origins[i];
    const double bytes = cost.steps[i].from_bytes;
    if (i == 0 && bytes != 0) {
      diagnostics.add(from.place,
                      fmt::format("cost.egress_tiers: the first begins at {}; expected 0 B", from.text),
                      "add what the first bytes of a month cost, '{from: 0 B, price: 0 USD/GB}' if nothing");
    } else if (i > 0 && bytes <= cost.steps[i - 1].from_bytes) {
      diagnostics.add(from.place,
                      fmt::format("cost.egress_tiers: {} does not rise above the one before", from.text));
    }
  }
}

}  // namespace

void check_cost(const Draft& draft, Diagnostics& diagnostics) {
  check_egress(draft.cost, diagnostics);
  std::vector<std::string> names = tier_names(draft);
  if (names.empty()) {
    return;
  }
  check_keys(draft.cost.offload, "cost.offload", names, diagnostics);
  check_keys(draft.cost.layers, "cost.layers", names, diagnostics);
  check_keys(draft.cost.exits, "cost.exits", names, diagnostics);
  names.emplace_back(kNetworkKey);
  check_keys(draft.carbon, "carbon", names, diagnostics);
}

}  // namespace dimsim::scenario

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/scenario/draft.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// The names of the tiers; empty if one was refused, because a key could then refer to that one.
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

/// Checks that the keys of a mapping by tier are among `names`.
void check_keys(const std::vector<TierFigure>& figures, const std::string& path,
                const std::vector<std::string>& names, Diagnostics& diagnostics) {
  for (const TierFigure& figure : figures) {
    if (std::find(names.begin(), names.end(), figure.tier) == names.end()) {
      diagnostics.add(unknown_name(figure.place, path, "tier", figure.tier, names));
    }
  }
}

/// Checks that the volumes of the price steps start at 0 B and rise. A first step above 0 B would leave bytes
/// without a price, which a user more likely forgot than meant to be free.
void check_egress(const CostDraft& cost, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < cost.steps.size(); ++i) {
    const language::Origin& from = cost.step_origins[i];
    const double bytes = cost.steps[i].from_bytes;
    if (i == 0 && bytes != 0) {
      diagnostics.add(
          from.place, fmt::format("cost.egress_tiers: the first step starts at {}; expected 0 B", from.text),
          "add the price of the first bytes of a month; if they are free, '{from: 0 B, price: 0 USD/GB}'");
    } else if (i > 0 && bytes <= cost.steps[i - 1].from_bytes) {
      diagnostics.add(from.place,
                      fmt::format("cost.egress_tiers: {} is not greater than the previous step", from.text));
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
  names.emplace_back(kNetworkKey);  // only carbon has a figure for the network
  check_keys(draft.carbon, "carbon", names, diagnostics);
}

}  // namespace dimsim::scenario

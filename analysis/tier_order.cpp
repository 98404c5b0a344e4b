#include "dimsim/analysis/tier_order.hpp"

#include <algorithm>

namespace dimsim::analysis {

std::vector<std::string> merged_tiers(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> merged;
  // `behind` follows the list through the merged order: a new tier goes directly above its lower neighbour.
  for (const std::vector<std::string>& list : lists) {
    auto behind = merged.begin();
    for (const std::string& tier : list) {
      const auto found = std::find(merged.begin(), merged.end(), tier);
      behind = (found == merged.end() ? merged.insert(behind, tier) : found) + 1;
    }
  }
  return merged;
}

}  // namespace dimsim::analysis

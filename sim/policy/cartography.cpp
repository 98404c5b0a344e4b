#include "policy/cartography.hpp"

#include "base/error.hpp"
#include "policy/tiers.hpp"

#include <array>

namespace dimsim::policy {
namespace {

/// Tier of each pool; the order is that of trace::Complexity from Easy on.
using TierOfPool = std::array<std::size_t, 3>;
constexpr std::array<const char*, 3> kPools = {"easy", "medium", "hard"};

class Cartography : public Policy {
 public:
  Cartography(TierOfPool tier_of_pool, const Fleet& fleet) : tier_of_pool_(tier_of_pool), fleet_(fleet) {}

  Action start(const Request& request) override { return answer_at(fleet_, tier_of(request)); }

 private:
  [[nodiscard]] std::size_t tier_of(const Request& request) const {
    switch (request.complexity) {
      case trace::Complexity::Easy:
        return tier_of_pool_[0];
      case trace::Complexity::Medium:
        return tier_of_pool_[1];
      case trace::Complexity::Hard:
      case trace::Complexity::Unknown:
        break;
    }
    return tier_of_pool_[2];
  }

  TierOfPool tier_of_pool_;
  Fleet fleet_;
};

TierOfPool read_pools(const Node& pools, const Fleet& fleet) {
  const std::size_t tiers = fleet.tiers.size();
  TierOfPool tier_of_pool = {0, tiers / 2, tiers - 1};
  Diagnostics diagnostics;
  for (std::size_t pool = 0; pool < kPools.size(); ++pool) {
    const Node* name = pools.find(kPools[pool]);
    if (name == nullptr) {
      continue;
    }
    if (const auto tier = find_tier(fleet, name->string())) {
      tier_of_pool[pool] = *tier;
    } else {
      diagnostics.add(unknown_tier(fleet, name->string(), name->place));
    }
  }
  diagnostics.throw_if_any();
  return tier_of_pool;
}

Field pool_field(const char* pool, const char* documentation) {
  return language::optional(pool, language::text(), documentation);
}

}  // namespace

Entry cartography_entry() {
  return {
      .name = "cartography",
      .summary = "easy, medium and hard samples each to the tier of their pool",
      .rule =
          "tier(request) = pools[complexity of its sample], the label that the trace holds. By default easy "
          "goes to the first tier, hard to the last, medium to tier n/2 counted from 0: the middle one of "
          "three, and of two the last, since a tier too deep costs time but one too shallow costs answers. "
          "A sample without a label counts as hard.",
      .source =
          "Bajpai and Hanawal, DIMEC-DC, arXiv:2412.16616 (pools); Swayamdipta et al., Dataset "
          "Cartography, EMNLP 2020 (confidence and variability)",
      .parameters = {language::defaulted(
          "pools",
          language::record({pool_field("easy", "tier of easy samples; default: the first"),
                            pool_field("medium", "tier of medium samples; default: the middle one"),
                            pool_field("hard", "tier of hard samples; default: the last")}),
          "{}", "name of the tier that answers each pool")},
      .needs = {.complexity = true},
      .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
        return std::make_unique<Cartography>(read_pools(parameters.at("pools"), fleet), fleet);
      }};
}

}  // namespace dimsim::policy

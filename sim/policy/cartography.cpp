#include "dimsim/policy/cartography.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/thresholds.hpp"
#include "dimsim/policy/tiers.hpp"

#include <array>

namespace dimsim::policy {
namespace {

/// Tier of each pool, in the order of trace::Complexity from Easy on.
using TierOfPool = std::array<std::size_t, 3>;
constexpr std::array<const char*, 3> kPools = {"easy", "medium", "hard"};

class Cartography : public Policy {
 public:
  Cartography(TierOfPool tier_of_pool, const Node& parameters, const Fleet& fleet)
      : tier_of_pool_(tier_of_pool),
        climb_(fleet, deepest_exits(fleet), parameters.place),
        thresholds_(parameters, climb_) {}

  void begin(const Knowledge& knowledge) override {
    if (thresholds_.are_tuned()) {
      std::vector<std::size_t> first_tier;
      for (const trace::Complexity complexity : knowledge.calibration->complexity) {
        first_tier.push_back(tier_of(complexity));
      }
      thresholds_.tune(climb_, *knowledge.calibration, first_tier);
    }
  }

  Action start(const Request& request) override { return climb_.to(tier_of(request.complexity)); }

  Action next(const Request& /*request*/, const Progress& progress) override {
    const bool is_sure = thresholds_.answers(climb_.rung_of(progress), progress.exits.back().confidence);
    return is_sure ? Action::answer() : climb_.next_after(progress);
  }

  [[nodiscard]] Report report(const Review& /*review*/) const override { return thresholds_.report(climb_); }

 private:
  [[nodiscard]] std::size_t tier_of(trace::Complexity complexity) const {
    switch (complexity) {
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
  Climb climb_;  ///< one rung per tier
  Thresholds thresholds_;
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

std::vector<Field> cartography_fields() {
  return joined({language::defaulted(
                    "pools",
                    language::record({pool_field("easy", "tier of easy samples; default: the first"),
                                      pool_field("medium", "tier of medium samples; default: the middle one"),
                                      pool_field("hard", "tier of hard samples; default: the last")}),
                    "{}", "name of the tier where each pool starts")},
                threshold_fields());
}

}  // namespace

Entry cartography_entry() {
  return {
      .name = "cartography",
      .summary =
          "each sample starts at the tier of its complexity and goes up if the exit there is not confident",
      .rule = prose(R"(
A request starts at pools[complexity of its sample]. The complexity is the label in the trace: the pool
of the nearest centroid in the embedding. By default easy samples start at the first tier, hard ones at
the last, and medium ones at tier n/2 counted from 0: the middle one of three, and the last of two,
since a tier that is too deep costs time but one that is too shallow costs right answers. A sample
without a label counts as hard. The deepest exit of a tier answers if its largest softmax probability is
at least the threshold of the tier (α on the device, β on the edge); otherwise the request goes to the
next tier. The last tier always answers. Published: pools by confidence and variability, their tiers,
exits at mobile and edge, thresholds chosen by a reward that weighs performance against processing and
offloading costs. Our interpretation: the deepest exit, the order of the tiers, confidence − mu · λ as
the reward, a grid of hundredths, and thresholds chosen on held-out samples, since a trained model is
more confident on its training samples than on others. Pool cuts are chosen beforehand, with `dimsim
cartography`.
)"),
      .source =
          "Bajpai and Hanawal, DIMEC-DC, arXiv:2412.16616 (pools, thresholds by a reward); Swayamdipta et "
          "al., "
          "Dataset Cartography, EMNLP 2020 (confidence and variability)",
      .parameters = cartography_fields(),
      .needs = {.complexity = true},
      .tunes = [](const Node& parameters) { return contains_auto(parameters.at("thresholds")); },
      .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
        return std::make_unique<Cartography>(read_pools(parameters.at("pools"), fleet), parameters, fleet);
      }};
}

}  // namespace dimsim::policy

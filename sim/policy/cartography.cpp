#include "dimsim/policy/cartography.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/thresholds.hpp"
#include "dimsim/policy/tiers.hpp"

#include <array>
#include <optional>
#include <utility>

namespace dimsim::policy {
namespace {

// The label of a sample only decides where its request starts. From there the policy is a cascade with one
// exit per tier, the deepest one: rung t of the climb is tier t, so tiers and rungs share their indices here.

/// Tier of each pool, in the order of trace::Complexity from Easy on.
using TierOfPool = std::array<std::size_t, 3>;
constexpr std::array<const char*, 3> kPools = {"easy", "medium", "hard"};

struct CartographyParameters {
  std::array<std::optional<TierName>, 3> pools;  ///< as TierOfPool; empty: by default
  ThresholdParameters thresholds;
  Place place;
};

TierOfPool tiers_of(const CartographyParameters& parameters, const Fleet& fleet) {
  const std::size_t tiers = fleet.tiers.size();
  // Of two tiers the upper one serves medium samples: one tier too deep costs time, one too shallow costs
  // right answers.
  TierOfPool tier_of_pool = {0, tiers / 2, tiers - 1};
  Diagnostics diagnostics;
  for (std::size_t pool = 0; pool < kPools.size(); ++pool) {
    const std::optional<TierName>& named = parameters.pools[pool];
    if (!named) {
      continue;
    }
    if (const auto tier = find_tier(fleet, named->name)) {
      tier_of_pool[pool] = *tier;
    } else {
      diagnostics.add(unknown_tier(fleet, *named));
    }
  }
  diagnostics.throw_if_any();
  return tier_of_pool;
}

class Cartography : public Policy {
 public:
  Cartography(const CartographyParameters& parameters, const Fleet& fleet)
      : tier_of_pool_(tiers_of(parameters, fleet)),
        climb_(fleet, deepest_exits(fleet), parameters.place),
        thresholds_(parameters.thresholds, climb_) {}

  void begin(const Knowledge& knowledge) override {
    if (thresholds_.are_tuned()) {
      // Samples start where requests with the same label start; otherwise the thresholds would be tuned for
      // requests that climb from the device.
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
      case trace::Complexity::Unknown:  // as hard: a tier too deep only costs time
        break;
    }
    return tier_of_pool_[2];
  }

  TierOfPool tier_of_pool_;
  Climb climb_;  ///< one rung per tier
  Thresholds thresholds_;
};

Creator read_cartography(const Node& parameters) {
  CartographyParameters values = {
      .pools = {}, .thresholds = read_thresholds(parameters), .place = parameters.place};
  const Node& pools = parameters.at("pools");
  for (std::size_t pool = 0; pool < kPools.size(); ++pool) {
    values.pools[pool] = optional_tier_name(pools, kPools[pool]);
  }
  const bool tunes = values.thresholds.are_tuned();
  return creates<Cartography>(std::move(values), tunes);
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
      .may_tune = true,
      .read = read_cartography};
}

}  // namespace dimsim::policy

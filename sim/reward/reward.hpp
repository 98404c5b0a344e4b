#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

/// The reward by which DIMEC-DC weighs confidence against cost (Bajpai and Hanawal, arXiv:2412.16616): a
/// request begins at a tier and climbs while the exit there is less confident than the tier's threshold.
namespace dimsim::cartography {

/// The tiers as the reward sees them, from the device upwards.
struct Ladder {
  std::vector<int> exits;  ///< exit layer that answers at each tier
  /// [first tier][answering tier], first <= answering: what a request takes that begins at the one and climbs
  /// to the other [λ].
  std::vector<std::vector<double>> cost;
  double mu = 0;  ///< weight of the cost: reward = confidence of the answer − mu · cost [1/λ]
};

/// A threshold that no confidence reaches: the tier answers nothing.
inline constexpr double kAlwaysUp = std::numeric_limits<double>::infinity();

/// Thresholds per tier but the last: a request that reaches tier t answers there if its confidence >=
/// thresholds[t].
struct Choice {
  std::vector<double> thresholds;
  double reward = 0;  ///< mean over the samples
};

/// The tier that answers a sample which begins at tier `first` and climbs while it is not sure enough.
[[nodiscard]] std::size_t answering_tier(const trace::Split& split, std::size_t sample, std::size_t first,
                                         const Ladder& ladder, std::span<const double> thresholds);

/// Mean of confidence − mu · cost over the samples, sample i beginning at first_tier[i]; 0 without samples.
[[nodiscard]] double mean_reward(const trace::Split& split, std::span<const std::size_t> first_tier,
                                 const Ladder& ladder, std::span<const double> thresholds);

/// The thresholds out of 0, .01, …, 1 and kAlwaysUp with the largest mean reward. Up to three tiers every
/// combination is compared; beyond, one threshold after the other is set to its best until none changes, from
/// each start 0, .1, …, 1, kAlwaysUp (the same at every tier), which may miss the largest. Of rewards within
/// 1e-12 the one of lower mean cost is taken, then the one of the lower thresholds, the first tier's first.
[[nodiscard]] Choice best_thresholds(const trace::Split& split, std::span<const std::size_t> first_tier,
                                     const Ladder& ladder);

}  // namespace dimsim::cartography

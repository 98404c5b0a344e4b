#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

/// The reward of DIMEC-DC, which weighs confidence against cost (Bajpai and Hanawal, arXiv:2412.16616), and
/// the thresholds that maximise it. A request starts at a tier and climbs while the confidence of the exit
/// there is below the tier's threshold.
namespace dimsim::reward {

/// Exits and costs of the tiers, from the device upwards.
struct Ladder {
  std::vector<int> exits;  ///< exit layer that answers at each tier
  /// [first tier][answering tier], first <= answering: cost of a request that starts at the first and climbs
  /// to the answering tier [λ].
  std::vector<std::vector<double>> cost;
  double mu = 0;  ///< weight of the cost: reward = confidence of the answer − mu · cost [1/λ]
};

/// A threshold that no confidence reaches: the tier never answers.
inline constexpr double kAlwaysUp = std::numeric_limits<double>::infinity();

/// Thresholds of all tiers except the last: a request that reaches tier t is answered there if its confidence
/// >= thresholds[t].
struct Choice {
  std::vector<double> thresholds;
  double reward = 0;  ///< mean over the samples
};

/// The tier that answers a sample which starts at tier `first` and climbs while its confidence is below the
/// threshold.
[[nodiscard]] std::size_t answering_tier(const trace::Split& split, std::size_t sample, std::size_t first,
                                         const Ladder& ladder, std::span<const double> thresholds);

/// Mean of confidence − mu · cost over the samples, where sample i starts at first_tier[i]; 0 without
/// samples.
[[nodiscard]] double mean_reward(const trace::Split& split, std::span<const std::size_t> first_tier,
                                 const Ladder& ladder, std::span<const double> thresholds);

/// The thresholds out of 0, .01, …, 1 and kAlwaysUp with the largest mean reward. For up to three tiers the
/// search is exhaustive; for more it is coordinate ascent from the starts 0, .1, …, 1, kAlwaysUp (the same at
/// every tier), which may miss the maximum. Rewards within 1e-12 are equal; ties go to the lower mean cost,
/// then to the lexicographically smaller thresholds.
[[nodiscard]] Choice best_thresholds(const trace::Split& split, std::span<const std::size_t> first_tier,
                                     const Ladder& ladder);

}  // namespace dimsim::reward

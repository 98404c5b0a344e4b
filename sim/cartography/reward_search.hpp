#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/reward/reward.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::cartography {

/// Pool cuts that are chosen by the reward of a calibration split.
struct RewardOptions {
  std::string calibration = "dev";
  std::vector<int> exits = {3, 6, 12};      ///< exit layer of each tier, one tier a pool
  std::vector<double> offload = {0, 2, 5};  ///< for entering each tier [λ]
  double layer_cost = 1;                    ///< [λ]
  double mu = 0.01;                         ///< [1/λ]; assumed: 17 λ are worth 0.17 of confidence
};

/// A request that begins at one tier and climbs to another enters every tier on the way and runs its layers
/// from the text up to its exit, since each tier holds a model of its own.
[[nodiscard]] Ladder ladder(const RewardOptions& options);

/// What cuts are worth, with the exit thresholds that are best for them.
struct Reward {
  Choice choice;
  PoolSizes first_tier{};  ///< samples of the calibration split that begin at each tier
};

/// Labels training samples by the cuts, those of the calibration split by the nearest centroid; each begins
/// at its pool's tier. Nothing when a pool is empty, since it has no centroid then.
[[nodiscard]] std::optional<Reward> reward(const Coordinates& map, const trace::Split& training,
                                           const trace::Split& calibration, const Cuts& cuts,
                                           const Ladder& ladder);

/// The cuts of largest reward: every combination of quantiles q0.1, q0.2, …, q0.9 for the three; the first
/// among equals (within 1e-12), easy_confidence rising slowest and hard_confidence fastest. Throws InputError
/// without a place when each leaves a pool empty.
[[nodiscard]] Cuts best_cuts(const Coordinates& map, const trace::Split& training,
                             const trace::Split& calibration, const Ladder& ladder);

}  // namespace dimsim::cartography

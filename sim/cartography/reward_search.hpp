#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/reward/reward.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::cartography {

/// Options for choosing pool cuts by the reward of a calibration split.
struct RewardOptions {
  std::string calibration = "dev";
  std::vector<int> exits = {3, 6, 12};      ///< exit layer of each tier, one tier per pool
  std::vector<double> offload = {0, 2, 5};  ///< cost of entering each tier [λ]
  double layer_cost = 1;                    ///< [λ]
  double mu = 0.01;  ///< weight of the cost [1/λ]; assumed: 17 λ are worth 0.17 of confidence
};

/// The costs of DIMEC-DC: a request that climbs enters every tier on the way and runs its layers from the
/// text up to its exit, since each tier has its own model.
[[nodiscard]] reward::Ladder ladder(const RewardOptions& options);

/// The reward of cuts, with the exit thresholds that are best for them.
struct CutsEvaluation {
  reward::Choice choice;
  PoolSizes first_tier{};  ///< number of calibration samples that start at each tier
};

/// Labels training samples by the cuts and calibration samples by the nearest centroid; each calibration
/// sample starts at the tier of its pool. Empty if a pool has no samples and so no centroid.
[[nodiscard]] std::optional<CutsEvaluation> evaluate_cuts(const Coordinates& map,
                                                          const trace::Split& training,
                                                          const trace::Split& calibration, const Cuts& cuts,
                                                          const reward::Ladder& ladder);

/// The cuts with the largest reward among all combinations of the quantiles q0.1, q0.2, …, q0.9. Ties (within
/// 1e-12) go to the first, with easy_confidence varying slowest and hard_confidence fastest. Throws
/// InputError without a place if every combination leaves a pool empty.
[[nodiscard]] Cuts best_cuts(const Coordinates& map, const trace::Split& training,
                             const trace::Split& calibration, const reward::Ladder& ladder);

}  // namespace dimsim::cartography

#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/clustered_sums.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A tier that a policy answered at, and a policy that answers everything there.
struct TierUse {
  std::string tier;
  std::string fixed_policy;
  double share = 0;     ///< of the policy's answers
  double accuracy = 0;  ///< of the fixed policy
};

/// What a policy's choice of a tier for each request is worth.
struct RoutingGain {
  std::uint64_t requests = 0;  ///< measured, answered by the policy and by all fixed ones
  double accuracy = 0;         ///< of the policy
  double random_accuracy = 0;  ///< Σ share × accuracy: of a random choice with the policy's shares
  statistics::Estimate gain;   ///< the difference, with its interval for other texts and other times
  std::vector<TierUse> tiers;  ///< those with a share, from the device upwards
};

/// How much more accurate a policy is than a random choice of tiers with the same shares would be, at a point
/// of a result file: accuracy − Σ over tiers (share × accuracy of the policy that answers all there).
/// docs/figures.md has the interval. Throws InputError: the point has no such policy, no policy that
/// answers everything at a tier of it, or its runs cannot be paired.
[[nodiscard]] RoutingGain routing_gain(const ResultReader& result, std::size_t point,
                                       const std::string& policy);

}  // namespace dimsim::analysis

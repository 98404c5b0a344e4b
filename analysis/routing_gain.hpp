#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/clustered_sums.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A tier at which a policy answered requests, and a fixed policy, which answers all requests there.
struct TierUse {
  std::string tier;
  std::string fixed_policy;
  double share = 0;     ///< of the routing policy's answers
  double accuracy = 0;  ///< of the fixed policy
};

/// The accuracy that a policy gains by its choice of a tier for each request.
struct RoutingGain {
  std::uint64_t requests = 0;  ///< measured requests that the policy and all fixed ones answered
  double accuracy = 0;         ///< of the policy
  double random_accuracy = 0;  ///< of a random choice with the same shares: Σ share × accuracy
  statistics::Estimate gain;   ///< the difference; its interval covers other texts and other periods
  std::vector<TierUse> tiers;  ///< with a share above 0, from the device upwards
};

/// Accuracy of a policy at a point minus the accuracy that a random choice of tiers with the same shares
/// would have: accuracy − Σ over tiers (share × accuracy of the fixed policy). docs/figures.md describes the
/// interval. Throws InputError if the point has no such policy or lacks the fixed policy of a tier in use, or
/// if the runs cannot be paired.
[[nodiscard]] RoutingGain routing_gain(const ResultReader& result, std::size_t point,
                                       const std::string& policy);

}  // namespace dimsim::analysis

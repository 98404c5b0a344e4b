#pragma once

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// What money is spent on: the tiers of all policies, from the device upwards, and "egress".
[[nodiscard]] std::vector<std::string> money_part_names(const std::vector<PolicyRuns>& policies);

/// Money per 1,000 answers of a policy by these parts, means across replications [USD]: rent, services and
/// ownership of a tier's hosts, and egress, over the whole run, divided by all answers. They add up to the
/// metric cost.usd_per_1000. NaN where a run has no answer.
/// Contract: the file keeps its requests. Throws InputError for a file that is not as docs/formats.md
/// describes.
[[nodiscard]] std::vector<double> money_parts_of(const ResultReader& result, const PolicyRuns& policy,
                                                 const std::vector<std::string>& names);

}  // namespace dimsim::analysis

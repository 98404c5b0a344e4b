#pragma once

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Names of the parts of the cost: the tiers of all policies, from the device upwards, then "egress".
[[nodiscard]] std::vector<std::string> money_part_names(const std::vector<PolicyRuns>& policies);

/// Cost per 1,000 answers of a policy in each of these parts, means across replications [USD]: rent, services
/// and ownership of a tier's hosts, and egress, over the whole run, divided by all answers. The parts add up
/// to the metric cost.usd_per_1000. NaN if a run has no answer. `names` are those of money_part_names.
/// Contract: the file keeps its requests. Throws InputError for a file that does not follow docs/formats.md.
[[nodiscard]] std::vector<double> money_parts_of(const ResultReader& result, const PolicyRuns& policy,
                                                 const std::vector<std::string>& names);

}  // namespace dimsim::analysis

#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Runs of one policy at one point, by replication.
struct PolicyRuns {
  std::string policy;
  std::map<std::int64_t, const RunEntry*> replications;
};

/// Throws InputError about a point of a result file.
[[noreturn]] void refuse_point(const ResultReader& result, std::size_t point, const std::string& message,
                               const std::string& hint = "");

/// Adds what prevents a comparison of the files: different seeds, because a comparison needs common random
/// numbers, and a file that is given twice.
void check_files(const std::vector<ResultReader>& results, Diagnostics& diagnostics);

/// The policies of a point, in the file's order. Throws InputError if two runs are the same replication of a
/// policy.
[[nodiscard]] std::vector<PolicyRuns> policy_runs(const ResultReader& result, std::size_t point);

/// Runs of a policy, in rising order of replications.
[[nodiscard]] std::vector<const RunEntry*> runs_of(const PolicyRuns& policy);

/// Whether a station or link was overloaded in any replication of a policy.
[[nodiscard]] bool is_overloaded(const PolicyRuns& policy);

/// Names of policies, in their order.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<PolicyRuns>& policies);

[[nodiscard]] bool contains(const std::vector<std::string>& names, const std::string& name);

/// A policy that is looked up by its name.
struct PolicyQuery {
  std::string name;
  std::string purpose;  ///< follows the name in a message: "to compare with"
  std::string hint;     ///< what to do if there is no such policy; "": the nearest name
};

/// The policy of a point with this name. Throws InputError if the point has no such policy.
[[nodiscard]] const PolicyRuns& find_policy(const ResultReader& result, std::size_t point,
                                            const std::vector<PolicyRuns>& policies,
                                            const PolicyQuery& query);

/// Throws InputError unless a policy of a point has the same replications as `other`, which is at the same
/// point or in another place that the message names: `place_of_other` (" of a.h5").
void check_replications(const ResultReader& result, std::size_t point, const PolicyRuns& policy,
                        const PolicyRuns& other, const std::string& place_of_other = "");

/// Number of periods into which each replication is divided, so that all replications together have at least
/// kBatches of them. With kBatches or more replications each is one period: replications are independent.
[[nodiscard]] std::size_t periods_of_a_replication(std::size_t replications);

}  // namespace dimsim::analysis

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

/// Tells what forbids to compare files: different seeds, since the same random numbers make all points of a
/// comparison, or one that is given twice.
void check_files(const std::vector<ResultReader>& results, Diagnostics& diagnostics);

/// The policies of a point, in the file's order. Throws InputError when two runs are the same replication of
/// a policy.
[[nodiscard]] std::vector<PolicyRuns> policy_runs(const ResultReader& result, std::size_t point);

/// A policy's runs, in the order of replications.
[[nodiscard]] std::vector<const RunEntry*> runs_of(const PolicyRuns& policy);

/// Whether a station or link was overloaded in any replication of a policy.
[[nodiscard]] bool is_overloaded(const PolicyRuns& policy);

/// Names of policies, in their order.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<PolicyRuns>& policies);

[[nodiscard]] bool contains(const std::vector<std::string>& names, const std::string& name);

/// A policy that somebody asks for.
struct Sought {
  std::string name;
  std::string purpose;  ///< what for, where a message goes on after the name: "to compare with"
  std::string hint;     ///< what to do where there is none
};

/// That policy of a point. Throws InputError when it has none of that name.
[[nodiscard]] const PolicyRuns& find_policy(const ResultReader& result, std::size_t point,
                                            const std::vector<PolicyRuns>& policies, const Sought& sought);

/// Throws InputError unless a policy of a point has the same replications as another one, which is at the
/// same point or, as messages then say, at `place_of_other` (" of a.h5").
void check_replications(const ResultReader& result, std::size_t point, const PolicyRuns& policy,
                        const PolicyRuns& other, const std::string& place_of_other = "");

/// Periods into which a replication is divided: all together as many as batches; where there are as many
/// replications, one each, since those are independent.
[[nodiscard]] std::size_t periods_of_a_replication(std::size_t replications);

}  // namespace dimsim::analysis

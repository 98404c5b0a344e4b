#pragma once

#include "analysis/replication_comparison.hpp"

#include <string>

namespace dimsim::commands {

/// The comparison of a file by replications as a person reads it: a table a point, fronts, crossings.
[[nodiscard]] std::string replication_table(const analysis::ResultReader& result,
                                            const analysis::ReplicationComparison& comparison,
                                            const std::string& baseline, bool colour);

/// {"format": "dimsim.comparison", "version": 1, "by": "replications", …}.
[[nodiscard]] std::string replication_json(const analysis::ResultReader& result,
                                           const analysis::ReplicationComparison& comparison,
                                           const std::string& baseline);

/// A line for each point, policy and metric.
[[nodiscard]] std::string replication_csv(const analysis::ReplicationComparison& comparison,
                                          const std::string& baseline);

}  // namespace dimsim::commands

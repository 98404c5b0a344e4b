#pragma once

#include "dimsim/analysis/replication_comparison.hpp"

#include <string>

namespace dimsim::cli {

/// The comparison by replications as a person reads it: a table a point, fronts, crossings.
[[nodiscard]] std::string replication_table(const analysis::ReplicationComparison& comparison, bool colour);

/// {"format": "dimsim.comparison", "version": 1, "by": "replications", …}.
[[nodiscard]] std::string replication_json(const analysis::ReplicationComparison& comparison);

/// A line for each point, policy and metric.
[[nodiscard]] std::string replication_csv(const analysis::ReplicationComparison& comparison);

}  // namespace dimsim::cli

#pragma once

#include "dimsim/analysis/replication_comparison.hpp"

#include <string>

namespace dimsim::cli {

/// The comparison by replications for a terminal: one table per point with its Pareto front, then the
/// crossovers of policies and a legend.
[[nodiscard]] std::string replication_table(const analysis::ReplicationComparison& comparison, bool colour);

/// {"format": "dimsim.comparison", "version": 1, "by": "replications", …}.
[[nodiscard]] std::string replication_json(const analysis::ReplicationComparison& comparison);

/// Comma-separated values (RFC 4180), one line per point, policy and metric.
[[nodiscard]] std::string replication_csv(const analysis::ReplicationComparison& comparison);

}  // namespace dimsim::cli

#pragma once

#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A metric of a policy at one point.
struct SummaryCell {
  /// Across replications, in the metric's unit; no half width with one replication.
  statistics::Estimate estimate;
  bool is_best = false;  ///< no other policy of the point has a better mean
};

/// A policy at one point.
struct SummaryRow {
  std::filesystem::path path;  ///< of the result file
  std::string scenario;        ///< its name
  std::size_t point = 0;       ///< index of the point in its file
  NamedTexts labels;           ///< values of the point on its axes
  std::string policy;
  std::size_t replications = 0;
  std::vector<SummaryCell> cells;  ///< in the order of the metrics
};

struct SummaryTable {
  std::vector<MetricColumn> metrics;
  std::vector<SummaryRow> rows;
};

/// All points of result files with their policies, or with only those in `policies` if it is not empty.
/// Throws InputError if a file lacks a metric or a point a policy. Contract: there is at least one file.
[[nodiscard]] SummaryTable summary_rows(const std::vector<ResultReader>& results,
                                        const std::vector<std::string>& metrics,
                                        const std::vector<std::string>& policies);

}  // namespace dimsim::analysis

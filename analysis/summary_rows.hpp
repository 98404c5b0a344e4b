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
  statistics::Estimate
      estimate;          ///< across replications, in the metric's unit; no half width with one replication
  bool is_best = false;  ///< no other policy of the point has a better mean
};

/// A policy at one point.
struct SummaryRow {
  std::filesystem::path path;  ///< of the result file
  std::string scenario;        ///< its name
  std::size_t point = 0;       ///< number of the point in its file
  NamedTexts labels;           ///< what its axes call it
  std::string policy;
  std::size_t replications = 0;
  std::vector<SummaryCell> cells;  ///< in the order of the metrics
};

struct SummaryTable {
  std::vector<MetricColumn> metrics;
  std::vector<SummaryRow> rows;
};

/// All points and policies of result files, or those policies. Throws InputError: a file has no such metric,
/// a point no such policy, a file is given twice. Contract: there is at least one file.
[[nodiscard]] SummaryTable summary_rows(const std::vector<ResultReader>& results,
                                        const std::vector<std::string>& metrics,
                                        const std::vector<std::string>& policies);

}  // namespace dimsim::analysis

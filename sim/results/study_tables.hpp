#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/results/metrics.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::results {

/// The table of a study: one row per run, with the values of its point on all axes and every metric of its
/// summary. A metric that only some runs have is NaN for the others.
class RunTable {
 public:
  void add(const RunRecord& record);

  /// Writes /run_table; run i is row i. `points` are the points to which the keys refer.
  void write(hdf5::File& file, const std::vector<PointHeader>& points) const;

 private:
  /// The values of a row that are not metrics.
  struct Row {
    RunKey key;
    std::string policy;
    Counts requests;
    double latency_ci95_s = 0;
    double warm_up_end_s = 0;
    double last_arrival_s = 0;
    double end_s = 0;
    std::uint8_t warm_up_found = 0;  ///< coded as in columns::runs::warm_up_found
    bool is_overloaded = false;
  };
  struct Column {
    Metric metric;
    std::vector<double> values;  ///< of the first rows; kAbsent for the others
  };

  std::vector<Row> rows_;
  std::vector<Column> columns_;
  std::map<std::string, std::size_t> index_;  ///< of a metric's column
};

/// Writes /point_table, one row per point: the values that it sets in the scenario, its labels, its trace,
/// and the index of its `assumptions` (attribute of the file, a JSON list without repetitions).
void write_points(hdf5::File& file, const std::vector<PointHeader>& points);

}  // namespace dimsim::results

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

/// The table of a study: a row a run, with the values of its point's axes and every metric of its summary. A
/// metric that only some runs have is NaN for the others.
class RunTable {
 public:
  void add(const RunRecord& record);

  /// Writes /run_table; run i is row i. `points` are those of the keys.
  void write(hdf5::File& file, const std::vector<PointHeader>& points) const;

 private:
  /// What is beside the metrics.
  struct Row {
    RunKey key;
    std::string policy;
    Counts requests;
    double latency_ci95_s = 0;
    double warm_up_end_s = 0;
    double last_arrival_s = 0;
    double end_s = 0;
    std::uint8_t warm_up_found = 0;  ///< as the column says
    bool is_overloaded = false;
  };
  struct Column {
    Metric metric;
    std::vector<double> values;  ///< may end early; what is missing is absent
  };

  std::vector<Row> rows_;
  std::vector<Column> columns_;
  std::map<std::string, std::size_t> index_;  ///< of a metric's column
};

/// Writes /point_table, one row per point: what it puts into the scenario, what its axes call it, its trace,
/// and which of the `assumptions` (attribute of the file, a JSON list without repetitions) it rests on.
void write_points(hdf5::File& file, const std::vector<PointHeader>& points);

}  // namespace dimsim::results

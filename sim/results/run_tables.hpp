#pragma once

#include "dimsim/results/row_table.hpp"
#include "dimsim/results/run_result.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::results {

// The tables of one run in a result file. Contract: the argument outlives the table.

/// One row per request: its outcome, the parts of its latency, its instants at every tier.
[[nodiscard]] RowTable request_table(const RunResult& run);

/// Bytes on links over time: one row per link and bin in which it carried anything.
struct LinkCourseTable {
  RowTable table;
  std::size_t rows = 0;
};
[[nodiscard]] LinkCourseTable link_course_table(const RunResult& run);
[[nodiscard]] RowTable station_table(const std::vector<StationAccount>& stations);
[[nodiscard]] RowTable link_table(const std::vector<LinkAccount>& links);

}  // namespace dimsim::results

#pragma once

#include "dimsim/results/row_table.hpp"
#include "dimsim/results/run_result.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::results {

// The tables of one run in a result file. Contract: what they are made of outlives them.

/// A row a request: what became of it, the parts of its latency, its instants at every tier.
[[nodiscard]] RowTable request_table(const RunResult& run);

/// What links carried over time: a row for each link and bin in which it carried anything.
struct LinkCourseTable {
  RowTable table;
  std::size_t rows = 0;
};
[[nodiscard]] LinkCourseTable link_course_table(const RunResult& run);
[[nodiscard]] RowTable station_table(const std::vector<StationAccount>& stations);
[[nodiscard]] RowTable link_table(const std::vector<LinkAccount>& links);

}  // namespace dimsim::results

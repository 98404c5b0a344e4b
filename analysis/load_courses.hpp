#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/time_bins.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// The load of a station or a link (or of a group of identical ones) over time, in one run.
struct LoadCourse {
  std::string name;  ///< "edge/jetson-agx-orin", "wan/up"
  bool is_link = false;
  double capacity = 0;  ///< number of servers, or capacity of all its links [B/s]
  double end_s = 0;     ///< of the run [s]
  TimeBins work;        ///< server-seconds, or bytes
  TimeBins waiting;     ///< request-seconds of waiting for a server; empty for links

  /// Mean utilisation in each bin: work / (capacity × width), where the last bin ends with the run.
  [[nodiscard]] std::vector<double> utilisation() const;
  /// Mean number of waiting requests in each bin.
  [[nodiscard]] std::vector<double> queue() const;
};

/// Stations, then links, in the order of the file. All bins have the same width, and at most `most_bins` span
/// the run. Links are left out if the file does not record their traffic over time. Throws InputError if the
/// file does not keep its requests or lacks columns.
[[nodiscard]] std::vector<LoadCourse> load_courses(const ResultReader& result, const RunEntry& run,
                                                   std::size_t most_bins);

}  // namespace dimsim::analysis

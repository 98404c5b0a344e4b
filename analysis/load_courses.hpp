#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/time_bins.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// How busy a station or a link (or a group of like ones) was over time, in a run.
struct LoadCourse {
  std::string name;  ///< "edge/jetson-agx-orin", "wan/up"
  bool is_link = false;
  double capacity = 0;  ///< its servers; or of all its links [B/s]
  double end_s = 0;     ///< of the run [s]
  TimeBins work;        ///< server-seconds, or bytes
  TimeBins waiting;     ///< request-seconds of waiting for a server; none of links

  /// work / (capacity × width) of each bin, the last one up to the end of the run: the mean utilisation in
  /// it.
  [[nodiscard]] std::vector<double> utilisation() const;
  /// Mean number of waiting requests in each bin.
  [[nodiscard]] std::vector<double> queue() const;
};

/// Stations, then links, in the order of the file; their bins are equally wide, and at most `most` span the
/// run. Links are left out where the file does not say what they carried over time. Throws InputError when
/// requests are not kept or columns are missing.
[[nodiscard]] std::vector<LoadCourse> load_courses(const ResultReader& result, const RunEntry& run,
                                                   std::size_t most);

}  // namespace dimsim::analysis

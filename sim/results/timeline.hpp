#pragma once

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/plan/study.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::results {

/// The file, and the requests that are written.
struct TimelineOptions {
  std::string file;         ///< "" for none
  std::uint64_t every = 1;  ///< only every n-th request
  double begin_s = 0;       ///< only arrivals in [begin_s, end_s) [s]
  double end_s = std::numeric_limits<double>::infinity();
};

/// The timeline of requests as Chrome trace events (JSON object format), which Perfetto opens: a process for
/// each run; a track for the services, the queue and the messages of each device and host and for the bytes
/// on each link, several if slices overlap; counters of waiting requests, of messages in transit and of the
/// utilisation of links. Made from the records of a run, so that it changes no result. Instants are whole
/// nanoseconds, so that parts of a request add up exactly. Memory grows with the requests in progress at one
/// time, not with all.
///
/// Contract: add() is called for one run after the other; finish() gives the file its name.
class Timeline {
 public:
  /// Creates the file under a temporary name. Throws RunError if it cannot be written.
  explicit Timeline(TimelineOptions options);

  /// Writes a run that has its requests. Throws RunError (disk full).
  void add(const RunRecord& record, const scenario::Scenario& point, const std::vector<plan::Label>& labels);
  void finish();

 private:
  TimelineOptions options_;
  AtomicFile file_;
  std::ofstream stream_;
  std::uint64_t runs_ = 0;
};

}  // namespace dimsim::results

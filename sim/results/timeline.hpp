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

/// Which requests are written.
struct TimelineOptions {
  std::string file;  ///< "" = none
  std::uint64_t every = 1;
  double begin_s = 0;  ///< of the arrivals that are written [s]
  double end_s = std::numeric_limits<double>::infinity();
};

/// The life of requests as Chrome trace events (JSON object format), which Perfetto opens: a process for each
/// run; a track for the services, the queue and the messages of each device and host and for the bytes on
/// each link, several where such overlap; counters of waiting requests, of messages on the way and of the use
/// of links. Made of a run's records alone, so that it changes no result. Instants are whole nanoseconds, so
/// that parts of a request add up exactly. Beside the records, memory grows with the requests that are on
/// their way, not with all.
///
/// Contract: runs come one by one, and each is written before the next; finish() gives the file its name.
class Timeline {
 public:
  /// Makes the file under a temporary name. Throws RunError where that cannot be written.
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

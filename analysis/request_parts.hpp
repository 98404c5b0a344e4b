#pragma once

#include "dimsim/analysis/request_detail.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::analysis {

/// What a request did for a while.
enum class Activity { Up, Queue, Compute, Down };

/// A part of a request's latency.
struct LatencyPart {
  Activity activity = Activity::Queue;
  std::size_t tier = 0;  ///< where; of Up the one that it goes to, of Down the one that answered
  double begin_s = 0;    ///< since the beginning of the run [s]
  double end_s = 0;      ///< [s]

  [[nodiscard]] double length_s() const { return end_s - begin_s; }
};

/// The parts of an answered request's latency in the order of time; each begins where the one before ends, so
/// that they add up to finish − arrival. A visited tier has Up, Queue and Compute, Up and Down only where
/// they take time. Empty for a request that was not answered.
[[nodiscard]] std::vector<LatencyPart> latency_parts(const RequestDetail& request);

}  // namespace dimsim::analysis

#pragma once

#include "dimsim/analysis/request_detail.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::analysis {

/// What a request does during a part of its latency.
enum class Activity { Up, Queue, Compute, Down };

/// A part of a request's latency.
struct LatencyPart {
  Activity activity = Activity::Queue;
  std::size_t tier = 0;  ///< for Up the destination, for Down the tier that answered
  double begin_s = 0;    ///< since the beginning of the run [s]
  double end_s = 0;      ///< [s]

  [[nodiscard]] double length_s() const { return end_s - begin_s; }
};

/// The parts of an answered request's latency in order of time. Each begins where the previous one ends, so
/// that they add up to finish − arrival. Each visited tier has Queue and Compute; Up and Down are left out if
/// they take no time. Empty for a request that was not answered.
[[nodiscard]] std::vector<LatencyPart> latency_parts(const RequestDetail& request);

}  // namespace dimsim::analysis

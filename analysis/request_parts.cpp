#include "dimsim/analysis/request_parts.hpp"

namespace dimsim::analysis {

std::vector<LatencyPart> latency_parts(const RequestDetail& request) {
  std::vector<LatencyPart> parts;
  if (!request.is_answered()) {
    return parts;
  }
  std::size_t last = 0;  // the tier that answered: the last one visited
  double until_s = request.arrival_s;
  for (std::size_t tier = 0; tier < request.visits.size(); ++tier) {
    const TierVisit& visit = request.visits[tier];
    if (!visit.happened()) {
      continue;
    }
    // Nothing is sent to the device itself.
    if (visit.received_s > visit.sent_s) {
      parts.push_back({Activity::Up, tier, visit.sent_s, visit.received_s});
    }
    parts.push_back({Activity::Queue, tier, visit.received_s, visit.started_s});
    parts.push_back({Activity::Compute, tier, visit.started_s, visit.finished_s});
    last = tier;
    until_s = visit.finished_s;
  }
  if (request.finish_s > until_s) {
    parts.push_back({Activity::Down, last, until_s, request.finish_s});
  }
  return parts;
}

}  // namespace dimsim::analysis

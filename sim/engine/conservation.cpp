#include "dimsim/engine/conservation.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace dimsim::engine {
namespace {

/// Sums of n rounded terms differ by some n·2^-53 of their size.
constexpr double kRelativeTolerance = 1e-9;

/// `rounding` is what rounded dates may add up to, in the unit of the two.
void expect_equal(const char* what, double left, double right, double rounding = 0) {
  const double size = std::max({1.0, std::abs(left), std::abs(right)});
  if (!(std::abs(left - right) <= kRelativeTolerance * size + rounding)) {  // so that NaN fails too
    throw InvariantError(fmt::format("{}: {:.12g} and {:.12g} should be equal", what, left, right));
  }
}

/// Instants of a visit that has not ended are those of a request that was given up.
bool is_in_order(const results::Visit& visit, bool answered) {
  if (visit.received_s < 0 || visit.started_s < 0) {
    return !answered && visit.started_s < 0 && visit.finished_s < 0 &&
           (visit.received_s < 0 || visit.received_s >= visit.sent_s);
  }
  return visit.received_s >= visit.sent_s && visit.started_s >= visit.received_s &&
         visit.finished_s >= visit.started_s;
}

void check_instants(const results::RunResult& result, std::size_t request) {
  const results::RequestRecord& record = result.requests[request];
  const bool answered = record.outcome == results::Outcome::Answered;
  double latest = record.arrival_s;
  bool in_order = std::isfinite(record.finish_s);
  for (std::size_t tier = 0; tier < result.tiers.size(); ++tier) {
    const results::Visit& visit = result.visit(request, tier);
    if (visit.sent_s < 0) {
      continue;
    }
    in_order = in_order && visit.sent_s >= latest && is_in_order(visit, answered);
    latest = std::max({visit.sent_s, visit.received_s, visit.finished_s});
  }
  if (!in_order || !(record.finish_s >= latest)) {
    throw InvariantError(fmt::format("the instants of request {} go back in time", request));
  }
}

/// Sums over all requests of a run.
struct RequestSums {
  double service_s = 0;
  double served_s = 0;  ///< visits' time in service; more than service_s where requests share a service
  double queue_s = 0;
  double compute_j = 0;
  double radio_j = 0;
  double access_bytes = 0;
  std::uint64_t visits = 0;  ///< that came into service
  std::uint64_t ended = 0;   ///< answered, dropped, timed out or failed
};

RequestSums sums_of_requests(const results::RunResult& result) {
  RequestSums sums;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const results::RequestRecord& record = result.requests[request];
    check_instants(result, request);
    sums.compute_j += record.compute_j;
    sums.service_s += record.service_s;
    sums.radio_j += record.radio_j;
    sums.access_bytes += static_cast<double>(record.up_bytes) + static_cast<double>(record.down_bytes);
    sums.ended += record.outcome != results::Outcome::Pending ? 1 : 0;
    for (std::size_t tier = 0; tier < result.tiers.size(); ++tier) {
      const results::Visit& visit = result.visit(request, tier);
      if (visit.started_s >= 0) {
        sums.served_s += visit.finished_s - visit.started_s;
        sums.queue_s += visit.started_s - visit.received_s;
        ++sums.visits;
      } else if (visit.received_s >= 0) {
        sums.queue_s += record.finish_s - visit.received_s;  // it waited until it was given up
      }
    }
  }
  return sums;
}

void check_stations(const results::RunResult& result, const RequestSums& requests) {
  double busy_s = 0;
  double queue_s = 0;
  double active_j = 0;
  double most_active_w = 0;  // of a server
  std::uint64_t served = 0;
  for (const results::StationAccount& station : result.stations) {
    busy_s += station.busy_s;
    queue_s += station.queue_s;
    active_j += station.active_j;
    most_active_w = std::max(most_active_w, station.busy_s > 0 ? station.active_j / station.busy_s : 0);
    served += station.served + station.abandoned;
  }
  // Each service begins and ends at a date that is rounded to a 2^52nd of the run.
  const double rounding_s =
      static_cast<double>(requests.visits) * result.end_s * std::numeric_limits<double>::epsilon();
  expect_equal("busy time of stations and service time of requests [s]", busy_s, requests.service_s,
               rounding_s);
  if (requests.served_s < requests.service_s - rounding_s - kRelativeTolerance * requests.service_s) {
    throw InvariantError(fmt::format("requests took {:.12g} s of servers, but were in service for {:.12g} s",
                                     requests.service_s, requests.served_s));
  }
  expect_equal("queues at stations over time and waiting of requests [s]", queue_s, requests.queue_s,
               rounding_s);
  expect_equal("services at stations and visits of requests", static_cast<double>(served),
               static_cast<double>(requests.visits));
  expect_equal("energy of stations and of requests [J]", active_j, requests.compute_j,
               rounding_s * most_active_w);
}

void check_links(const results::RunResult& result, const RequestSums& requests) {
  double access_bytes = 0;
  double bytes = 0;
  for (const results::LinkAccount& link : result.links) {
    access_bytes += link.kind == scenario::LinkKind::Access ? link.bytes : 0;
    bytes += link.bytes;
    expect_equal("bytes on a link and in its course [B]",
                 std::accumulate(link.course.begin(), link.course.end(), 0.0), link.bytes);
  }
  expect_equal("bytes on access links and of requests [B]", access_bytes, requests.access_bytes);
  expect_equal("bytes on all links and of messages [B]", bytes, result.message_bytes);
}

}  // namespace

void check_conservation(const results::RunResult& result) {
  const RequestSums requests = sums_of_requests(result);
  expect_equal("requests that ended and that arrived", static_cast<double>(requests.ended),
               static_cast<double>(result.requests.size()));
  expect_equal("energy of radios awake and of requests [J]", result.radio.sum(), requests.radio_j);
  check_stations(result, requests);
  check_links(result, requests);
}

}  // namespace dimsim::engine

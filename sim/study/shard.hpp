#pragma once

#include "dimsim/study/inputs.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dimsim::study {

/// One of several parts of a study that run independently, numbered from 1. Shard 1 of 1 is the whole study.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;

  /// Reads "3/64". Throws InputError.
  [[nodiscard]] static Shard parse(const std::string& text);
};

/// Number of requests in one run of a scenario; the expected number if the workload is given by a duration.
[[nodiscard]] std::uint64_t expected_requests(const scenario::Scenario& scenario);

/// Which replications of which points belong to a shard: [point][replication]. When a precision is requested,
/// a whole point belongs to one shard, and its list has a single element. All policies of a point and
/// replication belong to the same shard. Pieces are assigned in the order of decreasing work (expected
/// requests), each to the shard with the least work so far: longest processing time first (Graham, SIAM
/// Journal on Applied Mathematics 17(2), 1969), within 4/3 of the best balance. Depends on the scenario only.
[[nodiscard]] std::vector<std::vector<bool>> pieces_of(const Shard& shard, std::span<const Inputs> points);

}  // namespace dimsim::study

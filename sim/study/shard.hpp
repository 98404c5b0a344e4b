#pragma once

#include "dimsim/study/inputs.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dimsim::study {

/// One of several parts of a study, which are run apart; counted from 1. 1 of 1 is all of it.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;

  /// Reads "3/64". Throws InputError.
  [[nodiscard]] static Shard parse(const std::string& text);
};

/// Requests that one run of a scenario makes; the expected number when the workload is given by a duration.
[[nodiscard]] std::uint64_t expected_requests(const scenario::Scenario& scenario);

/// Which replications of which points are a shard's: [point][replication]. Where a precision is asked for, a
/// point is of one shard as a whole, and its list has one element that says so. All policies of a point and
/// replication stay together. Heavier pieces (by expected requests) are given away first, each to the shard
/// with the least so far: longest processing time first (Graham, SIAM Journal on Applied Mathematics 17(2),
/// 1969), within 4/3 of the best balance. Depends on the scenario only.
[[nodiscard]] std::vector<std::vector<bool>> pieces_of(const Shard& shard, std::span<const Inputs> points);

}  // namespace dimsim::study

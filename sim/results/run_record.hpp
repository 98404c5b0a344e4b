#pragma once

#include "dimsim/results/run_result.hpp"
#include "dimsim/results/summary.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace dimsim::results {

/// Identifies a run of a study: its point, the index of its policy in the point's scenario, and its
/// replication. Keys are ordered as runs are in result files.
struct RunKey {
  std::size_t point = 0;
  std::size_t policy = 0;
  std::uint32_t replication = 0;

  auto operator<=>(const RunKey&) const = default;
};

/// The result of a run.
struct RunRecord {
  RunKey key;
  PolicySummary summary;  ///< of this run alone
  RunResult run;          ///< without requests, visits and courses unless requests are kept
};

/// A run without a result, and the reason.
struct FailedKey {
  RunKey key;
  std::string reason;
};

}  // namespace dimsim::results

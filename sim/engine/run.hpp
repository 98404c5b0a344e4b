#pragma once

#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <atomic>
#include <cstdint>

namespace dimsim::engine {

struct RunInput {
  const scenario::Scenario& scenario;
  const trace::Split& samples;
  const scenario::PolicyChoice& policy;
  const trace::Split* calibration = nullptr;  ///< for policies that tune themselves
  std::uint32_t replication = 0;
  bool keep_bursts = false;                        ///< RunResult::bursts
  std::atomic<std::uint64_t>* progress = nullptr;  ///< requests finished so far, for who watches
};

/// Simulates one policy over the scenario's workload.
/// Contract: at most once per process (a SimGrid engine lives once); the result depends on the input only.
/// Checks the conservation of requests, bytes, busy time and energy at the end and throws InvariantError
/// where it fails.
[[nodiscard]] results::RunResult run(const RunInput& input);

}  // namespace dimsim::engine

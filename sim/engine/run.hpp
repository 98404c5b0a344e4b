#pragma once

#include "dimsim/engine/run_input.hpp"
#include "dimsim/results/run_result.hpp"

namespace dimsim::engine {

/// Simulates one policy over the scenario's workload.
/// Contract: at most once per process (a SimGrid engine lives once); the result depends on the input only.
/// Checks the conservation of requests, bytes, busy time and energy at the end and throws InvariantError
/// where it fails.
[[nodiscard]] results::RunResult run(const RunInput& input);

}  // namespace dimsim::engine

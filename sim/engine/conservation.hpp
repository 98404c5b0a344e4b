#pragma once

#include "dimsim/results/run_result.hpp"

namespace dimsim::engine {

/// Checks that nothing was lost or made up: every request is accounted for, its instants do not go back, busy
/// time at stations equals service time in requests, energy at stations that of requests, bytes on access
/// links those of requests. Throws InvariantError.
void check_conservation(const results::RunResult& result);

}  // namespace dimsim::engine

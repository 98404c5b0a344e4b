#pragma once

#include "dimsim/engine/run_facts.hpp"
#include "dimsim/results/run_result.hpp"

namespace dimsim::engine {

/// Sums up stations, links and radios of a finished run into `result`: busy time, energy, money, load.
///
/// Contract: `result` holds the records of all requests and the dates of the run's end and last arrival;
/// everything else of it is filled in. Called once.
void fill_accounts(const RunFacts& facts, results::RunResult& result);

}  // namespace dimsim::engine

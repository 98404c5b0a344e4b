#pragma once

#include "dimsim/engine/run_facts.hpp"
#include "dimsim/results/run_result.hpp"

namespace dimsim::engine {

/// Adds an account of each group of links to `result`: bytes, utilisation, load, and bytes over time.
void fill_links(const RunFacts& facts, results::RunResult& result);

}  // namespace dimsim::engine

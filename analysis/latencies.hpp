#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <vector>

namespace dimsim::analysis {

/// Latencies of the requests of some runs that arrived after the warm-up and were answered, rising [s].
/// Throws InputError when requests are not kept.
[[nodiscard]] std::vector<double> measured_latencies(const ResultReader& result,
                                                     const std::vector<const RunEntry*>& runs);

}  // namespace dimsim::analysis

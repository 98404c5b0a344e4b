#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <vector>

namespace dimsim::analysis {

/// Latencies of the measured, answered requests of all these runs, in rising order [s]. Throws InputError if
/// the file does not keep its requests.
[[nodiscard]] std::vector<double> measured_latencies(const ResultReader& result,
                                                     const std::vector<const RunEntry*>& runs);

}  // namespace dimsim::analysis

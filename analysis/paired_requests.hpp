#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace dimsim::analysis {

/// Index of the period in which a measured request of a run arrived: the measurement window is divided into
/// `periods` of equal length.
[[nodiscard]] std::size_t period_of(const RequestRow& row, const RunEntry& run, std::size_t periods);

/// Calls `use` for each request, with its row in each of `runs`: under common random numbers the i-th request
/// of all runs is the same one. Stops as soon as `use` returns false; returns whether all requests were
/// visited. Reads blocks of rows, so that memory does not grow with the runs. Throws InputError if a run does
/// not have the same requests as the last one. Contract: there is at least one run.
bool for_each_request(const ResultReader& result, std::span<const RunEntry* const> runs,
                      const std::function<bool(std::span<const RequestRow> rows)>& use);

}  // namespace dimsim::analysis

#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace dimsim::analysis {

/// Number of the period, of `periods` of equal length, in which a measured request of a run arrived.
[[nodiscard]] std::size_t period_of(const RequestRow& row, const RunEntry& run, std::size_t periods);

/// Hands on request after request as it went in each of some runs, a row a run: under common random numbers
/// the i-th request of all of them is the same one. Stops when `use` returns false, and then returns false.
/// Reads piece by piece. Throws InputError when a run is not of the same requests as the last one. Contract:
/// there is at least one run.
bool for_each_request(const ResultReader& result, std::span<const RunEntry* const> runs,
                      const std::function<bool(std::span<const RequestRow> rows)>& use);

}  // namespace dimsim::analysis

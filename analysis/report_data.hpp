#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>

namespace dimsim::analysis {

/// What the page of `dimsim report` shows of a result file, as JSON of one line; docs/formats.md describes
/// it. Numbers have 7 digits, half widths 5. Contract: the same file gives the same text. Throws InputError
/// for a file without a table of runs (version 1).
[[nodiscard]] std::string report_data(const ResultReader& result);

}  // namespace dimsim::analysis

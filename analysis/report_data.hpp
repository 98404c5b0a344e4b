#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>

namespace dimsim::analysis {

/// The data of a result file that the page of `dimsim report` shows, as one line of JSON; docs/formats.md
/// describes it. Numbers have 7 significant digits, half widths 5. The same file gives the same text. Throws
/// InputError for a file without a table of runs (version 1).
[[nodiscard]] std::string report_data(const ResultReader& result);

}  // namespace dimsim::analysis

#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Opens result files. Throws InputError with the errors of all files together.
[[nodiscard]] std::vector<ResultReader> open_results(const std::vector<std::string>& names);

}  // namespace dimsim::analysis

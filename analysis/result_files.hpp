#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// Opens result files; throws InputError with what is wrong with any of them.
[[nodiscard]] std::vector<ResultReader> open_results(const std::vector<std::string>& names);

}  // namespace dimsim::analysis

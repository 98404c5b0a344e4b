#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// The beginnings of the JSON and of the CSV, by which their files are recognised.
inline constexpr const char* kComparisonFormat = "dimsim.comparison";
inline constexpr const char* kComparisonHeader = "file,scenario,point,";

/// Version of the JSON, by requests and by replications. To be raised when a key is removed or changes its
/// meaning.
inline constexpr int kComparisonVersion = 1;

/// Comparisons with the baseline as JSON; docs/formats.md describes the keys. Shares range from 0 to 1;
/// undefined values are null.
[[nodiscard]] std::string comparison_json(const std::vector<analysis::PointComparison>& points,
                                          const std::string& baseline);

/// The same as comma-separated values (RFC 4180), one line per point and policy. Every label and parameter
/// has a column; undefined values are empty.
[[nodiscard]] std::string comparison_csv(const std::vector<analysis::PointComparison>& points,
                                         const std::string& baseline);

}  // namespace dimsim::cli

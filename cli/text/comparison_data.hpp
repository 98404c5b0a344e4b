#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// In the first bytes of each, so that a file of the kind is known again.
inline constexpr const char* kComparisonFormat = "dimsim.comparison";
inline constexpr const char* kComparisonHeader = "file,scenario,point,";

/// Comparisons with the baseline as JSON; docs/formats.md describes the keys. Shares are from 0 to 1, what
/// cannot be said is null.
[[nodiscard]] std::string comparison_json(const std::vector<analysis::PointComparison>& points,
                                          const std::string& baseline);

/// The same as comma-separated values (RFC 4180), a line a point and policy. Labels and parameters of points
/// have columns of their own; what cannot be said is empty.
[[nodiscard]] std::string comparison_csv(const std::vector<analysis::PointComparison>& points,
                                         const std::string& baseline);

}  // namespace dimsim::cli

#pragma once

#include "dimsim/analysis/comparison.hpp"
#include "dimsim/cli/text/text_style.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// What the table and the grid of comparisons share.
inline constexpr std::size_t kComparisonWidth = 100;
inline constexpr std::size_t kComparisonGap = 2;
inline constexpr std::size_t kComparisonHeaderLines = 2;
inline constexpr std::size_t kComparisonLegendColumn = 8;  ///< where the text beside a label begins

/// A share in percent, "24.8±4.2", without decimals from 1,000 on. The half width is rounded up, so that no
/// interval looks narrower than it is; what rounding leaves where nothing varies is 0.
[[nodiscard]] std::string in_percent(const statistics::Estimate& share);
using results::in_percent;

/// How to read the columns, that of the energy among them or not.
[[nodiscard]] std::string comparison_legend(const std::string& baseline, bool with_energy, bool colour);

/// What the numbers of all points rest on; "" for nothing in particular.
[[nodiscard]] std::string comparison_assumptions(const std::vector<analysis::PointComparison>& points);

/// A number as a field of comma-separated values; "" where it is not finite.
[[nodiscard]] std::string csv_field(double value);

}  // namespace dimsim::cli

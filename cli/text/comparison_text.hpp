#pragma once

#include "dimsim/analysis/comparison.hpp"
#include "dimsim/cli/text/text_style.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Layout of the tables and grids of comparisons [columns or lines].
inline constexpr std::size_t kComparisonWidth = 100;
inline constexpr std::size_t kComparisonGap = 2;
inline constexpr std::size_t kComparisonHeaderLines = 2;
inline constexpr std::size_t kComparisonLegendColumn = 8;  ///< where the text beside a label begins

/// A share in percent, "24.8±4.2", without decimals from 1,000 on. The half width is rounded up, so that no
/// interval looks narrower than it is; rounding errors of an interval of width 0 are ignored.
[[nodiscard]] std::string in_percent(const statistics::Estimate& share);

/// The explanation of the columns, with or without the energy.
[[nodiscard]] std::string comparison_legend(const std::string& baseline, bool with_energy, bool colour);

/// The synthetic and assumed input of all points; "" if there is none.
[[nodiscard]] std::string comparison_assumptions(const std::vector<analysis::PointComparison>& points);

/// A number as a CSV field; "" if it is not finite.
[[nodiscard]] std::string csv_field(double value);

}  // namespace dimsim::cli

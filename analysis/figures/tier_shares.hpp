#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/study_axes.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/estimate.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

inline constexpr const char* kTierShareFigure = "tier-share";

/// Shares at one position of the axis [%]. The drawn intervals are those of the boundaries in the stack,
/// each of which is the sum of a share and those of the tiers below: intervals of single shares have no place
/// in a stack.
struct TierSharePlace {
  double x = 0;
  std::vector<double> shares;                ///< by tier, from the device upwards
  std::vector<statistics::Estimate> bounds;  ///< upper boundary of each tier in the stack
};

/// A panel: a policy along the axis, or "" for all policies side by side.
struct TierSharePanel {
  std::string policy;
  std::vector<TierSharePlace> places;
};

/// Everything that the figure draws.
struct TierShares {
  DrawnAxis axis;
  std::string held;  ///< values of the other axes
  std::vector<std::string> tiers;
  std::vector<TierSharePanel> panels;
  bool has_interval = false;
};

/// Reads the shares of the requested policies along the requested axis. Throws InputError if the file has no
/// metrics of shares, no answered requests, more tiers or policies than there are styles, or not the axis.
[[nodiscard]] TierShares tier_shares(const ResultReader& result, const FigureOptions& options);

}  // namespace dimsim::analysis

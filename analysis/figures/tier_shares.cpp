#include "dimsim/analysis/figures/tier_shares.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/tier_order.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

constexpr const char* kTierSharePrefix = "tier_share.";  // of the metrics, one for each tier

std::vector<MetricColumn> share_columns(const ResultReader& result) {
  std::vector<MetricColumn> columns;
  for (const MetricColumn& metric : result.metrics()) {
    if (metric.name.starts_with(kTierSharePrefix)) {
      columns.push_back(metric);
    }
  }
  if (columns.empty() || columns.size() > kMostStyles) {
    refuse(result,
           fmt::format("has shares of {} tiers, and figure {} takes 1 to {}", columns.size(),
                       kTierShareFigure, kMostStyles),
           columns.empty() ? "repeat the run with this version: older files have no table of metrics" : "");
  }
  // The order of metrics in the file need not be that of the tiers; stacks go from the device upwards.
  std::vector<std::vector<std::string>> lists;
  for (const RunEntry& run : result.runs()) {
    lists.push_back(run.tiers);
  }
  const std::vector<std::string> order = merged_tiers(lists);
  const auto rank = [&order](const MetricColumn& column) {
    return std::find(order.begin(), order.end(),
                     column.name.substr(std::string_view(kTierSharePrefix).size()));
  };
  std::stable_sort(columns.begin(), columns.end(),
                   [&rank](const MetricColumn& a, const MetricColumn& b) { return rank(a) < rank(b); });
  return columns;
}

/// The shares of a policy at one position; empty if a replication has no answered request, and so no shares.
std::optional<TierSharePlace> shares_at(double x, const PolicyRuns& policy, const MetricValues& values,
                                        std::size_t tiers) {
  TierSharePlace place{.x = x, .shares = {}, .bounds = {}};
  // Boundaries are summed within each replication: their intervals then include the correlation of shares.
  std::vector<double> sums(policy.replications.size(), 0);
  for (std::size_t tier = 0; tier < tiers; ++tier) {
    const std::vector<double> own = values.of(policy, tier);
    std::vector<double> shares;
    for (std::size_t i = 0; i < own.size(); ++i) {
      // NaN: the policy's fleet has no such tier.
      shares.push_back(std::isfinite(own[i]) ? own[i] * kPercent : 0);
      sums[i] += shares[i];
    }
    place.shares.push_back(statistics::across_replications(shares).value);
    place.bounds.push_back(statistics::across_replications(sums));
  }
  const bool is_answered = std::all_of(sums.begin(), sums.end(), [](double sum) { return sum > 0; });
  return is_answered ? std::optional(place) : std::nullopt;
}

void add_place(TierShares& shares, const std::string& panel, TierSharePlace place) {
  // A list keeps the order of the policies in the file.
  auto found = std::find_if(shares.panels.begin(), shares.panels.end(),
                            [&panel](const TierSharePanel& each) { return each.policy == panel; });
  if (found == shares.panels.end()) {
    found = shares.panels.insert(found, {panel, {}});
  }
  shares.has_interval |= std::isfinite(place.bounds.front().half_width);
  found->places.push_back(std::move(place));
}

/// A panel for each policy along the requested axis, or the first one.
TierShares shares_along_axis(const ResultReader& result, const FigureOptions& options) {
  const std::vector<MetricColumn> columns = share_columns(result);
  const MetricValues values(result, columns);
  // tier_shares has checked that there is an axis.
  const std::string axis = options.axis.empty() ? axes_with_numbers_first(result).front() : options.axis;
  StudySlice slice = slice_of(result, {axis}, options.point);
  TierShares shares{.axis = std::move(slice.axes.front()), .held = slice.held, .tiers = {}, .panels = {}};
  for (const auto& [place, point] : slice.points) {
    for (const PolicyRuns& policy : policies_of(result, point, options)) {
      if (auto found = shares_at(shares.axis.x[place.front()], policy, values, columns.size())) {
        add_place(shares, policy.policy, std::move(*found));
      }
    }
  }
  return shares;
}

/// One panel with the policies side by side, for a file without a sweep.
TierShares shares_by_policy(const ResultReader& result, const FigureOptions& options) {
  if (!options.axis.empty()) {
    refuse(result, fmt::format("has no sweep, and so no axis {}", quote(options.axis)),
           "omit --axis, or add --sweep to the run");
  }
  const std::vector<MetricColumn> columns = share_columns(result);
  const MetricValues values(result, columns);
  TierShares shares{.axis = {.name = "", .unit = "", .has_numbers = false, .x = {}, .texts = {}},
                    .held = "",
                    .tiers = {},
                    .panels = {}};
  for (const PolicyRuns& policy : policies_of(result, point_of(result, options), options)) {
    // Only policies with answers take a position, so that there are no gaps.
    const auto x = static_cast<double>(shares.axis.x.size());
    if (auto found = shares_at(x, policy, values, columns.size())) {
      shares.axis.x.push_back(x);
      shares.axis.texts.push_back(policy.policy);
      add_place(shares, "", std::move(*found));
    }
  }
  return shares;
}

/// Turns an axis with a single number into one with a name. A single number spans no range, so its areas
/// would have no width; a name gets a bar.
void turn_into_name(TierShares& shares) {
  shares.axis.has_numbers = false;
  shares.axis.x = {0};
  for (TierSharePanel& panel : shares.panels) {
    for (TierSharePlace& place : panel.places) {
      place.x = 0;
    }
  }
}

}  // namespace

TierShares tier_shares(const ResultReader& result, const FigureOptions& options) {
  TierShares shares = result.points().front().axes.empty() ? shares_by_policy(result, options)
                                                           : shares_along_axis(result, options);
  if (shares.axis.has_numbers && shares.axis.x.size() == 1) {
    turn_into_name(shares);
  }
  for (const MetricColumn& column : share_columns(result)) {
    shares.tiers.push_back(column.name.substr(std::string_view(kTierSharePrefix).size()));
  }
  if (shares.panels.empty()) {
    refuse(result, "has no answered request after the warm-up", "");
  }
  if (shares.panels.size() > kMostStyles) {
    refuse(result,
           fmt::format("has {} policies to draw, and the figure takes at most {}", shares.panels.size(),
                       kMostStyles),
           "choose some with --policies A,B");
  }
  return shares;
}

}  // namespace dimsim::analysis

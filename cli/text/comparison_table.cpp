#include "dimsim/cli/text/comparison_table.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/comparison_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"

#include <algorithm>

#include <fmt/format.h>

// A table for people: figures are rounded and short, and everything that could mislead is stated below the
// table, because a reader who copies one row should not need the documentation to know that its interval is
// missing or rough.

namespace dimsim::cli {

namespace {

using analysis::PointComparison;
using analysis::PolicyComparison;
using statistics::Estimate;

/// With fewer texts on which two policies differ, the interval of the accuracy drop gets a remark: Student's
/// t assumes that the mean difference is normal, but it is then a sum of a few ±1.
constexpr std::size_t kFewestDiffering = 10;

std::vector<std::string> policy_row(const PolicyComparison& policy) {
  const analysis::PairedResult& paired = policy.paired;
  // The baseline's differences from itself are exactly 0, so they have no interval.
  const auto against = [&policy](const Estimate& estimate) {
    return policy.is_baseline ? "0" : in_percent(estimate);
  };
  const double accuracy = paired.accuracy.value;
  return {policy.policy,
          in_percent(accuracy),
          against(paired.accuracy_drop),
          compact(paired.lambda.mean.value),
          against(paired.lambda.cut),
          compact(paired.latency_s.mean.value * kMsPerS),
          against(paired.latency_s.cut),
          compact(paired.energy_j.mean.value)};
}

Grid grid_of_point(const PointComparison& point) {
  Grid grid = {{"", "acc.", "drop", "", "λ cut", "latency", "cut", "J/req."},
               {"policy", "%", "points±95%", "λ/req.", "%±95%", "mean, ms", "%±95%", "marginal"}};
  for (const PolicyComparison& policy : point.policies) {
    grid.push_back(policy_row(policy));
  }
  return grid;
}

/// The scenario's name, the point if there is one, and the file if there are several.
std::string point_title(const PointComparison& point, bool with_file) {
  const std::string name = point.point.name();
  std::string text = name.empty() ? point.scenario : fmt::format("{}, {}", point.scenario, name);
  if (with_file) {
    text += fmt::format(" ({})", point.path.string());
  }
  const analysis::PairedResult& first = point.policies.front().paired;
  text +=
      fmt::format(": {} on {}", counted(first.measured, "measured request"), counted(first.texts, "text"));
  if (point.replications > 1) {
    text += fmt::format(" in {} replications", point.replications);
  }
  return text + (point.point.synthetic_trace.empty() ? "" : ", synthetic trace");
}

/// The table of a point. If the policy names are too long, numbers replace them, and a key below explains
/// these.
std::string point_table(const PointComparison& point, bool colour) {
  Grid grid = grid_of_point(point);
  std::string key;
  if (width_of(grid, kComparisonGap) > kComparisonWidth) {
    for (std::size_t i = 0; i < point.policies.size(); ++i) {
      grid[kComparisonHeaderLines + i].front() = number_of(i);
      key += hanging(number_of(i), point.policies[i].policy, kComparisonLegendColumn, kComparisonWidth);
    }
  }
  std::string text;
  const std::vector<std::string> lines = lines_of(grid, kComparisonGap);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_marked =
        i >= kComparisonHeaderLines && point.policies[i - kComparisonHeaderLines].paired.is_overloaded;
    text += painted(shortened(lines[i], kComparisonWidth), is_marked ? kRed : kBold,
                    colour && (i < kComparisonHeaderLines || is_marked)) +
            "\n";
  }
  return text + (key.empty() ? "" : "\n" + painted(key, kDim, colour));
}

std::string answers_remark(const PolicyComparison& policy, const std::string& baseline) {
  const analysis::PairedResult& paired = policy.paired;
  if (policy.is_baseline || paired.texts == 0 || paired.texts_differing >= kFewestDiffering) {
    return "";
  }
  if (paired.texts_differing == 0) {
    // Zero differences in n texts have no variance, and an interval of ±0 would claim certainty. The 95 %
    // upper bound of a proportion with no event is 3/n (Hanley and Lippman-Hand, JAMA 249(13), 1983).
    constexpr double kRuleOfThree = 3;
    return fmt::format(
        "{}: correct and wrong on the same {} as {}; its drop of 0 may be up to {:.2g} points on "
        "other texts (rule of three).",
        policy.policy, counted(paired.texts, "text"), baseline,
        std::min(kPercent, kPercent * kRuleOfThree / static_cast<double>(paired.texts)));
  }
  return fmt::format("{}: differs from {} in only {}; the interval of its drop is approximate.",
                     policy.policy, baseline, counted(paired.texts_differing, "text"));
}

std::vector<std::string> remarks_of(const PointComparison& point, const std::string& baseline) {
  std::vector<std::string> remarks;
  for (const PolicyComparison& policy : point.policies) {
    const analysis::PairedResult& paired = policy.paired;
    if (paired.is_overloaded) {
      remarks.push_back(fmt::format(
          "! {}: overloaded, so its latency grows with the run and has no interval.", policy.policy));
    }
    // Excluding requests may bias the comparison: those that time out are typically the slow ones.
    if (paired.paired < paired.measured) {
      remarks.push_back(
          fmt::format("! {}: {} of {} were not answered under both it and {}; they are excluded.",
                      policy.policy, thousands(paired.measured - paired.paired),
                      counted(paired.measured, "measured request"), baseline));
    }
    if (const std::string remark = answers_remark(policy, baseline); !remark.empty()) {
      remarks.push_back(remark);
    }
  }
  return remarks;
}

}  // namespace

std::string comparison_table(const std::vector<PointComparison>& points, const std::string& baseline,
                             bool colour) {
  // The file appears in titles only if it distinguishes them.
  const bool several_files =
      std::any_of(points.begin(), points.end(),
                  [&points](const PointComparison& each) { return each.path != points.front().path; });
  std::string text;
  for (const PointComparison& point : points) {
    text += wrapped(point_title(point, several_files), kComparisonWidth, kRemarkIndent) + "\n" +
            point_table(point, colour);
    const std::vector<std::string> remarks = remarks_of(point, baseline);
    text += remarks.empty() ? "" : "\n";
    for (const std::string& remark : remarks) {
      text +=
          painted(wrapped(remark, kComparisonWidth, kRemarkIndent), kRed, colour && remark.starts_with('!'));
    }
    text += "\n";
  }
  const std::string assumptions = comparison_assumptions(points);
  return text + comparison_legend(baseline, true, colour) + (assumptions.empty() ? "" : "\n" + assumptions);
}

}  // namespace dimsim::cli

#include "commands/comparison_table.hpp"

#include "commands/terminal.hpp"
#include "results/text_grid.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::commands {

namespace {

using analysis::Estimate;
using analysis::PointComparison;
using analysis::PolicyComparison;

constexpr const char* kBold = "\033[1m";
constexpr const char* kRed = "\033[31m";
constexpr const char* kDim = "\033[2m";
constexpr const char* kPlain = "\033[0m";

constexpr std::size_t kWidth = 100;
constexpr std::size_t kGap = 2;
constexpr std::size_t kHeaderLines = 2;
constexpr std::size_t kLegendColumn = 8;
constexpr std::size_t kIndent = 2;  // of what follows in a wrapped remark
constexpr double kPercent = 100;
constexpr double kMsPerS = 1e3;

/// Fewest texts with differing answers for which the t interval of the accuracy drop is taken as it is: with
/// fewer, the number of such texts is far from normal.
constexpr std::size_t kFewestDiffering = 10;

std::string painted(const std::string& text, const char* colour, bool paint) {
  return paint ? colour + text + kPlain : text;
}

/// Three significant digits; "-" for what cannot be said.
std::string compact(double value) {
  if (!std::isfinite(value)) {
    return "-";
  }
  const double size = std::abs(value);
  constexpr double kScientific = 1e6;
  if (size >= kScientific || (size > 0 && size < 1e-4)) {
    return fmt::format("{:.1e}", value);
  }
  return size >= kPercent ? fmt::format("{:.0f}", value) : fmt::format("{:#.3g}", value);
}

/// A share in percent, "24.8±4.2", without decimals from 1,000 on. The half width is rounded up, so that no
/// interval looks narrower than it is; what rounding leaves where nothing varies is 0.
std::string percent(const Estimate& share) {
  if (!std::isfinite(share.value)) {
    return "-";
  }
  constexpr double kRounding = 1e-9;
  const int decimals = std::abs(share.value) * kPercent < 1000 ? 1 : 0;
  const double units = kPercent * std::pow(10.0, decimals);
  // Rounded first and added to 0, since what prints as 0 must not print as -0.
  const double value = std::round(share.value * units) / units * kPercent + 0.0;
  if (!std::isfinite(share.half_width)) {
    return fmt::format("{:.{}f}", value, decimals);
  }
  const double half_width = std::ceil(share.half_width * units - kRounding) / units * kPercent + 0.0;
  return fmt::format("{:.{}f}±{:.{}f}", value, decimals, half_width, decimals);
}

std::vector<std::string> row(const PolicyComparison& policy) {
  const analysis::PairedResult& paired = policy.paired;
  const auto against = [&policy](const Estimate& estimate) {
    return policy.is_baseline ? "0" : percent(estimate);
  };
  const double accuracy = paired.accuracy.value;
  return {policy.policy,
          std::isfinite(accuracy) ? fmt::format("{:.1f}", accuracy * kPercent) : "-",
          against(paired.accuracy_drop),
          compact(paired.lambda.mean.value),
          against(paired.lambda.cut),
          compact(paired.latency_s.mean.value * kMsPerS),
          against(paired.latency_s.cut),
          compact(paired.energy_j.mean.value)};
}

results::Grid grid_of(const PointComparison& point) {
  results::Grid grid = {{"", "acc.", "drop", "", "λ cut", "latency", "cut", "J/req."},
                        {"policy", "%", "points±95%", "λ/req.", "%±95%", "mean, ms", "%±95%", "marginal"}};
  for (const PolicyComparison& policy : point.policies) {
    grid.push_back(row(policy));
  }
  return grid;
}

/// "task=sst-2", the scenario's name, or both; and the file, where there are several.
std::string title(const PointComparison& point, bool with_file) {
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

std::string number_of(std::size_t policy) { return fmt::format("[{}]", policy + 1); }

/// The table of a point. Where names are too long, policies stand as numbers, which a key below explains.
std::string table(const PointComparison& point, bool colour) {
  results::Grid grid = grid_of(point);
  std::string key;
  if (results::width_of(grid, kGap) > kWidth) {
    for (std::size_t i = 0; i < point.policies.size(); ++i) {
      grid[kHeaderLines + i].front() = number_of(i);
      key += results::hanging(number_of(i), point.policies[i].policy, kLegendColumn, kWidth);
    }
  }
  std::string text;
  const std::vector<std::string> lines = results::lines_of(grid, kGap);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_marked = i >= kHeaderLines && point.policies[i - kHeaderLines].paired.is_overloaded;
    text += painted(results::shortened(lines[i], kWidth), is_marked ? kRed : kBold,
                    colour && (i < kHeaderLines || is_marked)) +
            "\n";
  }
  return text + (key.empty() ? "" : "\n" + painted(key, kDim, colour));
}

std::string legend(const std::string& baseline) {
  const auto line = [](const char* label, const std::string& text) {
    return results::hanging(label, text, kLegendColumn, kWidth);
  };
  return line("±",
              fmt::format(
                  "half of a 95 % interval, for other texts and other times of the same kind. Requests are "
                  "compared one by one with {}'s; those on the same text, and those in the same period of "
                  "a run, may resemble each other (two-way clustered ratio estimator, Student's t; cuts by "
                  "the delta method)",
                  baseline)) +
         line("drop", fmt::format("accuracy of {} less the policy's, in percentage points", baseline)) +
         line("cut", fmt::format("share of {}'s mean that is saved; below 0: more is taken", baseline)) +
         line("J/req.", "energy of a request: radio, and compute above idle");
}

std::string answers_remark(const PolicyComparison& policy, const std::string& baseline) {
  const analysis::PairedResult& paired = policy.paired;
  if (policy.is_baseline || paired.texts == 0 || paired.texts_differing >= kFewestDiffering) {
    return "";
  }
  if (paired.texts_differing == 0) {
    constexpr double kRuleOfThree = 3;  // Hanley and Lippman-Hand, JAMA 249(13), 1983
    return fmt::format(
        "{}: right and wrong on the same {} as {}; its drop of 0 may be up to {:.2g} points on "
        "other texts (rule of three).",
        policy.policy, counted(paired.texts, "text"), baseline,
        std::min(kPercent, kPercent * kRuleOfThree / static_cast<double>(paired.texts)));
  }
  return fmt::format("{}: differs from {} in {} only; the interval of its drop is a rough one.",
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
    if (paired.paired < paired.measured) {
      remarks.push_back(fmt::format("! {}: {} of {} were not answered by both it and {}; they are left out.",
                                    policy.policy, thousands(paired.measured - paired.paired),
                                    counted(paired.measured, "measured request"), baseline));
    }
    if (const std::string remark = answers_remark(policy, baseline); !remark.empty()) {
      remarks.push_back(remark);
    }
  }
  return remarks;
}

/// Adds what is not in the list yet.
void add_new(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

/// What the numbers of all points rest on.
std::string assumptions(const std::vector<PointComparison>& points) {
  std::vector<std::string> traces;
  std::vector<std::string> entries;
  for (const PointComparison& point : points) {
    add_new(traces, point.point.synthetic_trace);
    for (const std::string& entry : point.point.assumed) {
      add_new(entries, entry.substr(entry.find('/') + 1));
    }
  }
  std::string text;
  if (!traces.empty()) {
    text +=
        results::wrapped(fmt::format("synthetic input: trace {}.", fmt::join(traces, ", ")), kWidth, kIndent);
  }
  if (!entries.empty()) {
    text += results::wrapped(fmt::format("assumed input: figures of {} (`dimsim show NAME` lists them).",
                                         fmt::join(entries, ", ")),
                             kWidth, kIndent);
  }
  return text;
}

}  // namespace

std::string comparison_table(const std::vector<PointComparison>& points, const std::string& baseline,
                             bool colour) {
  const bool several_files =
      std::any_of(points.begin(), points.end(),
                  [&points](const PointComparison& each) { return each.path != points.front().path; });
  std::string text;
  for (const PointComparison& point : points) {
    text += results::wrapped(title(point, several_files), kWidth, kIndent) + "\n" + table(point, colour);
    const std::vector<std::string> remarks = remarks_of(point, baseline);
    text += remarks.empty() ? "" : "\n";
    for (const std::string& remark : remarks) {
      text += painted(results::wrapped(remark, kWidth, kIndent), kRed, colour && remark.starts_with('!'));
    }
    text += "\n";
  }
  const std::string rests_on = assumptions(points);
  return text + painted(legend(baseline), kDim, colour) + (rests_on.empty() ? "" : "\n" + rests_on);
}

}  // namespace dimsim::commands

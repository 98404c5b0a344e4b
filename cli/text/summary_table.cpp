#include "dimsim/cli/text/summary_table.hpp"

#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/cli/text/unique_texts.hpp"
#include "dimsim/results/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

// The summary of a run must fit 100 columns whatever the names and the number of tiers. The layout therefore
// gives up precision step by step (fitting_layout), and the legend below the table describes the layout that
// was chosen. A legend and remarks repeat what the documentation says, because tables are copied without it.

namespace dimsim::cli {

namespace {

using results::NamedValue;
using results::PolicySummary;
using results::Summary;

constexpr std::size_t kSummaryLegendColumn = 9;
constexpr std::size_t kLongestTier = 10;
constexpr std::size_t kSummaryHeaderLines = 2;
constexpr std::size_t kMostTables = 20;  // more points would scroll off; the result file has all
constexpr int kMostMeanDecimals = 2;     // of a mean with its interval

std::string whole_percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.0f}", share * 100) : "-";
}

/// Whole percents that add up to 100, "28/44/28": rounded down, and the largest remainders get what is left
/// (Hamilton's method). Rounding each share to the nearest would give sums of 99 or 101, which look like lost
/// requests.
std::string tier_shares(const std::vector<NamedValue>& parts) {
  std::vector<int> percents;
  std::vector<std::pair<double, std::size_t>> remainders;
  int left = 100;
  for (const NamedValue& part : parts) {
    if (!std::isfinite(part.value)) {
      return "-";
    }
    percents.push_back(static_cast<int>(part.value * 100));
    // The negative remainder, so that sorting puts the largest first and ties stay in the order of the tiers.
    remainders.emplace_back(percents.back() - part.value * 100, remainders.size());
    left -= percents.back();
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; i < remainders.size() && left > 0; ++i, --left) {
    ++percents[remainders[i].second];
  }
  return parts.empty() ? "-" : fmt::format("{}", fmt::join(percents, "/"));
}

bool is_overloaded(const PolicySummary& policy) {
  return !policy.overloaded_stations.empty() || !policy.overloaded_links.empty();
}

std::string busiest_station(const PolicySummary& policy) {
  const NamedValue& station = policy.busiest_station;
  if (station.name.empty()) {
    return "-";
  }
  // Utilisation cannot exceed 100 %; only the mark shows that a station is overloaded.
  const std::string load =
      policy.overloaded_stations.empty() ? whole_percent(station.value) + "%" : ">=100% !";
  return load + " " + shortened(station.name, kLongestTier);
}

double energy_of(const PolicySummary& policy, std::size_t index) {
  return index < policy.energy_j.size() ? policy.energy_j[index].value : results::kAbsent;
}

std::vector<std::string> summary_row(const PolicySummary& policy, bool half_width) {
  const results::Latency& latency = policy.latency_s;
  return {policy.policy,
          std::isfinite(policy.accuracy) ? fmt::format("{:.1f}", policy.accuracy * 100) : "-",
          half_width ? with_half_width(latency.mean * kMsPerS, latency.ci95 * kMsPerS, kMostMeanDecimals)
                     : compact(latency.mean * kMsPerS),
          compact(latency.p50 * kMsPerS),
          compact(latency.p95 * kMsPerS),
          compact(latency.p99 * kMsPerS),
          compact(energy_of(policy, 0)),
          compact(policy.energy_j.empty() ? results::kAbsent : policy.energy_j.back().value),
          compact(policy.usd_per_1000),
          compact(policy.lambda),
          tier_shares(policy.tier_share),
          busiest_station(policy)};
}

// The first tier is that of the devices, but scenarios choose its name.
std::string device_tier(const Summary& summary) {
  const bool known = !summary.policies.empty() && !summary.policies.front().energy_j.empty();
  return known ? summary.policies.front().energy_j.front().name : "device";
}

Grid summary_grid(const Summary& summary, bool half_width) {
  Grid grid = {{"", "acc.", "latency, ms", "", "", "", "J/req.", "J/req.", "$ per", "", "share", "busiest"},
               {"policy", "%", half_width ? "mean±95%" : "mean", "p50", "p95", "p99",
                shortened(device_tier(summary), kLongestTier), "total", "1000", "λ", "%", "station"}};
  for (const PolicySummary& policy : summary.policies) {
    grid.push_back(summary_row(policy, half_width));
  }
  return grid;
}

/// How a table is laid out. If it is too wide, first the gaps shrink, then the half widths are omitted, and
/// last the names of policies are replaced by numbers.
struct TableLayout {
  std::vector<std::string> lines;
  bool half_width = false;
  bool numbered = false;  ///< numbers replace the names of policies; the legend has the key
};

TableLayout fitting_layout(const Summary& summary) {
  struct LayoutChoice {
    std::size_t gap;
    bool half_width;
    bool numbered;
  };
  constexpr std::array<LayoutChoice, 5> kChoices = {
      {{2, true, false}, {1, true, false}, {1, false, false}, {1, true, true}, {1, false, true}}};
  TableLayout result;  // the last choice, cut off, if none fits
  for (const LayoutChoice& each : kChoices) {
    Grid grid = summary_grid(summary, each.half_width);
    for (std::size_t i = 0; each.numbered && i < summary.policies.size(); ++i) {
      grid[kSummaryHeaderLines + i].front() = number_of(i);
    }
    result = {lines_of(grid, each.gap), each.half_width, each.numbered};
    if (width_of(grid, each.gap) <= kTableWidth) {
      return result;
    }
  }
  for (std::string& line : result.lines) {
    line = shortened(line, kTableWidth);
  }
  return result;
}

std::string tier_names(const Summary& summary) {
  std::vector<std::string> names;
  if (!summary.policies.empty()) {
    for (const NamedValue& tier : summary.policies.front().tier_share) {
      names.push_back(tier.name);
    }
  }
  return fmt::format("{}", fmt::join(names, "/"));
}

/// "quickstart, seed 1: 10500 requests per policy, 10000 of them measured".
std::string summary_title(const Summary& summary) {
  std::string text = fmt::format("{}, seed {}", summary.scenario, summary.seed);
  for (const plan::Label& label : summary.labels) {
    text += fmt::format(", {} = {}", label.axis, label.text);
  }
  if (!summary.policies.empty()) {
    const PolicySummary& policy = summary.policies.front();
    const results::Counts& requests = policy.requests;
    // Arrivals are summed over replications. Their mean is shown, which is rounded if a duration ends the
    // runs.
    text += policy.replications > 1
                ? fmt::format(": {} × {}", policy.replications, requests.arrived / policy.replications)
                : fmt::format(": {}", requests.arrived);
    text += fmt::format(" request{} per policy", requests.arrived == 1 ? "" : "s");
    if (requests.measured < requests.arrived) {
      text += fmt::format(", {} of them measured", requests.measured / policy.replications);
    }
  }
  return shortened(text, kTableWidth);
}

std::string summary_legend(const Summary& summary, const TableLayout& layout) {
  const std::string device = device_tier(summary);
  const auto line = [](const char* label, const std::string& text) {
    return hanging(label, text, kSummaryLegendColumn, kTableWidth);
  };
  std::string text;
  for (std::size_t i = 0; layout.numbered && i < summary.policies.size(); ++i) {
    text += line(number_of(i).c_str(), summary.policies[i].policy);
  }
  // The legend explains "±" only if the table shows one, and says which of the two kinds of interval it is.
  const bool any_half_width = std::any_of(
      summary.policies.begin(), summary.policies.end(),
      [&](const PolicySummary& policy) { return layout.half_width && std::isfinite(policy.latency_s.ci95); });
  const bool any_replicated =
      std::any_of(summary.policies.begin(), summary.policies.end(),
                  [](const PolicySummary& policy) { return policy.replications > 1; });
  if (any_half_width) {
    text += line("±", any_replicated ? "95 % interval of the mean, across replications (Student's t)"
                                     : "95 % interval of the mean, by batch means within the run");
  }
  return text + line("share", "answered on " + tier_names(summary)) +
         line("J/req.",
              fmt::format("energy of the whole run, idle time included, per answered request; {} with its "
                          "radio",
                          device)) +
         line("$ per", "rent, services, ownership and egress of the whole run, per 1,000 answered requests") +
         line("λ", "cost per request in units of the scenario's `cost`: layers, exits, tiers entered") +
         line("busiest", "utilisation of the busiest station, and its tier");
}

// A queue that grows until the end is the evidence for overload; both lengths let the reader judge it.
std::string queue_text(const results::Overload& station) {
  const char* trend = station.queue_end > station.queue_mid ? "queue still growing" : "queue";
  return fmt::format("{} ({} waiting half-way, {} at the end)", trend, station.queue_mid, station.queue_end);
}

std::vector<std::string> overload_remarks(const PolicySummary& policy) {
  std::vector<std::string> remarks;
  for (const results::Overload& station : policy.overloaded_stations) {
    remarks.push_back(
        fmt::format("! {}: {} is overloaded: offered load {:.2f}, {}. Its latency grows with the run.",
                    policy.policy, station.name, station.load, queue_text(station)));
  }
  for (const results::Overload& link : policy.overloaded_links) {
    remarks.push_back(
        fmt::format("! {}: link {} is overloaded: offered load {:.2f}. Its latency grows with the run.",
                    policy.policy, link.name, link.load));
  }
  return remarks;
}

/// The policy report, "splitee: regret = 123 reward, best split layer = 4.", or "" if the policy has none.
std::string report_remark(const PolicySummary& policy) {
  std::vector<std::string> figures;
  for (const policy::Report::Figure& figure : policy.report) {
    std::string name = figure.name;
    // The names are keys in the JSON, where they have underscores.
    std::replace(name.begin(), name.end(), '_', ' ');
    if (std::isinf(figure.value)) {  // a threshold above every confidence, for example
      figures.push_back(name + " = infinite");
      continue;
    }
    const bool whole = figure.value == std::round(figure.value) && std::abs(figure.value) < kScientific;
    figures.push_back(fmt::format("{} = {}{}{}", name,
                                  whole ? fmt::format("{:.0f}", figure.value) : compact(figure.value),
                                  figure.unit.empty() ? "" : " ", figure.unit));
  }
  return figures.empty() ? "" : fmt::format("{}: {}.", policy.policy, fmt::join(figures, ", "));
}

/// Remarks on failed runs, on warm-ups that could not be determined, and on policies that missed the
/// precision.
std::vector<std::string> study_remarks(const Summary& summary) {
  std::vector<std::string> remarks;
  std::map<std::string, std::size_t> failed;
  for (const results::FailedRun& run : summary.failed) {
    ++failed[run.policy];
  }
  for (const auto& [policy, count] : failed) {
    remarks.push_back(fmt::format("! {}: {} run{} failed and {} not included.", policy, count,
                                  count == 1 ? "" : "s", count == 1 ? "is" : "are"));
  }
  for (const PolicySummary& policy : summary.policies) {
    if (policy.found_warm_up && !policy.found_warm_up->is_long_enough) {
      remarks.push_back(
          fmt::format("! {}: the run is too short to determine its warm-up: MSER-5 places its end beyond the "
                      "middle; {} requests are excluded. Make the run at least twice as long.",
                      policy.policy, policy.found_warm_up->requests));
    }
    if (!summary.precision || !policy.reached ||
        *policy.reached <= results::wanted_half_width(*summary.precision)) {
      continue;
    }
    const std::string found = std::isfinite(*policy.reached)
                                  ? fmt::format("is within {:.2g} %", 100 * *policy.reached)
                                  : "has no interval";
    remarks.push_back(fmt::format("! {}: {} {} after {} replications, not within {:.2g} % as requested.",
                                  policy.policy, summary.precision->metric, found, policy.replications,
                                  100 * summary.precision->relative));
  }
  return remarks;
}

/// "assumed input: pixel-4 (compute.rate, power), lte (radio)", or "".
std::string assumed_figures(std::span<const Summary> points) {
  std::map<std::string, std::vector<std::string>> figures;
  std::vector<std::string> order;  // of first appearance; the map would sort the entries by name
  for (const Summary& point : points) {
    for (const language::SourceNote& note : point.assumptions.assumed) {
      std::vector<std::string>& of_entry = figures[note.entry];
      add_unique(order, note.entry);
      add_unique(of_entry, note.figure);
    }
  }
  std::vector<std::string> texts;
  for (const std::string& entry : order) {
    const std::string name = entry.substr(entry.find('/') + 1);
    texts.push_back(fmt::format("{} ({})", name, fmt::join(figures[entry], ", ")));
  }
  return texts.empty() ? "" : fmt::format("assumed input: {}.", fmt::join(texts, ", "));
}

/// A remark if the answers come from another model than the costs, or "". Such a combination is allowed,
/// since traces of large models are rare, but it is an assumption.
std::string models_remark(const results::Assumptions& assumptions) {
  if (assumptions.answer_model == assumptions.compute_model) {
    return "";
  }
  const bool same_depth = assumptions.answer_exits == assumptions.compute_layers;
  return fmt::format("exits' answers: {} of the trace{}; compute profile: {}{}.", assumptions.answer_model,
                     same_depth ? "" : fmt::format(" ({} exits)", assumptions.answer_exits),
                     assumptions.compute_model,
                     same_depth ? "" : fmt::format(" ({} layers)", assumptions.compute_layers));
}

/// Remarks on the assumptions of all points, each once: bounds, synthetic traces, assumed figures, models.
std::vector<std::string> assumption_remarks(std::span<const Summary> points) {
  std::vector<std::string> bounds;
  std::vector<std::string> traces;
  std::vector<std::string> models;
  for (const Summary& point : points) {
    for (const std::string& policy : point.assumptions.hindsight) {
      add_unique(bounds, policy);
    }
    add_unique(traces, point.assumptions.synthetic ? point.assumptions.trace : "");
    add_unique(models, models_remark(point.assumptions));
  }
  std::vector<std::string> remarks;
  if (!bounds.empty()) {
    remarks.push_back(
        fmt::format("{}: uses the correct answers; a bound, not a usable policy.", fmt::join(bounds, ", ")));
  }
  if (!traces.empty()) {
    remarks.push_back(fmt::format("synthetic input: trace {}.", fmt::join(traces, ", ")));
  }
  add_unique(remarks, assumed_figures(points));
  remarks.insert(remarks.end(), models.begin(), models.end());
  return remarks;
}

std::string painted_rows(const Summary& summary, const TableLayout& shown, bool colour) {
  std::string text;
  for (std::size_t i = 0; i < shown.lines.size(); ++i) {
    const bool marked = i >= kSummaryHeaderLines && is_overloaded(summary.policies[i - kSummaryHeaderLines]);
    const bool paint = colour && (i < kSummaryHeaderLines || marked);
    text += painted(shown.lines[i], marked ? kRed : kBold, paint) + "\n";
  }
  return text;
}

std::string report_text(const Summary& summary) {
  std::string text;
  for (const PolicySummary& policy : summary.policies) {
    if (const std::string report = report_remark(policy); !report.empty()) {
      text += wrapped(report, kTableWidth, kRemarkIndent);
    }
  }
  return text;
}

std::string overload_text(const Summary& summary, bool colour) {
  std::string text;
  for (const PolicySummary& policy : summary.policies) {
    for (const std::string& remark : overload_remarks(policy)) {
      text += painted(wrapped(remark, kTableWidth, kRemarkIndent), kRed, colour);
    }
  }
  for (const std::string& remark : study_remarks(summary)) {
    text += painted(wrapped(remark, kTableWidth, kRemarkIndent), kRed, colour);
  }
  return text;
}

}  // namespace

std::string summary_table(std::span<const results::Summary> points, bool colour) {
  std::string text;
  TableLayout shown;
  const std::size_t left_out = points.size() > kMostTables ? points.size() - kMostTables : 0;
  // With one point, remarks follow the legend; with several, each table has its own, so that it is clear to
  // which one they belong.
  for (const Summary& point : points.first(points.size() - left_out)) {
    shown = fitting_layout(point);
    text += (text.empty() ? "" : "\n") + summary_title(point) + "\n\n" + painted_rows(point, shown, colour);
    text += points.size() > 1 ? report_text(point) + overload_text(point, colour) : "";
  }
  if (left_out > 0) {
    text += wrapped(
        fmt::format("\n… and {} more points; the result file (run_table) and --json have all.", left_out),
        kTableWidth, 0);
  }
  text += "\n" + painted(summary_legend(points.front(), shown), kDim, colour);
  const std::string report = points.size() > 1 ? "" : report_text(points.front());
  text += (report.empty() ? "" : "\n") + report;
  std::string remarks = points.size() > 1 ? "" : overload_text(points.front(), colour);
  for (const std::string& remark : assumption_remarks(points)) {
    remarks += wrapped(remark, kTableWidth, kRemarkIndent);
  }
  return text + (remarks.empty() ? "" : "\n" + remarks);
}

}  // namespace dimsim::cli

#include "dimsim/results/metrics.hpp"

#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

// Metrics are visited and not stored in a map, because their values live in the named members of a summary,
// which the code that computes them uses. A visitor that may write serves the means across replications. The
// order of the visits is the order of columns in tables.
namespace dimsim::results {

namespace {

using MetricVisitor = std::function<void(const Metric&, double&)>;

/// "latency.p95" in s is the column "latency_p95_s".
std::string column_of(std::string name, const std::string& suffix) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '/'; }, '_');
  return suffix.empty() ? name : name + "_" + suffix;
}

struct Unit {
  const char* text;
  const char* suffix;  ///< of a column's name
};

constexpr Unit kPlain{"", ""};
constexpr Unit kSeconds{"s", "s"};
constexpr Unit kJoules{"J", "j"};
constexpr Unit kGrams{"g", "g"};
constexpr Unit kHours{"h", "h"};

Metric metric(const std::string& name, const Unit& unit, std::string meaning, Better better,
              std::string json = {}) {
  return {name, column_of(name, unit.suffix), unit.text, std::move(meaning), better, std::move(json)};
}

void visit_latency(PolicySummary& summary, const MetricVisitor& visit) {
  const auto show = [&visit](const char* name, const char* meaning, double& value,
                             const char* group = "latency_s") {
    visit(metric(fmt::format("latency.{}", name), kSeconds, meaning, Better::Smaller,
                 fmt::format("/{}/{}", group, name)),
          value);
  };
  Latency& latency = summary.latency_s;
  show("mean", "mean latency of the measured answers", latency.mean);
  show("p50", "their median latency", latency.p50);
  show("p90", "90th percentile of their latency", latency.p90);
  show("p95", "95th percentile of their latency", latency.p95);
  show("p99", "99th percentile of their latency", latency.p99);
  show("p999", "99.9th percentile of their latency", latency.p999);
  show("max", "their longest latency", latency.max);
  LatencyParts& parts = summary.latency_parts_s;
  show("queue", "mean time of waiting for a server", parts.queue, "latency_parts_s");
  show("compute", "mean service time, all tiers", parts.compute, "latency_parts_s");
  show("network", "mean time on the way", parts.network, "latency_parts_s");
}

void visit_named(std::vector<NamedValue>& values, const std::string& group, const Unit& unit,
                 const std::string& meaning, Better better, const MetricVisitor& visit) {
  for (NamedValue& each : values) {
    visit(metric(fmt::format("{}.{}", group, each.name), unit, fmt::format("{}: {}", each.name, meaning),
                 better),
          each.value);
  }
}

void visit_report(PolicySummary& summary, const MetricVisitor& visit) {
  for (policy::Report::Figure& figure : summary.report) {
    const std::string name = "report." + figure.name;
    visit({name, column_of(name, ""), figure.unit, figure.meaning, Better::Neither}, figure.value);
  }
}

Counts sum(std::span<const PolicySummary> runs) {
  Counts all;
  for (const PolicySummary& run : runs) {
    all.arrived += run.requests.arrived;
    all.answered += run.requests.answered;
    all.dropped += run.requests.dropped;
    all.timed_out += run.requests.timed_out;
    all.failed += run.requests.failed;
    all.measured += run.requests.measured;
  }
  return all;
}

/// Means by name, in the order of the first list. These lists are not metrics (stations and links by name),
/// so that visit_metrics() does not average them.
void average(std::span<const PolicySummary> runs, std::vector<NamedValue> PolicySummary::*list,
             PolicySummary& into) {
  for (NamedValue& each : into.*list) {
    std::vector<double> values;
    for (const PolicySummary& run : runs) {
      const auto found = std::find_if((run.*list).begin(), (run.*list).end(),
                                      [&each](const NamedValue& other) { return other.name == each.name; });
      values.push_back(found == (run.*list).end() ? kAbsent : found->value);
    }
    each.value = statistics::across_replications(values).value;
  }
}

/// Every station or link that was overloaded in any replication, with its largest load. Not the mean: half of
/// the replications overloaded is a result to warn about, even if the mean load is below 1.
std::vector<Overload> worst(std::span<const PolicySummary> runs, std::vector<Overload> PolicySummary::*list) {
  std::vector<Overload> all;
  for (const PolicySummary& run : runs) {
    for (const Overload& overload : run.*list) {
      const auto found = std::find_if(
          all.begin(), all.end(), [&overload](const Overload& each) { return each.name == overload.name; });
      if (found == all.end()) {
        all.push_back(overload);
      } else if (overload.load > found->load) {
        *found = overload;
      }
    }
  }
  return all;
}

}  // namespace

void visit_metrics(PolicySummary& summary, const std::function<void(const Metric&, double&)>& visit) {
  visit(metric("accuracy", kPlain, "share of right answers among the measured ones", Better::Larger,
               "/accuracy"),
        summary.accuracy);
  visit_latency(summary, visit);
  visit_named(summary.energy_j, "energy", kJoules, "energy of the whole run per answer, idle time included",
              Better::Smaller, visit);
  visit_named(summary.energy_marginal_j, "energy_marginal", kJoules, "energy above idle per answer",
              Better::Smaller, visit);
  visit_named(summary.carbon_g, "carbon", kGrams, "CO2 equivalent per answer", Better::Smaller, visit);
  visit_named(summary.battery_h, "battery", kHours, "how long a full battery lasts", Better::Larger, visit);
  visit({"cost.usd_per_1000", "cost_usd_per_1000", "USD", "money per 1,000 answers", Better::Smaller,
         "/cost/usd_per_1000"},
        summary.usd_per_1000);
  visit({"cost.lambda", "cost_lambda", "λ", "mean λ cost of a request", Better::Smaller, "/cost/lambda"},
        summary.lambda);
  visit_named(summary.tier_share, "tier_share", kPlain, "share of the answers that are made there",
              Better::Neither, visit);
  visit(metric("utilisation.busiest", kPlain, "utilisation of the busiest station", Better::Neither),
        summary.busiest_station.value);
  visit_report(summary, visit);
}

void visit_metrics(const PolicySummary& summary, const std::function<void(const Metric&, double)>& visit) {
  // A copy, so that there is one list of metrics and not a second one for constant summaries.
  PolicySummary copy = summary;
  visit_metrics(copy, [&visit](const Metric& metric, double& value) { visit(metric, value); });
}

double value_of(const PolicySummary& summary, const std::string& metric) {
  double result = kAbsent;
  visit_metrics(summary, [&](const Metric& each, double value) {
    if (each.name == metric) {
      result = value;
    }
  });
  return result;
}

std::vector<std::string> metric_names(const std::vector<std::string>& tiers) {
  // The visit of an empty summary with these tiers: no second list of names has to be kept in step.
  PolicySummary summary;
  for (const std::string& tier : tiers) {
    summary.energy_j.push_back({tier, 0});
    summary.tier_share.push_back({tier, 0});
  }
  summary.energy_j.push_back({scenario::kNetworkKey, 0});
  summary.energy_j.push_back({scenario::kTotalKey, 0});
  summary.energy_marginal_j = summary.energy_j;
  std::vector<std::string> names;
  visit_metrics(summary, [&names](const Metric& metric, double&) { names.push_back(metric.name); });
  return names;
}

PolicySummary across_replications(std::span<const PolicySummary> runs) {
  PolicySummary all = runs.front();
  if (runs.size() == 1) {
    return all;
  }
  std::map<std::string, std::vector<double>> values;
  for (const PolicySummary& run : runs) {
    visit_metrics(run,
                  [&values](const Metric& metric, double value) { values[metric.name].push_back(value); });
  }
  visit_metrics(all, [&](const Metric& metric, double& value) {
    // A metric that one replication lacks makes the mean absent: a mean of the others would be biased, since
    // a value is often absent because the run went badly.
    std::vector<double>& each = values[metric.name];
    each.resize(runs.size(), kAbsent);
    const statistics::Estimate estimate = statistics::across_replications(each);
    value = estimate.value;
    all.ci95.push_back({metric.name, estimate.half_width});
  });
  all.replications = static_cast<std::uint32_t>(runs.size());
  all.requests = sum(runs);
  // The interval of one run (batch means) is replaced by that across replications, which assumes less.
  all.latency_s.ci95 = all.ci95.front().value;
  for (const NamedValue& each : all.ci95) {
    all.latency_s.ci95 = each.name == "latency.mean" ? each.value : all.latency_s.ci95;
  }
  for (const PolicySummary& run : runs) {
    if (run.found_warm_up && all.found_warm_up) {  // the longest, and whether every run was long enough
      all.found_warm_up->requests = std::max(all.found_warm_up->requests, run.found_warm_up->requests);
      all.found_warm_up->is_long_enough &= run.found_warm_up->is_long_enough;
    }
  }
  average(runs, &PolicySummary::station_utilisation, all);
  average(runs, &PolicySummary::link_utilisation, all);
  all.overloaded_stations = worst(runs, &PolicySummary::overloaded_stations);
  all.overloaded_links = worst(runs, &PolicySummary::overloaded_links);
  if (!all.overloaded_stations.empty() || !all.overloaded_links.empty()) {
    all.latency_s.ci95 = kAbsent;  // latency grows with the run: there is no mean to estimate
  }
  return all;
}

double wanted_half_width(const plan::Precision& precision) {
  return precision.relative / (1 + precision.relative);
}

double relative_half_width(std::span<const PolicySummary> runs, const plan::Precision& precision) {
  std::vector<double> values;
  for (const PolicySummary& run : runs) {
    values.push_back(value_of(run, precision.metric));
  }
  const statistics::Estimate estimate = statistics::across_replications(values, precision.confidence);
  return estimate.value == 0 ? kAbsent : estimate.half_width / std::abs(estimate.value);
}

}  // namespace dimsim::results

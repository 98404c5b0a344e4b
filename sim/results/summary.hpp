#pragma once

#include "dimsim/language/sources.hpp"
#include "dimsim/plan/study.hpp"
#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::results {

/// The value of an undefined metric: nothing was answered, or the run was too short.
inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

struct NamedValue {
  std::string name;
  double value = 0;
};

/// Numbers of requests of a run by outcome, and of those that were measured (arrived after the warm-up).
struct Counts {
  std::uint64_t arrived = 0;
  std::uint64_t answered = 0;
  std::uint64_t dropped = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t failed = 0;
  std::uint64_t measured = 0;
};

/// Latency, from arrival on the device to the answer, of the measured requests that were answered [s].
struct Latency {
  double mean = kAbsent;
  double ci95 = kAbsent;  ///< half width of the mean's 95 % interval, by batch means; absent when overloaded
  double p50 = kAbsent;
  double p90 = kAbsent;
  double p95 = kAbsent;
  double p99 = kAbsent;
  double p999 = kAbsent;
  double max = kAbsent;
};

/// Means that add up to the mean latency [s].
struct LatencyParts {
  double queue = kAbsent;
  double compute = kAbsent;
  double network = kAbsent;
};

/// A station or link that was offered more than its capacity.
struct Overload {
  std::string name;
  double load = 0;              ///< offered load
  std::uint64_t queue_mid = 0;  ///< stations: waiting requests in the middle of the measurement window
  std::uint64_t queue_end = 0;  ///< stations: waiting requests at the last arrival
};

/// The warm-up that MSER-5 found in a run.
struct FoundWarmUp {
  std::uint64_t requests = 0;  ///< number of requests that are not measured
  /// If false, MSER-5 would discard more than half of the run, and half is discarded.
  bool is_long_enough = true;
};

/// The metrics of a run. Accuracy, latency, λ and shares are of the measured requests that were answered;
/// energy and cost are of the whole run, idle time included, divided by all that were answered.
/// docs/methods.md has the formulas.
struct PolicySummary {
  std::string policy;
  std::uint32_t replications = 1;  ///< values are means over these; counts of requests are sums
  Counts requests;
  double accuracy = kAbsent;
  Latency latency_s;
  LatencyParts latency_parts_s;
  std::vector<NamedValue> energy_j;  ///< by tier, "network", "total": idle and active [J per request]
  std::vector<NamedValue> energy_marginal_j;  ///< the same keys: above idle only [J per request]
  /// The same keys: CO2 equivalent [g per request]; empty if no intensity is stated.
  std::vector<NamedValue> carbon_g;
  std::vector<NamedValue> battery_h;   ///< by group of devices: a full battery at the run's mean power [h]
  double usd_per_1000 = kAbsent;       ///< [USD per 1,000 requests]
  double lambda = kAbsent;             ///< [λ per request]
  std::vector<NamedValue> tier_share;  ///< shares of the answers by tier; they add up to 1
  std::vector<NamedValue> station_utilisation;
  std::vector<NamedValue> link_utilisation;
  NamedValue busiest_station;  ///< its tier and utilisation; devices of a group count as one station
  std::vector<Overload> overloaded_stations;
  std::vector<Overload> overloaded_links;
  std::vector<policy::Report::Figure> report;  ///< figures of the policy report; usually empty
  std::vector<NamedValue> ci95;  ///< of several replications: half widths of the 95 % intervals, by metric
  std::optional<FoundWarmUp> found_warm_up;
  std::optional<double> reached;  ///< half width / estimate of the metric of the requested precision
};

/// A run that has no result.
struct FailedRun {
  std::string policy;
  std::uint32_t replication = 0;
  std::string reason;
};

/// The assumptions behind the numbers that are not part of the scenario.
struct Assumptions {
  std::string trace;       ///< file name
  bool synthetic = false;  ///< the trace is generated
  std::string compute_model;
  int compute_layers = 0;
  std::string answer_model;  ///< of the trace
  int answer_exits = 0;
  std::optional<trace::PoolSeparation> pool_separation;  ///< of the trace's labels, if the trace states it
  std::vector<std::string> hindsight = {};               ///< labels of policies that use the correct answers
  std::vector<language::SourceNote> assumed;             ///< catalogue figures that are marked as assumed
};

/// The summary of one point, with its policies in the scenario's order; policies without any result are
/// missing.
struct Summary {
  std::string scenario;
  std::uint64_t seed = 0;
  std::vector<plan::Parameter> parameters;  ///< values that the point sets
  std::vector<plan::Label> labels;
  Assumptions assumptions;
  std::vector<language::SourceNote> sources;
  std::optional<plan::Precision> precision;  ///< that was requested
  std::vector<PolicySummary> policies;
  std::vector<FailedRun> failed;
};

/// Parts of an answered request's latency [s], from its instants.
[[nodiscard]] LatencyParts parts_of(const RunResult& run, std::size_t request);

[[nodiscard]] PolicySummary summarise(const RunResult& run);

/// A summary without policies yet.
[[nodiscard]] Summary make_summary(const scenario::Scenario& scenario, const trace::Trace& trace,
                                   const plan::PointDescription& point = {});

}  // namespace dimsim::results

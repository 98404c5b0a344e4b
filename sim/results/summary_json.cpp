#include "dimsim/results/summary_json.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/results/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

// The names and the order of keys are a contract with scripts: a key may be added, and anything else raises
// kSummaryVersion. Keys that only some summaries have (warm_up, replications, failed) are left out where they
// would say nothing. ordered_json keeps the order of insertion, so that equal results have equal bytes.
namespace dimsim::results {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kSummaryVersion = 1;

/// JSON has no NaN and no infinity.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json by_name(const std::vector<NamedValue>& values) {
  Json object = Json::object();
  for (const NamedValue& value : values) {
    // A second value of the same name would be lost silently; names are unique by construction.
    if (!object.emplace(value.name, number(value.value)).second) {
      throw InvariantError("two results are called '" + value.name + "'");
    }
  }
  return object;
}

/// The inverse of the hours is given as well, because it can be averaged over devices and hours cannot.
Json batteries(const std::vector<NamedValue>& hours) {
  constexpr double kWhole = 100;  // percent
  Json object = Json::object();
  for (const NamedValue& battery : hours) {
    object[battery.name] = {{"hours", number(battery.value)},
                            {"percent_per_hour", number(kWhole / battery.value)}};
  }
  return object;
}

Json counts(const Counts& requests) {
  return {{"arrived", requests.arrived}, {"answered", requests.answered},
          {"dropped", requests.dropped}, {"timed_out", requests.timed_out},
          {"failed", requests.failed},   {"measured", requests.measured}};
}

/// Fills in the metrics that have a fixed place; those by tier are objects, which by_name() makes.
void add_metrics(Json& object, const PolicySummary& policy) {
  visit_metrics(policy, [&](const Metric& metric, double value) {
    if (metric.json.empty()) {
      return;
    }
    object[Json::json_pointer(metric.json)] = number(value);
    if (metric.name == "latency.mean") {  // the interval is no metric, but has its place beside the mean
      object["latency_s"]["ci95"] = number(policy.latency_s.ci95);
    }
  });
}

/// Links have no queue of whole requests that could be counted, so only stations have queue lengths.
Json overloaded(const PolicySummary& policy) {
  Json stations = Json::array();
  for (const Overload& station : policy.overloaded_stations) {
    stations.push_back({{"name", station.name},
                        {"offered_load", number(station.load)},
                        {"queue_mid", station.queue_mid},
                        {"queue_end", station.queue_end}});
  }
  Json links = Json::array();
  for (const Overload& link : policy.overloaded_links) {
    links.push_back({{"name", link.name}, {"offered_load", number(link.load)}});
  }
  return {{"stations", stations}, {"links", links}};
}

/// Values with their units, since figures of policies are not in the list of metrics with fixed units.
Json report(const std::vector<policy::Report::Figure>& figures) {
  Json object = Json::object();
  for (const policy::Report::Figure& figure : figures) {
    object[figure.name] = {{"value", number(figure.value)}, {"unit", figure.unit}};
  }
  return object;
}

Json policy(const PolicySummary& policy) {
  // Null and empty objects reserve the place of what add_metrics() fills in.
  Json object = {
      {"policy", policy.policy},
      {"requests", counts(policy.requests)},
      {"accuracy", nullptr},
      {"latency_s", Json::object()},
      {"latency_parts_s", Json::object()},
      {"energy_j", by_name(policy.energy_j)},
      {"energy_marginal_j", by_name(policy.energy_marginal_j)},
      {"carbon_g", policy.carbon_g.empty() ? Json(nullptr) : by_name(policy.carbon_g)},
      {"battery", batteries(policy.battery_h)},
      {"cost", Json::object()},
      {"tier_share", by_name(policy.tier_share)},
      {"utilisation",
       {{"stations", by_name(policy.station_utilisation)}, {"links", by_name(policy.link_utilisation)}}},
      {"overloaded", overloaded(policy)}};
  add_metrics(object, policy);
  if (policy.found_warm_up) {
    object["warm_up"] = {{"requests", policy.found_warm_up->requests},
                         {"long_enough", policy.found_warm_up->is_long_enough}};
  }
  if (policy.replications > 1) {
    object["replications"] = policy.replications;
    object["ci95"] = by_name(policy.ci95);
  }
  if (!policy.report.empty()) {
    object["policy_report"] = report(policy.report);
  }
  return object;
}

Json separation(const std::optional<trace::PoolSeparation>& separation) {
  return separation ? Json{{"own_pool_share", separation->own_pool_share},
                           {"own_pool_share_balanced", separation->own_pool_share_balanced}}
                    : Json(nullptr);
}

/// The requested precision, and what each policy reached.
Json precision(const Summary& point) {
  if (!point.precision) {
    return nullptr;
  }
  Json object = {{"metric", point.precision->metric},
                 {"relative", point.precision->relative},
                 {"confidence", point.precision->confidence},
                 {"max", point.precision->most},
                 {"reached", Json::object()}};
  for (const PolicySummary& policy : point.policies) {
    object["reached"][policy.policy] = number(policy.reached.value_or(kAbsent));
  }
  return object;
}

/// Reasons are texts for people; scripts should rely on policy and replication only.
Json failed(const std::vector<FailedRun>& runs) {
  Json list = Json::array();
  for (const FailedRun& run : runs) {
    list.push_back({{"policy", run.policy}, {"replication", run.replication}, {"reason", run.reason}});
  }
  return list;
}

/// The largest number of replications of any policy; others have fewer only if runs failed.
std::uint32_t replications(const Summary& point) {
  std::uint32_t most = 1;
  for (const PolicySummary& policy : point.policies) {
    most = std::max(most, policy.replications);
  }
  return most;
}

Json to_json_of_point(const Summary& point) {
  Json policies = Json::array();
  for (const PolicySummary& each : point.policies) {
    policies.push_back(policy(each));
  }
  Json object = {{"parameters", to_json(point.parameters)},
                 {"labels", to_json(point.labels)},
                 {"replications", replications(point)},
                 {"policies", std::move(policies)},
                 {"assumptions", to_json(point.assumptions)}};
  if (point.precision) {
    object["precision"] = precision(point);
  }
  if (!point.failed.empty()) {
    object["failed"] = failed(point.failed);
  }
  return object;
}

}  // namespace

Json to_json(const std::vector<language::SourceNote>& notes) {
  Json list = Json::array();
  for (const language::SourceNote& note : notes) {
    list.push_back(
        {{"entry", note.entry}, {"figure", note.figure}, {"text", note.text}, {"assumed", note.assumed}});
  }
  return list;
}

Json to_json(const Assumptions& assumptions) {
  return {{"trace", assumptions.trace},
          {"synthetic_trace", assumptions.synthetic},
          {"compute_model", assumptions.compute_model},
          {"compute_layers", assumptions.compute_layers},
          {"answer_model", assumptions.answer_model},
          {"answer_exits", assumptions.answer_exits},
          {"pool_separation", separation(assumptions.pool_separation)},
          {"hindsight_policies", assumptions.hindsight},
          {"assumed_figures", to_json(assumptions.assumed)}};
}

Json to_json(const std::vector<plan::Parameter>& parameters) {
  Json object = Json::object();
  for (const plan::Parameter& parameter : parameters) {
    object[parameter.path] = parameter.value;
  }
  return object;
}

Json to_json(const std::vector<plan::Label>& labels) {
  Json object = Json::object();
  for (const plan::Label& label : labels) {
    object[label.axis] = label.text;
  }
  return object;
}

Json sources_to_json(std::span<const Summary> points) {
  // Points that differ in one value share nearly all sources; of thousands of points only the union is
  // readable.
  std::vector<language::SourceNote> sources;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const Summary& point : points) {
    for (const language::SourceNote& note : point.sources) {
      if (seen.emplace(note.entry, note.figure, note.text).second) {
        sources.push_back(note);
      }
    }
  }
  return to_json(sources);
}

Json to_json(std::span<const Summary> points) {
  Json list = Json::array();
  for (const Summary& point : points) {
    list.push_back(to_json_of_point(point));
  }
  return {{"format", "dimsim.summary"},
          {"version", kSummaryVersion},
          {"scenario", points.front().scenario},
          {"seed", points.front().seed},
          {"dimsim", kVersion},
          {"points", std::move(list)},
          {"sources", sources_to_json(points)}};
}

std::string to_text(const Json& json) {
  constexpr int kIndent = 2;
  // `replace`: labels come from file names, and one wrong byte must not cost the result of hours.
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace dimsim::results

#include "dimsim/results/summary.hpp"

#include "dimsim/policy/registry.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace dimsim::results {

namespace {

Counts count(const std::vector<RequestRecord>& requests) {
  Counts counts;
  counts.arrived = requests.size();
  for (const RequestRecord& request : requests) {
    switch (request.outcome) {
      case Outcome::Answered:
        ++counts.answered;
        break;
      case Outcome::Dropped:
        ++counts.dropped;
        break;
      case Outcome::TimedOut:
        ++counts.timed_out;
        break;
      case Outcome::Failed:
        ++counts.failed;
        break;
      case Outcome::Pending:
        break;  // no finished run has any
    }
    counts.measured += request.measured ? 1 : 0;
  }
  return counts;
}

/// Numbers of the measured requests that were answered, in order of arrival.
std::vector<std::size_t> measured_answers(const std::vector<RequestRecord>& requests) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (requests[i].measured && requests[i].outcome == Outcome::Answered) {
      numbers.push_back(i);
    }
  }
  return numbers;
}

/// Mean of what `value` says of each of the requests; absent when there is none.
template <class Value>
double mean_of(const std::vector<std::size_t>& numbers, Value value) {
  std::vector<double> values;
  values.reserve(numbers.size());
  std::transform(numbers.begin(), numbers.end(), std::back_inserter(values), value);
  return statistics::mean(values);
}

Latency latency(const RunResult& run, const std::vector<std::size_t>& numbers) {
  std::vector<double> values;
  values.reserve(numbers.size());
  for (const std::size_t number : numbers) {
    values.push_back(run.requests[number].finish_s - run.requests[number].arrival_s);
  }
  Latency result;
  result.mean = statistics::mean(values);
  result.ci95 = statistics::batch_means_half_width(values).value_or(kAbsent);
  std::sort(values.begin(), values.end());
  result.p50 = statistics::quantile(values, 0.50);
  result.p90 = statistics::quantile(values, 0.90);
  result.p95 = statistics::quantile(values, 0.95);
  result.p99 = statistics::quantile(values, 0.99);
  result.p999 = statistics::quantile(values, 0.999);
  result.max = statistics::quantile(values, 1);
  return result;
}

LatencyParts latency_parts(const RunResult& run, const std::vector<std::size_t>& numbers) {
  return {.queue = mean_of(numbers, [&](std::size_t number) { return parts_of(run, number).queue; }),
          .compute = mean_of(numbers, [&](std::size_t number) { return parts_of(run, number).compute; }),
          .network = mean_of(numbers, [&](std::size_t number) { return parts_of(run, number).network; })};
}

/// Energy of each tier's stations, with the radio on the first tier, "network" and "total", per answered
/// request.
template <class StationEnergy>
std::vector<NamedValue> energy(const RunResult& run, std::uint64_t answered, double radio_j,
                               StationEnergy of_station) {
  std::vector<NamedValue> result;
  for (const std::string& tier : run.tiers) {
    double joules = result.empty() ? radio_j : 0;
    for (const StationAccount& station : run.stations) {
      joules += station.tier == tier ? of_station(station) : 0;
    }
    result.push_back({tier, joules});
  }
  result.push_back({scenario::kNetworkKey, run.core_j});
  const double total = std::accumulate(result.begin(), result.end(), 0.0,
                                       [](double sum, const NamedValue& part) { return sum + part.value; });
  result.push_back({scenario::kTotalKey, total});
  for (NamedValue& part : result) {
    part.value = answered == 0 ? kAbsent : part.value / static_cast<double>(answered);
  }
  return result;
}

/// CO2 equivalent of each kind of energy, where its intensity is stated, and of all when all are that take
/// any.
std::vector<NamedValue> carbon(const RunResult& run, const std::vector<NamedValue>& energy) {
  std::vector<NamedValue> result;
  if (std::none_of(run.carbon_g_per_j.begin(), run.carbon_g_per_j.end(),
                   [](double intensity) { return std::isfinite(intensity); })) {
    return result;
  }
  double total = 0;
  for (std::size_t i = 0; i < run.carbon_g_per_j.size(); ++i) {
    const double grams = energy[i].value == 0 ? 0 : energy[i].value * run.carbon_g_per_j[i];
    result.push_back({energy[i].name, grams});
    total += grams;  // not a number as soon as one is not stated
  }
  result.push_back({scenario::kTotalKey, total});
  return result;
}

double usd_per_1000(const RunResult& run, std::uint64_t answered) {
  const double usd =
      std::accumulate(run.stations.begin(), run.stations.end(), run.egress_usd,
                      [](double sum, const StationAccount& station) { return sum + station.usd; });
  return answered == 0 ? kAbsent : usd / static_cast<double>(answered) * 1000;
}

std::vector<NamedValue> tier_share(const RunResult& run, const std::vector<std::size_t>& numbers) {
  std::vector<NamedValue> result;
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    result.push_back({run.tiers[tier], mean_of(numbers, [&](std::size_t number) {
                        return run.requests[number].answered_tier == tier ? 1.0 : 0.0;
                      })});
  }
  return result;
}

void add_stations(const RunResult& run, PolicySummary& summary) {
  for (const StationAccount& station : run.stations) {
    summary.station_utilisation.push_back({station.name, station.utilisation});
    if (station.battery_h > 0) {
      summary.battery_h.push_back({station.name, station.battery_h});
    }
    if (summary.busiest_station.name.empty() || station.utilisation > summary.busiest_station.value) {
      summary.busiest_station = {station.tier, station.utilisation};
    }
    if (station.overloaded) {
      summary.overloaded_stations.push_back(
          {station.name, station.offered_load, station.queue_mid, station.queue_end});
    }
  }
}

void add_links(const RunResult& run, PolicySummary& summary) {
  for (const LinkAccount& link : run.links) {
    summary.link_utilisation.push_back({link.name, link.utilisation});
    if (link.overloaded) {
      summary.overloaded_links.push_back({link.name, link.offered_load, 0, 0});
    }
  }
}

}  // namespace

LatencyParts parts_of(const RunResult& run, std::size_t request) {
  LatencyParts parts{.queue = 0, .compute = 0, .network = 0};
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    const Visit& visit = run.visit(request, tier);
    if (visit.finished_s >= 0) {
      parts.queue += visit.started_s - visit.received_s;
      parts.compute += visit.finished_s - visit.started_s;
      parts.network += visit.received_s - visit.sent_s;
    }
  }
  const RequestRecord& record = run.requests[request];
  parts.network += record.finish_s - run.visit(request, record.answered_tier).finished_s;
  return parts;
}

PolicySummary summarise(const RunResult& run) {
  const std::vector<std::size_t> measured = measured_answers(run.requests);
  PolicySummary summary;
  summary.policy = run.policy;
  summary.requests = count(run.requests);
  const std::uint64_t answered = summary.requests.answered;
  summary.accuracy =
      mean_of(measured, [&](std::size_t number) { return run.requests[number].correct ? 1.0 : 0.0; });
  summary.latency_s = latency(run, measured);
  summary.latency_parts_s = latency_parts(run, measured);
  summary.energy_j = energy(run, answered, run.radio.sum() + run.radio_sleep_j,
                            [](const StationAccount& s) { return s.idle_j + s.active_j; });
  summary.carbon_g = carbon(run, summary.energy_j);
  summary.energy_marginal_j =
      energy(run, answered, run.radio.sum(), [](const StationAccount& s) { return s.active_j; });
  summary.usd_per_1000 = usd_per_1000(run, answered);
  summary.lambda = mean_of(measured, [&](std::size_t number) { return run.requests[number].lambda; });
  summary.tier_share = tier_share(run, measured);
  add_stations(run, summary);
  add_links(run, summary);
  summary.report = run.policy_report.figures;
  if (!summary.overloaded_stations.empty() || !summary.overloaded_links.empty()) {
    summary.latency_s.ci95 = kAbsent;  // latency grows with the run: there is no mean to estimate
  }
  return summary;
}

Summary make_summary(const scenario::Scenario& scenario, const trace::Trace& trace,
                     const plan::PointDescription& point) {
  Summary summary;
  summary.parameters = point.parameters;
  summary.labels = point.labels;
  summary.scenario = scenario.name;
  summary.seed = scenario.seed;
  summary.precision = point.precision;
  summary.assumptions = {.trace = trace.file.filename().string(),
                         .synthetic = trace.description.synthetic,
                         .compute_model = scenario.model.name,
                         .compute_layers = scenario.model.layers,
                         .answer_model = trace.description.model,
                         .answer_exits = trace.split.exits,
                         .pool_separation = trace.description.pool_separation,
                         .hindsight = {},
                         .assumed = {}};
  for (const scenario::PolicyChoice& choice : scenario.policies) {
    const policy::Entry* entry = policy::find(choice.policy);
    if (entry != nullptr && entry->needs.hindsight) {
      summary.assumptions.hindsight.push_back(choice.label);
    }
  }
  std::copy_if(scenario.sources.begin(), scenario.sources.end(),
               std::back_inserter(summary.assumptions.assumed),
               [](const language::SourceNote& note) { return note.assumed; });
  summary.sources = scenario.sources;
  return summary;
}

}  // namespace dimsim::results

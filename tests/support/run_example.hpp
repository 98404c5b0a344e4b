#pragma once

#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

namespace dimsim {

/// A run of two tiers with numbers that are easy to add up. Request 0 belongs to the warm-up; 1 and 2 are
/// measured and answered, on the phone and in the cloud; 3 is measured and dropped.
inline results::RunResult run_example() {
  results::RunResult run;
  run.policy = "half-and-half";
  run.tiers = {"phone", "cloud"};
  run.kernel = "SimGrid 3.32 settings";
  const results::Visit nowhere;
  const auto request = [](double arrival_s, double finish_s, std::uint8_t tier, double lambda, bool correct,
                          bool measured) {
    results::RequestRecord record;
    record.arrival_s = arrival_s;
    record.outcome = results::Outcome::Answered;
    record.finish_s = finish_s;
    record.answered_tier = tier;
    record.exit_layer = tier == 0 ? 3 : 12;
    record.lambda = lambda;
    record.correct = correct;
    record.measured = measured;
    return record;
  };
  run.requests = {request(0, 9, 0, 100, true, false), request(10, 12, 0, 3, true, true),
                  request(20, 26, 1, 17, false, true), request(30, 30, 0, 1000, false, true)};
  run.requests[3].outcome = results::Outcome::Dropped;
  run.visits = {{0, 0, 0, 9},
                nowhere,  // warm-up
                {10, 10, 10.5, 12},
                nowhere,  // queue 0.5, compute 1.5
                nowhere,
                {20, 21, 24, 25},  // up 1, queue 3, compute 1, down 1
                nowhere,
                nowhere};
  results::StationAccount phones;
  phones.name = "phone/p";
  phones.tier = "phone";
  phones.hosts = 20;
  phones.utilisation = 0.25;
  phones.busiest_utilisation = 0.5;
  phones.idle_j = 30;
  phones.active_j = 6;
  phones.usd = 0.25;
  results::StationAccount cloud;
  cloud.name = "cloud/c";
  cloud.tier = "cloud";
  cloud.utilisation = 0.75;
  cloud.busiest_utilisation = 0.75;
  cloud.idle_j = 300;
  cloud.active_j = 9;
  cloud.usd = 0.5;
  run.stations = {phones, cloud};
  results::LinkAccount link;
  link.name = "access/phone/up";
  link.utilisation = 0.125;
  run.links = {link};
  run.radio.bytes_j = 3;
  run.egress_usd = 0.75;
  run.end_s = 30;
  return run;
}

/// What goes with it into a result file.
inline scenario::Scenario scenario_example() {
  scenario::Scenario scenario;
  scenario.name = "example";
  scenario.seed = 7;
  scenario.model.name = "bert-base";
  scenario.model.layers = 12;
  scenario.sites = {"north", "south"};
  scenario.tiers.resize(2);
  scenario.tiers[0].hosts.resize(1);
  scenario.tiers[0].hosts[0].name = "p";
  scenario.tiers[0].hosts[0].count = 3;
  scenario.sources = {{"devices/phone", "compute.rate", "measured by hand", false},
                      {"devices/phone", "power", "assumed: a guess", true},
                      {"links/lte", "radio", "assumed: another", true}};
  return scenario;
}

inline trace::Trace trace_example() {
  trace::Trace trace;
  trace.file = "some/where/trec6.h5";
  trace.description.model = "L-12_H-128_A-2";
  trace.split.exits = 12;
  return trace;
}

}  // namespace dimsim

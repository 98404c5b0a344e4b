// dimsim's engine, through its public interface.
#include "bench/load.hpp"
#include "dimsim/engine/run.hpp"
#include "support/fleet.hpp"

#include <cstdio>
#include <exception>

namespace dimsim::bench {

namespace {

constexpr int kLayers = 12;

/// fleet::plain has no connection set-up, slow start or headers, since the other programs have none.
scenario::Scenario make_scenario(const Load& load) {
  const model::Device phone = fleet::device_with_service(Load::kService);
  const model::Device server = fleet::device_with_service(Load::kService, static_cast<int>(load.servers));
  scenario::Scenario scenario = fleet::plain(
      {fleet::tier("mobile", scenario::Location::Device, 1, kLayers, phone, static_cast<int>(load.devices)),
       fleet::tier("cloud", scenario::Location::Cloud, 1, kLayers, server)},
      load.rate(), load.requests);
  scenario.seed = Load::kSeed;
  scenario.network.access = fleet::link(Load::kAccess, Load::kAccessLatency);
  scenario.network.backhaul = fleet::link(load.backhaul, Load::kBackhaulLatency);
  scenario.network.wan = fleet::link(Load::kWan, Load::kWanLatency);
  scenario.network.transport.answer_bytes = static_cast<double>(Load::kAnswerBytes);
  return scenario;
}

void run(const Load& load) {
  const std::clock_t began = std::clock();
  const scenario::Scenario scenario = make_scenario(load);
  constexpr int kTokens = 32;  // service takes the same whatever they are
  const trace::Split samples = fleet::alike_samples(1, kTokens, static_cast<int>(load.text_bytes), kLayers);
  const scenario::PolicyChoice policy = fleet::always("cloud");
  const results::RunResult result = engine::run({.scenario = scenario, .samples = samples, .policy = policy});
  Tally tally;
  for (const results::RequestRecord& request : result.requests) {
    tally.add(request.arrival_s, request.finish_s);
  }
  tally.print(began);
}

}  // namespace

}  // namespace dimsim::bench

int main(int argc, char** argv) {
  try {
    dimsim::bench::run(dimsim::bench::parse_load(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 1;
  }
}

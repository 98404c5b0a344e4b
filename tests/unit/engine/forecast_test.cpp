/// What policies are told of messages and services before a run is what a run on idle links and hosts takes.

#include "dimsim/engine/forecast.hpp"

#include "support/fleet.hpp"
#include "support/study_runs.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

/// Each round of slow start is a date of the kernel's, each exact to 1e-9 s.
constexpr double kDateTolerance = 1e-8;

/// The forecast of a scenario, without a run. The one kernel of this process: runs go into others.
class Foreseen {
 public:
  Foreseen(const scenario::Scenario& scenario, const trace::Split& samples)
      : topology_(scenario, kernel_),
        radios_(scenario, topology_, records_),
        transport_(scenario, kernel_, topology_, radios_, {}, {}),
        hosts_(scenario, topology_, stations_),
        service_times_(scenario, samples.classes, samples.tokens.front()),
        forecast_(scenario, topology_, transport_, hosts_, service_times_) {}

  [[nodiscard]] const policy::Forecast& forecast() const { return forecast_; }
  /// Changes the latency of the phone's links, as a controller does during a run.
  void set_latency(double latency_s) {
    const platform::DevicePlace& phone = topology_.devices().front();
    topology_.set_latency(phone.up, latency_s, 0);
    topology_.set_latency(phone.down, latency_s, 0);
  }

 private:
  std::vector<results::RequestRecord> records_;
  platform::Kernel kernel_;
  platform::Topology topology_;
  Radios radios_;
  Transport transport_;
  Stations stations_;
  Hosts hosts_;
  ServiceTimes service_times_;
  ProfileForecast forecast_;
};

/// One phone that asks every 10 s, and a tier above; connections stay open.
scenario::Scenario phone_and(Location location, int first_layer) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.25)),
                    fleet::tier("above", location, first_layer, 12, fleet::device_with_service(0.5))},
                   0.1, 3);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(2.5e6, 0.020);
  scenario.network.backhaul = fleet::link(1.5e6, 0.004);
  scenario.network.wan = fleet::link(1e9, 0.0125);
  scenario.network.transport = {};  // headers, slow start, set-up
  scenario.network.transport.request_bytes = 17.5;
  scenario.policies = {fleet::always("above")};
  return scenario;
}

results::RunResult simulated(const scenario::Scenario& scenario, const trace::Split& samples) {
  trace::Trace trace;
  trace.split = samples;
  const study::Inputs inputs{.scenario = scenario,
                             .trace = std::make_shared<const trace::Trace>(std::move(trace))};
  return study_runs({&inputs, 1}).front().run;
}

/// The second message of a device finds its connection open and nobody else.
void expect_second_message_as_foreseen(Location location, int text_bytes) {
  const scenario::Scenario scenario = phone_and(location, 1);
  const trace::Split samples = fleet::alike_samples(1, 10, text_bytes);
  const results::RunResult result = simulated(scenario, samples);
  const Foreseen foreseen(scenario, samples);
  const policy::Forecast& forecast = foreseen.forecast();
  const results::Visit& visit = result.visit(1, 1);
  EXPECT_NEAR(visit.received_s - visit.sent_s, forecast.upload_s(0, 1, text_bytes), kDateTolerance);
  EXPECT_NEAR(result.requests[1].finish_s - visit.finished_s, forecast.answer_s(0, 1), kDateTolerance);
  EXPECT_NEAR(visit.finished_s - visit.started_s, forecast.service_s(0, {1, 1, 12, true}, 10), 1e-9);
  EXPECT_EQ(static_cast<double>(result.requests[1].up_bytes), forecast.wire_bytes(text_bytes));
  EXPECT_GT(result.visit(0, 1).received_s - result.visit(0, 1).sent_s,
            forecast.upload_s(0, 1, text_bytes) + 0.04)
      << "the first message opens the connection, which is not foreseen";
}

TEST(Forecast, ASmallTextToTheSiteTakesItsNominalTime) {
  expect_second_message_as_foreseen(Location::Site, 100);
}

TEST(Forecast, ATextOfExactlyTheFirstWindowTakesItsNominalTime) {
  expect_second_message_as_foreseen(Location::Site, 14'582);  // and 17.5 bytes: 14,600 = 10 segments
}

TEST(Forecast, ATextOneByteAboveTheFirstWindowTakesItsNominalTime) {
  expect_second_message_as_foreseen(Location::Site, 14'583);
}

TEST(Forecast, SlowStartThatFillsThePathTakesItsNominalTime) {
  expect_second_message_as_foreseen(Location::Site, 400'000);
}

TEST(Forecast, SlowStartThatNeverFillsThePathTakesItsNominalTime) {
  expect_second_message_as_foreseen(Location::Cloud, 60'000);
}

TEST(Forecast, ALongWayIsAsFastAsItsSlowestLink) {
  expect_second_message_as_foreseen(Location::Cloud, 1'000'000);
}

/// A policy must not see at once what only its next answers can tell it.
TEST(Forecast, LatenciesThatChangeLaterDoNotShow) {
  const scenario::Scenario scenario = phone_and(Location::Cloud, 1);
  Foreseen foreseen(scenario, fleet::alike_samples());
  const policy::Forecast& forecast = foreseen.forecast();
  const double upload_s = forecast.upload_s(0, 1, 1000);
  const double answer_s = forecast.answer_s(0, 1);
  foreseen.set_latency(1);
  EXPECT_EQ(forecast.upload_s(0, 1, 1000), upload_s);
  EXPECT_EQ(forecast.answer_s(0, 1), answer_s);
  EXPECT_NEAR(forecast.propagation_s(0, 1), 0.020 + 0.004 + 0.0125, 1e-12);
}

TEST(Forecast, AHiddenStateTakesItsNominalTime) {
  const scenario::Scenario scenario = phone_and(Location::Metro, 4);
  const trace::Split samples = fleet::alike_samples(1, 128);
  const results::RunResult result = simulated(scenario, samples);
  const Foreseen foreseen(scenario, samples);
  const policy::Forecast& forecast = foreseen.forecast();
  const results::Visit& visit = result.visit(1, 1);
  EXPECT_EQ(forecast.hidden_state_bytes(128), 393'216);
  EXPECT_NEAR(visit.received_s - visit.sent_s, forecast.upload_s(0, 1, forecast.hidden_state_bytes(128)),
              kDateTolerance);
}

}  // namespace
}  // namespace dimsim::engine

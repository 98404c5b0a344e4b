/// Services with several members: what a queue discipline that forms batches does to a run, on cases computed
/// by hand.

#include "dimsim/engine/discipline.hpp"
#include "support/controlled_run.hpp"
#include "support/fleet.hpp"
#include "support/learning.hpp"

#include <array>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::Outcome;
using results::RunResult;
using scenario::Location;

/// Two at a time, or one that has waited for a second.
class Pairs : public Discipline {
 public:
  Pick pick(const Queue& queue, double now) override {
    batch_ = {queue.first(), queue[queue.first()].next};
    const double due_s = queue[queue.first()].since_s + 1;
    if (queue.size() < 2 && now < due_s) {
      return {.batch = {}, .wake_s = due_s};
    }
    return {.batch = {batch_.data(), std::min<std::size_t>(2, queue.size())}};
  }

 private:
  std::array<std::uint32_t, 2> batch_{};
};

const DisciplineEntry& pairs() {
  static const DisciplineEntry entry = {
      .name = "pairs",
      .summary = "two at a time",
      .rule = "two at a time, or one that has waited for a second",
      .parameters = {},
      .make = [](const Node& /*parameters*/) -> std::unique_ptr<Discipline> {
        return std::make_unique<Pairs>();
      }};
  return entry;
}

/// Two requests a second, 4 s a batch: the first pair begins with the second request; the third and fourth
/// wait for it; the fifth, alone, has waited for long when they are done.
TEST(Batches, ShareTheirServer) {
  model::Device device = fleet::device_with_service(4);
  device.load_power_w = 100;
  device.inference_j = 3;
  const scenario::Scenario scenario = phone(2, 5, device);
  const double start_s = first_arrival_s(scenario);
  const RunResult result = run({.scenario = scenario,
                                .samples = fleet::alike_samples(),
                                .policy = fleet::always("phone"),
                                .discipline = &pairs()});
  const std::array<double, 5> started_s{0.5, 0.5, 4.5, 4.5, 8.5};
  const std::array<double, 5> service_s{2, 2, 2, 2, 4};
  for (std::size_t request = 0; request < started_s.size(); ++request) {
    EXPECT_NEAR(result.visit(request, 0).started_s - start_s, started_s[request], kTolerance);
    EXPECT_NEAR(result.visit(request, 0).finished_s - start_s, started_s[request] + 4, kTolerance);
    EXPECT_NEAR(result.requests[request].service_s, service_s[request], kTolerance);
    EXPECT_NEAR(result.requests[request].compute_j, 100 * service_s[request] + 3, 1e-9);
  }
  EXPECT_NEAR(result.stations[0].busy_s, 12, kTolerance);
  EXPECT_NEAR(result.stations[0].active_j, 100 * 12 + 5 * 3, 1e-9);
}

TEST(Batches, ALoneRequestBeginsWhenItsDisciplineWakesUp) {
  const scenario::Scenario scenario = phone(0.1, 2, fleet::device_with_service(4));
  const double start_s = first_arrival_s(scenario);
  const RunResult result = run({.scenario = scenario,
                                .samples = fleet::alike_samples(),
                                .policy = fleet::always("phone"),
                                .discipline = &pairs()});
  EXPECT_NEAR(result.visit(0, 0).started_s - start_s, 1, kTolerance);
  EXPECT_NEAR(result.visit(1, 0).started_s - start_s, 10 + 1, kTolerance);
}

/// Of a pair, the sure one leaves at the first exit; the other has the server to itself for the rest.
TEST(Batches, AMemberMayLeaveAtAnExit) {
  model::Device device = fleet::device_with_service(1);
  device.flops_per_s = 1e9;
  scenario::Scenario scenario = phone(2, 2, device);
  scenario.workload.sampling = scenario::Sampling::InOrder;
  scenario.tiers[0].exits = {3, 12};
  std::vector<std::vector<learning::Answer>> answers(2, std::vector<learning::Answer>(12, {0.6, true}));
  answers[0][2] = {0.99, true};
  const trace::Split samples = learning::samples_of(answers);
  Node thresholds = Node::list();
  thresholds.items.push_back(Node::scalar("0.9"));
  Node parameters = learning::parameters_of("early-exit");
  parameters.set("thresholds", thresholds);
  const scenario::PolicyChoice policy = {
      .policy = "early-exit", .label = "early", .parameters = policy::find("early-exit")->bind(parameters)};
  const double first_s = model::service_time_s(device, scenario.model, {1, 3, 1, 2}, 10, 1);
  const double both_s = model::service_time_s(device, scenario.model, {1, 12, 2, 2}, 10, 1);
  const RunResult result =
      run({.scenario = scenario, .samples = samples, .policy = policy, .discipline = &pairs()});
  EXPECT_EQ(result.requests[0].exit_layer, 3);
  EXPECT_EQ(result.requests[1].exit_layer, 12);
  const double started_s = result.requests[1].arrival_s;
  EXPECT_NEAR(result.visit(0, 0).started_s, started_s, kTolerance);
  EXPECT_NEAR(result.visit(0, 0).finished_s - started_s, first_s, kTolerance);
  EXPECT_NEAR(result.visit(1, 0).finished_s - started_s, both_s, kTolerance);
  EXPECT_NEAR(result.requests[0].service_s, first_s / 2, kTolerance);
  EXPECT_NEAR(result.requests[1].service_s, both_s - first_s / 2, kTolerance);
}

/// One of a pair is given up after a second of four: the other pays for the server from then on.
TEST(Batches, AMemberMayBeGivenUp) {
  const scenario::Scenario scenario = phone(2, 2, fleet::device_with_service(4));
  const double start_s = first_arrival_s(scenario) + 0.5;
  Script script({{start_s + 1, [](World& world) { world.end_request(0, Outcome::Dropped); }}});
  std::array<Controller*, 1> controllers{&script};
  const RunResult result = run({.scenario = scenario,
                                .samples = fleet::alike_samples(),
                                .policy = fleet::always("phone"),
                                .controllers = controllers,
                                .discipline = &pairs()});
  EXPECT_NEAR(result.requests[0].service_s, 0.5, kTolerance);
  EXPECT_NEAR(result.requests[1].service_s, 3.5, kTolerance);
  EXPECT_NEAR(result.requests[1].finish_s - start_s, 4, kTolerance);
  EXPECT_NEAR(result.wasted.service_s, 0.5, kTolerance);
}

}  // namespace
}  // namespace dimsim::engine

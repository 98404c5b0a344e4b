/// Policies that predict delay, in the simulator: what they can and cannot know, and what it is good for.

#include "dimsim/statistics/statistics.hpp"
#include "support/fleet.hpp"
#include "support/study_runs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using results::RunResult;
using scenario::Location;

scenario::PolicyChoice policy(const std::string& name,
                              const std::vector<std::pair<std::string, std::string>>& parameters = {}) {
  language::Node node = language::Node::map();
  for (const auto& [key, value] : parameters) {
    node.set(key, language::Node::scalar(value));
  }
  return {.policy = name, .label = name, .parameters = policy::find(name)->bind(node)};
}

scenario::PolicyChoice least_delay() { return policy("least-delay", {{"memory", "0.3"}, {"forget", "5 s"}}); }

/// One result a policy; each run is a process of its own.
std::vector<RunResult> run_all(const study::Inputs& inputs) {
  std::vector<RunResult> results;
  study::Options options;
  options.workers = 2;
  for (results::RunRecord& record : study_runs({&inputs, 1}, options)) {
    results.push_back(std::move(record.run));
  }
  return results;
}

study::Inputs alike(scenario::Scenario scenario, std::vector<scenario::PolicyChoice> policies,
                    int tokens = 10) {
  trace::Trace trace;
  trace.split = fleet::alike_samples(1, tokens);
  study::Inputs inputs{.scenario = std::move(scenario),
                       .trace = std::make_shared<const trace::Trace>(std::move(trace))};
  inputs.scenario.policies = std::move(policies);
  return inputs;
}

double mean_latency_s(const RunResult& result) {
  double sum_s = 0;
  for (const results::RequestRecord& record : result.requests) {
    sum_s += record.finish_s - record.arrival_s;
  }
  return sum_s / static_cast<double>(result.requests.size());
}

/// 20 phones that need 1 s each time, an edge host that does 10 requests/s and a cloud that does 25, each
/// with its way: 30 requests/s are too many for either, and little for the phones.
TEST(LeastDelay, UnderOverloadIsFasterThanAnyTierAlone) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(1), 20),
                    fleet::tier("edge", Location::Site, 1, 6, fleet::device_with_service(0.1)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0.04))},
                   1.5, 6000);
  scenario.network.access = fleet::link(1e6, 0.010);
  scenario.network.wan = fleet::link(1e9, 0.050);
  const auto results = run_all(alike(
      scenario, {fleet::always("mobile"), fleet::always("edge"), fleet::always("cloud"), least_delay()}));
  for (std::size_t i = 0; i < 3; ++i) {
    fmt::print("{}: {:.3f} s, least-delay {:.3f} s\n", results[i].policy, mean_latency_s(results[i]),
               mean_latency_s(results[3]));
    EXPECT_LT(mean_latency_s(results[3]), mean_latency_s(results[i])) << results[i].policy;
  }
  EXPECT_LT(mean_latency_s(results[3]), 1) << "an idle phone would be faster";
}

/// Two phones that would take 10 s, and an edge host that takes 1 s and whose way takes 0.1 s: with 20
/// requests/s its queue is longer than 10 s after half a second. No phone can know before its first answer,
/// or before that is overdue, 1.2 s after the first request; until then all go to the edge.
TEST(LeastDelay, KnowsOfAQueueNotBeforeAnAnswerIsDue) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(10), 2),
                    fleet::tier("edge", Location::Site, 1, 6, fleet::device_with_service(1))},
                   10, 200);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1e12, 0.1);
  const RunResult result = run_all(alike(scenario, {least_delay()})).front();
  std::vector<double> first_s(2, -1);
  int blind = 0;
  int turned_away = 0;
  for (const results::RequestRecord& record : result.requests) {
    double& first = first_s[record.device];
    first = first < 0 ? record.arrival_s : first;
    if (record.arrival_s < first + 1.2 - 1e-6) {
      EXPECT_EQ(record.answered_tier, 1) << "at " << record.arrival_s;
      ++blind;
    }
    turned_away += record.answered_tier == 0 ? 1 : 0;
  }
  EXPECT_EQ(blind, 2 * 12) << "0, 0.1, … 1.1 s after the first of each";
  EXPECT_GT(turned_away, 0) << "none was ever told";
}

/// Measured seconds from the text to an exit, whatever the sample.
model::MeasuredTable measured(int layers, double seconds) {
  return {.model = "bert-base",
          .layers = layers,
          .tokens = {1, 100},
          .batch = {1},
          .seconds = {{seconds}, {seconds}}};
}

/// A phone that is fast up to layer 5 and slow from there on (its memory is full, say), and an edge host that
/// takes 50 ms a layer, over one bandwidth.
scenario::Scenario splittable(double bytes_per_s) {
  model::Device phone = fleet::device_with_service(0.002);
  phone.measured = {measured(5, 0.020), measured(12, 1.0)};
  model::Device host = fleet::device_with_service(0.002);
  host.layer_overhead_s = 0.050;
  scenario::Scenario scenario = fleet::plain({fleet::tier("mobile", Location::Device, 1, 12, phone),
                                              fleet::tier("edge", Location::Site, 1, 12, host)},
                                             0.01, 3);
  scenario.network.access = fleet::link(bytes_per_s, 0.010);
  return scenario;
}

/// Mean latency of layers 1 to k on the phone and the rest at the edge, on idle links and hosts.
double latency_of_split_s(double bytes_per_s, int k) {
  scenario::Scenario scenario = splittable(bytes_per_s);
  scenario.tiers[1].first_layer = k + 1;  // so that nothing else can be done
  if (k == 0 || k == 12) {
    scenario.tiers[1].first_layer = 1;
    return mean_latency_s(run_all(alike(scenario, {fleet::always(k == 0 ? "edge" : "mobile")})).front());
  }
  scenario.tiers[0].last_layer = k;
  scenario.tiers[0].exits = {k};
  return mean_latency_s(run_all(alike(scenario, {fleet::always("edge")})).front());
}

/// The split that it chooses is the fastest of all 13 when they are simulated: after layer 5 where there is
/// bandwidth for a hidden state of 30,720 B, the text of 100 B where there is less, all on the phone where
/// even that is slow.
TEST(Neurosurgeon, ChoosesTheSplitThatIsFastestWhenSimulated) {
  const std::vector<std::pair<double, int>> expected = {{1e6, 5}, {1e4, 0}, {100, 12}};
  for (const auto& [bytes_per_s, split] : expected) {
    double fastest_s = std::numeric_limits<double>::infinity();
    int fastest = -1;
    for (int k = 0; k <= 12; ++k) {
      const double latency_s = latency_of_split_s(bytes_per_s, k);
      fastest = latency_s < fastest_s ? k : fastest;
      fastest_s = std::min(fastest_s, latency_s);
    }
    EXPECT_EQ(fastest, split) << bytes_per_s << " B/s: what the scenario was made for";
    const scenario::PolicyChoice neurosurgeon =
        policy("neurosurgeon", {{"objective", "latency"}, {"memory", "0.3"}, {"forget", "5 s"}});
    const RunResult result = run_all(alike(splittable(bytes_per_s), {neurosurgeon})).front();
    EXPECT_NEAR(mean_latency_s(result), fastest_s, 1e-8) << bytes_per_s << " B/s";
  }
}

struct Figures {
  std::string policy;
  double accuracy = 0;
  double lambda = 0;
  double p95_s = 0;
};

Figures figures_of(const RunResult& result) {
  Figures figures{.policy = result.policy};
  std::vector<double> latencies_s;
  for (const results::RequestRecord& record : result.requests) {
    if (record.measured) {
      latencies_s.push_back(record.finish_s - record.arrival_s);
      figures.accuracy += record.correct ? 1 : 0;
      figures.lambda += record.lambda;
    }
  }
  const auto count = static_cast<double>(latencies_s.size());
  figures.accuracy /= count;
  figures.lambda /= count;
  std::sort(latencies_s.begin(), latencies_s.end());
  figures.p95_s = statistics::quantile(latencies_s, 0.95);
  return figures;
}

/// No worse in anything, and better in something.
bool dominates(const Figures& a, const Figures& b) {
  return a.accuracy >= b.accuracy && a.lambda <= b.lambda && a.p95_s <= b.p95_s &&
         (a.accuracy > b.accuracy || a.lambda < b.lambda || a.p95_s < b.p95_s);
}

/// The quickstart with CPU servers at the edge and in the cloud, at 8 and at 12 questions/s of each phone:
/// the table of docs/policies.md. The pools of cartography take 96 % of the cloud in the first, and more than
/// there is in the second.
class UnderLoad : public testing::TestWithParam<std::string> {};

TEST_P(UnderLoad, CartographyAdaptiveIsOnTheParetoFront) {
  const std::vector<study::Inputs> points =
      study::load_inputs(
          DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml",
          {"deployment.tiers.edge.hosts=[{device: c6i-2xlarge}]",
           "deployment.tiers.cloud.hosts=[{device: c6i-2xlarge}]", "workload.rate=" + GetParam(),
           "policies=[cartography-adaptive, all-mobile, all-edge, all-cloud, random, round-robin, "
           "{policy: cartography, label: pools, thresholds: [0]}, cartography, early-exit, patience, "
           "aggregated, "
           "least-delay, deadline]"})
          .points;
  std::vector<Figures> all;
  for (const RunResult& result : run_all(points.front())) {
    all.push_back(figures_of(result));
  }
  const Figures& ours = all.front();
  ASSERT_EQ(ours.policy, "cartography-adaptive");
  for (const Figures& other : all) {
    fmt::print("{:20} accuracy {:.3f}, λ {:5.2f}, p95 {:.3f} s\n", other.policy, other.accuracy, other.lambda,
               other.p95_s);
    EXPECT_FALSE(dominates(other, ours)) << other.policy;
    if (other.policy == "cartography" || other.policy == "early-exit") {
      EXPECT_LT(ours.p95_s, other.p95_s) << other.policy << " has no eye on queues";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rates, UnderLoad, testing::Values("8 /s", "12 /s"));

}  // namespace
}  // namespace dimsim

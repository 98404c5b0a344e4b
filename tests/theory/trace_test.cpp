/// The simulator adds time and never changes answers: with every test sample sent exactly once, the answer to
/// each, accuracy, tier shares and λ of each policy on TREC-6 are what the trace's arrays give, and what its
/// README says.

#include "dimsim/plan/load.hpp"
#include "support/fleet.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

using trace::Complexity;

struct Figures {
  double accuracy = 0;
  double lambda = 0;
  std::array<double, 3> share{};
};

const trace::Split& samples() {
  static const trace::Trace trace = trace::read(DIMSIM_SOURCE_DIR "/scenarios/traces/trec6.h5", "test");
  return trace.split;
}

constexpr std::array<std::size_t, 3> kExit = {3, 6, 12};  ///< that answers, by tier

/// Straight from the arrays: argmax of the sample's logits at the tier's exit.
int answer(std::size_t sample, std::size_t tier) {
  const trace::Split& split = samples();
  const auto exits = static_cast<std::size_t>(split.exits);
  const auto classes = static_cast<std::size_t>(split.classes);
  const float* logits = &split.logits[(sample * exits + kExit[tier] - 1) * classes];
  return static_cast<int>(std::max_element(logits, logits + classes) - logits);
}

/// Tier of each sample → its answer against gold. Cost: layers run, plus 2 for the way to the edge or 5 for
/// the way to the cloud.
Figures from_arrays(const std::vector<std::size_t>& tier_of_sample) {
  constexpr std::array<double, 3> kOffload = {0, 2, 5};
  const trace::Split& split = samples();
  Figures figures;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const std::size_t tier = tier_of_sample[sample];
    figures.accuracy += answer(sample, tier) == split.gold[sample] ? 1 : 0;
    figures.lambda += static_cast<double>(kExit[tier]) + kOffload[tier];
    figures.share[tier] += 1;
  }
  const auto count = static_cast<double>(split.samples);
  figures.accuracy /= count;
  figures.lambda /= count;
  for (double& share : figures.share) {
    share /= count;
  }
  return figures;
}

/// Expects of each request that the tier said to have answered did run it, at that tier's exit, and that the
/// answer is the arrays'.
void expect_answers_of_the_arrays(const results::RunResult& result) {
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const results::RequestRecord& record = result.requests[request];
    const std::size_t tier = record.answered_tier;
    ASSERT_LT(tier, kExit.size()) << "request " << request;
    EXPECT_GE(result.visit(request, tier).finished_s, 0) << "request " << request << " was not there";
    EXPECT_EQ(record.exit_layer, kExit[tier]) << "request " << request;
    const int expected = answer(record.sample, tier);
    EXPECT_EQ(record.prediction, expected) << "request " << request;
    EXPECT_EQ(record.correct, expected == samples().gold[record.sample]) << "request " << request;
  }
}

Figures from_simulation(const std::string& policy) {
  const scenario::Scenario scenario = plan::load(DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml",
                                                 {"workload.requests=500", "workload.warm_up_requests=0",
                                                  "workload.samples=in-order", "policies=[" + policy + "]"});
  const results::RunResult result = engine::run({scenario, samples(), scenario.policies.at(0)});
  EXPECT_EQ(result.requests.size(), samples().samples);
  expect_answers_of_the_arrays(result);
  Figures figures;
  const auto count = static_cast<double>(result.requests.size());
  for (const results::RequestRecord& record : result.requests) {
    figures.accuracy += record.correct ? 1 / count : 0;
    figures.lambda += record.lambda / count;
    figures.share[record.answered_tier] += 1 / count;
  }
  return figures;
}

void expect_same(const Figures& simulated, const Figures& expected) {
  EXPECT_NEAR(simulated.accuracy, expected.accuracy, 1e-12);
  EXPECT_NEAR(simulated.lambda, expected.lambda, 1e-10);
  for (std::size_t tier = 0; tier < 3; ++tier) {
    EXPECT_NEAR(simulated.share[tier], expected.share[tier], 1e-12) << "tier " << tier;
  }
}

void check_fixed(const std::string& policy, std::size_t tier, double accuracy, double lambda) {
  const Figures expected = from_arrays(std::vector<std::size_t>(samples().samples, tier));
  EXPECT_NEAR(expected.accuracy, accuracy, 5e-4) << "the README of the trace says otherwise";
  EXPECT_NEAR(expected.lambda, lambda, 5e-3);
  expect_same(from_simulation(policy), expected);
}

TEST(Trec6, AllMobile) { check_fixed("all-mobile", 0, 0.568, 3); }
TEST(Trec6, AllEdge) { check_fixed("all-edge", 1, 0.706, 8); }
TEST(Trec6, AllCloud) { check_fixed("all-cloud", 2, 0.816, 17); }

TEST(Trec6, Cartography) {
  std::vector<std::size_t> tiers;
  for (const Complexity complexity : samples().complexity) {
    tiers.push_back(static_cast<std::size_t>(complexity));
  }
  const Figures expected = from_arrays(tiers);
  EXPECT_NEAR(expected.accuracy, 0.814, 5e-4);
  EXPECT_NEAR(expected.lambda, 9.11, 5e-3);
  EXPECT_NEAR(expected.share[0], 0.282, 5e-4);
  EXPECT_NEAR(expected.share[1], 0.438, 5e-4);
  EXPECT_NEAR(expected.share[2], 0.280, 5e-4);
  expect_same(from_simulation("{policy: cartography, thresholds: [0]}"), expected);
}

/// Random with equal shares: shares and λ within 4 standard errors of 1/3 each and (3 + 8 + 17) / 3. The
/// answers are those of the tiers that it drew, request by request (from_simulation).
TEST(Trec6, RandomSplit) {
  const Figures figures = from_simulation("random");
  const double standard_error = std::sqrt(1.0 / 3 * 2 / 3 / 500);
  for (const double share : figures.share) {
    EXPECT_NEAR(share, 1.0 / 3, 4 * standard_error);
  }
  const double variance = (9.0 + 64 + 289) / 3 - (28.0 / 3) * (28.0 / 3);
  EXPECT_NEAR(figures.lambda, 28.0 / 3, 4 * std::sqrt(variance / 500));
}

}  // namespace
}  // namespace dimsim

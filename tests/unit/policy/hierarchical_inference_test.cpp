/// hi-threshold and hi-two-thresholds.

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"
#include "dimsim/policy/exponential_weights.hpp"
#include "support/learning.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using learning::course;
using learning::figure;
using learning::play;
using learning::Played;
using testing::ElementsAre;

using Given = std::vector<std::pair<std::string, std::string>>;

constexpr double kBeta = 0.3;  // the default

std::unique_ptr<Policy> make(const std::string& name, const Given& given = {}, std::uint64_t seed = 1) {
  Fleet fleet = learning::device_and_cloud({1}, 2);
  fleet.seed = seed;
  return learning::bound(name, given)->create(fleet);
}

std::vector<std::uint32_t> drawn(std::size_t requests, std::size_t samples) {
  const RandomStream stream(1, 0, Purpose::Sample, 0);
  std::vector<std::uint32_t> result;
  for (std::size_t i = 0; i < requests; ++i) {
    result.push_back(static_cast<std::uint32_t>(stream.below(i, samples)));
  }
  return result;
}

/// Confidences spread evenly over 0.5..1; wrong below 0.75, right from there on. The cloud is always right.
trace::Split right_from_three_quarters(std::size_t count) {
  std::vector<std::vector<learning::Answer>> matrix;
  for (std::size_t i = 0; i < count; ++i) {
    const double confidence = 0.5 + 0.5 * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    matrix.push_back({{confidence, confidence >= 0.75}, {0.999}});
  }
  return learning::samples_of(matrix);
}

TEST(ExponentialWeights, SharesDecreaseExponentiallyWithTheLoss) {
  ExponentialWeights weights(3, 0.5);
  weights.charge(1, 2);
  weights.charge(2, 1);
  weights.charge(2, 1);
  weights.charge(2, 2);
  const double sum = 1 + std::exp(-1) + std::exp(-2);
  EXPECT_THAT(weights.shares(),
              testing::Pointwise(testing::DoubleNear(1e-15),
                                 std::vector{1 / sum, std::exp(-1) / sum, std::exp(-2) / sum}));
}

TEST(ExponentialWeights, NeitherOverflowNorUnderflow) {
  ExponentialWeights weights(2, 1);
  for (int i = 0; i < 100'000; ++i) {
    weights.charge(0, 1);
    weights.charge(1, 1);
  }
  weights.charge(1, std::log(3));
  EXPECT_NEAR(weights.shares()[0], 0.75, 1e-9);
}

TEST(ExponentialWeights, DrawExpertsByTheirShares) {
  const std::vector<double> shares = {0.25, 0, 0.75, 0};
  EXPECT_EQ(draw(shares, 0.2), 0U);
  EXPECT_EQ(draw(shares, 0.25), 2U);
  EXPECT_EQ(draw(shares, 1), 2U);  // rounding: never on one without a share
}

TEST(HiThreshold, KeepsAnswersAtTheThresholdAndOffloadsTheOthers) {
  const auto samples = learning::samples_of({{{0.6}, {0.9}}, {{0.9}, {0.9}}});
  const Played played = play(*make("hi-threshold", {{"exploration", "1e-9"}, {"learning_rate", "1e-9"}}),
                             samples, drawn(400, 2));
  const std::vector<double> thresholds = course(played.report, "threshold");
  for (std::size_t request = 0; request < thresholds.size(); ++request) {
    const std::vector<Exit>& exits = played.exits[request];
    EXPECT_EQ(exits.size(), exits.front().confidence >= thresholds[request] ? 1U : 2U) << request;
  }
}

/// With ε = 1 everything is offloaded, P = 1, and the weights are those of full information: after losses
/// L(θ), the weight of θ is exp(-η L(θ)) / Σ.
TEST(HiThreshold, IsExponentialWeightingOfTheTrueLossesIfAllIsOffloaded) {
  const auto samples =
      learning::samples_of({{{0.6, false}, {0.9}}, {{0.7}, {0.9}}, {{0.8, false}, {0.9}}, {{0.9}, {0.9}}});
  const std::vector<std::uint32_t> sent = {0, 1, 2, 3, 3, 3};
  const auto policy = make("hi-threshold", {{"exploration", "1"}, {"learning_rate", "0.5"}, {"grid", "4"}});
  const Played played = play(*policy, samples, sent);
  // Thresholds 0, 0.25 and 0.5 keep all six: 2 errors. 0.75 keeps samples 2 and 3: 2β + 1. 1 offloads all:
  // 6β.
  const std::vector<double> losses = {2, 2, 2, 2 * kBeta + 1, 6 * kBeta};
  double sum = 0;
  double mean = 0;
  for (std::size_t step = 0; step < losses.size(); ++step) {
    sum += std::exp(-0.5 * losses[step]);
    mean += std::exp(-0.5 * losses[step]) * 0.25 * static_cast<double>(step);
  }
  EXPECT_NEAR(figure(played.report, "threshold"), mean / sum, 1e-12);
  EXPECT_EQ(figure(played.report, "best_threshold"), 0.75);
  EXPECT_NEAR(figure(played.report, "best_mean_loss"), (2 * kBeta + 1) / 6, 1e-12);
  EXPECT_NEAR(figure(played.report, "mean_loss"), kBeta, 1e-12);
  EXPECT_NEAR(figure(played.report, "regret"), 6 * kBeta - (2 * kBeta + 1), 1e-12);
  EXPECT_NEAR(course(played.report, "regret").back(), 6 * kBeta - (2 * kBeta + 1), 1e-12);
  EXPECT_EQ(figure(played.report, "share_offloaded"), 1);
}

/// A learner that draws uniformly from 0, 0.25, 0.5, 0.75 and 1 keeps a confidence of 0.6 with q = 3/5, and
/// offloads with P = ε + (1 - ε)(1 - q). Its estimate of an error, 1/P if it is offloaded, has the mean 1:
/// charged with rate η, n errors move the log of the ratio of shares of a threshold that keeps and one that
/// does not by -η n (1 - β).
TEST(HiThreshold, WeighsErrorsByTheInverseOfTheOffloadProbability) {
  const auto samples = learning::samples_of({{{0.6, false}, {0.9}}});
  constexpr std::size_t kRequests = 20'000;
  constexpr double kEpsilon = 0.2;
  constexpr double kRate = 1e-6;  // so small that the draws stay nearly uniform
  const auto policy =
      make("hi-threshold", {{"exploration", "0.2"}, {"learning_rate", "1e-6"}, {"grid", "4"}});
  const Played played = play(*policy, samples, std::vector<std::uint32_t>(kRequests, 0));
  constexpr double kP = kEpsilon + (1 - kEpsilon) * (1 - 0.6);
  const double spread = std::sqrt(kP * (1 - kP) / kRequests);
  EXPECT_NEAR(figure(played.report, "share_offloaded"), kP,
              4 * spread + 0.01);  // 0.01: shares change slightly
  const double charged = kRequests * (1 - kBeta) * kRate;
  const double keep = std::exp(-charged);
  const double mean = (0.75 * keep + 1.75) / (3 * keep + 2);  // thresholds 0 + 0.25 + 0.5, and 0.75 + 1
  // 4 standard errors of the estimated errors, spread / P each, times the derivative of the mean, at most
  // 1/4.
  EXPECT_NEAR(figure(played.report, "threshold"), mean, 4 * spread / kP * kRequests * kRate / 4);
  EXPECT_GT(mean - 0.5,
            2 * (4 * spread / kP * kRequests * kRate / 4));  // the tolerance excludes no change
}

/// The expected regret after n requests is at most (εβ + η/(2ε)) n + ln N / η, 1956 here; keeping everything
/// would cost 0.35 n = 7000 more than the best threshold, 0.75, and offloading everything 0.15 n = 3000. A
/// single run is compared with the bound of the expectation, so 4 sqrt(n)/2 = 283 are added for its draws
/// (losses in [0, 1] given the past; Azuma, p < 4e-4). In the end the shares fall around 0.75 as exp(-η n ×
/// 1.4 or 0.6 a unit), that is within 0.02 of it; the tolerance of 0.05 leaves room for the error of the
/// estimates.
TEST(HiThreshold, LearnsTheBestThresholdWithinTheRegretBound) {
  constexpr double kRequests = 20'000;
  const auto samples = right_from_three_quarters(500);
  const Played played = play(*make("hi-threshold", {{"horizon", "20000"}}), samples, drawn(20'000, 500));
  const double experts = std::log(101);
  const double rate = std::cbrt(2 * experts * experts / (kBeta * kRequests * kRequests));
  const double exploration = std::sqrt(rate / (2 * kBeta));
  const double bound = (exploration * kBeta + rate / (2 * exploration)) * kRequests + experts / rate;
  EXPECT_NEAR(bound, 1956, 1);
  EXPECT_LT(figure(played.report, "regret"), bound + 283);
  EXPECT_GT(figure(played.report, "regret"), 0);
  EXPECT_EQ(figure(played.report, "best_threshold"), 0.75);
  EXPECT_NEAR(figure(played.report, "threshold"), 0.75, 0.05);
}

TEST(HiThreshold, ReportsNothingForARunWithoutRequests) {
  const auto samples = learning::samples_of({{{0.9}, {0.9}}});
  EXPECT_TRUE(play(*make("hi-threshold"), samples, {}).report.figures.empty());
}

TEST(HiThreshold, LearnsOnlyWhenAnAnswerArrives) {
  const auto samples = right_from_three_quarters(100);
  const std::vector<std::uint32_t> sent = drawn(200, 100);
  const auto thresholds = [&](std::size_t delay) {
    return course(
        play(*make("hi-threshold", {{"exploration", "1"}, {"learning_rate", "1"}}), samples, sent, delay)
            .report,
        "threshold");
  };
  const std::vector<double> at_once = thresholds(0);
  const std::vector<double> late = thresholds(100);
  const std::vector<double> never = thresholds(1000);
  EXPECT_TRUE(std::equal(late.begin(), late.begin() + 101, never.begin()));
  EXPECT_NE(late, never);
  EXPECT_FALSE(std::equal(at_once.begin(), at_once.begin() + 101, never.begin()));
}

/// A device's draws do not depend on the other devices.
TEST(HiThreshold, DrawsIndependentlyOfOtherDevices) {
  const auto samples = learning::samples_of({{{0.6}, {0.9}}});
  const auto thresholds = [&](std::uint32_t devices, std::uint64_t seed) {
    const Played played = play(*make("hi-threshold", {}, seed), samples,
                               std::vector<std::uint32_t>(std::size_t{300} * devices, 0), 0, devices);
    const std::vector<double> all = course(played.report, "threshold");
    std::vector<double> of_first;
    for (std::size_t request = 0; request < all.size(); request += devices) {
      of_first.push_back(all[request]);
    }
    return of_first;
  };
  EXPECT_EQ(thresholds(1, 1), thresholds(3, 1));
  EXPECT_NE(thresholds(1, 1), thresholds(1, 2));
}

Diagnostic refusal(const Given& given) {
  try {
    (void)make("hi-threshold", given);
  } catch (const InputError& error) {
    return error.diagnostics().front();
  }
  return {};
}

TEST(HiThreshold, RefusesAnExitThatTheDeviceLacks) {
  const Diagnostic found = refusal({{"exit", "3"}});
  EXPECT_EQ(found.message, "tier 'mobile' has no exit after layer 3; it has exits after 1");
  EXPECT_EQ(found.place.text(), "test.yaml:8:3");
}

/// The same exit on another tier gives the same answer.
TEST(HiThreshold, NeedsADeeperExitToOffloadTo) {
  const Fleet fleet = learning::device_and_cloud({1, 2}, 2);
  try {
    (void)learning::bound("hi-threshold")->create(fleet);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics().front().message,
              "tier 'cloud' answers at layer 2; the policy needs one that answers at layer 3 or later");
  }
  EXPECT_NE(learning::bound("hi-threshold", {{"exit", "1"}})->create(fleet), nullptr);
}

/// Zeros are wrong up to a confidence of 0.9 and ones right from 0.6 on.
trace::Split lopsided() {
  std::vector<std::vector<learning::Answer>> matrix;
  for (int i = 0; i < 100; ++i) {
    const double confidence = 0.5 + 0.5 * (i + 0.5) / 100;
    matrix.push_back(
        {{confidence, false}, {0.999, confidence < 0.9}});  // the device answers 0, the cloud 1 up to 0.9
    matrix.push_back(
        {{confidence, true}, {0.999, confidence >= 0.6}});  // the device answers 1, the cloud 0 up to 0.6
  }
  return learning::samples_of(matrix);
}

/// The bound as above with N = 121. The best pair loses 0.15 n; keeping everything would lose 0.5 n and
/// offloading everything 0.3 n.
TEST(HiTwoThresholds, LearnsBothThresholdsWithinTheRegretBound) {
  constexpr double kRequests = 20'000;
  const Played played =
      play(*make("hi-two-thresholds", {{"horizon", "20000"}}), lopsided(), drawn(20'000, 200));
  const double experts = std::log(121);
  const double rate = std::cbrt(2 * experts * experts / (kBeta * kRequests * kRequests));
  const double exploration = std::sqrt(rate / (2 * kBeta));
  const double bound = (exploration * kBeta + rate / (2 * exploration)) * kRequests + experts / rate;
  EXPECT_NEAR(bound, 1981, 1);
  EXPECT_LT(figure(played.report, "regret"), bound + 283);
  EXPECT_NEAR(figure(played.report, "best_low_threshold"), 0.1, 1e-12);
  EXPECT_NEAR(figure(played.report, "best_high_threshold"), 0.6, 1e-12);
  EXPECT_NEAR(figure(played.report, "low_threshold"), 0.1, 0.05);  // a step of the grid
  EXPECT_NEAR(figure(played.report, "high_threshold"), 0.6, 0.05);
}

/// Below 0.6 an answer of 1 is wrong: offloading costs 0.3, keeping it 0.2, so all ones are kept. Zeros are
/// as before.
TEST(HiTwoThresholds, WeighsTheTwoKindsOfErrorSeparately) {
  const Played played =
      play(*make("hi-two-thresholds", {{"false_positive", "0.2"}}), lopsided(), drawn(1000, 200));
  EXPECT_NEAR(figure(played.report, "best_low_threshold"), 0.1, 1e-12);
  EXPECT_NEAR(figure(played.report, "best_high_threshold"), 0.5, 1e-12);
}

TEST(HiTwoThresholds, RefusesOtherThanTwoClassesAtThePlaceOfThePolicy) {
  trace::Split samples = learning::samples_of({{{0.6}, {0.9}}});
  samples.classes = 6;
  try {
    (void)play(*make("hi-two-thresholds"), samples, {0});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics().front().message,
              "the policy supports two classes, but the task of the trace has 6");
    EXPECT_EQ(error.diagnostics().front().place.text(), "test.yaml:7:1");
  }
}

}  // namespace
}  // namespace dimsim::policy

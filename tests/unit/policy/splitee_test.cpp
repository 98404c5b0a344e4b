#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"
#include "support/learning.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using learning::course;
using learning::figure;
using learning::play;
using learning::Played;
using testing::ElementsAre;
using testing::HasSubstr;

using Given = std::vector<std::pair<std::string, std::string>>;

std::unique_ptr<Policy> make(const std::string& name, const std::vector<int>& exits, int layers,
                             const Given& given = {}) {
  return learning::bound(name, given)->create(learning::device_and_cloud(exits, layers));
}

/// Samples drawn at random, with replacement.
std::vector<std::uint32_t> drawn(std::size_t requests, std::size_t samples) {
  const RandomStream stream(1, 0, Purpose::Sample, 0);
  std::vector<std::uint32_t> result;
  for (std::size_t i = 0; i < requests; ++i) {
    result.push_back(static_cast<std::uint32_t>(stream.below(i, samples)));
  }
  return result;
}

std::vector<int> layers_of(const std::vector<Exit>& exits) {
  std::vector<int> layers;
  for (const Exit& exit : exits) {
    layers.push_back(exit.layer);
  }
  return layers;
}

/// Four exits with rising confidence that differs between samples.
std::vector<std::vector<learning::Answer>> growing(std::size_t samples) {
  const RandomStream stream(7, 0, Purpose::Sample, 1);
  std::vector<std::vector<learning::Answer>> matrix(samples);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    double confidence = 0.5;
    for (std::size_t exit = 0; exit < 4; ++exit) {
      confidence += (0.999 - confidence) * stream.uniform(sample * 4 + exit);
      matrix[sample].push_back({confidence});
    }
  }
  return matrix;
}

TEST(Splitee, AnswersAtTheSplitFromAlphaAndOffloadsTheOthers) {
  const auto samples = learning::samples_of({{{0.7}, {0.9}, {0.95}, {0.99}}});
  const Played played = play(*make("splitee", {1, 2, 3, 4}, 4), samples, {0, 0, 0, 0});
  EXPECT_THAT(layers_of(played.exits[0]), ElementsAre(1, 4));
  EXPECT_EQ(played.exits[0].back().tier, 1U);
  EXPECT_THAT(layers_of(played.exits[1]), ElementsAre(2));
  EXPECT_THAT(layers_of(played.exits[2]), ElementsAre(3));
  EXPECT_THAT(layers_of(played.exits[3]), ElementsAre(4));
  EXPECT_EQ(played.exits[3].back().tier, 0U);
}

TEST(Splitee, NeverOffloadsFromTheLastLayer) {
  const auto samples = learning::samples_of({{{0.6}, {0.6}}});
  const Played played = play(*make("splitee", {2}, 2, {{"tier", "cloud"}}), samples, {0});
  EXPECT_THAT(layers_of(played.exits[0]), ElementsAre(2));
}

TEST(SpliteeS, EvaluatesEveryExitUpToTheSplit) {
  const auto samples = learning::samples_of({{{0.9}, {0.7}, {0.7}, {0.99}}});
  const Played played = play(*make("splitee-s", {1, 2, 3}, 4), samples, {0, 0, 0});
  EXPECT_THAT(layers_of(played.exits[0]), ElementsAre(1));
  EXPECT_THAT(layers_of(played.exits[1]), ElementsAre(1, 2, 4));  // only the exit at the split decides
  EXPECT_THAT(layers_of(played.exits[2]), ElementsAre(1, 2, 3, 4));
}

/// An independent, direct implementation of UCB on the published reward with λ = 0.1 and o = 0.5 plays the
/// same arms, request by request.
TEST(Splitee, PlaysTheArmsOfUcbOnThePublishedReward) {
  const auto samples = learning::samples_of(growing(50));
  const std::vector<std::uint32_t> sent = drawn(3000, 50);
  for (const double c : {0.0, 1.0, 1.5}) {
    const Played played =
        play(*make("splitee", {1, 2, 3, 4}, 4, {{"exploration", std::to_string(c)}}), samples, sent);
    std::array<double, 4> sums{};
    std::array<int, 4> counts{};
    for (std::size_t t = 1; t <= sent.size(); ++t) {
      std::size_t arm = t - 1;
      if (t > 4) {
        arm = 0;
        const auto index = [&](std::size_t i) {
          return sums[i] / counts[i] + c * std::sqrt(std::log(static_cast<double>(t)) / counts[i]);
        };
        for (std::size_t i = 1; i < 4; ++i) {
          arm = index(i) > index(arm) ? i : arm;
        }
      }
      const double own = samples.confidence(sent[t - 1], static_cast<int>(arm) + 1);
      const double layers = 0.1 * (static_cast<double>(arm) + 1);
      const bool answers = own >= 0.75 || arm == 3;
      sums[arm] += answers ? own - layers : samples.confidence(sent[t - 1], 4) - 0.5 - layers;
      ++counts[arm];
      ASSERT_EQ(played.exits[t - 1].front().layer, static_cast<int>(arm) + 1)
          << "request " << t << ", c = " << c;
    }
  }
}

/// With c = sqrt(2) and rewards in [0, 1] the expected pseudo-regret of UCB1 after n plays is at most
///     8 Σ ln n / Δ_i + (1 + π²/3) Σ Δ_i                                      (Auer et al., 2002, theorem 1)
/// over the arms that are not the best, and so grows with ln n at most. Here o = 0.1 and λ = 0.1, so rewards
/// lie in [0.5 - 0.1 - 0.4, 1]. A single run is far below this bound of the expectation; so that the test can
/// fail, the regret must also be less than a fifth of that of playing all arms equally.
TEST(Splitee, HasRegretWithinTheBoundOfUcb1) {
  const std::vector<std::vector<learning::Answer>> matrix = growing(200);
  const auto samples = learning::samples_of(matrix);
  double before = 1;
  for (const std::size_t requests : {2000U, 20'000U, 100'000U}) {
    const Played played =
        play(*make("splitee", {1, 2, 3, 4}, 4,
                   {{"exploration", std::to_string(std::numbers::sqrt2)}, {"offload_cost", "0.1"}}),
             samples, drawn(requests, 200));
    std::array<double, 4> means{};
    for (const auto& sample : matrix) {
      for (std::size_t arm = 0; arm < 4; ++arm) {
        const bool answers = sample[arm].confidence >= 0.75 || arm == 3;
        means[arm] += ((answers ? sample[arm].confidence : sample[3].confidence - 0.1) -
                       0.1 * (static_cast<double>(arm) + 1)) /
                      200;
      }
    }
    const double best = *std::max_element(means.begin(), means.end());
    double bound = 0;
    double alike = 0;
    for (const double mean : means) {
      const double gap = best - mean;
      bound += gap > 0 ? 8 * std::log(static_cast<double>(requests)) / gap +
                             (1 + std::numbers::pi * std::numbers::pi / 3) * gap
                       : 0;
      alike += gap / 4;
    }
    const double regret = figure(played.report, "regret");
    EXPECT_GT(regret, 0);
    EXPECT_LT(regret, bound) << requests;
    const double share = figure(played.report, "regret_per_request") / alike;
    EXPECT_LT(share, before) << requests;
    before = share;
  }
  EXPECT_LT(before, 0.2);
}

/// If the deepest split is the best one, each play of it reveals the rewards of all others: no exploration is
/// needed.
TEST(SpliteeS, HasLessRegretThanWithoutSideInformation) {
  const auto samples = learning::samples_of(growing(200));
  const std::vector<std::uint32_t> sent = drawn(5000, 200);
  const auto report = [&](const std::string& name) {
    return play(*make(name, {1, 2, 3, 4}, 4, {{"layer_cost", "0.01"}}), samples, sent).report;
  };
  EXPECT_EQ(figure(report("splitee"), "best_split_layer"), 4);
  EXPECT_LT(figure(report("splitee-s"), "regret"), 0.2 * figure(report("splitee"), "regret"));
}

/// λ = 0.45. Arm 1 offloads sample 1 and gets 0.8 - 0.5 - 0.45 = -0.15. Arm 2 answers sample 0 and gets 0.8 -
/// 0.9 = -0.1; arm 1 would have offloaded it and gets 0.8 - 0.95 = -0.15 again, which makes arm 2 the better
/// one. Had it got 0.99 - 0.95 = 0.04 from exit 3, which was not evaluated, its mean would be -0.055 and the
/// larger one.
TEST(SpliteeS, UsesTheAnsweringConfidenceIfTheLastExitIsUnknown) {
  const auto samples = learning::samples_of({{{0.6}, {0.8}, {0.99}}, {{0.6}, {0.6}, {0.8}}});
  const Played played =
      play(*make("splitee-s", {1, 2}, 3, {{"exploration", "0"}, {"layer_cost", "0.45"}}), samples, {1, 0, 0});
  EXPECT_EQ(course(played.report, "split_layer"), (std::vector<double>{1, 2, 2}));
}

/// Of three samples the first arm answers two, with 0.9 - 0.1 and 0.8 - 0.1, and offloads the third for 0.95
/// - 0.5 - 0.1; the second answers all, with 0.95 - 0.2, 0.85 - 0.2 and 0.8 - 0.2.
TEST(Splitee, ReportsRegretAgainstTheBestFixedSplitOfTheRun) {
  const auto samples =
      learning::samples_of({{{0.9}, {0.95}, {0.95}}, {{0.8}, {0.85}, {0.9}}, {{0.6}, {0.8}, {0.95}}});
  const Played played = play(*make("splitee", {1, 2}, 3, {{"exploration", "0"}}), samples, {2, 1, 0});
  const double first = (0.8 + 0.7 + 0.35) / 3;
  const double second = (0.75 + 0.65 + 0.6) / 3;
  const double gap = second - first;
  constexpr double kFloat = 1e-7;  // see samples_of
  EXPECT_EQ(course(played.report, "split_layer"), (std::vector<double>{1, 2, 2}));
  EXPECT_EQ(figure(played.report, "best_split_layer"), 2);
  EXPECT_NEAR(figure(played.report, "regret"), gap, kFloat);
  EXPECT_NEAR(figure(played.report, "regret_per_request"), gap / 3, kFloat);
  EXPECT_NEAR(figure(played.report, "share_of_best_split"), 2.0 / 3, 1e-12);
  EXPECT_NEAR(figure(played.report, "mean_reward"), (0.35 + 0.65 + 0.75) / 3, kFloat);
  EXPECT_NEAR(figure(played.report, "best_mean_reward"), second, kFloat);
  EXPECT_THAT(course(played.report, "regret"),
              testing::Pointwise(testing::DoubleNear(kFloat), std::vector<double>{gap, gap, gap}));
}

TEST(Splitee, ReportsNothingForARunWithoutRequests) {
  const auto samples = learning::samples_of({{{0.9}, {0.9}}});
  EXPECT_TRUE(play(*make("splitee", {1}, 2), samples, {}).report.figures.empty());
}

TEST(Splitee, LearnsOnlyWhenAnAnswerArrives) {
  const auto samples = learning::samples_of({{{0.6}, {0.6}, {0.6}, {0.9}}});
  const std::vector<std::uint32_t> sent(12, 0);
  const auto arms = [&](std::size_t delay) {
    return course(play(*make("splitee", {1, 2, 3}, 4, {{"exploration", "0"}}), samples, sent, delay).report,
                  "split_layer");
  };
  EXPECT_THAT(arms(0), ElementsAre(1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
  // The first answer is known after five more decisions.
  EXPECT_THAT(arms(5), ElementsAre(1, 2, 3, 1, 2, 3, 1, 1, 1, 1, 1, 1));
}

TEST(Splitee, LearnsPerDeviceOrForTheFleet) {
  const auto samples = learning::samples_of({{{0.9}, {0.9}, {0.9}}});
  const auto arms = [&](const std::string& learner) {
    const auto policy = make("splitee", {1, 2}, 3, {{"learner", learner}, {"exploration", "0"}});
    return course(play(*policy, samples, std::vector<std::uint32_t>(6, 0), 0, 2).report, "split_layer");
  };
  EXPECT_THAT(arms("device"), ElementsAre(1, 1, 2, 2, 1, 1));
  EXPECT_THAT(arms("fleet"), ElementsAre(1, 2, 1, 1, 1, 1));
}

Diagnostic refusal(const Given& given, const std::vector<int>& exits, int layers) {
  try {
    (void)make("splitee", exits, layers, given);
  } catch (const InputError& error) {
    return error.diagnostics().front();
  }
  return {};
}

TEST(Splitee, NeedsAnUpperTierThatIsAsDeep) {
  const Diagnostic first = refusal({{"tier", "mobile"}}, {1}, 4);
  EXPECT_EQ(first.message,
            "the policy offloads from 'mobile', the first tier, so it needs another one above");
  EXPECT_EQ(first.place.text(), "test.yaml:8:3");
  const Diagnostic shallow = refusal({}, {4}, 3);
  EXPECT_EQ(shallow.message,
            "tier 'cloud' answers at layer 3; the policy needs one that answers at layer 4 or later");
  EXPECT_EQ(shallow.place.text(), "test.yaml:7:1");
  EXPECT_THAT(refusal({{"tier", "clod"}}, {1}, 4).hint, HasSubstr("cloud"));
}

}  // namespace
}  // namespace dimsim::policy

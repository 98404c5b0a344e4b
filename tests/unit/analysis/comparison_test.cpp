#include "dimsim/analysis/comparison.hpp"

#include "dimsim/analysis/paired_requests.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/statistics/statistics.hpp"
#include "support/result_content.hpp"
#include "support/temporary_folder.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double kRounding = 1e-12;  // of a few sums of small numbers

/// Four requests on the samples 7, 8, 7, 9, at 0, 0, 40 and 40 s.
RunContent run_of(const std::string& policy, std::vector<bool> correct, std::vector<double> lambda,
                  std::vector<double> latency_s) {
  constexpr std::array<std::uint32_t, 4> kSamples{7, 8, 7, 9};
  RunContent run{.policy = policy, .requests = {}};
  for (std::size_t i = 0; i < kSamples.size(); ++i) {
    run.requests.push_back(answered(i < 2 ? 0 : 40, kSamples[i], correct[i], lambda[i], latency_s[i]));
  }
  return run;
}

ResultContent example() {
  ResultContent content;
  content.runs = {run_of("all-cloud", {true, true, true, true}, {4, 4, 4, 4}, {2, 2, 2, 2}),
                  run_of("mine", {false, true, true, false}, {1, 2, 3, 2}, {1, 1, 1, 1})};
  return content;
}

/// Correctly answered requests, one each second and each with a text of its own.
RunContent long_run(const std::string& policy, std::size_t count, double latency_s) {
  RunContent run{.policy = policy, .requests = {}};
  for (std::size_t i = 0; i < count; ++i) {
    const double noise = 0.001 * static_cast<double>(i * i % 17);
    run.requests.push_back(
        answered(static_cast<double>(i), static_cast<std::uint32_t>(i), true, 1, latency_s + noise));
  }
  return run;
}

class Comparison : public testing::Test {
 protected:
  /// Writes a file and adds it to those to be compared.
  void add_file(const ResultContent& content) {
    const auto path = folder_ / fmt::format("r{}.h5", results_.size());
    write_result(path, content);
    results_.push_back(ResultReader::open(path));
  }

  [[nodiscard]] std::vector<PointComparison> compare(const std::string& baseline = "all-cloud") const {
    return analysis::compare(results_, baseline);
  }

  /// The last policy of the first point.
  [[nodiscard]] PairedResult last() const { return compare().front().policies.back().paired; }

  [[nodiscard]] std::string message(const std::string& baseline = "all-cloud") const {
    try {
      static_cast<void>(compare(baseline));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  TemporaryFolder folder_;
  std::vector<ResultReader> results_;
};

TEST_F(Comparison, AgreesWithDropsAndCutsByHand) {
  add_file(example());
  const PairedResult mine = last();
  EXPECT_EQ(mine.measured, 4U);
  EXPECT_EQ(mine.paired, 4U);
  EXPECT_EQ(mine.texts, 3U);
  EXPECT_EQ(mine.texts_differing, 2U);
  EXPECT_NEAR(mine.accuracy.value, 0.5, kRounding);
  EXPECT_NEAR(mine.accuracy_drop.value, 0.5, kRounding);
  // Drops by text: 7: 1 of 2, 8: 0 of 1, 9: 1 of 1; the example of ClusteredSums. V = 3/64, t(2) = 4.3027.
  EXPECT_NEAR(mine.accuracy_drop.half_width, 4.302652730 * std::sqrt(3.0 / 64), 1e-8);
  EXPECT_NEAR(mine.lambda.mean.value, 2, kRounding);
  EXPECT_NEAR(mine.lambda.cut.value, 0.5, kRounding);
  // λ by period: 1 + 2 and 3 + 2 of 8 and 8; residuals -1 and 1; V = 2 · 2 / 16². By text: 1 + 3, 2, 2 of 8,
  // 4, 4: nothing. By cell: residuals -1, 0, 1, 0: 4/3 · 2 / 16², less than the periods'. t(1) = 12.7062.
  EXPECT_NEAR(mine.lambda.cut.half_width, 12.706204736 * 2 / 16, 1e-8);
  EXPECT_NEAR(mine.latency_s.mean.value, 1, kRounding);
  EXPECT_NEAR(mine.latency_s.cut.value, 0.5, kRounding);
  EXPECT_NEAR(mine.energy_j.mean.value, 1, kRounding);
  EXPECT_NEAR(mine.energy_j.cut.value, 0, kRounding);
}

TEST_F(Comparison, OfAPolicyWithItselfIsExactlyZero) {
  ResultContent content = example();
  content.runs[1].policy = "twin";
  content.runs[0] = content.runs[1];
  content.runs[0].policy = "all-cloud";
  add_file(content);
  const PointComparison point = compare().front();
  EXPECT_TRUE(point.policies[0].is_baseline);
  EXPECT_FALSE(point.policies[1].is_baseline);
  for (const PolicyComparison& policy : point.policies) {
    for (const statistics::Estimate& estimate :
         {policy.paired.accuracy_drop, policy.paired.lambda.cut, policy.paired.energy_j.cut}) {
      EXPECT_EQ(estimate.value, 0) << policy.policy;
      EXPECT_EQ(estimate.half_width, 0) << policy.policy;
    }
    EXPECT_EQ(policy.paired.latency_s.cut.value, 0);
    EXPECT_EQ(policy.paired.texts_differing, 0U);
  }
}

TEST_F(Comparison, LeavesOutTheWarmUpAndRequestsThatOnePolicyDidNotAnswer) {
  ResultContent content = example();
  for (RunContent& run : content.runs) {
    run.requests[0].measured = 0;
  }
  content.runs[1].requests[1].outcome = 1;
  content.runs[1].requests[1].latency_s = std::numeric_limits<double>::quiet_NaN();
  add_file(content);
  const PairedResult mine = last();
  EXPECT_EQ(mine.measured, 3U);
  EXPECT_EQ(mine.paired, 2U);
  EXPECT_NEAR(mine.lambda.mean.value, 2.5, kRounding);
  EXPECT_NEAR(mine.latency_s.cut.value, 0.5, kRounding);
}

TEST_F(Comparison, PoolsReplicationsByTextButNotByPeriod) {
  // The same requests in both replications: every sum by text doubles, so the interval by text is unchanged,
  // but there are twice as many periods.
  ResultContent content = example();
  for (std::size_t i = 0; i < 2; ++i) {
    content.runs.push_back(content.runs[i]);
    content.runs.back().replication = 1;
  }
  add_file(content);
  const PointComparison point = compare().front();
  EXPECT_EQ(point.replications, 2U);
  ASSERT_EQ(point.policies.size(), 2U);
  const PairedResult mine = point.policies[1].paired;
  EXPECT_EQ(mine.paired, 8U);
  EXPECT_EQ(mine.texts, 3U);
  EXPECT_NEAR(mine.accuracy_drop.half_width, 4.302652730 * std::sqrt(3.0 / 64), 1e-8);
  // λ by period: residuals -1, 1, -1, 1 of 32; V = 4/3 · 4 / 32², t(3) = 3.182446305.
  EXPECT_NEAR(mine.lambda.cut.half_width, 3.182446305 * std::sqrt(16.0 / 3) / 32, 1e-8);
}

TEST_F(Comparison, HasNoIntervalOfLatencyForOverloadedAndShortRuns) {
  ResultContent content;
  content.runs = {long_run("all-cloud", 200, 2), long_run("mine", 200, 1)};
  add_file(content);
  EXPECT_TRUE(std::isfinite(last().latency_s.cut.half_width));
  EXPECT_TRUE(std::isfinite(last().latency_s.mean.half_width));

  results_.clear();
  content.runs[0].overloaded_station = true;
  add_file(content);
  EXPECT_FALSE(last().is_overloaded);
  EXPECT_TRUE(std::isnan(last().latency_s.cut.half_width));
  EXPECT_TRUE(std::isfinite(last().latency_s.mean.half_width));
  EXPECT_TRUE(std::isfinite(last().lambda.cut.half_width));

  results_.clear();
  content.runs = {long_run("all-cloud", 199, 2), long_run("mine", 199, 1)};
  add_file(content);
  EXPECT_TRUE(std::isnan(last().latency_s.cut.half_width));
  EXPECT_TRUE(std::isfinite(last().accuracy_drop.half_width));
}

TEST_F(Comparison, DividesARunIntoTwentyPeriods) {
  // All requests have one of two texts with equal sums; λ rises from period to period, with 10 requests in
  // each: residuals of the periods 10 (k - 9.5), V = 20/19 · 100 · 665 / 200². Σ (k - 9.5)² of k = 0..19 is
  // 665.
  ResultContent content;
  content.runs = {long_run("all-cloud", 200, 1), long_run("mine", 200, 1)};
  for (RunContent& run : content.runs) {
    for (std::size_t i = 0; i < run.requests.size(); ++i) {
      const std::size_t period = i / 10;
      run.requests[i].sample = i % 2;
      run.requests[i].lambda = run.policy == "mine" ? static_cast<double>(period) : 1;
    }
    run.requests.back().arrival_s = 200;  // the end of the last period, which has the length of the others
  }
  add_file(content);
  EXPECT_NEAR(last().lambda.mean.value, 9.5, kRounding);
  EXPECT_NEAR(last().lambda.mean.half_width, 2.093024054 * std::sqrt(20.0 / 19 * 66500) / 200, 1e-8);
}

TEST_F(Comparison, ReadsRunsLongerThanABlock) {
  // More than two blocks of 65,536 rows, the last of which is not full.
  constexpr std::size_t kRequests = 150'001;
  ResultContent content;
  content.runs = {long_run("all-cloud", kRequests, 2), long_run("mine", kRequests, 1)};
  double sum = 0;
  for (std::size_t i = 0; i < kRequests; ++i) {
    sum += content.runs[1].requests[i].latency_s;
  }
  add_file(content);
  EXPECT_EQ(last().paired, kRequests);
  EXPECT_EQ(last().texts, kRequests);
  EXPECT_NEAR(last().latency_s.mean.value, sum / kRequests, 1e-10);
}

TEST_F(Comparison, ComparesWithinEachPointOfEachFile) {
  ResultContent content = example();
  content.points = R"([{"labels": {"task": "a"}}, {"labels": {"task": "b"}}])";
  for (std::size_t i = 0; i < 2; ++i) {
    content.runs.push_back(content.runs[i]);
    content.runs.back().point = 1;
    for (RequestRow& request : content.runs.back().requests) {
      request.lambda = i == 0 ? 10 : 1;
      request.sample += 100;
    }
  }
  add_file(content);
  add_file(example());
  const auto points = compare();
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].point.name(), "task=a");
  EXPECT_NEAR(points[0].policies[1].paired.lambda.cut.value, 0.5, kRounding);
  EXPECT_EQ(points[1].point.name(), "task=b");
  EXPECT_NEAR(points[1].policies[1].paired.lambda.cut.value, 0.9, kRounding);
  EXPECT_EQ(points[2].path, results_[1].path());
  EXPECT_NEAR(points[2].policies[1].paired.lambda.cut.value, 0.5, kRounding);
}

TEST_F(Comparison, RefusesPoliciesWithDifferentRequests) {
  const auto message_with = [this](const std::function<void(std::vector<RequestRow>&)>& change) {
    ResultContent content = example();
    change(content.runs[1].requests);
    results_.clear();
    add_file(content);
    return message();
  };
  EXPECT_THAT(
      message_with([](auto& requests) { requests[2].sample = 8; }),
      AllOf(HasSubstr("'/runs/0001' (policy 'mine') and '/runs/0000' (policy 'all-cloud') cannot be paired: "
                      "request 2 is sample 8 on device 0 at 40 s in one, sample 7 on device 0 at 40 s in "
                      "the other; expected the same requests"),
            HasSubstr("hint: ")));
  EXPECT_THAT(message_with([](auto& requests) { requests[2].device = 3; }), HasSubstr("on device 3"));
  EXPECT_THAT(message_with([](auto& requests) { requests[1].arrival_s = 1; }), HasSubstr("at 1 s in one"));
  EXPECT_THAT(message_with([](auto& requests) { requests[1].measured = 0; }), HasSubstr("(warm-up)"));
  EXPECT_THAT(message_with([](auto& requests) { requests.pop_back(); }),
              HasSubstr("they have 3 and 4 requests"));
}

TEST_F(Comparison, RefusesAnUnknownBaselineAndListsThePolicies) {
  add_file(example());
  add_file(example());
  EXPECT_THAT(message("all-cluod"),
              AllOf(HasSubstr("r0.h5: error: has no policy 'all-cluod' to compare with; it has "
                              "all-cloud and mine\n  hint: did you mean 'all-cloud'?"),
                    HasSubstr("r1.h5: error: ")));
  EXPECT_THAT(message("x"), HasSubstr("hint: choose one of its policies by --baseline"));
}

TEST_F(Comparison, NamesThePointThatLacksTheBaseline) {
  ResultContent content = example();
  content.points = R"([{"labels": {"task": "a"}}, {"labels": {"task": "b"}}])";
  add_file(content);
  EXPECT_THAT(message(),
              HasSubstr("at point 'task=b': has no policy 'all-cloud' to compare with; it has no runs"));
}

TEST_F(Comparison, RefusesDifferentReplications) {
  ResultContent content = example();
  content.runs[1].replication = 1;
  add_file(content);
  EXPECT_THAT(message(),
              HasSubstr("policy 'mine' has replications 1, but 'all-cloud' has 0; expected the same"));
  results_.clear();
  content.runs[1] = content.runs[0];
  add_file(content);
  EXPECT_THAT(message(),
              HasSubstr("'/runs/0000' and '/runs/0001' are both replication 0 of policy 'all-cloud'"));
}

TEST_F(Comparison, RefusesFilesOfDifferentSeedsAndARepeatedFile) {
  ResultContent content = example();
  add_file(content);
  content.seed = 2;
  add_file(content);
  results_.push_back(ResultReader::open(folder_ / "r0.h5"));
  EXPECT_THAT(message(),
              AllOf(HasSubstr("r1.h5: error: has seed 2, but '"), HasSubstr("r0.h5: error: is given twice"),
                    Not(HasSubstr("r1.h5: error: is given twice"))));
}

/// The measurement window, 100 s to 200 s, in four periods; the warm-up belongs to none of them.
TEST(PeriodOf, DividesTheMeasurementWindow) {
  RunEntry run;
  run.warm_up_end_s = 100;
  run.last_arrival_s = 200;
  const auto period_at = [&run](double arrival_s) {
    RequestRow row;
    row.arrival_s = arrival_s;
    return period_of(row, run, 4);
  };
  EXPECT_EQ(period_at(100), 0U);
  EXPECT_EQ(period_at(124), 0U);
  EXPECT_EQ(period_at(126), 1U);
  EXPECT_EQ(period_at(176), 3U);
  EXPECT_EQ(period_at(200), 3U);
}

}  // namespace
}  // namespace dimsim::analysis

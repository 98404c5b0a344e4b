#include "dimsim/analysis/routing_gain.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/statistics/statistics.hpp"
#include "support/result_content.hpp"
#include "support/temporary_folder.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::HasSubstr;

constexpr double kRounding = 1e-12;  // of a few sums of small numbers

/// Requests with the samples 0, 1, 2, 3, one each second, answered at these tiers.
RunContent run_of(const std::string& policy, std::array<bool, 4> correct, std::array<std::uint8_t, 4> tiers) {
  RunContent run{.policy = policy, .requests = {}};
  for (std::size_t i = 0; i < correct.size(); ++i) {
    run.requests.push_back(answered(static_cast<double>(i), static_cast<std::uint32_t>(i), correct.at(i)));
    run.requests.back().answered_tier = tiers.at(i);
  }
  return run;
}

/// Each tier has half of the requests; the device answers one of four correctly, the cloud three.
ResultContent example() {
  ResultContent content;
  content.runs = {run_of("device", {true, false, false, false}, {0, 0, 0, 0}),
                  run_of("cloud", {true, true, true, false}, {2, 2, 2, 2}),
                  run_of("pools", {true, false, true, false}, {0, 0, 2, 2})};
  return content;
}

class RoutingGains : public testing::Test {
 protected:
  [[nodiscard]] RoutingGain gain_of(const ResultContent& content, const std::string& policy = "pools") const {
    write_result(folder_ / "r.h5", content);
    return routing_gain(ResultReader::open(folder_ / "r.h5"), 0, policy);
  }

  [[nodiscard]] std::string message(const ResultContent& content, const std::string& policy = "pools") const {
    try {
      static_cast<void>(gain_of(content, policy));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  TemporaryFolder folder_;
};

TEST_F(RoutingGains, AreTheAccuracyMinusThatOfARandomChoice) {
  ResultContent content = example();
  content.runs[2].requests[2].correct = 1;
  content.runs[2].requests[3].correct = 1;  // right in three of four
  const RoutingGain gain = gain_of(content);
  EXPECT_EQ(gain.requests, 4U);
  ASSERT_EQ(gain.tiers.size(), 2U);
  EXPECT_EQ(gain.tiers[0].tier, "mobile");
  EXPECT_EQ(gain.tiers[0].fixed_policy, "device");
  EXPECT_EQ(gain.tiers[1].tier, "cloud");
  EXPECT_EQ(gain.tiers[1].fixed_policy, "cloud");
  EXPECT_NEAR(gain.tiers[0].share, 0.5, kRounding);
  EXPECT_NEAR(gain.tiers[0].accuracy, 0.25, kRounding);
  EXPECT_NEAR(gain.tiers[1].accuracy, 0.75, kRounding);
  EXPECT_NEAR(gain.accuracy, 0.75, kRounding);
  EXPECT_NEAR(gain.random_accuracy, 0.5, kRounding);
  EXPECT_NEAR(gain.gain.value, 0.25, kRounding);
}

TEST_F(RoutingGains, HaveAnIntervalThatIncludesTheEstimatedShares) {
  const RoutingGain gain = gain_of(example());
  EXPECT_NEAR(gain.gain.value, 0, kRounding);
  // correct - (device + cloud) / 2 - accuracy of the tier that answered + 1/2, of the four requests:
  // 1 - 1 - 1/4 + 1/2, 0 - 1/2 - 1/4 + 1/2, 1 - 1/2 - 3/4 + 1/2, 0 - 0 - 3/4 + 1/2
  const std::array values{0.25, -0.25, 0.25, -0.25};
  // Each text is asked once, in a period of its own, so that the interval is that of independent values.
  EXPECT_NEAR(gain.gain.half_width, *statistics::student_half_width(values), kRounding);
}

TEST_F(RoutingGains, CountOnlyMeasuredRequestsThatAllAnswered) {
  ResultContent content = example();
  for (RunContent& run : content.runs) {
    run.requests[3].measured = 0;
  }
  content.runs[1].requests[0].outcome = 1;
  const RoutingGain gain = gain_of(content);
  EXPECT_EQ(gain.requests, 2U);  // the requests 1 and 2
  EXPECT_NEAR(gain.accuracy, 0.5, kRounding);
  EXPECT_NEAR(gain.random_accuracy, 0.5, kRounding);  // of 0 and 1
}

TEST_F(RoutingGains, NameTheMissingPolicy) {
  ResultContent content = example();
  EXPECT_THAT(message(content, "pool"), HasSubstr("has no policy 'pool'; it has device, cloud and pools"));
  EXPECT_THAT(message(content, "pool"), HasSubstr("thresholds: [0]"));
  content.runs[0].requests[3].answered_tier = 1;
  EXPECT_THAT(message(content),
              HasSubstr("no policy answers all requests at mobile, where policy 'pools' answers some"));
  EXPECT_THAT(message(content), HasSubstr("add all-mobile to the policies and run again"));
  content.runs.erase(content.runs.begin(), content.runs.begin() + 2);
  EXPECT_THAT(message(content), HasSubstr("add all-mobile, all-cloud to the policies and run again"));
  content.runs[0].requests.resize(1);
  content.runs[0].requests[0].outcome = 1;
  EXPECT_THAT(message(content), HasSubstr("policy 'pools' has no measured answers"));
  content.runs[0].requests[0].outcome = 0;
  content.runs[0].requests[0].answered_tier = 3;
  EXPECT_THAT(message(content), HasSubstr("answered at tier 3, counted from 0, but there are 3"));
}

}  // namespace
}  // namespace dimsim::analysis

#include "dimsim/cli/text/comparison_grid.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

using analysis::PointComparison;
using analysis::PolicyComparison;
using testing::HasSubstr;
using testing::Not;

PolicyComparison policy(const std::string& name, double cut, double drop) {
  PolicyComparison result{.policy = name, .is_baseline = name == "all-cloud", .paired = {}};
  result.paired.accuracy = {0.8, 0.01};
  result.paired.lambda.cut = {cut, 0.012};
  result.paired.accuracy_drop = {drop, 0.0049};
  return result;
}

PointComparison point(const std::string& task, std::vector<PolicyComparison> policies) {
  PointComparison result;
  result.scenario = "study";
  result.point.labels = {{"task", task}};
  result.policies = std::move(policies);
  return result;
}

TEST(ComparisonGrid, HasOneLinePerPointAndOneColumnPerPolicy) {
  const std::string text =
      comparison_grid({point("sst-2", {policy("all-cloud", 0, 0), policy("mine", 0.464, 0.002)}),
                       point("rte", {policy("all-cloud", 0, 0)})},
                      "all-cloud", false);
  EXPECT_THAT(text, HasSubstr("sst-2       80.0  46.4±1.2 | 0.2±0.5\n"));
  EXPECT_THAT(text, HasSubstr("rte         80.0                   -\n"));
  EXPECT_THAT(text, Not(HasSubstr("J/req.")));
}

/// Policies that do not fit side by side go into a second grid below.
TEST(ComparisonGrid, IsNeverWiderThanATerminal) {
  std::vector<PolicyComparison> policies = {policy("all-cloud", 0, 0)};
  for (int i = 0; i < 9; ++i) {
    policies.push_back(policy("a-policy-with-a-name-" + std::to_string(i), 0.1, 0.1));
  }
  const std::string text = comparison_grid({point("sst-2", policies)}, "all-cloud", false);
  std::size_t widest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    std::size_t columns = 0;
    for (std::size_t i = begin; i < end; ++i) {
      columns += (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    widest = std::max(widest, columns);
    begin = end + 1;
  }
  EXPECT_LE(widest, 100U);
  EXPECT_THAT(text, HasSubstr("a-policy-with-a-name-8"));
}

}  // namespace
}  // namespace dimsim::cli

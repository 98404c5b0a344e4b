#include "dimsim/study/optimise.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The best candidate that search_cube assesses.
struct Found {
  std::vector<double> candidate;
  Assessment assessment;
  std::size_t assessed = 0;
};

Found search(const std::vector<double>& start, std::size_t constraints, std::size_t evaluations,
             const std::function<Assessment(const std::vector<double>&)>& assess) {
  Found found;
  search_cube(start, 0.1, 1, constraints, evaluations, [&](const std::vector<double>& candidate) {
    const Assessment assessment = assess(candidate);
    if (found.assessed++ == 0 || is_better(assessment, found.assessment)) {
      found.candidate = candidate;
      found.assessment = assessment;
    }
    return assessment;
  });
  return found;
}

// The minimum of (x − 0.3)² + (y − 0.8)² is at (0.3, 0.8).
TEST(Search, FindsAMinimumInTheInterior) {
  const Found found = search({0.5, 0.5}, 0, 100, [](const std::vector<double>& at) {
    return Assessment{std::pow(at[0] - 0.3, 2) + std::pow(at[1] - 0.8, 2), {}};
  });
  EXPECT_NEAR(found.candidate[0], 0.3, 0.01);
  EXPECT_NEAR(found.candidate[1], 0.8, 0.01);
}

// With x + y <= 0.9, the nearest point to (0.3, 0.8) is (0.2, 0.7).
TEST(Search, RespectsTheConstraints) {
  const Found found = search({0.1, 0.1}, 1, 200, [](const std::vector<double>& at) {
    return Assessment{std::pow(at[0] - 0.3, 2) + std::pow(at[1] - 0.8, 2), {at[0] + at[1] - 0.9}};
  });
  EXPECT_TRUE(found.assessment.is_feasible());
  EXPECT_NEAR(found.candidate[0], 0.2, 0.02);
  EXPECT_NEAR(found.candidate[1], 0.7, 0.02);
}

TEST(Search, StaysInTheCubeAndWithinTheNumberOfEvaluations) {
  const Found found = search({0.5}, 0, 12, [](const std::vector<double>& at) {
    EXPECT_GE(at[0], 0);
    EXPECT_LE(at[0], 1);
    return Assessment{-at[0], {}};
  });
  EXPECT_LE(found.assessed, 12U);
  EXPECT_NEAR(found.candidate[0], 1, 0.01);
}

TEST(Search, ToleratesCandidatesWithoutAnObjective) {
  const Found found = search({0.2}, 0, 60, [](const std::vector<double>& at) {
    return Assessment{at[0] > 0.6 ? NAN : -at[0], {}};
  });
  EXPECT_GT(found.candidate[0], 0.5);
  EXPECT_LE(found.candidate[0], 0.6);
}

TEST(Assessment, PutsFeasibilityBeforeTheObjective) {
  EXPECT_TRUE(is_better({5, {0}}, {1, {0.1}}));
  EXPECT_TRUE(is_better({1, {-1}}, {5, {-1}}));
  EXPECT_TRUE(is_better({9, {0.1, -5}}, {1, {0.2, 0}})) << "less violated";
  EXPECT_TRUE(is_better({9, {0.1}}, {NAN, {}}));
  EXPECT_FALSE(is_better({1, {0}}, {1, {0}}));
}

std::string message_of(const std::function<void()>& parse) {
  try {
    parse();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Variable, ReadsChoicesAndRanges) {
  const Variable choice = Variable::parse("model=[bert-base, {base: bert-large, layers: 24}]");
  EXPECT_EQ(choice.path, "model");
  EXPECT_THAT(choice.choices, ElementsAre("bert-base", "{base: bert-large, layers: 24}"));
  EXPECT_THAT(Variable::parse("n=1..4").choices, ElementsAre("1", "2", "3", "4"));
  const Variable range = Variable::parse("a.b=0.5..0.99");
  EXPECT_TRUE(range.is_continuous());
  EXPECT_EQ(range.at(0), "0.5");
  EXPECT_EQ(range.at(1), "0.99");
  EXPECT_EQ(range.at(0.5), "0.745");
  const Variable bandwidth = Variable::parse("b=1Mbps..100Mbps/log");
  EXPECT_EQ(bandwidth.at(0.5), "10Mbps");
  EXPECT_EQ(Variable::parse("b=500kbps..1Mbps").at(1), "1000kbps") << "in the unit of the first";
}

TEST(Variable, RefusesWrongTextsWithAnExample) {
  for (const char* wrong :
       {"", "=1..2", "a", "a=", "a=5", "a=2..1", "a=1..1", "a=1Mbps..5 ms", "a=0..1.5/log", "a=1..1000"}) {
    EXPECT_THAT(message_of([wrong] { static_cast<void>(Variable::parse(wrong)); }), HasSubstr("is a range"))
        << wrong;
  }
}

TEST(Limit, ReadsABoundOnAMetric) {
  const Limit latency = Limit::parse("latency.p95 <= 50 ms");
  EXPECT_EQ(latency.metric, "latency.p95");
  EXPECT_FALSE(latency.is_least);
  EXPECT_DOUBLE_EQ(latency.bound, 0.05);
  EXPECT_DOUBLE_EQ(latency.violation(0.06), 0.2);
  EXPECT_LE(latency.violation(0.05), 0);
  const Limit accuracy = Limit::parse("accuracy>=80%");
  EXPECT_TRUE(accuracy.is_least);
  EXPECT_DOUBLE_EQ(accuracy.bound, 0.8);
  EXPECT_DOUBLE_EQ(accuracy.violation(0.6), 0.25);
  for (const char* wrong :
       {"accuracy", "accuracy < 0.8", ">= 0.8", "accuracy >= much", "accuracy >= 5 apples"}) {
    EXPECT_THAT(message_of([wrong] { static_cast<void>(Limit::parse(wrong)); }), HasSubstr("--subject-to"))
        << wrong;
  }
}

}  // namespace
}  // namespace dimsim::study

#include "dimsim/analysis/best_policies.hpp"

#include "dimsim/analysis/figures/figure_best_policy.hpp"
#include "dimsim/base/error.hpp"
#include "support/study_content.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr double kRounding = 1e-12;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Two-sided p-value of Student's t for the differences d ± e of two replications. With one degree of freedom
/// the distribution is Cauchy's.
double p_of(double d, double e) { return 1 - 2 / std::numbers::pi * std::atan(std::abs(d / e)); }

void add(StudyContent& content, std::size_t point, const std::string& policy,
         const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    content.runs.push_back({.point = point,
                            .policy = policy,
                            .replication = static_cast<std::int64_t>(i),
                            .values = {values[i]}});
  }
}

/// Two points along `x`, three policies, two replications. At 1 the best is a; b is 1 ± 1e-5 worse and c 2 ±
/// 1e-5. At 10 the best is b; c is 0.5 ± 0.4 worse and a 10 ± 1e-5.
StudyContent example() {
  StudyContent content{.axes = {{"x", "B/s"}, {"y", "", false}},
                       .points = {{"1", "low"}, {"10", "low"}},
                       .metrics = {{"latency.mean", "s", "smaller"}},
                       .runs = {}};
  add(content, 0, "a", {4, 6});
  add(content, 0, "b", {5 - 1e-5, 7 + 1e-5});
  add(content, 0, "c", {6 - 1e-5, 8 + 1e-5});
  add(content, 1, "a", {20 - 1e-5, 20 + 1e-5});
  add(content, 1, "b", {10, 10});
  add(content, 1, "c", {10.1, 10.9});
  return content;
}

class BestPolicies : public testing::Test {
 protected:
  [[nodiscard]] std::vector<BestPolicy> best_of(const StudyContent& content,
                                                const std::vector<std::string>& policies = {}) const {
    write_study(folder_ / "r.h5", content);
    const ResultReader result = ResultReader::open(folder_ / "r.h5");
    std::vector<std::size_t> points;
    for (std::size_t i = 0; i < result.points().size(); ++i) {
      points.push_back(i);
    }
    return best_policies(result, points, result.metric("latency.mean"), policies);
  }

  /// Data and commands of the figure, or the message.
  [[nodiscard]] std::string figure_of(const StudyContent& content, const FigureOptions& options = {}) const {
    write_study(folder_ / "r.h5", content);
    try {
      const Drawing drawing =
          drawing_of(best_policy_figure(), FigureInput({(folder_ / "r.h5").string()}), options);
      return drawing.data + drawing.commands;
    } catch (const InputError& error) {
      return error.what();
    }
  }

  TemporaryFolder folder_;
};

TEST_F(BestPolicies, AreComparedByHolmOverAllPairsOfAllPoints) {
  const std::vector<BestPolicy> best = best_of(example());
  ASSERT_EQ(best.size(), 2U);
  EXPECT_EQ(best[0].best, "a");
  EXPECT_EQ(best[0].second, "b");
  EXPECT_DOUBLE_EQ(best[0].value, 5);
  EXPECT_DOUBLE_EQ(best[0].second_value, 6);
  EXPECT_NEAR(best[0].margin, 1.0 / 6, kRounding);
  EXPECT_THAT(best[0].ties, IsEmpty());
  EXPECT_EQ(best[1].best, "b");
  EXPECT_EQ(best[1].second, "c");
  EXPECT_NEAR(best[1].margin, 0.5 / 10.5, kRounding);
  EXPECT_THAT(best[1].ties, ElementsAre("c"));
  // Four pairs; in rising order of p: a at 10, c at 1, b at 1, c at 10. Holm's factor is 1 for the last and 2
  // for b at 1.
  EXPECT_NEAR(best[1].p_value, p_of(0.5, 0.4), 1e-9);
  EXPECT_NEAR(best[0].p_value, 2 * p_of(1, 1e-5), 1e-9);
}

TEST_F(BestPolicies, AdjustOnlyForPairsThatCompete) {
  const std::vector<BestPolicy> best = best_of(example(), {"b", "c"});
  EXPECT_EQ(best[0].best, "b");
  EXPECT_NEAR(best[0].margin, 1.0 / 7, kRounding);
  EXPECT_EQ(best[0].p_value, 0) << "the difference is 1 in both replications";
  EXPECT_NEAR(best[1].p_value, p_of(0.5, 0.4), 1e-9);
  EXPECT_THROW(static_cast<void>(best_of(example(), {"b", "d"})), InputError);
}

TEST_F(BestPolicies, FollowTheBetterDirectionOfTheMetric) {
  StudyContent content = example();
  content.metrics.front().better = "larger";
  const std::vector<BestPolicy> best = best_of(content);
  EXPECT_EQ(best[0].best, "c");
  EXPECT_EQ(best[1].best, "a");
  EXPECT_EQ(best[1].second, "c");
  EXPECT_NEAR(best[1].margin, 9.5 / 10.5, kRounding);
}

TEST_F(BestPolicies, HaveNoPValueWithOneReplicationButTieIfEqual) {
  StudyContent content = example();
  content.runs.clear();
  add(content, 0, "a", {1});
  add(content, 0, "b", {2});
  add(content, 1, "a", {3});
  add(content, 1, "b", {3});
  const std::vector<BestPolicy> best = best_of(content);
  EXPECT_TRUE(std::isnan(best[0].p_value));
  EXPECT_THAT(best[0].ties, IsEmpty());
  EXPECT_THAT(best[1].ties, ElementsAre("b"));
  EXPECT_EQ(best[1].margin, 0);
}

TEST_F(BestPolicies, LeaveOutPoliciesWithoutAValue) {
  StudyContent content = example();
  content.runs[0].values = {kNan};  // a at 1
  content.runs[6].is_overloaded = true;
  for (std::size_t i = 8; i < 12; ++i) {
    content.runs[i].values = {kNan};  // b and c at 10
  }
  const std::vector<BestPolicy> best = best_of(content);
  EXPECT_EQ(best[0].best, "b");
  EXPECT_EQ(best[1].best, "a");
  EXPECT_TRUE(best[1].is_overloaded);
  EXPECT_EQ(best[1].second, "");
  EXPECT_TRUE(std::isnan(best[1].margin));
}

TEST_F(BestPolicies, RefusePoliciesWithOtherReplications) {
  StudyContent content = example();
  content.runs.back().replication = 5;
  try {
    static_cast<void>(best_of(content));
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("policy 'c' has replications 0 and 5, but 'b' has 0 and 1"));
  }
}

TEST_F(BestPolicies, AreDrawnInCells) {
  StudyContent content = example();
  content.points.push_back({"10", "high"});
  add(content, 2, "c", {1, 1});
  const std::string text = figure_of(content);
  // Half of Okabe and Ito's blue, #0072B2, mixed with white is #80B9D9 = 8436185.
  EXPECT_THAT(text, AllOf(HasSubstr("\n\"8e-06\" \"low\" 0 0 \"a\" 5000 \"b\" 6000 16.6667 "),
                          HasSubstr(" \"\" 8436185 \"A\" \"17 %\" \"5000 ms\"\n"),
                          HasSubstr("\n\"8e-05\" \"low\" 1 0 \"b\" 10000 \"c\" 10500 4.7619 "),
                          HasSubstr(" \"c\" "), HasSubstr(" \"B~C\" \"4.8 %\" "),
                          HasSubstr("\n\"8e-05\" \"high\" 1 1 \"c\" 1000 \"\" nan nan "),
                          HasSubstr("set xlabel 'x [Mbit/s]'"), HasSubstr("set ylabel 'y'"),
                          HasSubstr("('low' 0, 'high' 1)"), HasSubstr("white: no point"),
                          HasSubstr("pale, ~: difference not significant (95 %, Holm)"),
                          Not(HasSubstr("one replication")), Not(HasSubstr("overloaded"))));
  EXPECT_EQ(text, figure_of(content));
  FigureOptions options;
  options.axis = "y,x";
  EXPECT_THAT(figure_of(content, options), HasSubstr("\n\"high\" \"8e-05\" 1 1 \"c\" 1000 "));
}

TEST_F(BestPolicies, AreRefusedIfTheMapCannotBeDrawn) {
  StudyContent content = example();
  FigureOptions options;
  options.axis = "x";
  EXPECT_THAT(figure_of(content, options), HasSubstr("drawn over two axes, each once"));
  options.axis = "x,z";
  EXPECT_THAT(figure_of(content, options), HasSubstr("has no axis 'z'"));
  options.axis = "";
  options.policies = {"a"};
  EXPECT_THAT(figure_of(content, options), HasSubstr("has 1 policy to compare, and the figure takes 2 to 8"));
  options.policies = {};
  options.logarithmic = "x";
  EXPECT_THAT(figure_of(content, options), HasSubstr("takes no --log"));
  content.metrics.front().better = "";
  EXPECT_THAT(figure_of(content), HasSubstr("has no better direction"));
  content = example();
  content.axes.push_back({"z", "", false});
  content.points = {{"1", "low", "p"}, {"1", "low", "q,r"}};
  EXPECT_THAT(figure_of(content), AllOf(HasSubstr("drawn along x and y, but z (p, q,r) varies too"),
                                        HasSubstr("fix it with --point 'z=p'")));
  options = {};
  options.point = "z=q,r";
  EXPECT_THAT(figure_of(content, options), AllOf(HasSubstr("\"b\" 10000 "), HasSubstr("at z=q,r")));
  options.point = "1";
  EXPECT_THAT(figure_of(content, options), HasSubstr("\"b\" 10000 "));
  options.point = "z=s";
  EXPECT_THAT(figure_of(content, options), HasSubstr("axis z has no value 's'"));
  options.point = "w=1";
  EXPECT_THAT(figure_of(content, options), HasSubstr("has no axis 'w'"));
}

}  // namespace
}  // namespace dimsim::analysis

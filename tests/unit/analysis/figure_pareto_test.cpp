#include "dimsim/analysis/figures/figure_pareto.hpp"

#include "support/study_content.hpp"
#include "support/temporary_folder.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Commands of the figure for policies with these numbers of replications.
std::string commands_for(const std::vector<std::pair<std::string, std::int64_t>>& policies) {
  StudyContent content{.axes = {},
                       .points = {{}},
                       .metrics = {{"cost.lambda", "λ", "smaller"}, {"accuracy", "", "larger"}},
                       .runs = {}};
  double lambda = 1;
  for (const auto& [policy, replications] : policies) {
    for (std::int64_t i = 0; i < replications; ++i) {
      const double noise = 0.01 * static_cast<double>(i);
      content.runs.push_back(
          {.point = 0, .policy = policy, .replication = i, .values = {lambda + noise, 0.1 * lambda + noise}});
    }
    ++lambda;
  }
  const TemporaryFolder folder;
  write_study(folder / "r.h5", content);
  return pareto_figure().draw(FigureInput({(folder / "r.h5").string()}), {}).commands;
}

/// gnuplot draws the bars of a plot style in the key, whatever their length in the plot.
TEST(ParetoFigure, HasPlainPointsInTheKeyWithoutIntervals) {
  EXPECT_THAT(commands_for({{"a", 1}, {"b", 1}}),
              AllOf(HasSubstr("'policy 0:' using 1:2 with points lc"),
                    HasSubstr("'policy 1:' using 1:2 with points lc"), Not(HasSubstr("errorbars")),
                    HasSubstr("one replication: no intervals")));
}

TEST(ParetoFigure, HasErrorBarsForPoliciesWithReplications) {
  EXPECT_THAT(commands_for({{"a", 1}, {"b", 3}}),
              AllOf(HasSubstr("'policy 0:' using 1:2 with points lc"),
                    HasSubstr("'policy 1:' using 1:2:3:4 with xyerrorbars lc"),
                    HasSubstr("whiskers: 95 % intervals")));
}

}  // namespace
}  // namespace dimsim::analysis

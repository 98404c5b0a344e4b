#include "dimsim/analysis/figures/figure_cartography_gain.hpp"

#include "dimsim/base/error.hpp"
#include "support/result_content.hpp"
#include "support/temporary_folder.hpp"

#include <limits>
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

FigureOptions in(const std::string& format, std::vector<std::string> policies = {}) {
  FigureOptions options;
  options.canvas.format = format;
  options.policies = std::move(policies);
  return options;
}

std::string text_of(const Drawing& drawing) { return drawing.data + drawing.commands; }

TEST(CartographyGainFigure, DistinguishesSyntheticFromMeasuredTraces) {
  const GainPoint measured{"trec6", false, 0.626, {0.116, 0.025}};
  const GainPoint synthetic{"it's", true, 0.5, {0.01, std::numeric_limits<double>::quiet_NaN()}};
  const std::string both = text_of(cartography_gain_drawing({measured, synthetic}, in("svg")));
  EXPECT_THAT(
      both, AllOf(HasSubstr("# measured\n62.6 11.6 9.1 14.1\n\n\n"), HasSubstr("# synthetic\n50 1 1 1\n\n\n"),
                  HasSubstr("'trec6'"), HasSubstr("'it''s'"), HasSubstr("title 'measured trace'"),
                  HasSubstr("title 'synthetic trace'"), HasSubstr("[percentage points]")));
  EXPECT_EQ(both, text_of(cartography_gain_drawing({measured, synthetic}, in("svg"))));
  EXPECT_THAT(text_of(cartography_gain_drawing({measured}, in("pdf"))),
              AllOf(HasSubstr("size 3.5in,"), Not(HasSubstr("title 'synthetic trace'"))));
  EXPECT_THAT(text_of(cartography_gain_drawing({synthetic}, in("png"))),
              AllOf(HasSubstr("size 1400,"), Not(HasSubstr("title 'measured trace'"))));
}

class FromResults : public testing::Test {
 protected:
  [[nodiscard]] std::string script_of(const std::string& points,
                                      const std::vector<std::string>& policies = {}) const {
    ResultContent content;
    content.points = points;
    for (const std::string policy : {"all-mobile", "mine"}) {
      content.runs.push_back({.policy = policy, .requests = {answered(0, 1, true), answered(1, 2, false)}});
    }
    write_result(folder_ / "r.h5", content);
    const FigureInput input({(folder_ / "r.h5").string()});
    try {
      return text_of(cartography_gain_figure().draw(input, in("svg", policies)));
    } catch (const InputError& error) {
      return error.what();
    }
  }

  TemporaryFolder folder_;
};

TEST_F(FromResults, HasTheSeparationAndTheNameOfTheTrace) {
  const std::string points =
      R"([{"assumptions": {"trace": "sst-2.yaml", "synthetic_trace": true, "pool_separation": {"own_pool_share": 0.55}}}])";
  EXPECT_THAT(script_of(points, {"mine"}),
              AllOf(HasSubstr("'sst-2'"), HasSubstr("# synthetic\n55 0 0 0\n\n\n")));
  EXPECT_THAT(script_of(points), HasSubstr("has no policy 'pools'"));
  EXPECT_THAT(script_of(points, {"a", "b"}), HasSubstr("--policies names 2"));
}

TEST_F(FromResults, NamesTracesWithoutASeparation) {
  const std::string lacking = R"({"assumptions": {"trace": "old.h5", "pool_separation": null}})";
  EXPECT_THAT(script_of("[" + lacking + "," + lacking + R"(,{"assumptions": {"trace": "x.h5"}}])", {"mine"}),
              AllOf(HasSubstr("does not say how well the pools of 'old.h5' and 'x.h5' separate"),
                    HasSubstr("`dimsim cartography TRACE -o TRACE` and repeat the run")));
}

}  // namespace
}  // namespace dimsim::analysis

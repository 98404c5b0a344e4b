#include "support/shell.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::HasSubstr;

/// Each question once. `samples: shuffled` asks every one of them.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=500 --set workload.warm_up_requests=0 "
    "-o r.h5 --set 'policies=[all-mobile, all-edge, all-cloud, "
    "{policy: cartography, label: pools, thresholds: [0]}]' ";

TEST(Plot, ShowsWhatTheShippedTraceGains) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kRun).status, 0);
  for (const auto& [name, beginning] :
       {std::pair("a.svg", "<?xml"), {"a.pdf", "%PDF"}, {"a.png", "\x89PNG"}}) {
    const std::string command = std::string("$DIMSIM plot r.h5 -f cartography-gain -o ") + name;
    const Outcome outcome = shell.run(command);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.messages, std::string("Figure: ") + name + "\n");
    EXPECT_EQ(outcome.output, "");
    const std::string once = read_file(shell / name);
    EXPECT_TRUE(once.starts_with(beginning)) << name;
    EXPECT_EQ(shell.run("sleep 1.1; TZ=Asia/Tokyo " + command).status, 0);
    EXPECT_TRUE(read_file(shell / name) == once) << name << " of the same input has other bytes";
  }
  EXPECT_THAT(read_file(shell / "a.svg"), HasSubstr("trec6"));
  EXPECT_EQ(shell.run("ls").output, "a.pdf\na.png\na.svg\nr.h5\n");
  // What gnuplot is given: 62.6 % of the training samples are nearest to their own pool, and 81.4 % are right
  // where a random choice with the shares 28.2, 43.8 and 28.0 % would have 69.8 %.
  shell.write("gnuplot", "#!/bin/sh\ncat >script\n");
  ASSERT_EQ(shell.run("chmod +x gnuplot; PATH=.:$PATH $DIMSIM plot r.h5 -f cartography-gain -o b.svg").status,
            0);
  EXPECT_THAT(read_file(shell / "script"), HasSubstr("$measured << EOD\n62.62 11.6116 "));
}

TEST(Plot, KnowsTheSeparationOfARecipe) {
  const Shell shell;
  const Outcome outcome = shell.run(kRun + "--set workload.trace=traces/glue/rte.yaml --json -");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  const auto summary = nlohmann::json::parse(outcome.output);
  const auto separation = summary["points"][0]["assumptions"]["pool_separation"];
  // What `dimsim cartography` says of the same trace as a file, to its last digit.
  ASSERT_EQ(
      shell.run("$DIMSIM trace synthesize rte -o rte.h5 && $DIMSIM cartography rte.h5 -o rte.h5").status, 0);
  const auto of_file = nlohmann::json::parse(
      shell.run(kRun + "--set workload.trace=$PWD/rte.h5 --json -").output)["points"][0]["assumptions"];
  EXPECT_EQ(separation, of_file["pool_separation"]);
  // The recipe asks for 50 %, of 5,000 samples: three standard errors are 2 points.
  EXPECT_NEAR(separation["own_pool_share"].get<double>(), 0.5, 0.021);
  EXPECT_NEAR(separation["own_pool_share_balanced"].get<double>(), 0.5, 0.021);
}

TEST(Plot, RefusesWhatItCannotDraw) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "RESULT is missing"},
      {"r.h5 -o x.png", "--figure is missing"},
      {"r.h5 -f cartography-gain", "--output is missing"},
      {"r.h5 -f cartography-gian -o x.png", "did you mean 'cartography-gain'?"},
      {"r.h5 -f cartography-gain -o x.jpg", "end it in .png, .pdf or .svg"},
      {"absent.h5 -f cartography-gain -o x.png", "absent.h5: error: "},
      {"r.h5 -f cartography-gain -o x.png --policy pool", "has no policy 'pool'"},
      {"r.h5 -f cartography-gain -o x.png --policy pools,all-edge", "shows one policy, but --policy names 2"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM plot " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  EXPECT_EQ(shell.run("PATH=/absent; $DIMSIM plot r.h5 -f cartography-gain -o x.png").status, 1);
  EXPECT_EQ(shell.run("ls").output, "r.h5\n");
  EXPECT_THAT(shell.run("$DIMSIM list figures").output, HasSubstr("\ncartography-gain  "));
}

}  // namespace
}  // namespace dimsim

#include "support/shell.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(List, ListsEntriesThatShowDescribes) {
  const Shell shell;
  for (const std::string kind : {"devices", "links", "models", "policies"}) {
    const Outcome list = shell.run("$DIMSIM list " + kind);
    ASSERT_EQ(list.status, 0) << list.messages;
    ASSERT_NE(list.output, "");
    std::istringstream lines(list.output);
    std::string heading;
    std::getline(lines, heading);
    EXPECT_THAT(heading, HasSubstr("description"));
    for (std::string line; std::getline(lines, line);) {
      const std::string name = line.substr(0, line.find(' '));
      EXPECT_GT(line.size(), name.size() + 2) << "no description: " << line;
      const Outcome show = shell.run("$DIMSIM show '" + kind + "/" + name + "'");
      EXPECT_EQ(show.status, 0) << show.messages;
      EXPECT_THAT(show.output, AllOf(HasSubstr(name), HasSubstr("source"))) << kind;
    }
  }
}

TEST(List, RejectsAnUnknownKind) {
  const Outcome outcome = Shell().run("$DIMSIM list device");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("'device'"), HasSubstr("did you mean 'devices'?")));
}

TEST(Show, FindsAnEntryByItsNameAlone) {
  const Shell shell;
  EXPECT_THAT(shell.run("$DIMSIM show pixel-4").output,
              AllOf(HasSubstr("devices/pixel-4"), HasSubstr("GFLOP/s")));
  EXPECT_THAT(shell.run("$DIMSIM show cartography").output, AllOf(HasSubstr("rule:"), HasSubstr("pools")));
}

TEST(Show, ChecksTheEntry) {
  const Shell shell;
  ASSERT_EQ(shell.run("mkdir -p c/platforms/devices").status, 0);
  shell.write("c/platforms/devices/bad.yaml",
              "description: Bad\ncompute: {fp32: {rate: 38 GFLOP}}\npower: {idle: 2 W, load: 1 W}\n");
  for (const std::string command : {"show bad", "list devices"}) {
    const Outcome outcome = shell.run("DIMSIM_CATALOGUE=$PWD/c $DIMSIM " + command);
    EXPECT_EQ(outcome.status, 2) << command;
    EXPECT_THAT(outcome.messages,
                AllOf(HasSubstr("bad.yaml:2:"), HasSubstr("below idle"), HasSubstr("source")))
        << command;
  }
}

TEST(List, NamesEachKindOnce) {
  const Outcome outcome = Shell().run("$DIMSIM list dogs");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("known: devices"), Not(HasSubstr("expected"))));
}

TEST(Show, PrintsTheCostOfEachLayer) {
  const Shell shell;
  const Outcome outcome = shell.run("$DIMSIM show bert-base --tokens 128 --precision fp16");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("layer 12              1.86 GFLOP   100 %  14.2 MB      5.11 MB\n"),
                    HasSubstr("109.5 M"), HasSubstr("393 kB in fp32"), HasSubstr("Devlin et al.")));
  for (const std::string wrong :
       {"pixel-4 --tokens 8", "bert-base --tokens 0", "bert-base --tokens 8 --precision fp8"}) {
    EXPECT_EQ(shell.run("$DIMSIM show " + wrong).status, 2) << wrong;
  }
}

TEST(Show, SuggestsTheNearestName) {
  const Outcome outcome = Shell().run("$DIMSIM show pixle-4");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("'pixle-4'"), HasSubstr("did you mean 'pixel-4'?")));
}

TEST(Schema, IsJsonAndTheReferenceIsMarkdown) {
  const Shell shell;
  const Outcome schema = shell.run("$DIMSIM schema");
  EXPECT_EQ(schema.status, 0);
  EXPECT_TRUE(nlohmann::json::parse(schema.output).contains("definitions"));
  EXPECT_THAT(shell.run("$DIMSIM schema --reference").output, HasSubstr("workload"));
}

}  // namespace
}  // namespace dimsim

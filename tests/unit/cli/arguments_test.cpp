#include "dimsim/cli/arguments.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/cli/help_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kPage = R"(Usage: dimsim bake CAKE [options]

Bakes in {ovens}.

Sizes:
  {sizes}

Options:
  -o, --oven NAME             which one; not --gas
      --egg N                 repeatable
      --minutes N             time
  -h, --help                  print this page

Examples:
  dimsim bake a
)";

const Manual kManual{.command = "bake",
                     .inserts = {{"ovens", "an oven of stone"}, {"sizes", "small\n  large"}},
                     .page = kPage};

po::options_description options() {
  po::options_description result;
  auto add = result.add_options();
  add("oven,o", text_option());
  add("egg", po::value<std::vector<std::string>>()->composing());
  add("minutes", po::value<int>());
  return result;
}

std::string message(const std::vector<std::string>& arguments) {
  try {
    static_cast<void>(read_arguments(kManual, options(), arguments));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Arguments, ParseInAnyOrder) {
  const auto read = read_arguments(kManual, options(), {"--egg", "1", "tart", "-o", "-", "--egg=2"});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)["CAKE"].as<std::string>(), "tart");
  EXPECT_EQ((*read)["oven"].as<std::string>(), "-");
  EXPECT_EQ((*read)["egg"].as<std::vector<std::string>>(), (std::vector<std::string>{"1", "2"}));
}

TEST(Arguments, ReportErrorsWithASuggestion) {
  EXPECT_THAT(message({"tart", "--ovne", "x"}),
              testing::AllOf(HasSubstr("unknown option '--ovne'"), HasSubstr("--oven")));
  EXPECT_THAT(message({"tart", "--ove", "x"}), HasSubstr("unknown option '--ove'"));  // no abbreviations
  EXPECT_THAT(message({}), HasSubstr("CAKE is missing"));
  EXPECT_THAT(message({"a", "b"}), HasSubstr("too many arguments; expected CAKE"));
  EXPECT_THAT(message({"a", "--minutes", "x"}), testing::AllOf(HasSubstr("minutes"), HasSubstr("x")));
  EXPECT_THAT(message({"a", "-o"}), HasSubstr("dimsim bake --help"));
}

TEST(Arguments, AcceptSeveralValues) {
  const Manual several{.command = "bake", .page = "Usage: dimsim bake TIN CAKE… [options]\n"};
  const auto read = read_arguments(several, options(), {"round", "tart", "-o", "-", "flan"});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)["TIN"].as<std::string>(), "round");
  EXPECT_EQ((*read)["CAKE…"].as<std::vector<std::string>>(), (std::vector<std::string>{"tart", "flan"}));
  try {
    static_cast<void>(read_arguments(several, options(), {"round"}));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("CAKE is missing"));
  }
}

TEST(Arguments, SplitListsAtCommasAndTrimBlanks) {
  EXPECT_EQ(split_at_commas("a,b c , d"), (std::vector<std::string>{"a", "b c", "d"}));
  EXPECT_EQ(split_at_commas(""), std::vector<std::string>{""});
  EXPECT_EQ(split_at_commas("a,, b,"), (std::vector<std::string>{"a", "", "b", ""}));
}

TEST(Arguments, PrintHelpEvenIfRequiredOnesAreMissing) {
  testing::internal::CaptureStdout();
  EXPECT_FALSE(read_arguments(kManual, options(), {"-h"}).has_value());
  const std::string help = testing::internal::GetCapturedStdout();
  EXPECT_THAT(
      help,
      HasSubstr(
          "Usage: dimsim bake CAKE [options]\n\nBakes in an oven of stone.\n\nSizes:\n  small\n  large\n\n"));
  EXPECT_THAT(help, HasSubstr("  -o, --oven NAME             which one; not --gas\n"));
  EXPECT_TRUE(help.ends_with("Examples:\n  dimsim bake a\n"));
}

TEST(Arguments, MustMatchTheirHelpPage) {
  po::options_description more = options();
  more.add_options()("gas", "");
  EXPECT_THROW(static_cast<void>(read_arguments(kManual, more, {"--help"})), InvariantError);
  const po::options_description none;
  EXPECT_THROW(static_cast<void>(read_arguments(kManual, none, {"--help"})), InvariantError);
}

TEST(HelpPage, ExistsForEachCommand) {
  EXPECT_EQ(positional_arguments(help_page("trace show"), "trace show"), std::vector<std::string>{"TRACE"});
  EXPECT_THROW(static_cast<void>(help_page("bake")), InvariantError);
}

}  // namespace
}  // namespace dimsim::cli

#include "dimsim/cli/arguments.hpp"

#include "dimsim/base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

using testing::HasSubstr;

const Manual kManual{
    .command = "bake", .positional = {"CAKE"}, .text = "Bakes.", .examples = {"dimsim bake a"}};

po::options_description options() {
  po::options_description result;
  result.add_options()("oven,o", text_option("NAME"), "which one")(
      "egg", po::value<std::vector<std::string>>()->composing(), "may be repeated")("minutes",
                                                                                    po::value<int>(), "time");
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

TEST(Arguments, AreReadInAnyOrder) {
  const auto read = read_arguments(kManual, options(), {"--egg", "1", "tart", "-o", "-", "--egg=2"});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)["CAKE"].as<std::string>(), "tart");
  EXPECT_EQ((*read)["oven"].as<std::string>(), "-");
  EXPECT_EQ((*read)["egg"].as<std::vector<std::string>>(), (std::vector<std::string>{"1", "2"}));
}

TEST(Arguments, ThatAreWrongAreNamedWithWhatWasMeant) {
  EXPECT_THAT(message({"tart", "--ovne", "x"}),
              testing::AllOf(HasSubstr("unknown option '--ovne'"), HasSubstr("--oven")));
  EXPECT_THAT(message({"tart", "--ove", "x"}), HasSubstr("unknown option '--ove'"));  // no abbreviations
  EXPECT_THAT(message({}), HasSubstr("CAKE is missing"));
  EXPECT_THAT(message({"a", "b"}), HasSubstr("too many arguments; expected CAKE"));
  EXPECT_THAT(message({"a", "--minutes", "x"}), testing::AllOf(HasSubstr("minutes"), HasSubstr("x")));
  EXPECT_THAT(message({"a", "-o"}), HasSubstr("dimsim bake --help"));
}

TEST(Arguments, MayBeSeveral) {
  const Manual several{.command = "bake", .positional = {"TIN", "CAKE…"}, .text = "", .examples = {}};
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

TEST(Arguments, ListsAreSplitAtCommasWithoutTheBlanksAround) {
  EXPECT_EQ(split_at_commas("a,b c , d"), (std::vector<std::string>{"a", "b c", "d"}));
  EXPECT_EQ(split_at_commas(""), std::vector<std::string>{""});
}

TEST(Arguments, OfTwoLettersAreNoAbbreviations) {
  po::options_description two;
  two.add_options()("mu", text_option("N"), "a weight");
  testing::internal::CaptureStdout();
  static_cast<void>(read_arguments(kManual, two, {"-h"}));
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("\n      --mu N "));
}

TEST(Arguments, AskForHelpEvenWhereOthersAreMissing) {
  testing::internal::CaptureStdout();
  EXPECT_FALSE(read_arguments(kManual, options(), {"-h"}).has_value());
  const std::string help = testing::internal::GetCapturedStdout();
  EXPECT_THAT(help, HasSubstr("Usage: dimsim bake CAKE [options]\n\nBakes.\n"));
  EXPECT_THAT(help, HasSubstr("  -o, --oven NAME             which one\n"));
  EXPECT_THAT(help, HasSubstr("Examples:\n  dimsim bake a\n"));
}

}  // namespace
}  // namespace dimsim::cli

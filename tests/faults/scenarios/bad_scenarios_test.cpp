// Every NAME.yaml in this folder is faulty, and NAME.expected is the exact message of dimsim. Its
// first lines may be options: "# --set path=value" or "# --sweep path=values". `DIMSIM_UPDATE=1 ctest -R
// BadScenario` rewrites the expected messages; read the difference before you commit.
#include "dimsim/base/error.hpp"
#include "dimsim/plan/load.hpp"
#include "unit/scenario/fixture.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::scenario {
namespace {

const std::filesystem::path kCorpus = test::kSource / "tests/faults/scenarios";

std::vector<std::string> settings_in(const std::filesystem::path& file) {
  const std::string option = "# --set ";
  std::istringstream text(test::read_file(file));
  std::vector<std::string> settings;
  for (std::string line; std::getline(text, line) && line.starts_with('#');) {
    if (line.starts_with(option)) {
      settings.push_back(line.substr(option.size()));
    } else if (line.starts_with("# --sweep")) {
      settings.push_back(line.substr(2));
    }
  }
  return settings;
}

std::string message_of(const std::filesystem::path& file) {
  try {
    static_cast<void>(plan::load(file, settings_in(file)));
    return "nothing: it was accepted\n";
  } catch (const InputError& error) {
    return std::string(error.what()) + "\n";
  }
}

class BadScenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadScenario, IsRefusedWithTheExpectedMessage) {
  test::use_test_catalogue();
  std::filesystem::current_path(kCorpus);  // messages contain file names as they were given
  std::filesystem::path expected = kCorpus / GetParam();
  expected.replace_extension(".expected");
  const std::string message = message_of(GetParam());
  if (test::updating()) {
    std::ofstream(expected) << message;
  }
  EXPECT_EQ(message, test::read_file(expected));
}

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> names;
  for (const std::filesystem::path& file : test::yaml_files(kCorpus)) {
    names.push_back(file.filename());
  }
  return names;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.stem().string();
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadScenario, testing::ValuesIn(corpus()), test_name);

TEST(BadScenarios, AreMany) { EXPECT_GE(corpus().size(), 140U); }

}  // namespace
}  // namespace dimsim::scenario

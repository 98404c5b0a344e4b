// Every NAME.yaml of this folder is a faulty recipe, and NAME.expected is the exact
// message. To update the expected messages, and then review the difference: DIMSIM_UPDATE=1 ctest -R
// BadRecipes
#include "dimsim/base/error.hpp"
#include "dimsim/synthesis/recipe_file.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::scenario {
namespace {

const std::filesystem::path kCorpus = DIMSIM_SOURCE_DIR "/tests/faults/recipes";

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The message without the path of the source tree.
std::string message_for(const std::filesystem::path& file) {
  const std::string folder = kCorpus.string() + "/";
  std::string message = "nothing: it was accepted";
  try {
    static_cast<void>(synthesis::load_recipe(file));
  } catch (const InputError& error) {
    message = error.what();
  }
  for (std::size_t at = message.find(folder); at != std::string::npos; at = message.find(folder)) {
    message.erase(at, folder.size());
  }
  return message + "\n";
}

class BadRecipes : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadRecipes, AreRefusedWithTheExpectedMessage) {
  std::filesystem::path expected = kCorpus / GetParam();
  expected.replace_extension(".expected");
  const std::string message = message_for(kCorpus / GetParam());
  if (std::getenv("DIMSIM_UPDATE") != nullptr) {
    std::ofstream(expected) << message;
  }
  EXPECT_EQ(message, content(expected));
}

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(kCorpus)) {
    if (file.path().extension() == ".yaml") {
      files.push_back(file.path().filename());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.stem().string();
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadRecipes, testing::ValuesIn(corpus()), test_name);

}  // namespace
}  // namespace dimsim::scenario

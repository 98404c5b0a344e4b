// Every NAME.yaml of this folder is a recipe with something wrong with it, and NAME.expected is exactly what
// dimsim says of it. To write the expected texts anew, and then read the difference: DIMSIM_UPDATE=1 ctest -R
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

/// Where the clone lies is not part of a message.
std::string what_is_said_of(const std::filesystem::path& file) {
  const std::string folder = kCorpus.string() + "/";
  std::string said = "nothing: it was accepted";
  try {
    static_cast<void>(synthesis::load_recipe(file));
  } catch (const InputError& error) {
    said = error.what();
  }
  for (std::size_t at = said.find(folder); at != std::string::npos; at = said.find(folder)) {
    said.erase(at, folder.size());
  }
  return said + "\n";
}

class BadRecipes : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadRecipes, AreRefusedWithTheExpectedMessage) {
  std::filesystem::path expected = kCorpus / GetParam();
  expected.replace_extension(".expected");
  const std::string said = what_is_said_of(kCorpus / GetParam());
  if (std::getenv("DIMSIM_UPDATE") != nullptr) {
    std::ofstream(expected) << said;
  }
  EXPECT_EQ(said, content(expected));
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

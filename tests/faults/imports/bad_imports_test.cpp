// Every NAME.csv, NAME.jsonl and NAME.json of this folder is faulty, and
// NAME.FORMAT.expected is the exact message. To update the expected messages, and then review the
// difference: DIMSIM_UPDATE=1 ctest -R BadImports
#include "dimsim/base/error.hpp"
#include "dimsim/trace/import/import.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

const std::filesystem::path kCorpus = DIMSIM_SOURCE_DIR "/tests/faults/imports";

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string message_for(const std::string& name) {
  std::filesystem::current_path(kCorpus);  // so that messages name the file alone
  try {
    static_cast<void>(import_files({{.file = name, .split = {}}},
                                   {.columns = {}, .tokens = 26, .text_bytes = 103, .classes = {}}));
    return "nothing: it was accepted\n";
  } catch (const InputError& error) {
    return std::string(error.what()) + "\n";
  }
}

class BadImports : public testing::TestWithParam<std::string> {};

TEST_P(BadImports, AreRefusedWithTheExpectedMessage) {
  const std::filesystem::path expected = kCorpus / (GetParam() + ".expected");
  const std::string message = message_for(GetParam());
  if (std::getenv("DIMSIM_UPDATE") != nullptr) {
    std::ofstream(expected) << message;
  }
  EXPECT_EQ(message, content(expected));
}

std::vector<std::string> corpus() {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(kCorpus)) {
    const std::string extension = file.path().extension().string();
    if (extension == ".csv" || extension == ".jsonl" || extension == ".json") {
      files.push_back(file.path().filename().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadImports, testing::ValuesIn(corpus()), test_name);

}  // namespace
}  // namespace dimsim::trace

// Every NAME.csv of this folder is faulty, and NAME.expected is the exact message. To update
// the expected messages, and then review the difference: DIMSIM_UPDATE=1 ctest -R BadMeasurements
#include "dimsim/base/error.hpp"
#include "dimsim/profile/measurements.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

const std::filesystem::path kCorpus = DIMSIM_SOURCE_DIR "/tests/faults/measurements";

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string message_for(const std::filesystem::path& file) {
  const auto find = [](const std::string& name) {
    return name == "bert-base" ? std::optional<model::Variant>(std::in_place) : std::nullopt;
  };
  const Models models{.find = find, .names = {"bert-base", "bert-large", "distilbert"}};
  try {
    static_cast<void>(read_measurements(
        std::make_shared<const SourceText>(SourceText{file.filename().string(), content(file)}), models));
    return "nothing: it was accepted\n";
  } catch (const InputError& error) {
    return std::string(error.what()) + "\n";
  }
}

class BadMeasurements : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadMeasurements, AreRefusedWithTheExpectedMessage) {
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
    if (file.path().extension() == ".csv") {
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

INSTANTIATE_TEST_SUITE_P(Corpus, BadMeasurements, testing::ValuesIn(corpus()), test_name);

}  // namespace
}  // namespace dimsim::profile

/// Each trace here has one fault (the last has all at once); the exact message is expected.

#include "dimsim/base/error.hpp"
#include "dimsim/trace/trace.hpp"
#include "support/temporary_folder.hpp"
#include "support/trace_content.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Messages of reading split `split`, with the file's path shortened to its name.
std::string messages(const TemporaryFolder& folder, const std::string& split = "test") {
  try {
    static_cast<void>(read(folder / "bad.h5", split));
  } catch (const InputError& error) {
    std::string text = error.what();
    const std::string path = folder.path().string() + "/";
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path)) {
      text.erase(at, path.size());
    }
    return text;
  }
  return "nothing was thrown";
}

void put(const TemporaryFolder& folder, const std::string& text) {
  std::ofstream(folder / "bad.h5", std::ios::binary) << text;
}

TEST(BadTrace, Absent) {
  const TemporaryFolder folder;
  EXPECT_EQ(messages(folder), "bad.h5: error: there is no such file");
}

TEST(BadTrace, AFolder) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "bad.h5");
  EXPECT_EQ(messages(folder), "bad.h5: error: is a folder; expected an HDF5 file");
}

TEST(BadTrace, Empty) {
  const TemporaryFolder folder;
  put(folder, "");
  EXPECT_EQ(messages(folder), "bad.h5: error: is not an HDF5 file");
}

TEST(BadTrace, AText) {
  const TemporaryFolder folder;
  put(folder, "guid,gold,tokens\n1,0,12\n");
  EXPECT_EQ(messages(folder), "bad.h5: error: is not an HDF5 file");
}

TEST(BadTrace, Truncated) {
  const TemporaryFolder folder;
  small_trace().write(folder / "bad.h5");
  std::ifstream whole(folder / "bad.h5", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(whole), {}};
  put(folder, content.substr(0, content.size() - 1));
  EXPECT_EQ(messages(folder),
            "bad.h5: error: is truncated: it ends before its HDF5 content does\n"
            "  hint: copy or make the file again");
}

TEST(BadTrace, ForeignHdf5) {
  const TemporaryFolder folder;
  TraceContent content;
  content.numbers["weights/layer_1"] = {{2, 2}, {1, 2, 3, 4}};
  content.write(folder / "bad.h5");
  EXPECT_EQ(messages(folder),
            "bad.h5: error: has no split 'test'\n"
            "  hint: it has no split at all; a trace has groups such as 'test' that hold 'gold'");
}

TEST(BadTrace, NoSuchSplit) {
  const TemporaryFolder folder;
  small_trace().write(folder / "bad.h5");
  EXPECT_EQ(messages(folder, "validation"),
            "bad.h5: error: has no split 'validation'\n  hint: it has: test, train");
}

/// A small trace with a change, and the expected message.
struct Fault {
  std::string name;
  std::function<void(TraceContent&)> change;
  std::string expected;  ///< after "bad.h5: error: "
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class BadContent : public testing::TestWithParam<Fault> {};

TEST_P(BadContent, IsReported) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  GetParam().change(content);
  content.write(folder / "bad.h5");
  EXPECT_EQ(messages(folder), "bad.h5: error: " + GetParam().expected);
}

const std::vector<Fault> kFaults{
    {"NoSamples",
     [](TraceContent& c) {
       for (auto& [name, array] : c.integers) {
         array = {{0}, {}};
       }
       c.numbers["test/exit_logits"] = {{0, 2, 2}, {}};
       c.numbers["test/embedding"] = {{0, 2}, {}};
     },
     "'test/gold' has no samples"},
    {"NoTokens", [](TraceContent& c) { c.integers.erase("test/tokens"); },
     "has no dataset 'test/tokens'; expected whole numbers by samples"},
    {"NoLogits", [](TraceContent& c) { c.numbers.erase("test/exit_logits"); },
     "has no dataset 'test/exit_logits'; expected numbers by samples x exits x classes"},
    {"LogitsOfTwoAxes",
     [](TraceContent& c) {
       c.numbers["test/exit_logits"].shape = {3, 4};
     },
     "'test/exit_logits' has shape 3 x 4; expected samples x exits x classes"},
    {"NoExits",
     [](TraceContent& c) {
       c.numbers["test/exit_logits"] = {{3, 0, 2}, {}};
     },
     "'test/exit_logits' has shape 3 x 0 x 2; expected samples x exits x classes, none of them 0"},
    {"GoldOfTwoAxes",
     [](TraceContent& c) {
       c.integers["test/gold"].shape = {3, 1};
     },
     "'test/gold' has shape 3 x 1; expected samples"},
    {"GoldIsASingleValue",
     [](TraceContent& c) {
       c.integers["test/gold"] = {{}, {1}};
     },
     "'test/gold' has shape a single value; expected samples"},
    {"FewerTokens",
     [](TraceContent& c) {
       c.integers["test/tokens"] = {{2}, {5, 6}};
     },
     "'test/tokens' has 2 samples, but 'test/gold' has 3"},
    {"FewerLogits",
     [](TraceContent& c) {
       c.numbers["test/exit_logits"].shape = {2, 3, 2};
     },
     "'test/exit_logits' has 2 samples, but 'test/gold' has 3"},
    {"FractionalGold",
     [](TraceContent& c) {
       c.integers.erase("test/gold");
       c.numbers["test/gold"] = {{3}, {0, 1, 0.5F}};
     },
     "'test/gold' does not hold whole numbers"},
    {"GoldTooLarge",
     [](TraceContent& c) {
       c.integers["test/gold"].values = {1, 2, 0};
     },
     "'test/gold'[1] is 2; expected a class from 0 to 1 (1 of 3 values is wrong)"},
    {"GoldNegative",
     [](TraceContent& c) {
       c.integers["test/gold"].values = {-1, 0, -1};
     },
     "'test/gold'[0] is -1; expected a class from 0 to 1 (2 of 3 values are wrong)"},
    {"LabelOutOfRange",
     [](TraceContent& c) {
       c.integers["test/complexity"].values = {0, 1, 3};
     },
     "'test/complexity'[2] is 3; expected 0 (easy), 1 (medium) or 2 (hard) (1 of 3 values is wrong)"},
    {"ZeroTokens", [](TraceContent& c) { c.integers["test/tokens"].values[1] = 0; },
     "'test/tokens'[1] is 0; expected a number from 1 to 2147483647 (1 of 3 values is wrong)"},
    {"TooManyTokens", [](TraceContent& c) { c.integers["test/tokens"].values[1] = 5'000'000'000; },
     "'test/tokens'[1] is 5000000000; expected a number from 1 to 2147483647 (1 of 3 values is wrong)"},
    {"ZeroBytes", [](TraceContent& c) { c.integers["test/text_bytes"].values[0] = 0; },
     "'test/text_bytes'[0] is 0; expected a number from 1 to 2147483647 (1 of 3 values is wrong)"},
    {"NotANumber", [](TraceContent& c) { c.numbers["test/exit_logits"].values[7] = kNaN; },
     "'test/exit_logits'[1][1][1] is nan; expected a finite number (1 of 12 values is wrong)"},
    {"InfiniteEmbedding",
     [](TraceContent& c) {
       c.numbers["test/embedding"].values[3] = -kInfinity;
       c.numbers["test/embedding"].values[5] = kNaN;
     },
     "'test/embedding'[1][1] is -inf; expected a finite number (2 of 6 values are wrong)"},
    {"RepeatedGuid",
     [](TraceContent& c) {
       c.integers["test/guid"].values = {70, 71, 70};
     },
     "'test/guid'[2] is 70, which 'test/guid'[0] is already (1 of 3 values is wrong)"},
    {"ManyAtOnce",
     [](TraceContent& c) {
       c.integers.erase("test/guid");
       c.integers["test/gold"].values[2] = 9;
       c.integers["test/tokens"] = {{1}, {5}};
       c.numbers["test/exit_logits"].values[0] = kNaN;
     },
     "'test/exit_logits'[0][0][0] is nan; expected a finite number (1 of 12 values is wrong)\n"
     "bad.h5: error: 'test/gold'[2] is 9; expected a class from 0 to 1 (1 of 3 values is wrong)\n"
     "bad.h5: error: has no dataset 'test/guid'; expected whole numbers by samples\n"
     "bad.h5: error: 'test/tokens' has 1 samples, but 'test/gold' has 3"},
};

INSTANTIATE_TEST_SUITE_P(Corpus, BadContent, testing::ValuesIn(kFaults),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace dimsim::trace

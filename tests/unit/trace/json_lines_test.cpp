#include "dimsim/trace/import/json_lines.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>
#include <zlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string gzip(const std::filesystem::path& file, const std::string& text) {
  gzFile stream = gzopen(file.c_str(), "wb");
  gzwrite(stream, text.data(), static_cast<unsigned>(text.size()));
  gzclose(stream);
  return file;
}

/// The integers "a" of all records with their lines, and the errors.
struct Content {
  std::vector<std::pair<int, double>> values;
  std::string faults;
};

Content read(const std::filesystem::path& file) {
  Content content;
  LineFaults faults("x");
  JsonLines lines(file);
  JsonRecord record;
  while (lines.next(record, faults)) {
    const JsonValue* value = record.find("a");
    content.values.emplace_back(lines.line(), value == nullptr ? -1 : value->number);
  }
  try {
    faults.throw_if_any();
  } catch (const InputError& error) {
    content.faults = error.what();
  }
  return content;
}

Content read_text(const std::string& text) {
  const TemporaryFolder folder;
  std::ofstream(folder / "x", std::ios::binary) << text;
  return read(folder / "x");
}

TEST(JsonLines, GivesMembersByNameAndKind) {
  const TemporaryFolder folder;
  std::string text = R"({"i": -3, "f": 1.50, "t": "ü\n", "n": [1, 2.5], "o": {"i": [1]}, "m": [1, "x"], )";
  text += R"("b": true, "e": [], "deep": [[1], 2], "big": 123456789012345678901234567890})";
  std::ofstream(folder / "x") << text;
  LineFaults faults("x");
  JsonLines lines(folder / "x");
  JsonRecord record;
  ASSERT_TRUE(lines.next(record, faults));
  using Kind = JsonValue::Kind;
  EXPECT_EQ(record.find("i")->kind, Kind::Integer);
  EXPECT_EQ(record.find("i")->text, "-3");
  EXPECT_EQ(record.find("f")->kind, Kind::Number);
  EXPECT_EQ(record.find("f")->number, 1.5);
  EXPECT_EQ(record.find("t")->text, "ü\n");
  EXPECT_EQ(record.find("n")->kind, Kind::Numbers);
  EXPECT_THAT(record.find("n")->numbers, ElementsAre(1, 2.5));
  EXPECT_EQ(record.find("e")->kind, Kind::Numbers);
  EXPECT_EQ(record.find("big")->text, "123456789012345678901234567890");
  for (const char* other : {"o", "m", "b", "deep"}) {
    EXPECT_EQ(record.find(other)->kind, Kind::Other) << other;
  }
  EXPECT_EQ(record.find("absent"), nullptr);
  EXPECT_EQ(record.find_prefix("de")->name, "deep");
  EXPECT_FALSE(lines.next(record, faults));
  EXPECT_TRUE(faults.empty());
}

TEST(JsonLines, ArePlainOrGzipWithOrWithoutAFinalLineBreak) {
  const auto two = ElementsAre(std::pair(1, 1.0), std::pair(3, 2.0));
  EXPECT_THAT(read_text("{\"a\":1}\n\n{\"a\":2}\n").values, two);
  EXPECT_THAT(read_text("{\"a\":1}\r\n \r\n{\"a\":2}").values, two);
  const TemporaryFolder folder;
  EXPECT_THAT(read(gzip(folder / "x.gz", "{\"a\":1}\n\n{\"a\":2}\n")).values, two);
}

TEST(JsonLines, AreReadAcrossTheBlocksOfALongFile) {
  std::string text;
  for (int i = 0; i < 60000; ++i) {
    text += "{\"a\":" + std::to_string(i) + "}\n";
  }
  const TemporaryFolder folder;
  const Content content = read(gzip(folder / "x.gz", text));
  ASSERT_EQ(content.values.size(), 60000U);
  for (int i = 0; i < 60000; ++i) {
    ASSERT_EQ(content.values[static_cast<std::size_t>(i)], std::pair(i + 1, 1.0 * i));
  }
}

TEST(JsonLines, ReportEachErrorWithItsLineAndContinue) {
  const Content content =
      read_text("{\"a\":1\n[1]\n{\"a\":NaN}\n{\"a\":2}\n{\"a\":1,\"a\":2}\n3\n{\"a\":1e999}\n");
  EXPECT_THAT(content.values, ElementsAre(std::pair(4, 2.0)));
  EXPECT_THAT(
      content.faults,
      AllOf(HasSubstr("x:1: error: is not a JSON object: column 7, syntax error while parsing object - "
                      "unexpected end of input; expected '}'\n"),
            HasSubstr("x:2: error: is not a JSON object"),
            HasSubstr("x:3: error: is not a JSON object: column 6, syntax error while parsing value - "
                      "invalid literal\n"),
            HasSubstr("JSON has no NaN"), HasSubstr("x:5: error: 'a' is given twice"),
            HasSubstr("x:6: error: is not a JSON object"),
            HasSubstr("x:7: error: is not a JSON object: number overflow parsing '1e999'")));
}

TEST(JsonLines, ShowTheFirstTwentyErrorsAndCountTheOthers) {
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text += "x\n";
  }
  const std::string faults = read_text(text).faults;
  EXPECT_THAT(faults, AllOf(HasSubstr("x:20: "), HasSubstr("x: error: and 10 more errors")));
  EXPECT_THAT(faults, testing::Not(HasSubstr("x:21: ")));
}

TEST(JsonLines, EndWithAnErrorIfDamagedOrTooLong) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "{\"a\":" + std::to_string(i * 7919 % 1000) + "}\n";
  }
  gzip(folder / "x.gz", text);
  std::filesystem::resize_file(folder / "x.gz", std::filesystem::file_size(folder / "x.gz") / 2);
  EXPECT_EQ(read(folder / "x.gz").faults, "x: error: is truncated: its gzip data do not end");
  gzip(folder / "x.gz", text);
  std::fstream(folder / "x.gz", std::ios::in | std::ios::out | std::ios::binary).seekp(600)
      << "broken broken";
  EXPECT_THAT(read(folder / "x.gz").faults, HasSubstr("x: error: cannot be read after line "));
  EXPECT_THAT(read_text(std::string(3U << 20U, 'x')).faults, HasSubstr("x:1: error: is longer than a MiB"));
}

TEST(JsonLines, AreRefusedIfTheFileCannotBeOpened) {
  const TemporaryFolder folder;
  EXPECT_THROW(JsonLines(folder / "absent"), InputError);
  EXPECT_THROW(JsonLines(folder.path()), InputError);
}

}  // namespace
}  // namespace dimsim::trace

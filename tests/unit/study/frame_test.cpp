#include "dimsim/study/frame.hpp"

#include "dimsim/base/error.hpp"
#include "support/memory_file.hpp"

#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

using testing::HasSubstr;

constexpr FrameKind kKind{.mark = "dimsim.T", .version = 3, .layout = 77};

void write_text(const MemoryFile& file, const std::string& text) {
  FrameWriter writer(file.number(), kKind);
  writer.bytes(text.data(), text.size());
  writer.finish();
}

std::string read_text(const MemoryFile& file, const FrameKind& kind, std::size_t size) {
  FrameReader reader(file.number(), 0, kind);
  std::string text(size, ' ');
  reader.bytes(text.data(), size);
  reader.finish();
  return text;
}

std::string message_of(const MemoryFile& file, const FrameKind& kind, std::size_t size = 5) {
  try {
    return read_text(file, kind, size);
  } catch (const RunError& error) {
    return error.what();
  }
}

/// The stored bytes: every later version must write the same.
TEST(Frame, ConsistsOfAHeaderAndAPayload) {
  const MemoryFile file;
  write_text(file, "hello");
  std::string bytes(file.size(), ' ');
  ASSERT_EQ(pread(file.number(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  ASSERT_EQ(bytes.size(), 37U);
  EXPECT_EQ(bytes.substr(0, 8), "dimsim.T");
  EXPECT_EQ(bytes.substr(8, 8), std::string("\3\0\0\0\x4d\0\0\0", 8));
  EXPECT_EQ(bytes.substr(16, 8), std::string("\5\0\0\0\0\0\0\0", 8));
  EXPECT_EQ(bytes.substr(32), "hello");
}

TEST(Frame, HoldsMoreThanOneBuffer) {
  const MemoryFile file;
  std::vector<std::uint32_t> numbers(100'000);
  std::iota(numbers.begin(), numbers.end(), 0U);
  FrameWriter writer(file.number(), kKind);
  for (const std::uint32_t number : numbers) {
    writer.bytes(&number, sizeof(number));
  }
  writer.bytes(numbers.data(), numbers.size() * sizeof(numbers[0]));
  writer.finish();

  FrameReader reader(file.number(), 0, kKind);
  for (const std::uint32_t number : numbers) {
    std::uint32_t got = 0;
    reader.bytes(&got, sizeof(got));
    ASSERT_EQ(got, number);
  }
  EXPECT_THROW(reader.finish(), RunError) << "there is more";
  std::vector<std::uint32_t> got(numbers.size());
  reader.bytes(got.data(), got.size() * sizeof(got[0]));
  EXPECT_EQ(got, numbers);
  reader.finish();
  EXPECT_EQ(reader.end(), file.size());
  EXPECT_THROW(reader.bytes(got.data(), 1), RunError);
}

TEST(Frame, ReportsWhyItCannotBeRead) {
  const MemoryFile file;
  EXPECT_THAT(message_of(file, kKind), HasSubstr("is truncated"));
  write_text(file, "hello");
  EXPECT_EQ(message_of(file, kKind), "hello");
  EXPECT_THAT(message_of(file, kKind, 4), HasSubstr("more content than its fields"));
  EXPECT_THAT(message_of(file, kKind, 6), HasSubstr("less content than its fields"));
  EXPECT_THAT(message_of(file, {.mark = "dimsim.U", .version = 3, .layout = 77}), HasSubstr("is missing"));
  EXPECT_THAT(message_of(file, {.mark = "dimsim.T", .version = 2, .layout = 77}),
              HasSubstr("has version 3; this dimsim reads version 2"));
  EXPECT_THAT(message_of(file, {.mark = "dimsim.T", .version = 3, .layout = 76}), HasSubstr("other fields"));
  file.flip(34, 0);
  EXPECT_THAT(message_of(file, kKind), HasSubstr("its checksum does not match"));
}

TEST(Frame, IsUnreadableUntilItIsFinished) {
  const MemoryFile file;
  FrameWriter writer(file.number(), kKind);
  writer.bytes("hello", 5);
  EXPECT_THAT(message_of(file, kKind), HasSubstr("is missing"));
}

// A wrong count must not make the reader allocate memory.
TEST(Frame, RefusesACountOfMoreElementsThanBytes) {
  const MemoryFile file;
  FrameWriter writer(file.number(), kKind);
  writer.size(std::size_t{1} << 62U);
  writer.finish();
  FrameReader reader(file.number(), 0, kKind);
  EXPECT_THROW(static_cast<void>(reader.size(0)), RunError);
}

}  // namespace
}  // namespace dimsim::study

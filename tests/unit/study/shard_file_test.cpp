#include "dimsim/study/shard_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/study/record_fields.hpp"
#include "support/distinct_fields.hpp"
#include "support/run_example.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

results::RunRecord record_of(const results::RunKey& key) {
  results::RunRecord record{.key = key, .summary = {}, .run = run_example()};
  record.summary = results::summarise(record.run);
  record.run.end_s = 100.0 + static_cast<double>(key.point);
  return record;
}

/// A shard with two runs of a study of two points.
void write_shard(const fs::path& path, std::size_t number, std::size_t count, std::size_t point) {
  ShardHeader header;
  header.fingerprint = "abc";
  header.shard = {number, count};
  header.study.name = "example";
  header.study.points.resize(2);
  for (results::PointHeader& each : header.study.points) {
    each.policies = {"a", "b"};
    each.trace_fingerprint = "trace";
  }
  const std::vector<results::RunKey> keys = {{point, 0, 0}, {point, 1, 0}};
  ShardFile(path).write(header, keys, record_of);
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string message_of(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  try {
    const Shards shards({path});
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

/// The next byte to try: all bytes of the first frames, then every 29th, since Serialisation tries every byte
/// of a record.
std::size_t next(std::size_t at) { return at + (at < 300 ? 1 : 29); }

TEST(ShardFile, TogetherYieldAllRunsInOrder) {
  const TemporaryFolder folder;
  write_shard(folder / "2", 2, 2, 1);
  write_shard(folder / "1", 1, 2, 0);
  Shards shards({folder / "2", folder / "1"});
  EXPECT_EQ(shards.study().name, "example");
  ASSERT_EQ(shards.study().points.size(), 2U);
  EXPECT_EQ(shards.study().points[0].trace_fingerprint, "trace");
  EXPECT_EQ(shards.study().points[1].trace_fingerprint, "trace");
  std::vector<results::RunKey> keys;
  shards.for_each([&keys](const results::RunRecord& record) {
    keys.push_back(record.key);
    EXPECT_TRUE(equal_fields(record.run.stations, record_of(record.key).run.stations));
    EXPECT_EQ(record.run.end_s, record_of(record.key).run.end_s);
  });
  using results::RunKey;
  EXPECT_EQ(keys, (std::vector<RunKey>{{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 0}}));
}

TEST(ShardFile, DescribesAPointOfWhichAllRunsFailed) {
  const TemporaryFolder folder;
  ShardHeader header;
  header.shard = {1, 1};
  header.study.points.resize(2);
  header.study.points[1].policies = {"a"};
  header.study.points[1].trace_fingerprint = "trace";
  header.failed = {{.key = {1, 0, 0}, .reason = "no luck"}};
  ShardFile(folder / "part").write(header, {}, record_of);
  EXPECT_EQ(Shards({folder / "part"}).study().points[1].trace_fingerprint, "trace");
}

TEST(ShardFile, IsRefusedWhenTruncatedAtAnyByte) {
  const TemporaryFolder folder;
  const fs::path path = folder / "part.1";
  write_shard(path, 1, 1, 0);
  const std::string bytes = bytes_of(path);
  ASSERT_EQ(message_of(path, bytes), "");
  for (std::size_t size = 0; size < bytes.size(); size = next(size)) {
    ASSERT_THAT(message_of(path, bytes.substr(0, size)), StartsWith(path.string() + ": error: is ")) << size;
  }
  EXPECT_THAT(message_of(path, bytes.substr(0, bytes.size() - 1)),
              HasSubstr("is a damaged shard file: the part 'dimsim.R' at byte "));
  EXPECT_THAT(message_of(path, bytes + "x"), HasSubstr("is a damaged shard file: more follows"));
}

TEST(ShardFile, IsRefusedWithAnyByteChanged) {
  const TemporaryFolder folder;
  const fs::path path = folder / "part.1";
  write_shard(path, 1, 1, 0);
  const std::string bytes = bytes_of(path);
  for (std::size_t at = 0; at < bytes.size(); at = next(at)) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x04);
    ASSERT_THAT(message_of(path, changed), StartsWith(path.string() + ": error: is ")) << at;
  }
}

TEST(ShardFile, ReplacesOnlyShardFiles) {
  const TemporaryFolder folder;
  write_shard(folder / "part", 1, 1, 0);
  write_shard(folder / "part", 1, 1, 1);
  Shards shards({folder / "part"});
  shards.for_each([](const results::RunRecord& record) { EXPECT_EQ(record.key.point, 1U); });
  std::ofstream(folder / "thesis") << "years of work";
  EXPECT_THROW(ShardFile(folder / "thesis"), InputError);
}

}  // namespace
}  // namespace dimsim::study

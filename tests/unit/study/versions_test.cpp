// Files that earlier versions wrote (tests/data/versions): each is read, or refused with the reason.

#include "dimsim/base/error.hpp"
#include "dimsim/study/journal.hpp"
#include "dimsim/study/shard_file.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kFiles = DIMSIM_SOURCE_DIR "/tests/data/versions";

TEST(Versions, RefuseAShardFileWithoutAVersion) {
  const fs::path shard = kFiles / "shard-0.shard";
  try {
    const Shards shards({shard});
    FAIL() << "it was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("shard-0.shard: error: is a shard file of an older dimsim"));
    EXPECT_THAT(error.what(), HasSubstr("run the shards again"));
  }
}

TEST(Versions, AllowToReplaceAShardFileWithoutAVersion) {
  const TemporaryFolder folder;
  fs::copy_file(kFiles / "shard-0.shard", folder / "part");
  EXPECT_NO_THROW(ShardFile(folder / "part"));
}

TEST(Versions, RepeatARunWithARecordWithoutAVersion) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "r.h5.part/abc");
  fs::copy_file(kFiles / "journal-0.run", folder / "r.h5.part/abc/0-0-0.run");
  const Journal journal(folder / "r.h5", "abc");
  EXPECT_EQ(journal.found(), 0U);
  EXPECT_EQ(journal.unreadable(), 1U);
  EXPECT_FALSE(journal.had({0, 0, 0}));
}

}  // namespace
}  // namespace dimsim::study

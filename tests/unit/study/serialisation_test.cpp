#include "dimsim/study/serialisation.hpp"

#include "dimsim/study/record_fields.hpp"
#include "support/distinct_fields.hpp"
#include "support/memory_file.hpp"
#include "support/run_example.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

using testing::HasSubstr;

/// A record all of whose fields differ from one another.
results::RunRecord distinct_record() {
  results::RunRecord record;
  record.key = {3, 1, 2};
  DistinctFields fields;
  fields.fill(record.summary);
  fields.fill(record.run);
  return record;
}

results::RunRecord example() { return {.key = {}, .summary = {}, .run = run_example()}; }

results::RunRecord read_back(int file) {
  std::size_t position = 0;
  return read_record(file, position);
}

TEST(Serialisation, ReadsEveryFieldOfARunAsWritten) {
  const MemoryFile file;
  const results::RunRecord record = distinct_record();
  write_record(file.number(), record);
  std::size_t position = 0;
  const results::RunRecord back = read_record(file.number(), position);
  EXPECT_EQ(position, file.size());
  EXPECT_EQ(back.key, record.key);
  EXPECT_TRUE(equal_fields(back.summary, record.summary));
  EXPECT_TRUE(equal_fields(back.run, record.run));
  EXPECT_TRUE(equal_fields(read_summary(file.number(), 0), record.summary));
  // Some fields by name, independently of the field lists.
  EXPECT_EQ(back.run.stations[1].radio_j, record.run.stations[1].radio_j);
  EXPECT_EQ(back.run.stations[1].battery_h, record.run.stations[1].battery_h);
  EXPECT_EQ(back.run.core_j, record.run.core_j);
  EXPECT_NE(back.run.core_j, 0);
}

TEST(Serialisation, ReadsEveryFieldOfAShardHeaderAsWritten) {
  const MemoryFile file;
  ShardHeader header;
  DistinctFields().fill(header);
  write_header(file.number(), header);
  std::size_t position = 0;
  const ShardHeader back = read_header(file.number(), position);
  EXPECT_TRUE(equal_fields(back, header));
  ASSERT_EQ(back.study.points.size(), 2U);
  EXPECT_EQ(back.study.points[1].summary.labels[0].number, header.study.points[1].summary.labels[0].number);
  EXPECT_EQ(position, file.size());
}

TEST(Serialisation, KeepsAbsentValuesAbsent) {
  const MemoryFile file;
  const results::RunRecord record = example();
  write_record(file.number(), record);
  results::RunRecord back = read_back(file.number());
  EXPECT_TRUE(equal_fields(back.run, record.run));
  EXPECT_FALSE(back.summary.reached.has_value());
  EXPECT_TRUE(back.summary.energy_j.empty());
}

TEST(Serialisation, ReadsAFailureWithItsPlaces) {
  const MemoryFile file;
  const auto source = std::make_shared<const SourceText>(SourceText{"a.yaml", "pools: {easy: moon}\n"});
  const Diagnostic diagnostic{
      {source, 1, 15}, "no tier 'moon'", "did you mean 'mobile'?", {{{}, "see there"}}};
  write_failure(file.number(), Failure{Failure::Kind::Input, {diagnostic}, ""});
  const Failure got = read_failure(file.number());
  EXPECT_EQ(got.kind, Failure::Kind::Input);
  ASSERT_EQ(got.diagnostics.size(), 1U);
  EXPECT_EQ(format(got.diagnostics[0]), format(diagnostic));
}

TEST(Serialisation, RefusesARecordThatIsTruncatedAtAnyByte) {
  const MemoryFile file;
  write_record(file.number(), example());
  for (std::size_t size = file.size(); size-- > 0;) {
    file.truncate(size);
    EXPECT_THROW(static_cast<void>(read_back(file.number())), RunError) << size;
  }
}

TEST(Serialisation, RefusesARecordWithAnyByteChanged) {
  const MemoryFile file;
  write_record(file.number(), example());
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      file.flip(at, bit);
      EXPECT_THROW(static_cast<void>(read_back(file.number())), RunError) << at;
      std::size_t position = 0;
      EXPECT_THROW(check_record(file.number(), position), RunError) << at;
      file.flip(at, bit);
    }
  }
  EXPECT_TRUE(equal_fields(read_back(file.number()).run, example().run));
}

TEST(Serialisation, ReadsSeveralRecordsInTurn) {
  const MemoryFile file;
  results::RunRecord second = distinct_record();
  write_record(file.number(), example());
  write_record(file.number(), second);
  std::size_t position = 0;
  EXPECT_TRUE(equal_fields(read_record(file.number(), position).run, example().run));
  std::size_t again = position;
  EXPECT_TRUE(equal_fields(read_record(file.number(), position).run, second.run));
  EXPECT_EQ(position, file.size());
  check_record(file.number(), again);
  EXPECT_EQ(again, position);
}

TEST(Serialisation, ReportsAFullDisk) {
  const int full = open("/dev/full", O_WRONLY);
  EXPECT_THROW(write_record(full, example()), RunError);
  close(full);
}

}  // namespace
}  // namespace dimsim::study

#include "dimsim/study/archive.hpp"

#include "dimsim/results/summary_json.hpp"
#include "support/run_example.hpp"

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/mman.h>

namespace dimsim::study {
namespace {

class Archive : public testing::Test {
 protected:
  void TearDown() override { close(file_); }

  [[nodiscard]] results::RunRecord round_trip(results::RunRecord record) const {
    write_record(file_, record);
    return read_record(file_);
  }

  int file_ = memfd_create("archive-test", 0);
};

/// The bytes that a plain value is made of; equal values written field by field have equal ones.
template <class T>
std::vector<double> fields(const T& account) {
  return {static_cast<double>(account.overloaded), account.utilisation, account.busiest_utilisation};
}

/// All that is in a record's summary, as a summary of a point.
results::Summary summary_of(const results::RunRecord& record) {
  results::Summary point;
  point.policies = {record.summary};
  return point;
}

TEST_F(Archive, GivesARunBackWhole) {
  results::RunResult run = run_example();
  run.replication = 3;
  run.warm_up_end_s = 4;
  run.last_arrival_s = 5;
  run.egress_bytes = 6;
  run.stations[1].overloaded = true;
  run.stations[1].servers = 7;
  run.stations[1].served = 8;
  run.stations[1].busy_s = 9;
  run.stations[1].window_busy_s = 10;
  run.stations[1].offered_s = 11;
  run.stations[1].offered_load = 12;
  run.stations[1].queue_mid = 13;
  run.stations[1].queue_end = 14;
  run.stations[1].radio_j = 18;
  run.stations[1].battery_h = 19;
  run.stations[1].queue_s = 20;
  run.core_j = 21;
  run.radio_sleep_j = 22;
  run.carbon_g_per_j = {23, 24, 25};
  run.message_bytes = 26;
  run.bin_s = 27;
  run.links[0].kind = scenario::LinkKind::Wan;
  run.links[0].offered_load = 28;
  run.links[0].course = {29, 30};
  run.links[0].links = 15;
  run.links[0].bytes = 16;
  run.links[0].bytes_per_s = 17;
  run.links[0].overloaded = true;

  const results::RunRecord record{.key = {3, 1, 2}, .summary = results::summarise(run), .run = run};
  const results::RunRecord back = round_trip(record);
  EXPECT_EQ(back.key, record.key);
  EXPECT_EQ(results::to_text(results::to_json(std::vector{summary_of(back)})),
            results::to_text(results::to_json(std::vector{summary_of(record)})));
  const results::RunResult& got = back.run;
  EXPECT_EQ(got.policy, run.policy);
  EXPECT_EQ(got.replication, 3U);
  EXPECT_EQ(got.tiers, run.tiers);
  EXPECT_EQ(got.kernel, run.kernel);
  EXPECT_EQ(got.warm_up_end_s, 4);
  EXPECT_EQ(got.last_arrival_s, 5);
  EXPECT_EQ(got.end_s, 30);
  EXPECT_EQ(got.radio.bytes_j, 3);
  EXPECT_EQ(got.egress_usd, 0.75);
  EXPECT_EQ(got.egress_bytes, 6);
  EXPECT_EQ(got.core_j, 21);
  EXPECT_EQ(got.radio_sleep_j, 22);
  EXPECT_EQ(got.carbon_g_per_j, (std::vector<double>{23, 24, 25}));
  EXPECT_EQ(got.message_bytes, 26);
  EXPECT_EQ(got.bin_s, 27);
  ASSERT_EQ(got.requests.size(), run.requests.size());
  EXPECT_EQ(
      std::memcmp(got.requests.data(), run.requests.data(), run.requests.size() * sizeof(run.requests[0])),
      0);
  ASSERT_EQ(got.visits.size(), run.visits.size());
  EXPECT_EQ(std::memcmp(got.visits.data(), run.visits.data(), run.visits.size() * sizeof(run.visits[0])), 0);
  ASSERT_EQ(got.stations.size(), 2U);
  const results::StationAccount& station = got.stations[1];
  EXPECT_EQ(station.name, "cloud/c");
  EXPECT_EQ(station.tier, "cloud");
  EXPECT_EQ(fields(station), fields(run.stations[1]));
  EXPECT_EQ(station.hosts, 1U);
  EXPECT_EQ(station.servers, 7U);
  EXPECT_EQ(station.served, 8U);
  EXPECT_EQ(station.busy_s, 9);
  EXPECT_EQ(station.window_busy_s, 10);
  EXPECT_EQ(station.offered_s, 11);
  EXPECT_EQ(station.offered_load, 12);
  EXPECT_EQ(station.queue_mid, 13U);
  EXPECT_EQ(station.queue_end, 14U);
  EXPECT_EQ(station.idle_j, 300);
  EXPECT_EQ(station.active_j, 9);
  EXPECT_EQ(station.usd, 0.5);
  EXPECT_EQ(station.radio_j, 18);
  EXPECT_EQ(station.battery_h, 19);
  EXPECT_EQ(station.queue_s, 20);
  ASSERT_EQ(got.links.size(), 1U);
  EXPECT_EQ(got.links[0].name, "access/phone/up");
  EXPECT_EQ(got.links[0].links, 15U);
  EXPECT_EQ(got.links[0].kind, scenario::LinkKind::Wan);
  EXPECT_EQ(got.links[0].offered_load, 28);
  EXPECT_EQ(got.links[0].course, (std::vector<double>{29, 30}));
  EXPECT_EQ(got.links[0].bytes, 16);
  EXPECT_EQ(got.links[0].bytes_per_s, 17);
  EXPECT_EQ(fields(got.links[0]), fields(run.links[0]));
}

TEST_F(Archive, GivesAnInputErrorBackWithItsPlaces) {
  const auto source = std::make_shared<const SourceText>(SourceText{"a.yaml", "pools: {easy: moon}\n"});
  const Diagnostic diagnostic{
      {source, 1, 15}, "no tier 'moon'", "did you mean 'mobile'?", {{{}, "see there"}}};
  write_failure(file_, Failure{Failure::Kind::Input, {diagnostic}, ""});
  const Failure got = read_failure(file_);
  EXPECT_EQ(got.kind, Failure::Kind::Input);
  ASSERT_EQ(got.diagnostics.size(), 1U);
  EXPECT_EQ(format(got.diagnostics[0]), format(diagnostic));
}

TEST_F(Archive, RefusesARecordThatIsNotWhole) {
  results::RunRecord record{.key = {}, .summary = {}, .run = run_example()};
  write_record(file_, record);
  ASSERT_EQ(ftruncate(file_, lseek(file_, 0, SEEK_END) - 1), 0);
  EXPECT_THROW(static_cast<void>(read_record(file_)), RunError);
  ASSERT_EQ(ftruncate(file_, 0), 0);
  EXPECT_THROW(static_cast<void>(read_record(file_)), RunError);
}

TEST_F(Archive, SaysWhenThereIsNoRoomForARecord) {
  results::RunRecord record{.key = {}, .summary = {}, .run = run_example()};
  const int full = open("/dev/full", O_WRONLY);
  EXPECT_THROW(write_record(full, record), RunError);
  close(full);
}

}  // namespace
}  // namespace dimsim::study

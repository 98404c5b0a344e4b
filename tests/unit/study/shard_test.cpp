#include "dimsim/study/shard.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/study/schedule.hpp"
#include "support/fleet.hpp"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

using testing::ElementsAre;

/// A point with two policies.
Inputs point(std::uint64_t requests, std::uint32_t replications = 1) {
  Inputs inputs;
  inputs.scenario =
      fleet::plain({fleet::tier("phone", scenario::Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("cloud", scenario::Location::Cloud, 1, 12, fleet::device_with_service(0.1))},
                   1, requests);
  inputs.scenario.policies = {fleet::always("phone"), fleet::always("cloud")};
  inputs.description.replications = replications;
  return inputs;
}

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(Shard::parse(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Shard, ReadsItsNumberAndTheCount) {
  const Shard shard = Shard::parse("3/64");
  EXPECT_EQ(shard.number, 3U);
  EXPECT_EQ(shard.count, 64U);
  for (const char* wrong :
       {"", "3", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/4x", "1 / 4", "1/4/5", "1/999999999"}) {
    EXPECT_THAT(message_of(wrong), testing::HasSubstr("expected I/N")) << wrong;
  }
}

TEST(Shard, TheLastOneIsAsGoodAsTheFirst) {
  EXPECT_EQ(Shard::parse("64/64").number, 64U);
  EXPECT_EQ(Shard::parse("1/64").number, 1U);
}

TEST(Shard, OneOfOneIsTheWholeStudy) {
  const std::vector<Inputs> points = {point(10), point(10, 3)};
  EXPECT_THAT(pieces_of({}, points), ElementsAre(ElementsAre(true), ElementsAre(true, true, true)));
}

TEST(Shard, ShardsTogetherHaveEachPieceOnce) {
  std::vector<Inputs> points;
  for (std::uint64_t i = 1; i <= 7; ++i) {
    points.push_back(point(100 * i, 1 + static_cast<std::uint32_t>(i) % 3));
  }
  for (const std::size_t count : {1U, 2U, 3U, 5U, 40U}) {
    std::vector<std::vector<int>> owners(points.size());
    for (std::size_t number = 1; number <= count; ++number) {
      const auto own = pieces_of({number, count}, points);
      for (std::size_t i = 0; i < points.size(); ++i) {
        owners[i].resize(own[i].size());
        for (std::size_t place = 0; place < own[i].size(); ++place) {
          owners[i][place] += own[i][place] ? 1 : 0;
        }
      }
    }
    for (const std::vector<int>& of_point : owners) {
      EXPECT_EQ(std::count(of_point.begin(), of_point.end(), 1), static_cast<long>(of_point.size()));
    }
  }
}

// Graham's bound: the largest load of m shards is at most 4/3 − 1/(3m) of the optimum, which is at least the
// mean and at least the heaviest piece.
TEST(Shard, BalancesTheWork) {
  std::vector<Inputs> points;
  std::uint64_t all = 0;
  for (std::uint64_t i = 1; i <= 50; ++i) {
    points.push_back(point(i * i));
    all += 2 * i * i;
  }
  for (const std::size_t count : {2U, 3U, 8U}) {
    std::uint64_t most = 0;
    for (std::size_t number = 1; number <= count; ++number) {
      const auto own = pieces_of({number, count}, points);
      std::uint64_t work = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        work += own[i][0] ? 2 * expected_requests(points[i].scenario) : 0;
      }
      most = std::max(most, work);
    }
    const double bound = std::max(static_cast<double>(all) / static_cast<double>(count), 2.0 * 50 * 50);
    EXPECT_LE(static_cast<double>(most), bound * (4.0 / 3 - 1.0 / (3 * static_cast<double>(count))));
  }
}

/// One piece of 1,000 requests and ten of 100: half of the work each, whatever the number of pieces.
TEST(Shard, OneLongPieceWeighsAsMuchAsManyShortOnes) {
  std::vector<Inputs> points = {point(1000)};
  for (int i = 0; i < 10; ++i) {
    points.push_back(point(100));
  }
  const auto own = pieces_of({1, 2}, points);
  std::size_t short_pieces = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    short_pieces += own[i][0] ? 1U : 0U;
  }
  EXPECT_EQ(short_pieces, own[0][0] ? 0U : 10U);
}

TEST(Shard, DoesNotSplitAPointWithAPrecision) {
  std::vector<Inputs> points = {point(10), point(10)};
  points[1].description.precision = {.metric = "accuracy", .relative = 0.1, .metric_place = {}};
  EXPECT_EQ(pieces_of({1, 4}, points)[1].size(), 1U);
}

results::PolicySummary with_accuracy(double accuracy) {
  results::PolicySummary summary;
  summary.accuracy = accuracy;
  return summary;
}

TEST(Schedule, StartsAllPoliciesOfAReplicationBeforeTheNext) {
  const std::vector<Inputs> points = {point(10, 2), point(10)};
  Schedule schedule(points, {});
  EXPECT_EQ(schedule.planned(), 6U);
  std::vector<results::RunKey> keys;
  while (const auto key = schedule.next()) {
    keys.push_back(*key);
  }
  using results::RunKey;
  EXPECT_THAT(keys, ElementsAre(RunKey{0, 0, 0}, RunKey{0, 1, 0}, RunKey{0, 0, 1}, RunKey{0, 1, 1},
                                RunKey{1, 0, 0}, RunKey{1, 1, 0}));
  const results::PolicySummary summary;
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_FALSE(schedule.is_complete(0));
    schedule.end(keys[i], &summary);
  }
  EXPECT_TRUE(schedule.is_complete(0));
  EXPECT_FALSE(schedule.is_complete(1));
  EXPECT_FALSE(schedule.is_done());
  schedule.end(keys[4], nullptr);
  schedule.end(keys[5], &summary);
  EXPECT_TRUE(schedule.is_done());
}

/// The number of replications that a schedule plans for a point. The accuracy of its second policy alternates
/// between two values.
std::uint32_t replications_of(const std::vector<Inputs>& points, double low, double high, bool backwards) {
  Schedule schedule(points, {});
  std::uint32_t most = 0;
  while (!schedule.is_done()) {
    std::vector<results::RunKey> keys;
    while (const auto key = schedule.next()) {
      keys.push_back(*key);
    }
    if (backwards) {
      std::reverse(keys.begin(), keys.end());
    }
    for (const results::RunKey& key : keys) {
      const results::PolicySummary summary =
          with_accuracy(key.policy == 0 ? 0.5 : (key.replication % 2 == 0 ? low : high));
      schedule.end(key, &summary);
      most = std::max(most, key.replication + 1);
    }
  }
  return most;
}

TEST(Schedule, ReplicatesUntilAllPoliciesReachThePrecision) {
  std::vector<Inputs> points = {point(10)};
  points[0].description.precision = {.metric = "accuracy", .relative = 0.02, .most = 400, .metric_place = {}};
  EXPECT_EQ(replications_of(points, 0.5, 0.5, false), 10U);
  const std::uint32_t needed = replications_of(points, 0.45, 0.55, false);
  // Of n values that are half 0.45 and half 0.55, s = 0.05 √(n / (n − 1)); t s / √n <= 0.02 / 1.02 · 0.5.
  EXPECT_GE(needed, 100U);
  EXPECT_LE(needed, 140U);
  EXPECT_EQ(replications_of(points, 0.45, 0.55, true), needed) << "whatever the order in which runs end";
  EXPECT_EQ(replications_of(points, 0.1, 0.9, false), 400U) << "not beyond the most that are allowed";
}

TEST(Schedule, PlansNoMoreReplicationsOfAFailedPoint) {
  std::vector<Inputs> points = {point(10)};
  points[0].description.precision = {.metric = "accuracy", .relative = 0.001, .metric_place = {}};
  Schedule schedule(points, {});
  double accuracy = 0.1;
  while (const auto key = schedule.next()) {
    const results::PolicySummary summary = with_accuracy(accuracy += 0.01);
    schedule.end(*key, key->replication == 3 ? nullptr : &summary);
  }
  EXPECT_TRUE(schedule.is_done());
  EXPECT_EQ(schedule.ended(), 20U);
}

}  // namespace
}  // namespace dimsim::study

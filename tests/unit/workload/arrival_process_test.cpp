/// The registry of arrival processes. Their dates in a run are tested with the engine.

#include "dimsim/workload/arrival_process.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::workload {
namespace {

Source source(std::uint32_t device = 0) {
  return {.seed = 7, .replication = 0, .entity = Entity("phone", device), .rate_per_s = 4};
}

class EachProcess : public testing::TestWithParam<std::string> {};

TEST_P(EachProcess, IsDocumentedAndFoundByItsName) {
  const ArrivalEntry* entry = find_arrival_process(GetParam());
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->name, GetParam());
  EXPECT_FALSE(entry->summary.empty());
  EXPECT_FALSE(entry->definition.empty());
}

/// 4 requests/s: 20,000 of them take 5,000 s; the standard error is at most that of a Poisson process.
TEST_P(EachProcess, KeepsItsRateAndNeverGoesBack) {
  const auto process = make_arrival_process(GetParam());
  double last_s = 0;
  for (std::uint64_t number = 0; number < 20'000; ++number) {
    const double date_s = process->next_s(source(), number, last_s);
    ASSERT_GE(date_s, last_s);
    last_s = date_s;
  }
  EXPECT_NEAR(last_s, 5'000, 4 * 5'000 / std::sqrt(20'000));
}

/// One object serves all devices, so that calls for another device in between must not change the dates.
TEST_P(EachProcess, DevicesDoNotDisturbEachOther) {
  const auto alone = make_arrival_process(GetParam());
  const auto shared = make_arrival_process(GetParam());
  double last_s = 0;
  double other_s = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    other_s = shared->next_s(source(1), number, other_s);
    const double date_s = alone->next_s(source(), number, last_s);
    ASSERT_EQ(shared->next_s(source(), number, last_s), date_s);
    last_s = date_s;
  }
}

INSTANTIATE_TEST_SUITE_P(All, EachProcess, testing::ValuesIn(arrival_process_names()),
                         [](const auto& each) { return each.param; });

TEST(ArrivalRegistry, NamesAreUniqueAndPoissonIsFirst) {
  const std::vector<std::string> names = arrival_process_names();
  EXPECT_EQ(names.front(), "poisson");
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(ArrivalRegistry, AnUnknownNameIsADefect) {
  EXPECT_EQ(find_arrival_process("monthly"), nullptr);
  EXPECT_THROW(static_cast<void>(make_arrival_process("monthly")), InvariantError);
}

}  // namespace
}  // namespace dimsim::workload

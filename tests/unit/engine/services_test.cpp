/// Services in progress: re-timed, shared and left early, on cases computed by hand.

#include "dimsim/engine/services.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

constexpr std::array<std::uint32_t, 1> kAlone{4};
constexpr std::array<std::uint32_t, 3> kThree{4, 0, 9};

std::vector<std::uint32_t> members_of(const Services& services, std::uint32_t service) {
  std::vector<std::uint32_t> members;
  services.for_each_member(service, [&](std::uint32_t slot) { members.push_back(slot); });
  return members;
}

TEST(Services, APieceThatIsNotRetimedTakesItsWorkExactly) {
  Services services;
  const std::uint32_t service = services.start(0, kAlone);
  const Services::End end = services.begin_piece(service, 0.1, {.rate = 1, .power_w = 3}, 1e6);
  EXPECT_EQ(end.date_s, 1e6 + 0.1);
  EXPECT_TRUE(services.is_current(service, end.generation));
  const Share share = services.finish_piece(service);
  EXPECT_EQ(share.server_s, 0.1);  // not the difference of two rounded dates
  EXPECT_EQ(share.joules, 3 * 0.1);
}

/// 10 s of work at rate 1 until 4 s; the 6 s that are left take 3 s at rate 2.
TEST(Services, AFasterPaceBringsTheEndForward) {
  Services services;
  const std::uint32_t service = services.start(0, kAlone);
  const Services::End first = services.begin_piece(service, 10, {.rate = 1, .power_w = 5}, 0);
  EXPECT_EQ(first.date_s, 10);
  const Share before = services.settle(service, 4);
  EXPECT_EQ(before.server_s, 4);
  EXPECT_EQ(before.joules, 20);
  const Services::End second = services.retime(service, {.rate = 2, .power_w = 15}, 4);
  EXPECT_EQ(second.date_s, 7);
  EXPECT_FALSE(services.is_current(service, first.generation)) << "the old end is stale";
  EXPECT_TRUE(services.is_current(service, second.generation));
  const Share after = services.finish_piece(service);
  EXPECT_EQ(after.server_s, 3);
  EXPECT_EQ(after.joules, 45);
}

TEST(Services, APausedServiceHasNoEnd) {
  Services services;
  const std::uint32_t service = services.start(0, kAlone);
  static_cast<void>(services.begin_piece(service, 10, {.rate = 1, .power_w = 5}, 0));
  static_cast<void>(services.settle(service, 4));
  EXPECT_TRUE(std::isinf(services.retime(service, {.rate = 0, .power_w = 1}, 4).date_s));
  const Share pause = services.settle(service, 20);
  EXPECT_EQ(pause.server_s, 16);
  EXPECT_EQ(pause.joules, 16);
  EXPECT_EQ(services.retime(service, {.rate = 3, .power_w = 5}, 20).date_s, 22);
}

/// Three members for 2 s, then two for 4 s, then one for 6 s: the shares add up to the server's 12 s.
TEST(Services, MembersShareTheTimeInWhichTheyAreThere) {
  Services services;
  const std::uint32_t service = services.start(0, kThree);
  EXPECT_EQ(members_of(services, service), (std::vector<std::uint32_t>{4, 0, 9}));
  static_cast<void>(services.begin_piece(service, 12, {.rate = 1, .power_w = 6}, 0));
  const Share three = services.settle(service, 2);
  EXPECT_FALSE(services.leave(service, 0));
  EXPECT_EQ(members_of(services, service), (std::vector<std::uint32_t>{4, 9}));
  const Share two = services.settle(service, 6);
  EXPECT_FALSE(services.leave(service, 9));
  const Share one = services.finish_piece(service);
  EXPECT_DOUBLE_EQ(three.server_s, 2.0 / 3);
  EXPECT_DOUBLE_EQ(three.joules, 4);
  EXPECT_DOUBLE_EQ(two.server_s, 2);
  EXPECT_DOUBLE_EQ(two.joules, 12);
  EXPECT_DOUBLE_EQ(one.server_s, 6);
  EXPECT_DOUBLE_EQ(3 * three.server_s + 2 * two.server_s + one.server_s, 12);
  EXPECT_DOUBLE_EQ(3 * three.joules + 2 * two.joules + one.joules, 6 * 12);
}

TEST(Services, APieceFollowsTheOther) {
  Services services;
  const std::uint32_t service = services.start(0, kAlone);
  const Services::End first = services.begin_piece(service, 2, {}, 1);
  static_cast<void>(services.finish_piece(service));
  EXPECT_TRUE(services.is_current(service, first.generation)) << "until the next piece begins";
  const Services::End second = services.begin_piece(service, 5, {}, 3);
  EXPECT_EQ(second.date_s, 8);
  EXPECT_FALSE(services.is_current(service, first.generation));
}

/// The event of a service that ended early must not reach the one that has got its place.
TEST(Services, AStaleEndNeverReachesTheNextServiceInThatPlace) {
  Services services;
  const std::uint32_t first = services.start(0, kAlone);
  const Services::End stale = services.begin_piece(first, 10, {}, 0);
  static_cast<void>(services.settle(first, 3));
  EXPECT_TRUE(services.leave(first, kAlone[0]));
  services.end(first);
  EXPECT_FALSE(services.is_current(first, stale.generation));
  const std::uint32_t second = services.start(0, kAlone);
  ASSERT_EQ(second, first);
  EXPECT_FALSE(services.is_current(second, stale.generation));
  const Services::End end = services.begin_piece(second, 7, {}, 3);
  EXPECT_FALSE(services.is_current(second, stale.generation));
  EXPECT_TRUE(services.is_current(second, end.generation));
}

TEST(Services, AStationKnowsItsServices) {
  Services services;
  const std::uint32_t a = services.start(2, kAlone);
  const std::uint32_t b = services.start(2, kThree);
  const std::uint32_t c = services.start(5, kAlone);
  EXPECT_EQ(services.first_at(0), kNone);
  EXPECT_EQ(services.first_at(99), kNone);
  EXPECT_EQ(services.first_at(5), c);
  EXPECT_EQ(services.first_at(2), b);
  EXPECT_EQ(services.next_at(b), a);
  EXPECT_EQ(services.next_at(a), kNone);
  services.end(a);
  EXPECT_EQ(services.next_at(b), kNone);
  services.end(b);
  EXPECT_EQ(services.first_at(2), kNone);
}

}  // namespace
}  // namespace dimsim::engine

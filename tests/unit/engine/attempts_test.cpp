/// Requests under way and their attempts.

#include "dimsim/engine/attempts.hpp"

#include "dimsim/engine/event_token.hpp"

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

TEST(Attempts, ARequestStaysOpenUntilItsLastAttemptIsClosed) {
  Attempts attempts;
  const std::uint32_t request = attempts.open(17, 3);
  const std::uint32_t first = attempts.start(request);
  const std::uint32_t second = attempts.start(request);
  EXPECT_EQ(attempts[first].number, 0U);
  EXPECT_EQ(attempts[second].number, 1U);
  EXPECT_EQ(attempts.request_of(attempts[second]).device_number, 3U);
  EXPECT_EQ(attempts.find(17), request);
  attempts.close(first);
  EXPECT_EQ(attempts.open_count(), 1U);
  EXPECT_EQ(attempts.request(request).first, second);
  EXPECT_EQ(attempts.request(request).under_way, 1U);
  EXPECT_EQ(attempts.find(17), request);
  attempts.close(second);
  EXPECT_EQ(attempts.open_count(), 0U);
  EXPECT_EQ(attempts.find(17), kNone);
}

TEST(Attempts, PlacesAreUsedAgainWithoutWhatWasInThem) {
  Attempts attempts;
  const std::uint32_t slot = attempts.start(attempts.open(1, 0));
  attempts[slot].exits.push_back({});
  attempts[slot].standing = {2, 7};
  attempts[slot].stage = Stage::Answering;
  attempts.request_of(attempts[slot]).ended = true;
  attempts.close(slot);
  const std::uint32_t again = attempts.start(attempts.open(2, 5));
  ASSERT_EQ(again, slot);
  EXPECT_TRUE(attempts[again].exits.empty());
  EXPECT_EQ(attempts[again].standing.tier, policy::kNowhere);
  EXPECT_EQ(attempts[again].stage, Stage::Deciding);
  EXPECT_EQ(attempts[again].number, 0U);
  EXPECT_FALSE(attempts.request_of(attempts[again]).ended);
  EXPECT_EQ(attempts.request_of(attempts[again]).record, 2U);
  EXPECT_EQ(attempts.find(1), kNone);
}

TEST(EventToken, KeepsKindIdAndGenerationApart) {
  for (const auto kind : {EventToken::Kind::Arrival, EventToken::Kind::ServiceEnd, EventToken::Kind::Tick}) {
    for (const std::uint32_t id : {0U, 1U, 0xFFFFFFFFU}) {
      for (const std::uint32_t generation : {0U, 1U, (1U << 28U) - 1}) {
        const EventToken token = EventToken::unpack(EventToken{kind, id, generation}.packed());
        EXPECT_EQ(token.kind, kind);
        EXPECT_EQ(token.id, id);
        EXPECT_EQ(token.generation, generation);
      }
    }
  }
}

}  // namespace
}  // namespace dimsim::engine

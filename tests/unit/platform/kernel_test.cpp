/// The kernel adapter: what SimGrid does not promise and the adapter does.

#include "dimsim/platform/kernel.hpp"

#include "dimsim/base/error.hpp"
#include "support/kernel_notes.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace dimsim::platform {
namespace {

struct TwoPlaces {
  Kernel kernel;
  Kernel::LinkId link = kernel.add_link(1e6);
  Kernel::Endpoint from = kernel.add_endpoint({link}, {});
  Kernel::Endpoint to = kernel.add_endpoint({}, {});
  TwoPlaces() { kernel.seal(); }
};

TEST(Kernel, EventsOfOneDateComeInTheirOrderThenFirstInFirstOut) {
  TwoPlaces world;
  for (const std::uint64_t order : {3U, 1U, 2U, 1U, 0U, 2U}) {
    world.kernel.at(1.0, order, order);
  }
  Notes notes(world.kernel);
  world.kernel.run(notes);
  std::vector<std::uint64_t> tokens;
  for (const Notes::Note& note : notes.seen) {
    EXPECT_DOUBLE_EQ(note.date, 1.0);
    tokens.push_back(note.token);
  }
  EXPECT_EQ(tokens, (std::vector<std::uint64_t>{0, 1, 1, 2, 2, 3}));
}

/// SimGrid completes activities that end together in an order of its own (t14 of its traps).
TEST(Kernel, TransfersThatEndTogetherComeInTheirOrder) {
  TwoPlaces world;
  for (std::uint64_t order = 0; order < 8; ++order) {
    world.kernel.transfer(world.from, world.to, 1000, order, order);
  }
  Notes notes(world.kernel);
  world.kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 8U);
  for (std::uint64_t order = 0; order < 8; ++order) {
    EXPECT_EQ(notes.seen[order].token, order);
    EXPECT_NEAR(notes.seen[order].date, 8 * 1000 / 1e6, 1e-9);
  }
}

/// On links of their own, where SimGrid has no say: begun in one order, delivered in another.
TEST(Kernel, LoneTransfersThatEndTogetherComeInTheirOrder) {
  Kernel kernel;
  std::vector<Kernel::Endpoint> from;
  for (int sender = 0; sender < 4; ++sender) {
    from.push_back(kernel.add_endpoint({kernel.add_link(1e6)}, {}));
  }
  const Kernel::Endpoint to = kernel.add_endpoint({}, {});
  kernel.seal();
  const std::vector<std::uint64_t> orders = {2, 0, 3, 1};
  for (std::size_t sender = 0; sender < from.size(); ++sender) {
    kernel.transfer(from[sender], to, 500'000, orders[sender], orders[sender]);
  }
  Notes notes(kernel);
  kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 4U);
  for (std::uint64_t order = 0; order < 4; ++order) {
    EXPECT_EQ(notes.seen[order].token, order);
    EXPECT_DOUBLE_EQ(notes.seen[order].date, 0.5);
  }
}

/// SimGrid never starts a transfer of 0 bytes.
TEST(Kernel, EmptyTransferEndsAtOnce) {
  TwoPlaces world;
  world.kernel.at(2.0, 7, 0);
  Notes notes(world.kernel);
  notes.react = [&world](std::uint64_t token) {
    if (token == 7) {
      world.kernel.transfer(world.from, world.to, 0, 8, 0);
    }
  };
  world.kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 2U);
  EXPECT_DOUBLE_EQ(notes.seen[1].date, 2.0);
  EXPECT_EQ(notes.seen[1].token, 8U);
}

/// No latency factor, no bandwidth factor, no window: bytes over rate (SimGrid's default takes 3 % longer,
/// and 13 latencies).
TEST(Kernel, TransferTakesItsBytesOverTheRate) {
  TwoPlaces world;
  world.kernel.transfer(world.from, world.to, 500'000, 1, 0);
  Notes notes(world.kernel);
  world.kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 1U);
  EXPECT_NEAR(notes.seen[0].date, 0.5, 1e-9);
}

/// A transfer that begins in the middle of another: hand-computed sharing, and chaining from inside the
/// callback.
TEST(Kernel, LaterTransferSharesTheLinkFairly) {
  TwoPlaces world;
  world.kernel.transfer(world.from, world.to, 1'000'000, 1, 0);
  world.kernel.at(0.5, 2, 0);
  Notes notes(world.kernel);
  notes.react = [&world](std::uint64_t token) {
    if (token == 2) {
      world.kernel.transfer(world.from, world.to, 250'000, 3, 0);
    }
  };
  world.kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 3U);
  EXPECT_EQ(notes.seen[1].token, 3U);
  EXPECT_NEAR(notes.seen[1].date, 1.0, 1e-8);  // 250 kB at half the rate
  EXPECT_EQ(notes.seen[2].token, 1U);
  EXPECT_NEAR(notes.seen[2].date, 1.25, 1e-8);  // 500 kB + 250 kB + the rest alone
}

/// A backhaul of 10 kB/s: two senders on access links of 1 kB/s leave 8 kB/s to the third, whose 40 kB take 5
/// s. The 10 kB of the two then take 10 s in all.
TEST(Kernel, SlowSendersLeaveTheirShareToTheFastOne) {
  Kernel kernel;
  const Kernel::LinkId backhaul = kernel.add_link(1e4);
  std::vector<Kernel::Endpoint> from;
  for (const double access : {1e3, 1e3, 1e6}) {
    from.push_back(kernel.add_endpoint({kernel.add_link(access)}, {}));
  }
  const Kernel::Endpoint to = kernel.add_endpoint({}, {backhaul});
  kernel.seal();
  kernel.transfer(from[0], to, 10'000, 0, 0);
  kernel.transfer(from[1], to, 10'000, 1, 1);
  kernel.transfer(from[2], to, 40'000, 2, 2);
  Notes notes(kernel);
  kernel.run(notes);
  ASSERT_EQ(notes.seen.size(), 3U);
  EXPECT_EQ(notes.seen[0].token, 2U);
  EXPECT_DOUBLE_EQ(notes.seen[0].date, 5);
  EXPECT_DOUBLE_EQ(notes.seen[1].date, 10);
  EXPECT_DOUBLE_EQ(notes.seen[2].date, 10);
}

TEST(Kernel, ErrorsInsideEventsComeOutOfRun) {
  TwoPlaces world;
  world.kernel.at(1.0, 1, 0);
  Notes notes(world.kernel);
  notes.react = [](std::uint64_t) { throw RunError("stop"); };
  EXPECT_THROW(world.kernel.run(notes), RunError);
}

TEST(Kernel, EventInThePastIsADefect) {
  TwoPlaces world;
  world.kernel.at(1.0, 1, 0);
  Notes notes(world.kernel);
  notes.react = [&world](std::uint64_t) { world.kernel.at(0.5, 2, 0); };
  EXPECT_THROW(world.kernel.run(notes), InvariantError);
}

TEST(Kernel, SecondKernelInOneProcessIsADefect) {
  const Kernel first;
  EXPECT_THROW(Kernel{}, InvariantError);
}

TEST(Kernel, DescriptionNamesVersionAndSettings) {
  const std::string text = Kernel::description();
  EXPECT_TRUE(text.starts_with("SimGrid 3.")) << text;
  EXPECT_NE(text.find("network/model:CM02"), std::string::npos) << text;
}

}  // namespace
}  // namespace dimsim::platform

/// What SimGrid 3.32 does where one would not expect it. dimsim is built around these facts
/// (docs/methods.md); when an upgrade changes one, a test here says so. Traps that cannot occur, because the
/// kernel adapter never does what they need, are: dropped pointers to running activities, transfers over
/// links that are off, and ns-3.

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace {

namespace sg4 = simgrid::s4u;
using simgrid::kernel::timer::Timer;

/// Two hosts a and b with links of their own, and a link to s in common.
class SimGrid : public testing::Test {
 protected:
  void build(double shared_bytes_per_s, double latency_a_s, double latency_b_s) {
    auto* zone = sg4::create_full_zone("zone");
    s = zone->create_host("s", 1e9)->seal();
    a = zone->create_host("a", 1e9)->seal();
    b = zone->create_host("b", 1e9)->seal();
    shared = zone->create_link("shared", shared_bytes_per_s)->seal();
    link_a = zone->create_link("link_a", 1e9)->set_latency(latency_a_s)->seal();
    link_b = zone->create_link("link_b", 1e9)->set_latency(latency_b_s)->seal();
    const auto join = [&](sg4::Host* host, sg4::Link* own) {
      zone->add_route(host->get_netpoint(), s->get_netpoint(), nullptr, nullptr,
                      {sg4::LinkInRoute(own), sg4::LinkInRoute(shared)}, true);
    };
    join(a, link_a);
    join(b, link_b);
    zone->seal();
    sg4::Activity::on_completion_cb([this](const sg4::Activity& activity) {
      ended[activity.get_name()] = sg4::Engine::get_clock();
      ++signals[activity.get_name()];
    });
  }

  static void plain_model() {
    sg4::Engine::set_config("network/model:CM02");
    sg4::Engine::set_config("network/crosstraffic:0");
    sg4::Engine::set_config("network/TCP-gamma:0");
  }

  void send(sg4::Host* from, const std::string& name, std::uint64_t bytes) {
    sg4::CommPtr comm = sg4::Comm::sendto_init(from, s);
    comm->set_name(name);
    comm->set_payload_size(bytes);
    comm->vetoable_start();
    kept.push_back(comm);
  }

  sg4::Engine engine{"traps"};
  sg4::Host* s = nullptr;
  sg4::Host* a = nullptr;
  sg4::Host* b = nullptr;
  sg4::Link* shared = nullptr;
  sg4::Link* link_a = nullptr;
  sg4::Link* link_b = nullptr;
  std::vector<sg4::CommPtr> kept;
  std::map<std::string, double> ended;
  std::map<std::string, int> signals;  ///< of completion
};

/// Trap 1. 100 kB/s until t = 1, then 900 kB/s: 1 MB should end at 2 s, and ends at 10 s.
TEST_F(SimGrid, RunningFlowIgnoresARiseOfItsLinksBandwidth) {
  plain_model();
  build(1e5, 0, 0);
  send(a, "flow", 1'000'000);
  Timer::set(1.0, [this] { shared->set_bandwidth(9e5); });
  engine.run();
  EXPECT_NEAR(ended.at("flow"), 10.0, 0.01);
}

/// Trap 1, the way out: a flow that is cancelled and sent again with what it has left has the new bandwidth.
TEST_F(SimGrid, FlowThatIsSentAgainHasTheNewBandwidth) {
  plain_model();
  build(1e5, 0, 0);
  send(a, "flow", 1'000'000);
  Timer::set(1.0, [this] {
    const double left = kept.front()->get_remaining();
    EXPECT_NEAR(left, 900'000, 1e-3);
    kept.front()->cancel();
    shared->set_bandwidth(9e5);
    send(a, "again", static_cast<std::uint64_t>(left));
  });
  engine.run();
  EXPECT_NEAR(ended.at("again"), 2.0, 1e-5);
}

/// Trap 7. The adapter takes a cancelled flow for gone, whatever is signalled later.
TEST_F(SimGrid, CancelledFlowIsSignalledTwice) {
  plain_model();
  build(1e6, 0, 0);
  send(a, "flow", 1'000'000);
  Timer::set(0.25, [this] { kept.front()->cancel(); });
  engine.run();
  EXPECT_EQ(signals.at("flow"), 2);
  EXPECT_NEAR(ended.at("flow"), 0.25, 1e-9);
}

/// Trap 2. The flow never ends.
TEST_F(SimGrid, FlowIsLostWhenALatencyChangesBeforeItsFirstByte) {
  plain_model();
  build(1e6, 0.5, 0);
  send(a, "flow", 1'000'000);
  Timer::set(0.1, [this] { link_a->set_latency(0.5); });
  engine.run();
  EXPECT_EQ(ended.count("flow"), 0U);
}

/// Trap 3. Two equal flows share by round-trip time, not equally: 10 to 1 here.
TEST_F(SimGrid, SharesAreWeightedByLatency) {
  plain_model();
  build(1e6, 0.001, 0.010);
  send(a, "near", 1'000'000);
  send(b, "far", 1'000'000);
  engine.run();
  EXPECT_NEAR(ended.at("near"), 1.10, 0.01);
  EXPECT_NEAR(ended.at("far"), 2.00, 0.02);
}

/// Trap 3, the way out: without latencies in SimGrid, shares are equal.
TEST_F(SimGrid, SharesAreEqualWithoutLatencies) {
  plain_model();
  build(1e6, 0, 0);
  send(a, "near", 1'000'000);
  send(b, "far", 1'000'000);
  engine.run();
  EXPECT_NEAR(ended.at("near"), 2.0, 1e-6);
  EXPECT_NEAR(ended.at("far"), 2.0, 1e-6);
}

/// Trap 8 (sendto_async; the adapter lets no empty transfer through to SimGrid).
TEST_F(SimGrid, EmptyTransferNeverEnds) {
  plain_model();
  build(1e6, 0, 0);
  kept.push_back(sg4::Comm::sendto_async(a, s, 0));
  kept.back()->set_name("empty");
  engine.run();
  EXPECT_EQ(ended.count("empty"), 0U);
}

/// Trap 9. The default model: latency × 13.01, bandwidth × 0.97 (and 5 % for acknowledgements on the way
/// back).
TEST_F(SimGrid, DefaultModelStretchesLatencyThirteenfold) {
  build(1e6, 0.010, 0);
  send(a, "flow", 100);
  engine.run();
  EXPECT_NEAR(ended.at("flow"), 0.1301 + 100 / 0.97e6, 2e-5);
}

/// Trap 10.
TEST_F(SimGrid, TimersOfOneDateAreNotFirstInFirstOut) {
  plain_model();
  build(1e6, 0, 0);
  std::string order;
  for (int timer = 0; timer < 6; ++timer) {
    Timer::set(1.0, [&order, timer] { order += std::to_string(timer); });
  }
  engine.run();
  EXPECT_EQ(order.size(), 6U);
  EXPECT_NE(order, "012345");
}

}  // namespace

#pragma once

#include "dimsim/base/time_bins.hpp"
#include "dimsim/engine/connection.hpp"
#include "dimsim/engine/link_capacities.hpp"
#include "dimsim/engine/radio.hpp"
#include "dimsim/engine/stations.hpp"
#include "dimsim/platform/kernel.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace dimsim::engine {

/// What a link carried.
struct LinkMeter {
  double bytes = 0;          ///< over the whole run [B]
  double window_bytes = 0;   ///< carried between warm-up and last arrival [B]
  double offered_bytes = 0;  ///< of the messages that were handed over in that window [B]
  double last_exit_s = 0;    ///< when the last message that has left so far arrives at the link's end [s]
  std::uint32_t group = 0;   ///< of links; stored here because a look-up in another table would be slow
};

enum class Direction : std::uint8_t { Up, Down };

/// Messages over connections over shared links. Each device has one connection to each tier above it; the
/// messages of one direction go one after another on it. Hosts that pass a device's request on have open
/// connections among themselves, on which that device's messages to a tier go one after another too. A
/// message costs:
///  - the round trips of the set-up, if the device opens the connection anew (first use, or idle for longer
///    than keep_alive);
///  - the promotion of the device's radio, where it sleeps (engine/radio.hpp);
///  - slow start (RFC 5681 section 3.1, RFC 6928): a first congestion window of `initial_window` segments;
///    each further one is twice as large, and is sent when the previous one has left and a round trip has
///    passed since that one began; from the first window that keeps the path busy for a whole round trip,
///    the rest follows in one piece;
///  - its bytes, `header` per packet included, at the max-min share of the links it crosses;
///  - the propagation of the way.
/// Idle connections fall back to the initial window (RFC 5681 section 4.1), so each message starts with it.
///
/// Contract: one message per slot at a time. The owner receives the Delivered token of the slot when the last
/// byte has arrived, and passes events of kinds RoundStart and RoundSent to on_round_start and on_round_sent.
class Transport {
 public:
  /// Makes the kernel's token of an event of a slot.
  using MakeToken = std::uint64_t (*)(std::uint32_t slot);
  struct Tokens {
    MakeToken round_start;
    MakeToken round_sent;
    MakeToken delivered;
  };

  struct Options {
    bool keep_bursts = false;
    bool has_latency_changes = false;  ///< set_latency() may be called; else no dates are noted for it
  };

  Transport(const scenario::Scenario& scenario, platform::Kernel& kernel, platform::Topology& topology,
            Radios& radios, Tokens tokens, Options options);

  /// Sends `payload` [B] of a request; `from_device`: the device opens the connection if need be. `order`,
  /// the request's number, breaks ties of events at one date. Returns the bytes on the wire, headers included
  /// [B].
  std::uint64_t send(std::uint32_t slot, const platform::Route& route, std::uint32_t device,
                     std::uint32_t tier, Direction direction, bool from_device, std::uint64_t payload,
                     std::uint64_t order);
  /// A hint, like Kernel::expect_transfer.
  void expect_message(std::uint32_t device, platform::Kernel::LinkId link) const {
    __builtin_prefetch(&connections_[device * tiers_above_]);
    __builtin_prefetch(&meters_[link]);
  }
  void on_round_start(std::uint32_t slot);
  void on_round_sent(std::uint32_t slot);

  /// Changes the capacity of a link [B/s]; 0 is an outage, in which messages pause.
  void set_capacity(platform::Kernel::LinkId link, double bytes_per_s);
  /// Changes the latency of a link [s] for messages that leave from now on. None overtakes one that left
  /// before: it arrives no earlier than that one.
  void set_latency(platform::Kernel::LinkId link, double latency_s);

  /// What a message of `payload` bytes takes on idle links of nominal capacity and an open connection, radio
  /// awake: transmission at the slowest link, slow start, propagation [s].
  [[nodiscard]] double nominal_s(const platform::Route& route, std::uint64_t payload) const;

  /// The measurement window begins, or ends.
  void set_window_open(bool open);
  /// The run is over.
  void close(double now) { capacities_.close(now); }
  [[nodiscard]] const std::vector<LinkMeter>& meters() const { return meters_; }
  /// What links could have carried.
  [[nodiscard]] const LinkCapacities& capacities() const { return capacities_; }
  /// What each group of links carried over time [B].
  [[nodiscard]] const std::vector<TimeBins>& courses() const { return courses_; }
  /// In the order of their ends; none where they are not kept. Leaves none.
  [[nodiscard]] std::vector<results::Burst> take_bursts() { return std::move(bursts_); }
  /// Bytes of all messages that were sent, each as often as it crosses a link [B].
  [[nodiscard]] double message_bytes() const { return message_bytes_; }
  /// payload + header × packets; an empty payload is one packet [B].
  [[nodiscard]] std::uint64_t wire_bytes(std::uint64_t payload) const;

 private:
  struct Message {
    platform::Route route;
    std::uint64_t payload_left = 0;
    std::uint64_t round_payload = 0;
    std::uint64_t order = 0;
    double round_began_s = 0;
    std::uint32_t connection = 0;
    std::uint32_t next = kNone;
    Connection::Way way = Connection::Way::FromDevice;

    /// Crosses a device's access link, and so uses its radio; what hosts send each other does not.
    [[nodiscard]] bool uses_radio() const { return way != Connection::Way::BetweenHosts; }
  };

  [[nodiscard]] std::uint32_t device_of(const Message& message) const {
    return message.connection / tiers_above_;
  }
  [[nodiscard]] Lane& lane_of(const Message& message) {
    return connections_[message.connection].lane(message.way);
  }
  void begin(std::uint32_t slot);
  void finish(std::uint32_t slot);
  [[nodiscard]] double arrival_s(const platform::Route& route) {
    return options_.has_latency_changes ? ordered_arrival_s(route) : kernel_.now() + route.latency_s;
  }
  [[nodiscard]] double ordered_arrival_s(const platform::Route& route);
  void note_burst(const Message& message, std::uint64_t bytes);

  const scenario::Transport settings_;
  platform::Kernel& kernel_;
  platform::Topology& topology_;
  Radios& radios_;
  Tokens tokens_;
  std::uint64_t segment_;
  std::uint64_t header_;
  std::uint32_t tiers_above_;
  std::vector<Connection> connections_;  ///< devices × tiers above
  std::vector<Message> messages_;        ///< by slot
  std::vector<LinkMeter> meters_;        ///< by link
  LinkCapacities capacities_;
  std::vector<TimeBins> courses_;  ///< by group of links
  std::vector<results::Burst> bursts_;
  double message_bytes_ = 0;
  Options options_;
  bool window_open_ = false;
};

}  // namespace dimsim::engine

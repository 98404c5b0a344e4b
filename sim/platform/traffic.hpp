#pragma once

#include "dimsim/platform/equal_sharing.hpp"
#include "dimsim/platform/event_queue.hpp"
#include "dimsim/platform/flight.hpp"
#include "dimsim/platform/link_table.hpp"
#include "dimsim/platform/simgrid_sharing.hpp"
#include "dimsim/platform/transfer.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dimsim::platform {

/// All transfers in progress, and which of them share links how. A flight that crosses
///  - no contended link runs alone, at the smallest capacity on its path;
///  - one contended link, whose other flights cross no second one, shares it by EqualSharing;
///  - several contended links, or one with such flights, is SimGrid's.
/// A flight moves on when this changes; what it has left is handed over.
///
/// Contract: settle() after each change, before time goes on. Dates never go back.
class Traffic {
 public:
  Traffic(EventQueue& queue, SimGridSharing::OnEnd on_end, Solvers solvers)
      : queue_(queue),
        links_(flights_),
        equal_(flights_, links_, queue),
        general_(flights_, links_, std::move(on_end)),
        solvers_(solvers) {}

  [[nodiscard]] LinkTable& links() { return links_; }
  [[nodiscard]] SimGridSharing& simgrid() { return general_; }
  [[nodiscard]] const Flight& operator[](std::uint32_t flight) const { return flights_[flight]; }
  [[nodiscard]] std::size_t slots() const { return flights_.size(); }
  /// Transfers that have begun and whose event has not been delivered.
  [[nodiscard]] std::size_t size() const { return flights_.size() - free_.size(); }

  struct Start {
    Endpoint from;
    Endpoint to;
    const Path& out;  ///< links of the sender
    const Path& in;   ///< links of the receiver
    std::uint64_t bytes;
    std::uint64_t token;
    std::uint64_t order;
  };
  /// Returns the flight.
  std::uint32_t begin(const Start& start, double now);
  /// Takes a flight out; returns what it had left [B]. Its event will not be delivered.
  double cancel(std::uint32_t index, double now);
  /// Ends all flights that cross the link, with this outcome.
  void interrupt(std::uint32_t link, Outcome outcome, double now);
  void set_capacity(std::uint32_t link, double bytes_per_s, double now);
  /// SimGrid says that one of its flights has ended.
  void on_general_end(std::uint32_t index, double now);

  void settle() {
    if (!equal_.is_settled()) {
      equal_.settle();
    }
  }

  /// Takes an entry that was popped; the flight whose event is to be delivered, or kNoFlight.
  std::uint32_t on_entry(const EventQueue::Entry& entry);
  [[nodiscard]] bool is_void(const EventQueue::Entry& entry) const;
  /// The flight's event is being delivered: its slot is free.
  void release(std::uint32_t index);

 private:
  using State = Flight::State;

  void place(std::uint32_t index, double now);
  void place_shared(std::uint32_t index, double now);
  void place_contended(std::uint32_t index, std::span<const std::uint32_t> contended, double now);
  void regroup(std::span<const std::uint32_t> seeds, double now);
  void run_alone(std::uint32_t index, double now);
  void join_equal(std::uint32_t index, std::uint32_t link, double now);
  void join_general(std::uint32_t index, double now);
  void stop_sharing(std::uint32_t index, double now);
  void withdraw(std::uint32_t index, double now);
  void land(std::uint32_t index, Outcome outcome, double now);
  [[nodiscard]] bool is_settled(const LinkTable::Link& link) const;

  EventQueue& queue_;
  std::vector<Flight> flights_;
  std::vector<std::uint32_t> free_;
  LinkTable links_;
  EqualSharing equal_;
  SimGridSharing general_;
  Solvers solvers_;
  std::size_t general_joins_ = 0;    ///< since the last look whether they still need SimGrid
  std::vector<std::uint32_t> seen_;  ///< by flight: the last regroup() that has seen it
  std::uint32_t regroups_ = 0;
};

}  // namespace dimsim::platform

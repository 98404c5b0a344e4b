#pragma once

#include "dimsim/platform/transfer.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::platform {

/// The simulation kernel: a clock, events at dates, and transfers that share links max-min fairly. The only
/// door to SimGrid; it keeps that library's traps (one engine per process, order at one date, empty and
/// unowned transfers, weighted sharing, capacities that change in flight) away from the rest.
///
/// Contract: at most one Kernel per process, ever. Build with add_link and add_endpoint, then seal(), then
/// run(). All other calls may be made before run() and from Events::on_event. Each token comes back exactly
/// once, with its outcome, unless it was cancelled: cancel() is for the receiver of the event, which is not
/// notified; interrupt() is for others, and the receiver is notified. Events of one date are delivered
/// in the order of their `order` number, then in the order in which they were asked for.
class Kernel {
 public:
  using LinkId = platform::LinkId;
  using Endpoint = platform::Endpoint;
  using Outcome = platform::Outcome;
  using Solvers = platform::Solvers;

  struct Event {
    std::uint64_t token = 0;
    Outcome outcome = Outcome::Done;
    double left_bytes = 0;  ///< of an interrupted transfer: what has not left [B]
  };

  /// Receives the events.
  class Events {
   public:
    virtual ~Events() = default;
    virtual void on_event(const Event& event) = 0;
  };

  /// A pending event or transfer. It is valid until its event is delivered or it is cancelled; later it never
  /// matches anything else.
  struct Handle {
    std::uint32_t slot = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t generation = 0;
  };

  explicit Kernel(Solvers solvers = Solvers::Both);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// A link of this capacity [B/s], without latency: propagation is the caller's, by at().
  LinkId add_link(double bytes_per_s);
  /// A place that sends over `outgoing` and receives over `incoming`; a transfer crosses the sender's
  /// outgoing and the receiver's incoming links, together at least one.
  Endpoint add_endpoint(const std::vector<LinkId>& outgoing, const std::vector<LinkId>& incoming);
  void seal();

  /// Current date [s]. It never goes back.
  [[nodiscard]] double now() const;
  /// on_event(token) at `date`, which must not lie in the past.
  Handle at(double date, std::uint64_t token, std::uint64_t order);
  /// on_event(token) when all `bytes` have left. A transfer of 0 bytes ends at once.
  Handle transfer(Endpoint from, Endpoint to, std::uint64_t bytes, std::uint64_t token, std::uint64_t order);
  /// Cancels an event or a transfer: nothing is delivered. Returns what the transfer had left [B], 0 for an
  /// event, and nothing if the handle is no longer valid.
  std::optional<double> cancel(Handle handle);
  /// Ends all transfers that cross the link: each is delivered at this date with `outcome`, Failed or
  /// Cancelled, and what it had left. The link itself stays as it is.
  void interrupt(LinkId link, Outcome outcome);
  /// Changes the capacity of a link [B/s]; transfers in progress keep what they have left and share the new
  /// capacity. With 0, an outage, they pause. The cost depends only on the transfers that cross
  /// the link.
  void set_capacity(LinkId link, double bytes_per_s);
  [[nodiscard]] double capacity(LinkId link) const;
  /// How often a transfer was handed to SimGrid so far, because it crossed several contended links.
  [[nodiscard]] std::uint64_t handed_to_simgrid() const;
  /// A hint, without effect on results: soon a transfer begins at `from`, whose link is `link`. With very
  /// many devices most of a transfer's time would be spent waiting for their data to come from memory.
  void expect_transfer(Endpoint from, LinkId link) const;
  /// Runs until there are no events left. Exceptions thrown by on_event come out of here. Throws RunError if
  /// transfers are left that wait for a link without capacity.
  void run(Events& events);

  /// Version and settings, for results: "SimGrid 3.32 network/model:CM02 …".
  [[nodiscard]] static std::string description();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dimsim::platform

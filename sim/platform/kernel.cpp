#include "dimsim/platform/kernel.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/platform/event_queue.hpp"
#include "dimsim/platform/simgrid_sharing.hpp"
#include "dimsim/platform/traffic.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::platform {

namespace {

/// In a handle's slot: it is a transfer's, not a timer's.
constexpr std::uint32_t kTransfer = std::uint32_t{1} << 31;

Path path_of(const std::vector<Kernel::LinkId>& links) {
  Path path;
  for (const Kernel::LinkId link : links) {
    path.add(link);
  }
  return path;
}

}  // namespace

struct Kernel::State {
  /// The links of an endpoint.
  struct Ways {
    Path out;
    Path in;
  };
  /// A pending event at a date.
  struct Timer {
    std::uint64_t token = 0;
    std::uint32_t ticket = 0;  ///< of its entry in the queue, and the generation of its handle
  };

  EventQueue queue;
  Traffic traffic;
  std::vector<Ways> ways;  ///< by endpoint
  std::vector<Timer> timers;
  std::vector<std::uint32_t> free_timers;
  double now = 0;
  Events* events = nullptr;

  explicit State(Solvers solvers)
      : traffic(
            queue, [this](std::uint32_t flight) { on_general_end(flight); }, solvers) {}

  void on_general_end(std::uint32_t flight) {
    traffic.on_general_end(flight, std::max(SimGridSharing::clock(), now));
    arm(queue.top().key.date);
  }

  void arm(double date) {
    traffic.simgrid().wake_at(date, [this] { deliver(); });
  }

  /// Delivers what is due. SimGrid's clock matters only while it has transfers of its own.
  void deliver() {
    SimGridSharing& simgrid = traffic.simgrid();
    simgrid.release_ended();
    simgrid.hand_over();
    const double clock = std::max(SimGridSharing::clock(), now);
    while (has_due(clock)) {
      // One at a time: what an event does may add, cancel or re-time others of the same date.
      const EventQueue::Entry entry = queue.pop();
      Event event;
      if (!take(entry, event)) {
        continue;
      }
      now = std::max(now, entry.key.date);
      events->on_event(event);
      // A transfer may start in SimGrid only when its clock has come as far as ours; else deliver() returns,
      // and is woken at that date.
      if (simgrid.has_starting() && now <= SimGridSharing::clock()) {
        simgrid.hand_over();
      }
    }
    if (simgrid.has_starting()) {
      arm(now);
    } else if (!queue.empty()) {
      arm(queue.top().key.date);
    }
  }

  bool has_due(double clock) {
    // Rates are brought up to date once for all changes that an event has made, not once for each.
    traffic.settle();
    // Before top() is looked at: compacting moves entries.
    queue.compact([this](const EventQueue::Entry& entry) { return is_void(entry); });
    SimGridSharing& simgrid = traffic.simgrid();
    return !queue.empty() && !simgrid.has_starting() &&
           (queue.top().key.date <= clock || simgrid.size() == 0);
  }

  [[nodiscard]] bool is_void(const EventQueue::Entry& entry) const {
    return entry.kind() == EventQueue::Kind::Timer ? timers[entry.index()].ticket != entry.ticket
                                                   : traffic.is_void(entry);
  }

  /// Whether the entry is an event's to be delivered.
  bool take(const EventQueue::Entry& entry, Event& event) {
    if (entry.kind() == EventQueue::Kind::Timer) {
      // Cancelled, or its slot has been reused: the ticket tells.
      if (timers[entry.index()].ticket != entry.ticket) {
        queue.note_void_popped();
        return false;
      }
      event.token = timers[entry.index()].token;
      release_timer(entry.index());
      return true;
    }
    const std::uint32_t flight = traffic.on_entry(entry);
    if (flight == kNoFlight) {
      return false;
    }
    // The slot is free before the event is delivered, which may start the next transfer in it.
    event = {traffic[flight].token, traffic[flight].outcome, traffic[flight].left};
    traffic.release(flight);
    return true;
  }

  std::uint32_t take_timer() {
    if (free_timers.empty()) {
      timers.emplace_back();
      return static_cast<std::uint32_t>(timers.size() - 1);
    }
    const std::uint32_t index = free_timers.back();
    free_timers.pop_back();
    return index;
  }

  void release_timer(std::uint32_t index) {
    // Makes all handles and entries of this timer invalid, for ever: tickets only grow.
    ++timers[index].ticket;
    free_timers.push_back(index);
  }
};

Kernel::Kernel(Solvers solvers) : state_(std::make_unique<State>(solvers)) {}

Kernel::~Kernel() = default;

Kernel::LinkId Kernel::add_link(double bytes_per_s) {
  state_->traffic.simgrid().add_link(bytes_per_s);
  state_->traffic.links().add_link(bytes_per_s);
  return static_cast<LinkId>(state_->traffic.links().size() - 1);
}

Kernel::Endpoint Kernel::add_endpoint(const std::vector<LinkId>& outgoing,
                                      const std::vector<LinkId>& incoming) {
  state_->ways.push_back({path_of(outgoing), path_of(incoming)});
  state_->traffic.simgrid().add_endpoint(outgoing, incoming);
  return static_cast<Endpoint>(state_->ways.size() - 1);
}

void Kernel::seal() { state_->traffic.simgrid().seal(); }

double Kernel::now() const { return state_->now; }

Kernel::Handle Kernel::at(double date, std::uint64_t token, std::uint64_t order) {
  // Written so that NaN is refused too.
  if (!(date >= state_->now) || !std::isfinite(date)) {
    throw InvariantError(fmt::format("an event at {} s is asked for at {} s", date, state_->now));
  }
  const std::uint32_t index = state_->take_timer();
  State::Timer& timer = state_->timers[index];
  timer.token = token;
  state_->queue.push({date, order, state_->queue.next_sequence()}, EventQueue::Kind::Timer, index,
                     timer.ticket);
  return {index, timer.ticket};
}

Kernel::Handle Kernel::transfer(Endpoint from, Endpoint to, std::uint64_t bytes, std::uint64_t token,
                                std::uint64_t order) {
  const Traffic::Start start{.from = from,
                             .to = to,
                             .out = state_->ways[from].out,
                             .in = state_->ways[to].in,
                             .bytes = bytes,
                             .token = token,
                             .order = order};
  const std::uint32_t index = state_->traffic.begin(start, state_->now);
  return {index | kTransfer, state_->traffic[index].generation};
}

std::optional<double> Kernel::cancel(Handle handle) {
  const std::uint32_t index = handle.slot & ~kTransfer;
  if ((handle.slot & kTransfer) != 0) {
    if (index >= state_->traffic.slots() || state_->traffic[index].generation != handle.generation) {
      return std::nullopt;
    }
    return state_->traffic.cancel(index, state_->now);
  }
  if (index >= state_->timers.size() || state_->timers[index].ticket != handle.generation) {
    return std::nullopt;
  }
  state_->release_timer(index);
  state_->queue.note_void();
  return 0;
}

void Kernel::interrupt(LinkId link, Outcome outcome) {
  if (outcome == Outcome::Done) {
    throw InvariantError("an interrupted transfer cannot be done");
  }
  state_->traffic.interrupt(link, outcome, state_->now);
}

void Kernel::set_capacity(LinkId link, double bytes_per_s) {
  if (!(bytes_per_s >= 0) || !std::isfinite(bytes_per_s)) {
    throw InvariantError(fmt::format("a link cannot have a capacity of {} B/s", bytes_per_s));
  }
  state_->traffic.set_capacity(link, bytes_per_s, state_->now);
}

double Kernel::capacity(LinkId link) const { return state_->traffic.links()[link].capacity; }

std::uint64_t Kernel::handed_to_simgrid() const { return state_->traffic.simgrid().joins(); }

void Kernel::expect_transfer(Endpoint from, LinkId link) const {
  __builtin_prefetch(&state_->ways[from]);
  state_->traffic.links().prefetch(link);
}

void Kernel::run(Events& events) {
  state_->events = &events;
  // SimGrid owns the loop, even where it has nothing to share: its timer calls deliver(), which then works
  // through all events in one go.
  state_->arm(state_->now);
  state_->traffic.simgrid().run();
  if (state_->traffic.size() > 0) {
    throw RunError(fmt::format("{} transfers wait for links that have no capacity until the end",
                               state_->traffic.size()));
  }
  if (!state_->queue.empty()) {
    throw InvariantError("the simulation stopped before everything had happened");
  }
}

std::string Kernel::description() { return SimGridSharing::description(); }

}  // namespace dimsim::platform

#include "dimsim/platform/kernel.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/platform/link_loads.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include <fmt/format.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#include <simgrid/version.h>
#include <xbt/log.h>

namespace dimsim::platform {

namespace sg4 = simgrid::s4u;
using simgrid::kernel::timer::Timer;

namespace {

/// Every setting is given, so that results do not hang on SimGrid's defaults. With them a transfer takes
/// bytes / (its max-min share) exactly: no latency factor, no TCP window, no cross traffic.
constexpr const char* kSettings[] = {
    "network/model:CM02",    "network/crosstraffic:0",      "network/TCP-gamma:0", "network/latency-factor:1",
    "network/weight-S:0",    "network/bandwidth-factor:1",  "network/optim:Lazy",  "surf/precision:1e-9",
    "maxmin/precision:1e-5", "maxmin/concurrency-limit:-1",
};

constexpr std::uint32_t kNoFlight = std::numeric_limits<std::uint32_t>::max();

/// SimGrid takes whole bytes; the rest of a transfer that is handed over on its way is none. So its unit of
/// data is 1/1024 byte here, in sizes and in capacities.
constexpr double kUnitsPerByte = 1024;

/// Something that happens at a date. Heap order: date, then order, then sequence.
struct Event {
  double date;
  std::uint64_t order;
  std::uint64_t sequence;
  std::uint64_t token;
  std::uint32_t flight =
      kNoFlight;  ///< whose end at its solo rate this is; void if it is with SimGrid by then
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    if (a.date != b.date) {
      return a.date > b.date;
    }
    return a.order != b.order ? a.order > b.order : a.sequence > b.sequence;
  }
};

/// The links of an endpoint.
struct Ways {
  Path out;
  Path in;
};

/// A transfer on its way.
struct Flight {
  enum class Kind : std::uint8_t { None, Solo, Contending };

  std::uint64_t token = 0;
  std::uint64_t order = 0;
  std::uint64_t sequence = 0;  ///< of the event of its end, while solo
  Path path;
  Kernel::Endpoint from = 0;
  Kernel::Endpoint to = 0;
  double solo_rate = 0;  ///< [B/s]
  double end = 0;        ///< at the solo rate [s]
  Kind kind = Kind::None;
  sg4::CommPtr comm;  ///< SimGrid crashes when the last pointer to a running activity goes
};

sg4::Engine& engine_of_this_process() {
  static bool taken = false;
  if (taken) {
    throw InvariantError("a second simulation kernel in one process: SimGrid allows one");
  }
  taken = true;
  xbt_log_control_set("xbt_cfg.thres:warning");
  // SimGrid's engine lives until the process ends; destroying it earlier is not supported.
  static sg4::Engine engine("dimsim");
  return engine;
}

}  // namespace

struct Kernel::State {
  sg4::Engine& engine = engine_of_this_process();
  sg4::NetZone* zone = nullptr;
  std::vector<sg4::Link*> links;
  std::vector<sg4::Host*> hosts;
  std::vector<Ways> ways;  ///< by endpoint
  LinkLoads loads;
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  std::uint64_t sequence = 0;
  std::vector<Flight> flights;
  std::vector<std::uint32_t> free_flights;
  std::vector<std::uint32_t> starting;  ///< to be handed to SimGrid when its clock is there
  std::vector<std::uint32_t> ended;     ///< SimGrid's, to be released outside of its callback
  std::size_t contending = 0;           ///< flights that are SimGrid's
  Timer* timer = nullptr;
  double timer_date = std::numeric_limits<double>::infinity();
  double now = 0;
  bool delivering = false;
  Events* events = nullptr;

  /// The kernel whose run() is going on; SimGrid's completion signal is global and outlives us.
  static State*& running() {
    static State* state = nullptr;
    return state;
  }

  void push(double date, std::uint64_t order, std::uint64_t token) {
    queue.push({date, order, sequence++, token});
    if (!delivering) {
      arm(queue.top().date);
    }
  }

  /// One SimGrid timer stands for the whole queue: its own order of timers at one date is not
  /// first-in-first-out.
  void arm(double date) {
    if (date >= timer_date) {
      return;
    }
    if (timer != nullptr) {
      timer->remove();
    }
    timer_date = date;
    timer = Timer::set(date, [this] { deliver(); });
  }

  /// Delivers what is due. Without a transfer of its own SimGrid has nothing to say about when that is.
  void deliver() {
    timer = nullptr;
    timer_date = std::numeric_limits<double>::infinity();
    delivering = true;
    release_ended();
    hand_over();
    const double clock = std::max(sg4::Engine::get_clock(), now);
    while (!queue.empty() && starting.empty() && (queue.top().date <= clock || contending == 0)) {
      const Event event = queue.top();
      queue.pop();
      if (event.flight != kNoFlight && !end_solo(event)) {
        continue;
      }
      now = std::max(now, event.date);
      events->on_event(event.token);
      if (!starting.empty() && now <= sg4::Engine::get_clock()) {
        hand_over();
      }
    }
    delivering = false;
    if (!starting.empty()) {
      arm(now);
    } else if (!queue.empty()) {
      arm(queue.top().date);
    }
  }

  bool end_solo(const Event& event) {
    Flight& flight = flights[event.flight];
    if (flight.kind != Flight::Kind::Solo || flight.sequence != event.sequence) {
      return false;
    }
    loads.count_solo(flight.path, -1);
    land(event.flight);
    free_flights.push_back(event.flight);
    return true;
  }

  void land(std::uint32_t index) {
    Flight& flight = flights[index];
    flight.kind = Flight::Kind::None;
    loads.leave(flight.path, flight.solo_rate);
  }

  void begin_solo(std::uint32_t index, double bytes) {
    Flight& flight = flights[index];
    flight.kind = Flight::Kind::Solo;
    flight.end = now + bytes / flight.solo_rate;
    flight.sequence = sequence++;
    loads.count_solo(flight.path, 1);
    queue.push({flight.end, flight.order, flight.sequence, flight.token, index});
  }

  /// All that cross a contended link go to SimGrid, each with what it has left.
  void begin_contending(std::uint32_t index, double bytes) {
    if (loads.solo_on_contended(flights[index].path)) {
      for (std::uint32_t other = 0; other < flights.size(); ++other) {
        Flight& flight = flights[other];
        if (flight.kind == Flight::Kind::Solo && loads.contended(flight.path)) {
          loads.count_solo(flight.path, -1);
          mark_contending(other, (flight.end - now) * flight.solo_rate);
        }
      }
    }
    mark_contending(index, bytes);
  }

  void mark_contending(std::uint32_t index, double bytes) {
    Flight& flight = flights[index];
    flight.kind = Flight::Kind::Contending;
    flight.comm = sg4::Comm::sendto_init(hosts[flight.from], hosts[flight.to]);
    flight.comm->set_payload_size(
        static_cast<std::uint64_t>(std::max(1.0, std::round(bytes * kUnitsPerByte))));
    flight.comm->set_data(
        reinterpret_cast<void*>(static_cast<std::uintptr_t>(index)));  // NOLINT: its user data
    starting.push_back(index);
    ++contending;
  }

  void hand_over() {
    for (const std::uint32_t index : starting) {
      flights[index].comm->vetoable_start();
    }
    starting.clear();
  }

  /// Outside of SimGrid's own callback, where dropping the pointer is safe.
  void release_ended() {
    for (const std::uint32_t index : ended) {
      flights[index].comm = nullptr;
      free_flights.push_back(index);
    }
    ended.clear();
  }

  void on_completion(const sg4::Activity& activity) {
    const auto index = reinterpret_cast<std::uintptr_t>(  // NOLINT: SimGrid carries user data as void*
        const_cast<sg4::Activity&>(activity).get_data<void>());
    if (index >= flights.size() || flights[index].kind != Flight::Kind::Contending) {
      return;  // SimGrid signals some ends twice
    }
    if (activity.get_state() != sg4::Activity::State::FINISHED) {
      throw InvariantError(fmt::format("a transfer ended as {}", activity.get_state_str()));
    }
    land(static_cast<std::uint32_t>(index));
    --contending;
    ended.push_back(static_cast<std::uint32_t>(index));
    push(std::max(sg4::Engine::get_clock(), now), flights[index].order, flights[index].token);
  }

  std::uint32_t take_flight() {
    if (free_flights.empty()) {
      flights.emplace_back();
      return static_cast<std::uint32_t>(flights.size() - 1);
    }
    const std::uint32_t index = free_flights.back();
    free_flights.pop_back();
    return index;
  }
};

Kernel::Kernel() : state_(std::make_unique<State>()) {
  for (const char* setting : kSettings) {
    sg4::Engine::set_config(setting);
  }
  // A star: each endpoint has its links out and in, so the platform grows linearly with the devices.
  state_->zone = sg4::create_star_zone("dimsim");
  sg4::Activity::on_completion_cb([](const sg4::Activity& activity) {
    if (State* state = State::running(); state != nullptr) {
      state->on_completion(activity);
    }
  });
}

Kernel::~Kernel() {
  State::running() = nullptr;
  // After an exception transfers may be on their way, and SimGrid does not survive the loss of one.
  static std::vector<sg4::CommPtr> unfinished;
  for (Flight& flight : state_->flights) {
    if (flight.comm != nullptr) {
      unfinished.push_back(std::move(flight.comm));
    }
  }
}

Kernel::LinkId Kernel::add_link(double bytes_per_s) {
  auto* link =
      state_->zone->create_link(fmt::format("l{}", state_->links.size()), bytes_per_s * kUnitsPerByte)
          ->set_latency(0);
  link->seal();
  state_->links.push_back(link);
  state_->loads.add_link(bytes_per_s);
  return static_cast<LinkId>(state_->links.size() - 1);
}

Kernel::Endpoint Kernel::add_endpoint(const std::vector<LinkId>& outgoing,
                                      const std::vector<LinkId>& incoming) {
  auto* host = state_->zone->create_host(fmt::format("h{}", state_->hosts.size()), 1.0)->seal();
  const auto path_of = [this](const std::vector<LinkId>& ids, std::vector<sg4::LinkInRoute>& route) {
    Path path;
    for (const LinkId id : ids) {
      route.emplace_back(state_->links[id]);
      path.add(id);
    }
    return path;
  };
  std::vector<sg4::LinkInRoute> out;
  std::vector<sg4::LinkInRoute> in;
  const Path out_path = path_of(outgoing, out);
  state_->ways.push_back({out_path, path_of(incoming, in)});
  state_->zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, out, false);
  state_->zone->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, in, false);
  state_->hosts.push_back(host);
  return static_cast<Endpoint>(state_->hosts.size() - 1);
}

void Kernel::seal() { state_->zone->seal(); }

double Kernel::now() const { return state_->now; }

void Kernel::at(double date, std::uint64_t token, std::uint64_t order) {
  if (!(date >= state_->now) || !std::isfinite(date)) {
    throw InvariantError(fmt::format("an event at {} s is asked for at {} s", date, state_->now));
  }
  state_->push(date, order, token);
}

void Kernel::transfer(Endpoint from, Endpoint to, std::uint64_t bytes, std::uint64_t token,
                      std::uint64_t order) {
  if (bytes == 0) {  // SimGrid would never start it
    state_->push(state_->now, order, token);
    return;
  }
  const std::uint32_t index = state_->take_flight();
  Flight& flight = state_->flights[index];
  flight.token = token;
  flight.order = order;
  flight.from = from;
  flight.to = to;
  flight.path = state_->ways[from].out;
  for (const LinkId link : state_->ways[to].in.links()) {
    flight.path.add(link);
  }
  flight.solo_rate = state_->loads.solo_rate(flight.path);
  state_->loads.enter(flight.path, flight.solo_rate);
  if (state_->loads.contended(flight.path)) {
    state_->begin_contending(index, static_cast<double>(bytes));
  } else {
    state_->begin_solo(index, static_cast<double>(bytes));
  }
  if (!state_->delivering) {
    state_->arm(state_->now);
  }
}

void Kernel::expect_transfer(Endpoint from, LinkId link) const {
  __builtin_prefetch(&state_->ways[from]);
  state_->loads.prefetch(link);
}

void Kernel::run(Events& events) {
  state_->events = &events;
  State::running() = state_.get();
  state_->arm(state_->now);
  state_->engine.run();
  State::running() = nullptr;
  if (!state_->queue.empty() || state_->contending > 0) {
    throw InvariantError("the simulation stopped before everything had happened");
  }
}

std::string Kernel::description() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  sg_version_get(&major, &minor, &patch);
  std::string text = fmt::format("SimGrid {}.{}", major, minor);
  for (const char* setting : kSettings) {
    text += fmt::format(" {}", setting);
  }
  return text;
}

}  // namespace dimsim::platform

#include "platform/kernel.hpp"

#include "base/error.hpp"

#include <algorithm>
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

/// Something that happens at a date. Heap order: date, then order, then sequence.
struct Event {
  double date;
  std::uint64_t order;
  std::uint64_t sequence;
  std::uint64_t token;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    if (a.date != b.date) {
      return a.date > b.date;
    }
    return a.order != b.order ? a.order > b.order : a.sequence > b.sequence;
  }
};

/// A transfer on its way. SimGrid crashes when the last pointer to a running activity goes, so it is kept
/// here.
struct Flight {
  sg4::CommPtr comm;
  std::uint64_t token = 0;
  std::uint64_t order = 0;
  bool running = false;
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
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  std::uint64_t sequence = 0;
  std::vector<Flight> flights;
  std::vector<std::uint32_t> free_flights;
  std::vector<std::uint32_t> ended;  ///< flights that ended and are not released yet
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
      arm();
    }
  }

  /// One SimGrid timer stands for the whole queue: its own order of timers at one date is not
  /// first-in-first-out.
  void arm() {
    if (queue.empty() || queue.top().date >= timer_date) {
      return;
    }
    if (timer != nullptr) {
      timer->remove();
    }
    timer_date = queue.top().date;
    timer = Timer::set(timer_date, [this] { deliver(); });
  }

  void deliver() {
    timer = nullptr;
    timer_date = std::numeric_limits<double>::infinity();
    delivering = true;
    release_ended();
    const double clock = std::max(sg4::Engine::get_clock(), now);
    while (!queue.empty() && queue.top().date <= clock) {
      const Event event = queue.top();
      queue.pop();
      now = std::max(now, event.date);
      events->on_event(event.token);
    }
    delivering = false;
    arm();
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
    if (index >= flights.size() || !flights[index].running) {
      return;  // SimGrid signals some ends twice
    }
    if (activity.get_state() != sg4::Activity::State::FINISHED) {
      throw InvariantError(fmt::format("a transfer ended as {}", activity.get_state_str()));
    }
    Flight& flight = flights[index];
    flight.running = false;
    ended.push_back(static_cast<std::uint32_t>(index));
    push(std::max(sg4::Engine::get_clock(), now), flight.order, flight.token);
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

Kernel::~Kernel() { State::running() = nullptr; }

Kernel::LinkId Kernel::add_link(double bytes_per_s) {
  auto* link =
      state_->zone->create_link(fmt::format("l{}", state_->links.size()), bytes_per_s)->set_latency(0);
  link->seal();
  state_->links.push_back(link);
  return static_cast<LinkId>(state_->links.size() - 1);
}

Kernel::Endpoint Kernel::add_endpoint(const std::vector<LinkId>& outgoing,
                                      const std::vector<LinkId>& incoming) {
  const auto route = [this](const std::vector<LinkId>& ids) {
    std::vector<sg4::LinkInRoute> links;
    links.reserve(ids.size());
    for (const LinkId id : ids) {
      links.emplace_back(state_->links[id]);
    }
    return links;
  };
  auto* host = state_->zone->create_host(fmt::format("h{}", state_->hosts.size()), 1.0)->seal();
  state_->zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, route(outgoing), false);
  state_->zone->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, route(incoming), false);
  state_->hosts.push_back(host);
  return static_cast<Endpoint>(state_->hosts.size() - 1);
}

void Kernel::seal() { state_->zone->seal(); }

double Kernel::now() const { return state_->now; }

void Kernel::at(double date, std::uint64_t token, std::uint64_t order) {
  if (!(date >= state_->now)) {
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
  flight.running = true;
  flight.comm = sg4::Comm::sendto_init(state_->hosts[from], state_->hosts[to]);
  flight.comm->set_payload_size(bytes);
  flight.comm->set_data(reinterpret_cast<void*>(static_cast<std::uintptr_t>(index)));  // NOLINT: as above
  flight.comm->vetoable_start();
}

void Kernel::run(Events& events) {
  state_->events = &events;
  State::running() = state_.get();
  state_->arm();
  state_->engine.run();
  State::running() = nullptr;
  if (!state_->queue.empty() || std::any_of(state_->flights.begin(), state_->flights.end(),
                                            [](const Flight& flight) { return flight.running; })) {
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

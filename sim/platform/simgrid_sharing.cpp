#include "dimsim/platform/simgrid_sharing.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <simgrid/version.h>
#include <xbt/log.h>

namespace dimsim::platform {

namespace sg4 = simgrid::s4u;
using simgrid::kernel::timer::Timer;

namespace {

/// Every setting is given, so that results do not depend on SimGrid's defaults. With these a transfer takes
/// bytes / (its max-min share) exactly: no latency factor, no TCP window, no cross traffic.
constexpr const char* kSettings[] = {
    "network/model:CM02",    "network/crosstraffic:0",      "network/TCP-gamma:0", "network/latency-factor:1",
    "network/weight-S:0",    "network/bandwidth-factor:1",  "network/optim:Lazy",  "surf/precision:1e-9",
    "maxmin/precision:1e-5", "maxmin/concurrency-limit:-1",
};

/// SimGrid takes whole bytes, but what a flight has left when it is handed over is any number. So SimGrid's
/// unit of data is 1/1024 byte here, in sizes and in capacities.
constexpr double kUnitsPerByte = 1024;

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

/// The one whose run() is in progress: SimGrid's completion signal is global and outlives us.
SimGridSharing*& SimGridSharing::running() {
  static SimGridSharing* sharing = nullptr;
  return sharing;
}

SimGridSharing::SimGridSharing(std::vector<Flight>& flights, const LinkTable& links, OnEnd on_end)
    : flights_(flights), links_(links), on_end_(std::move(on_end)), engine_(engine_of_this_process()) {
  for (const char* setting : kSettings) {
    sg4::Engine::set_config(setting);
  }
  // A star: each endpoint has its links out and in, so the platform grows linearly with the devices.
  zone_ = sg4::create_star_zone("dimsim");
  sg4::Activity::on_completion_cb([](const sg4::Activity& activity) {
    if (SimGridSharing* sharing = running(); sharing != nullptr) {
      sharing->on_completion(activity);
    }
  });
}

SimGridSharing::~SimGridSharing() {
  running() = nullptr;
  // After an exception flights may be in progress, and SimGrid does not survive the loss of one.
  static std::vector<sg4::CommPtr> unfinished;
  for (Stay& stay : stays_) {
    if (stay.comm != nullptr) {
      unfinished.push_back(std::move(stay.comm));
    }
  }
  std::move(over_.begin(), over_.end(), std::back_inserter(unfinished));
}

void SimGridSharing::add_link(double bytes_per_s) {
  auto* link = zone_->create_link(fmt::format("l{}", simgrid_links_.size()), bytes_per_s * kUnitsPerByte)
                   ->set_latency(0);
  // Latency 0: propagation is up to the caller of the kernel. SimGrid would lose a transfer for ever if a
  // link changed during its latency phase.
  link->seal();
  simgrid_links_.push_back(link);
}

void SimGridSharing::add_endpoint(const std::vector<std::uint32_t>& outgoing,
                                  const std::vector<std::uint32_t>& incoming) {
  auto* host = zone_->create_host(fmt::format("h{}", hosts_.size()), 1.0)->seal();
  const auto route_of = [this](const std::vector<std::uint32_t>& ids) {
    std::vector<sg4::LinkInRoute> route;
    for (const std::uint32_t id : ids) {
      route.emplace_back(simgrid_links_[id]);
    }
    return route;
  };
  zone_->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, route_of(outgoing), false);
  zone_->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, route_of(incoming), false);
  hosts_.push_back(host);
}

void SimGridSharing::seal() { zone_->seal(); }

void SimGridSharing::join(std::uint32_t flight, double /*now*/) {
  if (flight >= stays_.size()) {
    stays_.resize(flight + std::size_t{1});
  }
  const double units = flights_[flight].left * kUnitsPerByte;
  Stay& stay = stays_[flight];
  // At least one unit: SimGrid never completes an empty transfer. The difference is given back on leaving.
  stay.units = std::max(1.0, std::round(units));
  stay.rounding = units - stay.units;
  starting_.push_back(flight);
  ++size_;
  ++joins_;
}

double SimGridSharing::leave(std::uint32_t flight, double /*now*/) {
  Stay& stay = stays_[flight];
  --size_;
  if (stay.comm == nullptr) {
    // It joined at this date and never got to SimGrid.
    std::erase(starting_, flight);
    return (stay.units + stay.rounding) / kUnitsPerByte;
  }
  const double units = stay.comm->get_remaining();
  over_.push_back(std::move(stay.comm));
  stay.comm = nullptr;
  over_.back()->cancel();
  return std::max(0.0, units + stay.rounding) / kUnitsPerByte;
}

void SimGridSharing::hand_over() {
  for (const std::uint32_t index : starting_) {
    const Flight& flight = flights_[index];
    for (const std::uint32_t id : flight.path.links()) {
      const double units_per_s = links_[id].capacity * kUnitsPerByte;
      // Only here, with no transfer of ours on the link: set_bandwidth() is wrong for transfers in flight,
      // whose greatest rate stays that of their start.
      if (simgrid_links_[id]->get_bandwidth() != units_per_s) {
        simgrid_links_[id]->set_bandwidth(units_per_s);
      }
    }
    Stay& stay = stays_[index];
    stay.comm = sg4::Comm::sendto_init(hosts_[flight.from], hosts_[flight.to]);
    stay.comm->set_payload_size(static_cast<std::uint64_t>(stay.units));
    stay.comm->set_data(
        reinterpret_cast<void*>(static_cast<std::uintptr_t>(index)));  // NOLINT: its user data
    stay.comm->vetoable_start();
  }
  starting_.clear();
}

void SimGridSharing::on_completion(const sg4::Activity& activity) {
  const auto index = reinterpret_cast<std::uintptr_t>(  // NOLINT: SimGrid carries user data as void*
      const_cast<sg4::Activity&>(activity).get_data<void>());
  if (index >= stays_.size() || stays_[index].comm.get() != &activity) {
    return;  // cancelled, or signalled before: SimGrid signals some ends twice
  }
  if (activity.get_state() != sg4::Activity::State::FINISHED) {
    throw InvariantError(fmt::format("a transfer ended as {}", activity.get_state_str()));
  }
  // Kept until release_ended(): SimGrid still uses the activity after this signal.
  over_.push_back(std::move(stays_[index].comm));
  stays_[index].comm = nullptr;
  --size_;
  on_end_(static_cast<std::uint32_t>(index));
}

/// One timer is enough for all events of the kernel: SimGrid's order of timers at one date is not
/// first-in-first-out.
void SimGridSharing::wake_at(double date, const std::function<void()>& wake) {
  if (date >= timer_date_) {
    return;
  }
  if (timer_ != nullptr) {
    // SimGrid deletes a timer that is removed or fires; the pointer must not be kept.
    timer_->remove();
  }
  timer_date_ = date;
  timer_ = Timer::set(date, [this, wake] {
    // First, since wake() may set the next one.
    timer_ = nullptr;
    timer_date_ = std::numeric_limits<double>::infinity();
    wake();
  });
}

void SimGridSharing::run() {
  running() = this;
  engine_.run();
  running() = nullptr;
}

std::string SimGridSharing::description() {
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

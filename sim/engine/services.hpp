#pragma once

#include "dimsim/engine/discipline.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace dimsim::engine {

/// Speed and power of a service.
struct Pace {
  double rate = 1;     ///< seconds of work done per second; 0 = paused
  double power_w = 0;  ///< of its server, above idle [W]
};

/// What each member of a service is charged for.
struct Share {
  double server_s = 0;  ///< part of the server's time [s]
  double joules = 0;    ///< part of the server's energy above idle [J]
};

/// The services in progress. A service occupies one server of a station for all of its members and does one
/// piece of work after another, such as the layers up to the next exit. It holds {work left, since, rate}, so
/// its end can be re-timed while it is in progress. At each moment its members share the server's time and
/// energy equally. A member may leave at any time.
///
///     start ─► begin piece ─┬─► … retime … ─► finish piece ─► begin piece … ─► last member leaves ─► end
///                           └─► settle, member leaves early
///
/// Contract: before a change of the pace or the members of a piece, call settle() and charge the members for
/// what it returns; finish_piece() settles the rest. An end is valid only while its generation is current:
/// each piece that begins or is re-timed makes earlier ends stale. Call end() when no member is left.
class Services {
 public:
  /// Generations are counted modulo this, so that they fit into the token of an event.
  static constexpr std::uint32_t kGenerations = 1U << 28U;

  /// When a piece ends, and which generation of ends that is.
  struct End {
    double date_s = 0;  ///< infinite while the service pauses [s]
    std::uint32_t generation = 0;
  };

  /// `by_station`: whether first_at() and next_at() will be called.
  explicit Services(bool by_station = true) : by_station_(by_station) {}

  [[nodiscard]] std::uint32_t start(std::uint32_t station, std::uint32_t slot);
  [[nodiscard]] std::uint32_t start(std::uint32_t station, std::span<const std::uint32_t> slots);
  /// Work for all members together, in seconds at rate 1 [s].
  [[nodiscard]] End begin_piece(std::uint32_t index, double work_s, const Pace& pace, double now);
  /// Each member's share since the last settlement.
  [[nodiscard]] Share settle(std::uint32_t index, double now);
  /// Changes the pace for the rest of the piece.
  [[nodiscard]] End retime(std::uint32_t index, const Pace& pace, double now);
  /// Ends the piece; returns each member's share of the time since the last settlement.
  [[nodiscard]] Share finish_piece(std::uint32_t index);
  /// Returns whether that was the last member.
  bool leave(std::uint32_t index, std::uint32_t slot);
  void end(std::uint32_t index);

  [[nodiscard]] bool is_current(std::uint32_t service, std::uint32_t generation) const {
    return services_[service].generation == generation && services_[service].members > 0;
  }
  [[nodiscard]] std::uint32_t members(std::uint32_t service) const { return services_[service].members; }
  [[nodiscard]] std::uint32_t station(std::uint32_t service) const { return services_[service].station; }
  [[nodiscard]] std::uint32_t first_member(std::uint32_t service) const {
    return services_[service].first_member;
  }
  /// Calls visit(slot) for each member, which must not change them.
  template <typename Visit>
  void for_each_member(std::uint32_t index, Visit visit) const {
    std::uint32_t slot = services_[index].first_member;
    for (std::uint32_t left = services_[index].members; left > 1; --left) {
      visit(slot);
      slot = next_member_[slot];
    }
    visit(slot);
  }
  /// The services of a station. Walk them by
  ///     for (std::uint32_t service = first_at(station); service != kNone; service = next_at(service))
  [[nodiscard]] std::uint32_t first_at(std::uint32_t station) const {
    return station < first_at_.size() ? first_at_[station] : kNone;
  }
  [[nodiscard]] std::uint32_t next_at(std::uint32_t service) const { return services_[service].next; }

 private:
  struct Service {
    double left_s = 0;   ///< work of the piece at `since_s` [s]
    double since_s = 0;  ///< last settlement [s]
    Pace pace;
    std::uint32_t station = 0;
    std::uint32_t generation = 0;
    std::uint32_t members = 0;
    std::uint32_t first_member = kNone;
    std::uint32_t previous = kNone;  ///< at the same station
    std::uint32_t next = kNone;
  };

  [[nodiscard]] static Share share_of(const Service& service, double elapsed_s) {
    const double members = service.members;
    return {elapsed_s / members, service.pace.power_w * elapsed_s / members};
  }
  /// Makes earlier ends stale.
  static void age(Service& service) { service.generation = (service.generation + 1) % kGenerations; }
  /// A new end.
  [[nodiscard]] static End schedule(Service& service) {
    age(service);
    const double date_s = service.pace.rate > 0 ? service.since_s + service.left_s / service.pace.rate
                                                : std::numeric_limits<double>::infinity();
    return {date_s, service.generation};
  }
  [[nodiscard]] std::uint32_t take();
  void link(std::uint32_t index);
  void unlink(const Service& service);

  bool by_station_;

  std::vector<Service> services_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> next_member_;  ///< by slot, of services with several members
  std::vector<std::uint32_t> first_at_;     ///< by station
};

// Called for every request, so inline.

inline std::uint32_t Services::take() {
  if (free_.empty()) {
    services_.emplace_back();
    return static_cast<std::uint32_t>(services_.size() - 1);
  }
  const std::uint32_t service = free_.back();
  free_.pop_back();
  return service;
}

inline std::uint32_t Services::start(std::uint32_t station, std::uint32_t slot) {
  const std::uint32_t index = take();
  Service& service = services_[index];
  service.station = station;
  service.members = 1;
  service.first_member = slot;
  if (by_station_) {
    link(index);
  }
  return index;
}

inline Services::End Services::begin_piece(std::uint32_t index, double work_s, const Pace& pace, double now) {
  Service& service = services_[index];
  service.left_s = work_s;
  service.since_s = now;
  service.pace = pace;
  return schedule(service);
}

/// From the work itself, not from the dates: a piece that was never re-timed takes its time exactly.
inline Share Services::finish_piece(std::uint32_t index) {
  Service& service = services_[index];
  const Share share = share_of(service, service.left_s / service.pace.rate);
  service.left_s = 0;
  return share;
}

inline bool Services::leave(std::uint32_t index, std::uint32_t slot) {
  Service& service = services_[index];
  std::uint32_t* link = &service.first_member;
  while (*link != slot) {
    link = &next_member_[*link];
  }
  if (service.members > 1) {
    // The entry of the last member is not valid, but it is never read: members are counted.
    *link = slot < next_member_.size() ? next_member_[slot] : kNone;
  }
  return --service.members == 0;
}

inline void Services::end(std::uint32_t index) {
  Service& service = services_[index];
  if (by_station_) {
    unlink(service);
  }
  age(service);
  free_.push_back(index);
}

}  // namespace dimsim::engine
